"""Going forward and back in working time, and measuring it. Aware moments in, UTC moments out."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, timedelta

from bihuan.kernel.calendar.hours import Calendar
from bihuan.kernel.calendar.year import Year, from_ticks, to_ticks

_MINUTE = 60_000_000
_FIRST_DAYS = 2  # hours that began on New Year's Eve are over by then


def _locate(calendar: Calendar, moment: datetime) -> tuple[int, int]:
    """The moment in ticks, and the year whose working time it falls into."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs its zone.")
    at, local = to_ticks(moment), moment.astimezone(calendar.tz)
    if local.month == 1 and local.day <= _FIRST_DAYS:
        eve = calendar.year(local.year - 1)
        if eve.ends and eve.ends[-1] > at:
            return at, local.year - 1
    return at, local.year


def add_working(calendar: Calendar, start: datetime, minutes: float) -> datetime:
    """The first moment by which so many working minutes have passed; with less than none, the last that leaves them."""
    at, number = _locate(calendar, start)
    work = round(minutes * _MINUTE)
    if work == 0:
        return from_ticks(at)
    year = calendar.year(number)
    target = year.worked(at) + work
    while work > 0 and target > year.total:
        target, number = target - year.total, number + 1
        year = calendar.year(number)
    while target < 0:
        number -= 1
        year = calendar.year(number)
        target += year.total
    return from_ticks(year.earliest(target) if work > 0 else year.latest(target))


def working_time(calendar: Calendar, a: datetime, b: datetime) -> timedelta:
    """How much was worked from one moment to the other; negative if the other is earlier."""
    (start, first), (end, last) = _locate(calendar, a), _locate(calendar, b)
    if first > last:
        return -working_time(calendar, b, a)
    between = sum(calendar.year(number).total for number in range(first, last))
    return timedelta(microseconds=between + calendar.year(last).worked(end) - calendar.year(first).worked(start))


def working_minutes(calendar: Calendar, a: datetime, b: datetime) -> int:
    """The whole minutes worked from one moment to the other."""
    return int(working_time(calendar, a, b) / timedelta(minutes=1))


def next_working_moment(calendar: Calendar, start: datetime) -> datetime:
    """The moment itself if it is at work, else the next beginning of work."""
    at, number = _locate(calendar, start)
    found = calendar.year(number).next_work(at)
    while found is None:
        number += 1
        found = calendar.year(number).next_work(at)
    return from_ticks(found)


def is_workday(calendar: Calendar, day: date) -> bool:
    """Whether any work begins on this day."""
    days = calendar.year(day.year).days
    place = bisect_left(days, day)
    return place < len(days) and days[place] == day


def day_begun(calendar: Calendar, moment: datetime) -> tuple[int, int]:
    """The last workday that has opened by a moment, as year and place in it."""
    at, number = _locate(calendar, moment)
    place = calendar.year(number).day_begun(at)
    while place < 0:
        number -= 1
        place = len(calendar.year(number).days) - 1
    return number, place


def _moved(calendar: Calendar, number: int, place: int) -> tuple[Year, int]:
    """The workday at a place counted from the beginning of a year, in whichever year that is."""
    while place < 0:
        number -= 1
        place += len(calendar.year(number).days)
    while place >= len(calendar.year(number).days):
        place -= len(calendar.year(number).days)
        number += 1
    return calendar.year(number), place


def _midnight(calendar: Calendar, day: date) -> datetime:
    """The beginning of a day on the wall clock."""
    return datetime(day.year, day.month, day.day, tzinfo=calendar.tz)


def add_workdays(calendar: Calendar, start: datetime, n: int) -> datetime:
    """The same time of day, n workdays later (or earlier), moved into that day's working hours.

    What begins on a day of rest counts as begun when the workday before it closed, so that nobody who begins
    later has to be ready earlier.
    """
    if n == 0:
        return next_working_moment(calendar, start)
    at, local = to_ticks(start), start.astimezone(calendar.tz)
    number, place = day_begun(calendar, start)
    here, there = _moved(calendar, number, place), _moved(calendar, number, place + n)
    day = here[0].days[here[1]]
    if at <= here[0].closing(here[1]):
        clock = local.replace(tzinfo=None) - datetime(day.year, day.month, day.day)  # noqa: DTZ001 - two readings of one wall clock
        year, place = there
        return from_ticks(year.clamped(place, to_ticks(_midnight(calendar, year.days[place]) + clock)))
    if local.date() != day and (n < 0 or is_workday(calendar, local.date())):
        year, place = _moved(calendar, number, place + 1 + n)
        return from_ticks(year.opening(place))
    return from_ticks(there[0].closing(there[1]))


def workdays_between(calendar: Calendar, a: datetime, b: datetime) -> float:
    """How many workdays passed from one moment to the other, the last one as the share of it that is over."""
    (first, opened), (last, reached) = day_begun(calendar, a), day_begun(calendar, b)
    if (first, opened) > (last, reached):
        return -workdays_between(calendar, b, a)
    between = sum(len(calendar.year(number).days) for number in range(first, last))
    shares = calendar.year(last).share(reached, to_ticks(b)) - calendar.year(first).share(opened, to_ticks(a))
    return between + reached - opened + shares
