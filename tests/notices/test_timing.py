"""When somebody is interrupted: within hours, not too often, and with a digest of what could wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bihuan.kernel.calendar import Calendar
from bihuan.notices import timing
from bihuan.notices.timing import Manners, Waiting

MANNERS = Manners(
    digests=("08:45", "16:30"),
    quiet_from="20:00",
    quiet_until="08:00",
    at_once=frozenset({"due", "escalate"}),
    most_at_once=3,
    gap=timedelta(minutes=60),
)
HERE = ZoneInfo("Asia/Shanghai")


def on(clock: str, day: int = 3) -> datetime:
    """A moment of March 2026; the 3rd is a Tuesday."""
    return datetime.combine(datetime(2026, 3, day, tzinfo=UTC), time.fromisoformat(clock), tzinfo=HERE)


def turn(now: datetime, level: str, *, since: datetime | None = None, pushed: Sequence[datetime] = ()) -> str | None:
    waiting = Waiting(since=since or now, levels=frozenset({level}))
    return timing.turn(MANNERS, Calendar(), waiting, pushed=pushed, now=now)


@pytest.mark.parametrize(
    ("clock", "level", "told"),
    [
        ("10:00", "due", "at_once"),
        ("10:00", "escalate", "at_once"),
        ("10:00", "warn", None),
        ("10:00", "info", None),
        ("12:30", "due", None),  # at lunch
        ("18:30", "due", None),  # after work
        ("07:00", "due", None),
        ("23:00", "due", None),
    ],
)
def test_what_is_urgent_comes_at_once_and_within_working_hours(clock: str, level: str, told: str | None) -> None:
    assert turn(on(clock), level) == told


@pytest.mark.parametrize(
    ("now", "since", "told"),
    [
        (on("08:45"), on("08:44"), "digest"),
        (on("08:46"), on("17:00", 2), "digest"),
        (on("10:00"), on("09:00"), None),  # it came after the morning's
        (on("16:30"), on("09:00"), "digest"),
        (on("18:10"), on("09:00"), "digest"),  # late, but today
        (on("21:00"), on("09:00"), None),
        (on("10:00", 7), on("17:00", 6), None),  # Saturday
    ],
)
def test_what_could_wait_comes_with_the_next_digest(now: datetime, since: datetime, told: str | None) -> None:
    assert turn(now, "info", since=since) == told


def test_nobody_is_interrupted_too_often() -> None:
    day = [on("09:10"), on("10:20"), on("11:30")]
    assert turn(on("14:00"), "due", pushed=day[:2]) == "at_once"
    assert turn(on("14:00"), "due", pushed=day) is None
    assert turn(on("14:00"), "due", pushed=[on("13:01")]) is None
    assert turn(on("14:01"), "due", pushed=[on("13:01")]) == "at_once"
    assert turn(on("09:30"), "due", pushed=[replace_day(one) for one in day]) == "at_once"  # those were yesterday's


def replace_day(moment: datetime) -> datetime:
    return moment - timedelta(days=1)


def test_who_is_away_is_left_alone() -> None:
    away = Calendar().on_leave([(on("00:00"), on("00:00", 4))])
    waiting = Waiting(since=on("17:00", 2), levels=frozenset({"due"}))
    assert timing.turn(MANNERS, away, waiting, pushed=(), now=on("10:00")) is None
    assert timing.turn(MANNERS, away, waiting, pushed=(), now=on("10:00", 4)) == "digest"


@pytest.mark.parametrize(
    ("begin", "end", "clock", "so"),
    [
        ("20:00", "08:00", "23:00", True),
        ("20:00", "08:00", "07:59", True),
        ("20:00", "08:00", "08:00", False),
        ("12:00", "14:00", "13:00", True),
        ("12:00", "14:00", "14:00", False),
        ("12:00", "12:00", "12:00", False),  # never
    ],
)
def test_quiet_hours_may_pass_midnight(begin: str, end: str, clock: str, *, so: bool) -> None:
    manners = replace(MANNERS, quiet_from=begin, quiet_until=end)
    assert timing.quiet(manners, time.fromisoformat(clock)) is so
