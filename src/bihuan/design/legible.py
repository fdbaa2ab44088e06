"""What may stand in a document at all: texts that show what they say, names that fit, values that can be kept. Pure.

Refused, not mended: what was taken away silently would differ from what its author reads in their own file.
- Characters that turn the text around them (the bidirectional marks): a name with one makes the sentence it stands in
  read backwards, and what one approves is not what one reads. Chinese and English need none. A pattern that looks for
  one can say so by its number.
- NUL, control characters and half characters: no keyboard makes them, and no database or YAML keeps them.
- Names of more than 200 characters: no list, button or column holds them. Scripts, helps and remarks have 2,000.
- What JSON does not have: numbers without end, bytes, sets, members that are not called by a text. YAML has them all.

This is asked where a document comes in or is released, not where a version is read: what lives goes on living.
Markup, quotes, statements are texts like any other: they are shown, never run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from bihuan.design.definition import DEEPEST
from bihuan.design.fault import Fault

LONGEST_NAME = 200
LARGEST_NUMBER = 10**40
TOO_DEEP = "nested_too_deep"
_NAMES = frozenset({"label", "name", "plural", "won", "lost"})
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def faults(value: Any, place: Sequence[str] = ()) -> list[Fault]:  # noqa: ANN401 - any part of a document
    """Every text in this part that nobody could show or keep, and every name that is too long, with its place."""
    return list(_faults(value, tuple(place), None))


def _faults(value: Any, place: tuple[str, ...], named: str | None) -> Iterator[Fault]:  # noqa: ANN401
    """`named` is the member that is a name, for what stands in it."""
    if len(place) > DEEPEST:
        yield Fault.at(place[:DEEPEST], TOO_DEEP, f"This is more than {DEEPEST} levels deep.")
    elif isinstance(value, str):
        yield from _text(value, place, named)
    elif isinstance(value, list | tuple):
        for at, one in enumerate(value):
            key = one.get("key") if isinstance(one, dict) else None
            yield from _faults(one, (*place, key if isinstance(key, str) else str(at)), None)
    elif isinstance(value, dict):
        for member, one in value.items():
            if not isinstance(member, str):
                yield Fault.at(place, "bad_member", "A member is called by a text; put quotes around it.")
                continue
            inside = (*place, member)
            yield from _characters(member, inside)
            # A name is a text, or one in each language: a member of that name elsewhere is no name.
            yield from _faults(one, inside, member if member in _NAMES else named if member in {"zh", "en"} else None)
    else:
        yield from _value(value, place)


def _value(value: Any, place: tuple[str, ...]) -> Iterator[Fault]:  # noqa: ANN401
    if isinstance(value, int | float | Decimal):
        if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:  # nor is what is no number at all
            yield Fault.at(place, "number_too_large", "A number has at most 40 digits.")
    elif value is not None and not isinstance(value, date | BaseModel):
        yield Fault.at(place, "wrong_type", "This is a text, a number, yes or no, a list or a mapping.")


def _text(text: str, place: tuple[str, ...], named: str | None) -> Iterator[Fault]:
    yield from _characters(text, place)
    if named is not None and len(text) > LONGEST_NAME:
        said = f"A name has at most {LONGEST_NAME} characters; this one has {len(text):,}."
        yield Fault.at(place, "long_name", said)


def _characters(text: str, place: tuple[str, ...]) -> Iterator[Fault]:
    for code, unfit, said in _UNFIT:
        found = unfit(text)
        if found is not None:
            yield Fault.at(place, code, f"{said} (U+{ord(found.group()):04X}). Take it out.")


_UNFIT: tuple[tuple[str, Callable[[str], re.Match[str] | None], str], ...] = (
    ("bad_characters", _UNSEEN.search, "The text has a character that no keyboard makes"),
    ("turning_characters", _TURNING.search, "The text has an invisible character that turns the text around it"),
)
