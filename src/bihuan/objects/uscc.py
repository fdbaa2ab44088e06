"""The unified social credit code 统一社会信用代码 and its check digit, by GB 32100-2015. Pure."""

from __future__ import annotations

import re

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_SHAPE = re.compile(f"[{_SIGNS}]{{18}}")
_MODULUS = 31


def looks_like(code: str) -> bool:
    """Whether this has the signs and the length of such a code."""
    return _SHAPE.fullmatch(code) is not None


def holds(code: str) -> bool:
    """Whether the last sign of such a code follows from the others: one slip of the pen is always noticed."""
    if not looks_like(code):
        return False
    total = sum(_SIGNS.index(sign) * pow(3, place, _MODULUS) for place, sign in enumerate(code[:-1]))
    return _SIGNS[-total % _MODULUS] == code[-1]
