"""What a channel is: a way by which something reaches a person who is not looking at our screens.

Which channels there are is said by `app`, once for each process. Live screens need none: they look for themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is carried: the words for one person, in text and in HTML. `number` is the same each time it is tried."""

    number: str
    to: str
    name: str
    subject: str
    text: str
    html: str


class Unreachable(Exception):
    """The channel itself is away, or not let in: nothing is wrong with the letter, and it is tried again and again."""


class Failed(Exception):
    """This letter was not taken; `for_good` says that it never will be."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        """Keep what the other side said."""
        super().__init__(reason)
        self.for_good = for_good


class Channel(Protocol):
    """One way to people."""

    key: str

    def carry(self, letter: Letter) -> None:
        """Hand it over. Unreachable when the channel is away; Failed when this letter was not taken."""


_known: list[Channel] = []


def use(channels: Sequence[Channel]) -> None:
    """These are the channels of this process from now on."""
    _known[:] = channels


def found(key: str) -> Channel | None:
    """The channel of this name; None where it is not set up."""
    return next((one for one in _known if one.key == key), None)
