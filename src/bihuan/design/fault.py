"""What keeps a document from living, as it is told. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from pydantic import ValidationError

LONGEST = 300  # of what is said about one thing: what somebody sent may be as long as they like


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something in the document that can't work: where, which kind of wrong, and in a sentence."""

    place: str
    code: str
    message: str

    @classmethod
    def at(cls, place: Iterable[str], code: str, message: str) -> Self:
        """A fault about what somebody sent: of bounded length, and of characters that can be sent back."""
        return cls(place=_told(".".join(place)) or "(no name)", code=code, message=_told(message))

    def problem(self) -> dict[str, object]:
        """The same as a refusal tells it."""
        return {"place": self.place, "code": self.code, "message": self.message}


def unread(wrong: ValidationError, value: Any, place: Sequence[str] = ()) -> Iterator[Fault]:  # noqa: ANN401
    """What keeps this value, which stands at this place, from being read."""
    for error in wrong.errors(include_url=False, include_context=False, include_input=False):
        yield Fault.at((*place, *_by_keys(value, error["loc"])), error["type"], error["msg"])


def _told(text: str) -> str:
    shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return shown.encode("utf-8", "replace").decode("utf-8")


def _by_keys(value: Any, way: Iterable[int | str]) -> Iterator[str]:  # noqa: ANN401 - any part of it
    """The way to a part, with keys where pydantic counts."""
    here = value
    for part in way:
        there = None
        if isinstance(here, dict):
            there = here.get(part)
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            there = here[part]
        named = there.get("key") if isinstance(there, dict) and isinstance(part, int) else None
        yield str(part if named is None else named)
        here = there
