"""When somebody may be interrupted, and with what. Pure: the same hours, the same answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from bihuan.kernel import calendar
from bihuan.kernel.calendar import Calendar

ParcelKind = Literal["at_once", "digest"]


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How one person is told: the company's ways, with what the person chose."""

    digests: tuple[str, ...]
    quiet_from: str
    quiet_until: str
    at_once: frozenset[str]
    most_at_once: int
    gap: timedelta
    mail: bool = True
    popups: bool = True


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits for one person: since when the longest, and of which levels."""

    since: datetime
    levels: frozenset[str]


def turn(
    manners: Manners, working: Calendar, waiting: Waiting, *, pushed: Collection[datetime], now: datetime
) -> ParcelKind | None:
    """Whether the person is told now, and how; None when it had better wait.

    `pushed` are the moments at which they were interrupted in the last days.
    """
    local = now.astimezone(working.tz)
    if quiet(manners, local.time()):
        return None
    if _digest_due(manners, working, waiting, local):
        return "digest"
    today = [one for one in pushed if one.astimezone(working.tz).date() == local.date()]
    free = len(today) < manners.most_at_once and all(now - one >= manners.gap for one in pushed)
    at_work = calendar.next_working_moment(working, now) == now
    return "at_once" if free and at_work and waiting.levels & manners.at_once else None


def quiet(manners: Manners, at: time) -> bool:
    """Whether this time of day lies in the quiet hours, which may pass midnight."""
    begin, end = time.fromisoformat(manners.quiet_from), time.fromisoformat(manners.quiet_until)
    if begin <= end:
        return begin <= at < end
    return at >= begin or at < end


def _digest_due(manners: Manners, working: Calendar, waiting: Waiting, local: datetime) -> bool:
    """Whether something has waited since before a digest whose time has come; only on days of work."""
    if not calendar.is_workday(working, local.date()):
        return False
    slots = (datetime.combine(local.date(), time.fromisoformat(one), tzinfo=working.tz) for one in manners.digests)
    return any(waiting.since <= slot <= local for slot in slots)


def tidy(times: Sequence[str]) -> tuple[str, ...]:
    """Times of day in their order, each once."""
    return tuple(sorted(set(times)))
