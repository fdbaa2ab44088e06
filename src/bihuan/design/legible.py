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
from collections.abc import Callable, Sequence
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
_LANGUAGES = frozenset({"zh", "en"})
_LISTS, _NUMBERS = (list, tuple), (int, float, Decimal)
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def faults(value: Any, place: Sequence[str] = ()) -> list[Fault]:  # noqa: ANN401 - any part of a document
    """Every text in this part that nobody could show or keep, and every name that is too long, with its place."""
    look = _Look()
    look.at(value, tuple(place), None)
    return look.found


class _Look:
    """One look through a document. Large ones repeat themselves: what was seen to be sound is not looked at again."""

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self._sound: set[str] = set()

    def at(self, value: Any, place: tuple[str, ...], named: str | None) -> None:  # noqa: ANN401
        """`named` is the member that is a name, for what stands in it."""
        if len(place) > DEEPEST:
            self.found.append(Fault.at(place[:DEEPEST], TOO_DEEP, f"This is more than {DEEPEST} levels deep."))
        elif isinstance(value, str):
            self._characters(value, place)
            if named is not None and len(value) > LONGEST_NAME:
                said = f"A name has at most {LONGEST_NAME} characters; this one has {len(value):,}."
                self.found.append(Fault.at(place, "long_name", said))
        elif isinstance(value, dict):
            self._members(value, place, named)
        elif isinstance(value, _LISTS):
            for at, one in enumerate(value):
                key = one.get("key") if isinstance(one, dict) else None
                self.at(one, (*place, key if isinstance(key, str) else str(at)), None)
        else:
            self._value(value, place)

    def _members(self, value: dict[Any, Any], place: tuple[str, ...], named: str | None) -> None:
        for member, one in value.items():
            if not isinstance(member, str):
                said = "A member is called by a text; put quotes around it."
                self.found.append(Fault.at(place, "bad_member", said))
                continue
            if isinstance(one, str) and one in self._sound and member in self._sound and len(one) <= LONGEST_NAME:
                continue  # as nearly everywhere
            inside = (*place, member)
            self._characters(member, inside)
            # A name is a text, or one in each language: a member of that name elsewhere is no name.
            self.at(one, inside, member if member in _NAMES else named if member in _LANGUAGES else None)

    def _value(self, value: Any, place: tuple[str, ...]) -> None:  # noqa: ANN401
        if isinstance(value, _NUMBERS):
            if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:  # nor what is no number at all
                self.found.append(Fault.at(place, "number_too_large", "A number has at most 40 digits."))
        elif value is not None and not isinstance(value, date | BaseModel):
            said = "This is a text, a number, yes or no, a list or a mapping."
            self.found.append(Fault.at(place, "wrong_type", said))

    def _characters(self, text: str, place: tuple[str, ...]) -> None:
        if text in self._sound:
            return
        if not (_UNSEEN.search(text) or _TURNING.search(text)):
            self._sound.add(text)
            return
        for code, unfit, said in _UNFIT:
            found = unfit(text)
            if found is not None:
                self.found.append(Fault.at(place, code, f"{said} (U+{ord(found.group()):04X}). Take it out."))


_UNFIT: tuple[tuple[str, Callable[[str], re.Match[str] | None], str], ...] = (
    ("bad_characters", _UNSEEN.search, "The text has a character that no keyboard makes"),
    ("turning_characters", _TURNING.search, "The text has an invisible character that turns the text around it"),
)
