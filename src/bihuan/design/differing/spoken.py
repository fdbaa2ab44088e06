"""Texts that fit into a sentence: on one line, not too long, and two that differ never look the same."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from typing import Any

from bihuan.kernel.words import LANGS, Lang

_LONGEST = 120
_LABEL = 40
_BEFORE = 24  # how much of what is alike is shown before the first difference
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})  # what no keyboard makes, and what turns the text around it


def canonical(value: Any) -> str:  # noqa: ANN401 - any JSON
    """The same text for the same JSON, and for no other: `true` is not 1."""
    try:
        return json.dumps(value, sort_keys=True, default=str)
    except (TypeError, ValueError):  # the keys are no texts, or it holds itself
        return repr(value)


def same(one: Any, two: Any) -> bool:  # noqa: ANN401
    """Whether two values are the same JSON."""
    return one is two or (bool(one == two) and canonical(one) == canonical(two))


def clean(text: str) -> str:
    """One line without anything invisible."""
    seen = "".join(sign if unicodedata.category(sign) not in _UNSEEN else " " for sign in text[:5000])
    return " ".join(seen.split())


def short(text: str, longest: int = _LONGEST) -> str:
    """The beginning of a long text."""
    tidy = clean(text)
    return tidy if len(tidy) <= longest else f"{tidy[: longest - 1]}…"


def apart(one: str, two: str) -> tuple[str, str]:
    """Two texts, each cut to where they begin to differ."""
    alike = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    start = 0 if max(len(one), len(two)) <= _LONGEST or alike <= _BEFORE else alike - _BEFORE
    return _window(one, start), _window(two, start)


def _window(text: str, start: int) -> str:
    cut = text[start : start + _LONGEST]
    return ("…" if start else "") + cut + ("…" if start + _LONGEST < len(text) else "")


def label(part: Any, lang: Lang) -> str:  # noqa: ANN401 - a draft may hold anything
    """What people call a part, or nothing where it has no name that can be read."""
    return words(part.get("label"), lang) if isinstance(part, dict) else ""


def words(given: Any, lang: Lang) -> str:  # noqa: ANN401
    """A text in this language, else in the other one, else nothing."""
    if isinstance(given, str):
        return short(given)
    if not isinstance(given, dict):
        return ""
    said = (given.get(one) for one in sorted(LANGS, key=lambda one: one != lang))
    return next((short(text) for text in said if isinstance(text, str) and clean(text)), "")


def joined(texts: Iterable[str], lang: Lang) -> str:
    """Texts one after the other."""
    return ("、" if lang == "zh" else ", ").join(texts)


def in_brackets(text: str, lang: Lang) -> str:
    """A remark behind something; nothing stays nothing."""
    return f"（{text}）" if text and lang == "zh" else f" ({text})" if text else ""
