"""When people work: the hours of a week, the holidays, the leave; together a calendar."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, Self
from zoneinfo import ZoneInfo

from pydantic_core import CoreSchema, core_schema

from bihuan.kernel.calendar.year import Day, Span, Year, to_ticks, without

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST_YEAR, LAST_YEAR = 1970, 2200
DAY_MINUTES = 24 * 60
_HOURS = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)-([01]?\d|2[0-4]):([0-5]\d)")

Hours = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """The working hours of each weekday, Monday first, in minutes after midnight.

    Hours that pass midnight end after 1440 and belong to the day they begin on.
    """

    week: tuple[Hours, ...]

    def __post_init__(self) -> None:
        if len(self.week) != len(WEEKDAYS):
            raise ValueError("A week has seven days.")
        if not any(self.week):
            raise ValueError("Somebody has to work at some time of the week.")
        turns = [
            (start + n * DAY_MINUTES, end + n * DAY_MINUTES) for n, day in enumerate(self.week) for start, end in day
        ]
        if any(
            not 0 <= start < DAY_MINUTES or not start < end <= start + DAY_MINUTES
            for day in self.week
            for start, end in day
        ):
            raise ValueError("Working hours begin on their day and end within 24 hours.")
        first_again = (turns[0][0] + len(WEEKDAYS) * DAY_MINUTES, 0)
        if any(end > following[0] for (_, end), following in zip(turns, [*turns[1:], first_again], strict=True)):
            raise ValueError("Working hours may not overlap, and stand in the order of the clock.")

    @classmethod
    def read(cls, hours: object) -> Self:
        """The shift written as `{"mon-fri": ["09:00-12:00", "13:00-18:00"], "sat": ["22:00-06:00"]}`."""
        if isinstance(hours, cls):
            return hours
        if not isinstance(hours, Mapping):
            raise ValueError("Working hours are written by weekday.")  # noqa: TRY004 - pydantic turns a ValueError into a fault
        week: list[Hours] = [()] * len(WEEKDAYS)
        for days, of_day in hours.items():
            if not isinstance(of_day, list | tuple):
                raise ValueError(f"{str(days)[:20]!r} needs a list of working hours, as [09:00-12:00].")  # noqa: TRY004 - the same
            for number in _weekdays(str(days)):
                week[number] = tuple(_minutes(str(text)) for text in of_day)
        return cls(tuple(week))

    def written(self) -> dict[str, list[str]]:
        """The same shift in the form `read` takes."""
        return {
            name: [f"{_clock(start)}-{_clock(end)}" for start, end in hours]
            for name, hours in zip(WEEKDAYS, self.week, strict=True)
            if hours
        }

    def make_up(self, weekday: int) -> Hours:
        """The hours of a make-up workday: that weekday's own, else those of the first day that works."""
        return self.week[weekday] or next(hours for hours in self.week if hours)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:  # noqa: ANN401 - pydantic's own signature
        """Let a field of this type be written as the mapping `read` takes."""
        form = core_schema.dict_schema(core_schema.str_schema(), core_schema.list_schema(core_schema.str_schema()))
        return core_schema.no_info_plain_validator_function(
            cls.read,
            json_schema_input_schema=form,
            serialization=core_schema.plain_serializer_function_ser_schema(cls.written, return_schema=form),
        )


def _weekdays(text: str) -> range:
    """The weekdays of `mon` or `mon-fri`."""
    first, _, last = text.strip().lower().partition("-")
    if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
        raise ValueError(f"{text[:20]!r} is no weekday; write mon … sun or mon-fri.")
    return range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)


def _minutes(text: str) -> tuple[int, int]:
    """The two ends of `09:00-12:00`; an end not after its beginning is on the next day."""
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text[:20]!r} are no working hours; write them as 09:00-12:00.")
    start_hour, start_minute, end_hour, end_minute = map(int, found.groups())
    start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    return start, end if end > start else end + DAY_MINUTES


def _clock(minutes: int) -> str:
    """Minutes after midnight as the clock shows them; the end of a day is 24:00."""
    shown = minutes if minutes <= DAY_MINUTES else minutes - DAY_MINUTES
    return f"{shown // 60:02}:{shown % 60:02}"


STANDARD_WEEK = Shift.read({"mon-fri": ["09:00-12:00", "13:00-18:00"]})


@dataclass(frozen=True)
class Holidays:
    """The days a country rests, the weekends it works instead, and the years for which this is published."""

    off: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()
    names: Mapping[date, str] = field(default_factory=dict, compare=False)

    def joined(self, other: Holidays) -> Holidays:
        """Both; for a year both know, the other's word counts."""
        off = {day for day in self.off if day.year not in other.known_years}
        makeup = {day for day in self.makeup if day.year not in other.known_years}
        return Holidays(
            off=frozenset(off - other.makeup) | other.off,
            makeup=frozenset(makeup - other.off) | other.makeup,
            known_years=self.known_years | other.known_years,
            names={**{day: name for day, name in self.names.items() if day in off | makeup}, **other.names},
        )


@dataclass(frozen=True)
class Calendar:
    """When one person or team works. Without holidays, every week is like the next.

    In a year whose holidays nobody has published the plain week counts, and `is_guess` says so.
    """

    shifts: Shift = STANDARD_WEEK
    holidays: Holidays | None = None
    zone: str = "Asia/Shanghai"
    leave: tuple[tuple[datetime, datetime], ...] = ()
    _years: dict[int, Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_guess(self, day: date) -> bool:
        """Whether the holidays of that day's year are not published yet, so that this calendar guesses."""
        local = day.astimezone(self.tz) if isinstance(day, datetime) else day
        return self.holidays is not None and local.year not in self.holidays.known_years

    def said(self, day: date) -> list[str]:
        """The hours worked on a day as people write them, leave aside; none on a free day."""
        return [f"{_clock(start)}-{_clock(end)}" for start, end in _hours_on(self.shifts, self.holidays, day)]

    def on_leave(self, leave: Iterable[tuple[datetime, datetime]]) -> Calendar:
        """The same calendar for somebody who is away then."""
        return replace(self, leave=tuple(leave))

    @cached_property
    def tz(self) -> ZoneInfo:
        """The zone whose clock is on the wall."""
        return ZoneInfo(self.zone)

    @cached_property
    def _gaps(self) -> tuple[Span, ...]:
        """The leave in ticks, in order and without overlaps."""
        gaps: list[Span] = []
        for away, back in sorted((to_ticks(start), to_ticks(end)) for start, end in self.leave if start < end):
            if gaps and away <= gaps[-1][1]:
                gaps[-1] = (gaps[-1][0], max(back, gaps[-1][1]))
            else:
                gaps.append((away, back))
        return tuple(gaps)

    def year(self, number: int) -> Year:
        """The working time of one year, kept once it was asked for."""
        found = self._years.get(number)
        if found is None:
            if not FIRST_YEAR <= number <= LAST_YEAR:
                raise ValueError(f"No calendar reaches the year {number}.")
            days = _days(self.shifts, self.holidays, self.zone, number)
            found = self._years[number] = Year.of(self._without_leave(days) if self._gaps else days)
        return found

    def _without_leave(self, days: tuple[Day, ...]) -> Iterator[Day]:
        """The days, less the hours on leave."""
        starts, ends = zip(*self._gaps, strict=True)
        for day, spans in days:
            if spans:
                near = slice(bisect_right(ends, spans[0][0]), bisect_left(starts, spans[-1][1]))
                yield day, without(spans, self._gaps[near])


def _hours_on(shifts: Shift, holidays: Holidays | None, day: date) -> Hours:
    """The hours worked on a day, if any."""
    if holidays is not None and day in holidays.off:
        return ()
    if holidays is not None and day in holidays.makeup:
        return shifts.make_up(day.weekday())
    return shifts.week[day.weekday()]


@lru_cache(maxsize=256)
def _days(shifts: Shift, holidays: Holidays | None, zone: str, year: int) -> tuple[Day, ...]:
    """The days of a year with their spans, shared by everybody who works these hours."""
    tz = ZoneInfo(zone)
    day = date(year, 1, 1) - timedelta(days=1)
    free_from = 0
    days: list[Day] = []
    while day.year <= year:
        midnight = datetime(day.year, day.month, day.day, tzinfo=tz)
        spans: list[Span] = []
        for start, end in _hours_on(shifts, holidays, day):
            # A make-up day can borrow hours that run into its neighbour's; no minute counts twice.
            begin = max(to_ticks(midnight + timedelta(minutes=start)), free_from)
            free_from = max(to_ticks(midnight + timedelta(minutes=end)), free_from)
            if begin < free_from:
                spans.append((begin, free_from))
        if day.year == year:
            days.append((day, tuple(spans)))
        day += timedelta(days=1)
    return tuple(days)
