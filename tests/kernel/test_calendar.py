"""Working time against the published holidays, and against somebody who counts minute by minute."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from bihuan.kernel import calendar
from bihuan.kernel.calendar import STANDARD_WEEK, Calendar, Holidays, Shift
from bihuan.kernel.holidays import china

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINA = Calendar(STANDARD_WEEK, china.published())
SHOP = Shift.read({"mon-thu": ["10:00-14:00", "16:30-21:15"], "sat-sun": ["09:00-22:00"]})
NIGHT = Shift.read({"mon-fri": ["22:00-06:00"], "sun": ["08:00-12:00"]})
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    """A moment as the clock in Shanghai shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


# Examples people can check with a paper calendar


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-02-13 10:00", 3, "2026-02-25 10:00"),  # 14 Feb is worked, 15 to 23 is Spring Festival
        ("2026-09-18 15:30", 1, "2026-09-20 15:30"),  # a Sunday made up
        ("2026-09-18 12:30", 1, "2026-09-20 13:00"),  # lunch
        ("2026-09-18 07:00", 1, "2026-09-20 09:00"),  # before work
        ("2026-09-18 20:00", 1, "2026-09-20 18:00"),  # after work
        ("2026-09-19 10:00", 1, "2026-09-20 18:00"),  # a free Saturday
        ("2026-09-30 09:00", 1, "2026-10-08 09:00"),  # National Day
        ("2025-12-31 17:59", 2, "2026-01-05 17:59"),  # across the year; Sunday 4 Jan is worked
        ("2026-02-25 10:00", -3, "2026-02-13 10:00"),
        ("2026-02-20 10:00", -1, "2026-02-14 09:00"),
        ("2026-09-18 20:00", -1, "2026-09-17 18:00"),
        ("2026-09-18 07:00", -1, "2026-09-17 09:00"),
        ("2026-09-19 10:00", 0, "2026-09-20 09:00"),
        ("2026-01-04 09:00", 248 - 1, "2026-12-31 09:00"),  # from the first to the last workday of 2026
    ],
)
def test_workdays_go_by_the_published_calendar(start: str, n: int, end: str) -> None:
    assert calendar.add_workdays(CHINA, at(start), n) == at(end)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-09-18 17:00", 60, "2026-09-18 18:00"),
        ("2026-09-18 17:00", 61, "2026-09-20 09:01"),
        ("2026-09-18 11:30", 60, "2026-09-18 13:30"),
        ("2026-09-19 03:00", 1, "2026-09-20 09:01"),
        ("2026-02-14 17:30", 45, "2026-02-24 09:15"),
        ("2026-09-20 09:01", -61, "2026-09-18 17:00"),
        ("2026-09-18 18:00", -480, "2026-09-18 09:00"),
        ("2026-09-18 03:00", 0, "2026-09-18 03:00"),
    ],
)
def test_working_minutes_skip_lunch_nights_and_holidays(start: str, minutes: int, end: str) -> None:
    assert calendar.add_working(CHINA, at(start), minutes) == at(end)


def test_seconds_are_not_lost() -> None:
    start = datetime(2026, 9, 18, 9, 59, 30, 250, tzinfo=UTC)
    assert calendar.add_working(CHINA, start, 1) == at("2026-09-20 09:00") + timedelta(seconds=30, microseconds=250)


def test_leave_stops_the_clock() -> None:
    away = CHINA.on_leave(
        [(at("2026-09-21 00:00"), at("2026-09-23 00:00")), (at("2026-09-23 09:00"), at("2026-09-23 12:00"))]
    )

    assert calendar.add_workdays(away, at("2026-09-20 10:00"), 1) == at("2026-09-23 13:00")
    assert calendar.add_working(away, at("2026-09-20 17:00"), 120) == at("2026-09-23 14:00")
    assert not calendar.is_workday(away, date(2026, 9, 21))
    assert calendar.is_workday(away, date(2026, 9, 23))
    assert calendar.is_workday(CHINA, date(2026, 9, 21))


def test_a_night_shift_belongs_to_the_evening_it_began() -> None:
    nights = Calendar(NIGHT)

    assert calendar.add_workdays(nights, at("2026-09-15 03:00"), 1) == at("2026-09-16 03:00")
    assert calendar.add_workdays(nights, at("2026-09-15 12:00"), 1) == at("2026-09-16 22:00")
    assert calendar.add_workdays(nights, at("2026-09-19 05:00"), 1) == at("2026-09-20 12:00")
    assert calendar.add_working(nights, at("2026-12-31 23:00"), 8 * 60) == at("2027-01-01 23:00")
    assert calendar.working_minutes(nights, at("2026-12-31 23:30"), at("2027-01-01 00:30")) == 60


def test_where_the_clock_changes_a_night_has_the_hours_it_has() -> None:
    berlin = Calendar(Shift.read({"mon-sun": ["00:00-24:00"]}), zone="Europe/Berlin")
    night = datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert calendar.working_minutes(berlin, *night) == 23 * 60


def test_a_year_nobody_has_published_is_a_guess() -> None:
    assert CHINA.is_guess(date(2027, 10, 1))
    assert calendar.is_workday(CHINA, date(2027, 10, 1))
    assert not CHINA.is_guess(date(2026, 10, 1))
    assert CHINA.is_guess(datetime(2026, 12, 31, 17, tzinfo=UTC)), "in Shanghai it is 2027 by then"
    assert not Calendar().is_guess(date(2027, 10, 1)), "who keeps no holidays guesses nothing"


def test_a_make_up_day_borrows_the_hours_of_a_working_day() -> None:
    assert calendar.working_minutes(CHINA, at("2026-09-20 00:00"), at("2026-09-21 00:00")) == 480
    shop = Calendar(SHOP, china.published())
    assert calendar.working_minutes(shop, at("2026-09-20 00:00"), at("2026-09-21 00:00")) == 13 * 60


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        calendar.add_working(CHINA, datetime(2026, 9, 18), 1)  # noqa: DTZ001 - that is the point


def test_a_calendar_has_an_end() -> None:
    with pytest.raises(ValueError, match="2201"):
        calendar.add_working(CHINA, at("2026-09-18 09:00"), 10**9)


# Shifts


def test_a_shift_is_written_and_read_alike() -> None:
    for shift in (STANDARD_WEEK, SHOP, NIGHT):
        assert Shift.read(shift.written()) == shift
    assert Shift.read({"mon": ["00:00-24:00"]}).written() == {"mon": ["00:00-24:00"]}


@pytest.mark.parametrize(
    "hours",
    [
        {}, {"mon": []}, {"monday": ["09:00-12:00"]}, {"mon": ["9-12"]}, {"mon": ["09:00-12:00", "11:00-13:00"]},
        {"mon": ["13:00-18:00", "09:00-12:00"]}, {"mon": ["22:00-06:00"], "tue": ["05:00-12:00"]},
        {"sun": ["22:00-06:00"], "mon": ["05:00-12:00"]}, {"mon": ["25:00-26:00"]}, {"mon": ["24:00-08:00"]}, "9 to 5",
        {"mon": None}, {"mon": 9}, {"mon": "09:00-12:00"}, {"mon": {"09:00-12:00": 1}},
    ],
)  # fmt: skip
def test_hours_nobody_can_work_are_refused(hours: object) -> None:
    with pytest.raises(ValueError, match=r"[Ww]ork|week"):
        Shift.read(hours)


def test_shifts_and_limits_stand_in_a_document_as_people_write_them() -> None:
    class Team(BaseModel):
        hours: Shift
        limit: calendar.Limit

    written = {"hours": {"mon": ["09:00-12:00"]}, "limit": "3 workdays"}
    team = Team.model_validate(written)
    assert team.model_dump(mode="json") == written
    assert Team.model_validate_json(team.model_dump_json()) == team
    assert Team.model_json_schema()["properties"]["limit"]["type"] == "string"
    assert Team.model_json_schema(mode="serialization")["properties"]["limit"]["type"] == "string"
    with pytest.raises(ValidationError, match="Write a limit as"):
        Team.model_validate(written | {"limit": "soon"})


# Against somebody who counts every minute


def works(cal: Calendar, minute: datetime) -> bool:
    """Whether this minute is worked, found in the most stupid way."""
    local = minute.astimezone(SHANGHAI)
    for begun in (local.date(), local.date() - timedelta(days=1)):
        into = int((local.replace(tzinfo=None) - datetime.combine(begun, datetime.min.time())) / MINUTE)
        hours = cal.shifts.week[begun.weekday()]
        if cal.holidays and begun in cal.holidays.off:
            hours = ()
        if cal.holidays and begun in cal.holidays.makeup and not hours:
            hours = next(day for day in cal.shifts.week if day)
        if any(start <= into < end for start, end in hours):
            return not any(away <= minute < back for away, back in cal.leave)
    return False


WEEKS = [STANDARD_WEEK, SHOP, NIGHT]
EDGE = datetime(2025, 12, 25, tzinfo=UTC)
moments = st.integers(0, 70 * 24 * 60).map(lambda n: EDGE + n * MINUTE)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A calendar with shifts, perhaps holidays of its own, perhaps leave."""
    days = st.dates(date(2025, 12, 20), date(2026, 3, 20))
    off = draw(st.frozensets(days, max_size=12))
    makeup = draw(st.frozensets(days, max_size=4)) - off
    holidays = draw(st.sampled_from([None, china.published(), Holidays(off, makeup, frozenset({2025, 2026}))]))
    leave = draw(
        st.lists(st.tuples(moments, st.integers(-60, 6000)).map(lambda x: (x[0], x[0] + x[1] * MINUTE)), max_size=3)
    )
    shifts = draw(st.sampled_from(WEEKS))
    assume(holidays is None or shifts is not NIGHT or not holidays.makeup)  # borrowed nights overlap their neighbours
    return Calendar(shifts, holidays, leave=tuple(leave))


def minutes_from(start: datetime) -> Iterator[datetime]:
    """Every minute from a moment on."""
    while True:
        yield start
        start += MINUTE


@settings(max_examples=40)
@given(calendars(), moments, st.integers(1, 900))
def test_forward_is_what_counting_every_minute_gives(cal: Calendar, start: datetime, minutes: int) -> None:
    left = minutes
    for minute in minutes_from(start):
        left -= works(cal, minute)
        if left == 0:
            break
    assert calendar.add_working(cal, start, minutes) == minute + MINUTE


@settings(max_examples=40)
@given(calendars(), moments, st.integers(1, 900))
def test_backward_is_what_counting_every_minute_gives(cal: Calendar, start: datetime, minutes: int) -> None:
    left, minute = minutes, start
    while left:
        minute -= MINUTE
        left -= works(cal, minute)
    assert calendar.add_working(cal, start, -minutes) == minute


@settings(max_examples=40)
@given(calendars(), moments, st.integers(0, 8000))
def test_measuring_is_what_counting_every_minute_gives(cal: Calendar, start: datetime, length: int) -> None:
    expected = sum(works(cal, start + n * MINUTE) for n in range(length))
    assert calendar.working_minutes(cal, start, start + length * MINUTE) == expected
    assert calendar.working_minutes(cal, start + length * MINUTE, start) == -expected


@settings(max_examples=40)
@given(calendars(), moments)
def test_the_next_working_moment_is_the_first_minute_that_is_worked(cal: Calendar, start: datetime) -> None:
    assert calendar.next_working_moment(cal, start) == next(m for m in minutes_from(start) if works(cal, m))


@given(calendars(), moments, st.integers(-100_000, 100_000), st.sampled_from(["Asia/Shanghai", "America/New_York"]))
def test_adding_and_measuring_are_inverses(cal: Calendar, start: datetime, minutes: int, zone: str) -> None:
    there = Calendar(cal.shifts, cal.holidays, zone, cal.leave)
    assert calendar.working_minutes(there, start, calendar.add_working(there, start, minutes)) == minutes


@given(calendars(), moments, moments, st.integers(-30, 30).filter(bool))
def test_who_begins_later_need_not_be_ready_earlier(cal: Calendar, one: datetime, other: datetime, n: int) -> None:
    early, late = sorted((one, other))
    assert calendar.add_workdays(cal, early, n) <= calendar.add_workdays(cal, late, n)
    assert calendar.add_working(cal, early, n * 60) <= calendar.add_working(cal, late, n * 60)


@given(calendars(), moments, st.integers(1, 60))
def test_workdays_are_what_counting_days_gives(cal: Calendar, start: datetime, n: int) -> None:
    day = start.astimezone(SHANGHAI).date()
    assume(cal.shifts is not NIGHT)
    left = n
    while left:
        day += timedelta(days=1)
        left -= calendar.is_workday(cal, day)
    end = calendar.add_workdays(cal, start, n)
    assert end.astimezone(SHANGHAI).date() == day
    assert works(cal, end) or works(cal, end - MINUTE)


@settings(max_examples=40)
@given(calendars(), st.dates(date(2025, 12, 20), date(2026, 3, 20)))
def test_a_workday_has_a_minute_of_work(cal: Calendar, day: date) -> None:
    assume(cal.shifts is not NIGHT)
    midnight = datetime.combine(day, datetime.min.time(), SHANGHAI).astimezone(UTC)
    assert calendar.is_workday(cal, day) == any(works(cal, midnight + n * MINUTE) for n in range(1440))


def test_a_thousand_deadlines_over_a_year_take_no_time() -> None:
    fresh = Calendar(Shift.read({"mon-fri": ["08:31-12:00", "13:00-17:31"]}), china.published())
    starts = [at("2026-01-01 00:00") + n * 523 * MINUTE for n in range(1000)]
    limit = calendar.Limit.read("20 working_hours")

    began = time.perf_counter()
    for start in starts:
        calendar.deadline(limit, fresh, start)
    assert time.perf_counter() - began < 0.05
