"""The holidays that came with the product, day by day against the public data."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bihuan.kernel import calendar
from bihuan.kernel.calendar import Calendar
from bihuan.kernel.holidays import china

SATURDAY = 5
ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("BIHUAN_SHARED_DATA", ROOT.parent / "shared" / "data"))
PUBLIC = SHARED / "cn-holidays"
public_data = pytest.mark.skipif(not PUBLIC.is_dir(), reason=f"the public holiday data is not at {PUBLIC}")


@public_data
@pytest.mark.parametrize(("year", "workdays"), [(2024, 251), (2025, 248), (2026, 248)])
def test_every_day_is_what_the_public_data_says(year: int, workdays: int) -> None:
    text = (PUBLIC / f"holiday-cn-{year}.json").read_text(encoding="utf-8")
    special = {date.fromisoformat(day["date"]): not day["isOffDay"] for day in json.loads(text)["days"]}
    ours, theirs = Calendar(holidays=china.published()), Calendar(holidays=china.read_holiday_cn(text))
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366 if year % 4 == 0 else 365)]

    expected = [special.get(day, day.weekday() < SATURDAY) for day in days]
    assert [calendar.is_workday(ours, day) for day in days] == expected
    assert [calendar.is_workday(theirs, day) for day in days] == expected
    assert sum(expected) == workdays
    assert {day: name for day, name in china.published().names.items() if day.year == year} == theirs.holidays.names  # type: ignore[union-attr]
    assert json.loads(text)["papers"] == [china.notices()[year]]


@public_data
def test_a_year_not_yet_announced_stays_unknown() -> None:
    later = china.read_holiday_cn((PUBLIC / "holiday-cn-2027.json").read_text(encoding="utf-8"))
    joined = Calendar(holidays=china.published().joined(later))
    assert joined.is_guess(date(2027, 1, 1))
    assert not joined.is_guess(date(2026, 1, 1))


def test_a_later_year_comes_in_as_a_file() -> None:
    text = '{"year": 2027, "papers": [], "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}'
    joined = Calendar(holidays=china.published().joined(china.read_holiday_cn(text)))
    assert not calendar.is_workday(joined, date(2027, 1, 1))
    assert calendar.is_workday(joined, date(2026, 9, 20))
    assert not joined.is_guess(date(2027, 1, 1))


def test_a_file_read_again_replaces_its_year() -> None:
    text = '{"year": 2026, "days": [{"name": "元旦", "date": "2026-01-02", "isOffDay": true}]}'
    corrected = china.published().joined(china.read_holiday_cn(text))
    assert {day for day in corrected.off if day.year == 2026} == {date(2026, 1, 2)}
    assert len([day for day in corrected.off if day.year == 2025]) == 28


@pytest.mark.parametrize(
    "text", ["[]", '{"year": 20266}', '{"year": 2026, "days": [{"name": "x", "date": "2026-02-30", "isOffDay": true}]}']
)
def test_a_file_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        china.read_holiday_cn(text)
