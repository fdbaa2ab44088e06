"""One year of working time as sorted intervals with running sums. Pure integers: microseconds since 1970, UTC."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

Span = tuple[int, int]
Day = tuple[date, tuple[Span, ...]]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def to_ticks(moment: datetime) -> int:
    """The moment as a whole number of microseconds since 1970."""
    return (moment - EPOCH) // TICK


def from_ticks(ticks: int) -> datetime:
    """The moment, in UTC, that so many microseconds after 1970 was."""
    return EPOCH + timedelta(microseconds=ticks)


@dataclass(frozen=True, slots=True)
class Year:
    """The workdays of one year in order, each with at least one span of work; no two spans overlap."""

    days: tuple[date, ...]
    first: tuple[int, ...]  # the first span of each day, then the number of spans
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]  # the work done before each span, then all of it

    @classmethod
    def of(cls, days: Iterable[Day]) -> Year:
        """The year these days make; days without work are left out."""
        working = [day for day in days if day[1]]
        spans = [span for _, of_day in working for span in of_day]
        return cls(
            days=tuple(day for day, _ in working),
            first=(0, *accumulate(len(of_day) for _, of_day in working)),
            starts=tuple(start for start, _ in spans),
            ends=tuple(end for _, end in spans),
            before=(0, *accumulate(end - start for start, end in spans)),
        )

    @property
    def total(self) -> int:
        """All the work of the year."""
        return self.before[-1]

    def worked(self, at: int) -> int:
        """The work of this year that lies before a moment."""
        span = bisect_right(self.starts, at) - 1
        return self.before[span] + min(at, self.ends[span]) - self.starts[span] if span >= 0 else 0

    def earliest(self, work: int) -> int:
        """The first moment at which so much work, more than none, is done."""
        span = bisect_left(self.before, work) - 1
        return self.starts[span] + work - self.before[span]

    def latest(self, work: int) -> int:
        """The last moment at which no more than so much work, less than all, is done."""
        span = bisect_right(self.before, work) - 1
        return self.starts[span] + work - self.before[span]

    def next_work(self, at: int) -> int | None:
        """The moment itself if it is at work, else the next beginning of work this year."""
        span = bisect_right(self.ends, at)
        return max(at, self.starts[span]) if span < len(self.starts) else None

    def day_begun(self, at: int) -> int:
        """The last workday that has opened by a moment; -1 before the first."""
        return bisect_right(self.first, bisect_right(self.starts, at) - 1) - 1 if self.days else -1

    def opening(self, day: int) -> int:
        """When the work of a day begins."""
        return self.starts[self.first[day]]

    def closing(self, day: int) -> int:
        """When the work of a day ends."""
        return self.ends[self.first[day + 1] - 1]

    def clamped(self, day: int, at: int) -> int:
        """The moment itself if the day works then, else its next beginning of work, else its end."""
        span = bisect_right(self.ends, at, self.first[day], self.first[day + 1])
        return max(at, self.starts[span]) if span < self.first[day + 1] else self.closing(day)

    def share(self, day: int, at: int) -> float:
        """How much of a day's work is done at a moment, from 0 to 1."""
        opened, closed = self.before[self.first[day]], self.before[self.first[day + 1]]
        return min(max((self.worked(at) - opened) / (closed - opened), 0.0), 1.0)


def without(spans: Sequence[Span], gaps: Sequence[Span]) -> tuple[Span, ...]:
    """The spans with the gaps cut out of them; both sorted."""
    kept: list[Span] = []
    for begin, end in spans:
        start = begin
        for leave, back in gaps:
            if back <= start or leave >= end:
                continue
            if leave > start:
                kept.append((start, leave))
            start = back
        if start < end:
            kept.append((start, end))
    return tuple(kept)
