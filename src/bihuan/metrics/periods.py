"""Weeks, months, quarters: from a name to its days, and from a day to its name. Pure; today is an argument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from bihuan.kernel.words import Lang, Words

Bucket = Literal["week", "month", "quarter", "year"]
Period = Literal["week", "month", "quarter", "year", "all"]
BUCKETS: tuple[Bucket, ...] = get_args(Bucket)

_WEEK = 7
_MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}
_NAMES: Mapping[tuple[Bucket, int], Words] = {
    ("week", 0): Words(zh="本周", en="This week"),
    ("week", -1): Words(zh="上周", en="Last week"),
    ("month", 0): Words(zh="本月", en="This month"),
    ("month", -1): Words(zh="上月", en="Last month"),
    ("quarter", 0): Words(zh="本季", en="This quarter"),
    ("quarter", -1): Words(zh="上季", en="Last quarter"),
    ("year", 0): Words(zh="今年", en="This year"),
    ("year", -1): Words(zh="去年", en="Last year"),
}


@dataclass(frozen=True, kw_only=True)
class Span:
    """Whole days, both ends included; open where an end is None."""

    first: date | None = None
    last: date | None = None

    def bounds(self, zone: str) -> tuple[datetime | None, datetime | None]:
        """The moments between which these days lie on the wall clock of a zone: from the first, up to the second."""
        tz = ZoneInfo(zone)
        since = datetime.combine(self.first, time(), tz) if self.first else None
        until = datetime.combine(self.last + timedelta(days=1), time(), tz) if self.last else None
        return since, until

    def say(self, lang: Lang) -> str | None:
        """The days as people write them; None where all of time is meant."""
        if self.first and self.last:
            return f" {self.first} 至 {self.last} " if lang == "zh" else f"from {self.first} to {self.last}"
        if self.first:
            return f" {self.first} 起" if lang == "zh" else f"since {self.first}"
        if self.last:
            return f" {self.last} 止" if lang == "zh" else f"until {self.last}"
        return None


def span(period: Period, offset: int, today: date) -> Span:
    """The days of the week, month, quarter or year that lies `offset` away from today's."""
    if period == "all":
        return Span()
    first = start(period, today)
    if period == "week":
        first += timedelta(days=_WEEK * offset)
        return Span(first=first, last=first + timedelta(days=_WEEK - 1))
    length = _MONTHS[period]
    first = _months_later(first, length * offset)
    return Span(first=first, last=_months_later(first, length) - timedelta(days=1))


def months(days: Span) -> tuple[tuple[date, date] | None, tuple[tuple[date, date], ...]]:
    """A span as the whole months in it, by their first days, and the single days at its ends, from one to another.

    No months where there is none whole; an open end reaches as far as dates do.
    """
    first, last = days.first or date.min, days.last or date.max
    begin = first if first.day == 1 else _months_later(first.replace(day=1), 1)
    after = date.max if last == date.max else last + timedelta(days=1)
    end = after if after == date.max else after.replace(day=1)
    if begin >= end:
        return None, ((first, last),)
    edges = []
    if first < begin:
        edges.append((first, begin - timedelta(days=1)))
    if end < after:
        edges.append((end, last))
    return (begin, end - timedelta(days=1)), tuple(edges)


def start(bucket: Bucket, day: date) -> date:
    """The first day of the week (Monday), month, quarter or year that a day lies in."""
    if bucket == "week":
        return day - timedelta(days=day.weekday())
    length = _MONTHS[bucket]
    return date(day.year, (day.month - 1) // length * length + 1, 1)


def key(bucket: Bucket, day: date) -> str:
    """The short name by which a bucket is asked for again: 2017-Q1, 2017-03, 2017-W09, 2017."""
    if bucket == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    if bucket == "month":
        return f"{day.year:04}-{day.month:02}"
    return f"{day.year:04}-Q{(day.month + 2) // 3}" if bucket == "quarter" else f"{day.year:04}"


def label(bucket: Bucket, written: str, lang: Lang) -> str:
    """What a bucket is called, from the short name that `key` gives it."""
    year, _, rest = written.partition("-")
    if bucket == "week":
        week = int(rest.removeprefix("W"))
        return f"{year} 年第 {week} 周" if lang == "zh" else f"Week {week}, {year}"
    if bucket == "month":
        return f"{year} 年 {int(rest)} 月" if lang == "zh" else written
    if bucket == "quarter":
        quarter = rest.removeprefix("Q")
        return f"{year} 年第 {quarter} 季度" if lang == "zh" else f"Q{quarter} {year}"
    return f"{year} 年" if lang == "zh" else year


def name(period: Period, offset: int, today: date, lang: Lang) -> str:
    """What a period is called, seen from today."""
    if period == "all":
        return "全部时间" if lang == "zh" else "All time"
    known = _NAMES.get((period, offset))
    first = span(period, offset, today).first
    assert first is not None, "only `all` has no first day"
    return known.say(lang) if known else label(period, key(period, first), lang)


def _months_later(first: date, months: int) -> date:
    place = first.year * 12 + first.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)
