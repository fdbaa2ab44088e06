"""Green, yellow, red: how a stay went, or goes. Pure; `queries/levels.py` says the same in SQL, tested against this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Level = Literal["green", "yellow", "red", "none"]
GIVEN_UP = ("lost", "back")  # left without having passed the gate


@dataclass(frozen=True, kw_only=True)
class StayFacts:
    """What judging needs to know of a stay."""

    left_at: datetime | None
    left_how: str | None
    warn_at: datetime | None
    due_at: datetime | None
    late_evidence: bool


def level(stay: StayFacts, *, now: datetime) -> Level:
    """Green: on time. Yellow: late but made up, passed by exception, or nearly due. Red: overdue and missing.

    A stay without a limit can't be late. One given up (lost, or gone back) after it was due never made up for it.
    """
    if stay.due_at is not None and (stay.left_at or now) > stay.due_at and _unmade(stay):
        return "red"
    late = stay.due_at is not None and stay.left_at is not None and stay.left_at > stay.due_at
    nearly = stay.left_at is None and stay.warn_at is not None and now >= stay.warn_at
    if late or nearly or stay.late_evidence or stay.left_how == "exception":
        return "yellow"
    return "green"


def decided(stay: StayFacts, *, now: datetime) -> bool:
    """Whether it is known if the stay was on time: it is over, or its time is."""
    return stay.left_at is not None or (stay.due_at is not None and now > stay.due_at)


def worst(*, green: int, yellow: int, red: int) -> Level:
    """The level of a cell: its worst stay decides."""
    if red:
        return "red"
    if yellow:
        return "yellow"
    return "green" if green else "none"


def _unmade(stay: StayFacts) -> bool:
    return stay.left_at is None or stay.left_how in GIVEN_UP
