"""Numbers as people and machines send them, read into exact decimals within bounds."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import Wrong, type_name

_WRITTEN = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_LONGEST = 60
_SLACK = Decimal("0.000001")  # what a binary float may be off by
# Fifteen digits pass through JSON and back without a change in the last one.
_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)


def number_of(raw: Any, *, limit: Decimal) -> Decimal:  # noqa: ANN401
    """The number that was sent. Wrong for texts, infinities, and whatever reaches beyond `limit`."""
    value = _decimal(raw)
    if not value.is_finite():
        raise Wrong("not_a_number", "This is not a finite number.")
    if abs(value) > limit:
        raise Wrong("too_large", "This number is too large.", max=shown(limit))
    return _DIGITS.plus(value)


def _decimal(raw: Any) -> Decimal:  # noqa: ANN401
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal | str):
        raise Wrong("wrong_type", "This field takes a number.", got=type_name(raw))
    if isinstance(raw, int):
        # A million digits would take minutes to turn into a decimal; nobody needs more than forty.
        return Decimal(raw) if abs(raw) < 10**40 else Decimal("1e40")
    if isinstance(raw, str):
        return _written(raw)
    return Decimal(repr(raw)) if isinstance(raw, float) else raw


def _written(raw: str) -> Decimal:
    if len(raw) > _LONGEST:
        raise Wrong("too_long", f"A number of at most {_LONGEST} characters.", longest=_LONGEST, length=len(raw))
    text = unicodedata.normalize("NFKC", raw).strip()
    if not _WRITTEN.fullmatch(text) or not any(sign.isdigit() for sign in text):
        raise Wrong("wrong_type", "This field takes a number.", got="text")
    return Decimal(text.replace(",", ""))


def rounded(value: Decimal, places: int) -> Decimal:
    """The value with so many decimals. Wrong when that would change it."""
    exact = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if abs(exact - value) > _SLACK:
        raise Wrong("too_precise", f"At most {places} decimals.", decimals=places)
    return exact


def within(value: Decimal, field: FieldDef) -> Decimal:
    """The value, when it lies between the field's min and max."""
    if field.min is not None and value < field.min:
        raise Wrong("too_small", f"At least {shown(field.min)}.", min=shown(field.min))
    if field.max is not None and value > field.max:
        raise Wrong("too_large", f"At most {shown(field.max)}.", max=shown(field.max))
    return value


def shown(value: Decimal) -> int | float:
    """A number as JSON: whole ones without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def said(value: Decimal | int, *, places: int | None = None) -> str:
    """A number as a person reads it, with thousands set apart."""
    if places is not None:
        return f"{value:,.{places}f}"
    return f"{shown(Decimal(value)):,}"
