"""One row of the list: what it is called by, when its moment is, and why it stands where it stands. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

Why = Literal["overdue", "others_wait", "today", "nearly_due", "expires", "later", "no_limit"]
BLOCKING = frozenset({"review", "stage_task", "approval"})  # somebody else stands still until it is done
DECIDED = frozenset({"review", "approval"})  # done by saying yes or no, never by a tick
PATIENCE = timedelta(days=1)  # what blocks others and has no limit is treated as if this were it
MARKS = (30, 7, 1)  # days before something expires at which it is told
FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
_KEY = re.compile(r"(task|journey):(\d{1,18})|(until):([a-z][a-z0-9_]{0,39}):(\d{1,18}):([a-z0-9_]{1,40}):(\d{8})")


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Something that waits for one person."""

    key: str
    kind: str
    title: str
    object_key: str | None
    record_id: int | None
    made_at: datetime
    journey_id: int | None = None
    task_id: int | None = None
    deliverable_id: int | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    version_id: int | None = None
    process_key: str | None = None
    stage_key: str | None = None
    field: str | None = None
    days: int | None = None

    @property
    def moment(self) -> datetime | None:
        """When it goes red; or by when whoever waits for it would like to have it."""
        if self.due_at is None and self.kind in BLOCKING:
            return self.made_at + PATIENCE
        return self.due_at

    def why(self, *, now: datetime, tonight: datetime) -> Why:
        """Why it stands where it stands."""
        if self.due_at is not None and self.due_at <= now:
            return "overdue"
        if self.kind in BLOCKING:
            return "others_wait"
        if self.due_at is not None and self.due_at <= tonight:
            return "today"
        if self.kind == "expiry":
            return "expires"
        if self.warn_at is not None and self.warn_at <= now:
            return "nearly_due"
        return "no_limit" if self.due_at is None else "later"

    @property
    def ticked(self) -> bool:
        """Whether it can be done by saying so."""
        return self.kind not in DECIDED and not self.key.startswith("journey:")


@dataclass(frozen=True, kw_only=True)
class Named:
    """What a thing's key says."""

    what: Literal["task", "journey", "until"]
    id: int
    object_key: str = ""
    field: str = ""
    day: date | None = None


def named(key: str) -> Named | None:
    """What a key stands for; None for what is none."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    if found[1]:
        return Named(what="task" if found[1] == "task" else "journey", id=int(found[2]))
    try:
        day = date(int(found[7][:4]), int(found[7][4:6]), int(found[7][6:]))
    except ValueError:
        return None
    return Named(what="until", id=int(found[5]), object_key=found[4], field=found[6], day=day)


def expiring(object_key: str, record_id: int, field: str, day: date) -> str:
    """The key of something that expires: of another day it is another thing."""
    return f"until:{object_key}:{record_id}:{field}:{day:%Y%m%d}"


def next_mark(day: date, today: date) -> date | None:
    """The day at which something that was seen to is told of again; None when that was the last time."""
    return next((day - timedelta(days=mark) for mark in MARKS if day - timedelta(days=mark) > today), None)


def merged(found: Iterable[Thing]) -> list[Thing]:
    """One thing is one row: a contact that was promised belongs to its journey, and whichever is due first speaks."""
    things = list(found)
    going = {one.journey_id: one for one in things if one.kind == "stage"}
    hidden: set[str] = set()
    for one in things:
        stage = going.get(one.journey_id) if one.kind == "follow_up" and one.journey_id else None
        if stage is not None:
            hidden.add(max(one, stage, key=_urgency).key)
    return sorted((one for one in things if one.key not in hidden), key=_urgency)


def _urgency(one: Thing) -> tuple[datetime, bool, datetime, str]:
    """What went red first, what goes red next, and last what has no limit; what others wait for before what they don't.

    The key is the last word, so that the order is the same wherever it is asked.
    """
    return one.moment or FOR_GOOD, one.kind not in BLOCKING, one.made_at, one.key


def red(things: Sequence[Thing], now: datetime) -> int:
    """How many have passed their moment."""
    return sum(one.due_at is not None and one.due_at <= now for one in things)
