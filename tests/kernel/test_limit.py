"""How long something may take, as people write it and as the calendar sees it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.kernel import calendar
from bihuan.kernel.calendar import Calendar, Limit
from bihuan.kernel.holidays import china

CHINA = Calendar(holidays=china.published())
FRIDAY = datetime(2026, 2, 13, 2, tzinfo=UTC)  # 10:00 in Shanghai, the last Friday before Spring Festival


@pytest.mark.parametrize(
    ("text", "limit", "zh", "en"),
    [
        ("3 workdays", Limit(3, "workdays"), "3 个工作日", "3 workdays"),
        ("1 workday", Limit(1, "workdays"), "1 个工作日", "1 workday"),
        ("2 working_hours", Limit(2, "working_hours"), "2 个工作小时", "2 working hours"),
        ("2 Working Hours", Limit(2, "working_hours"), "2 个工作小时", "2 working hours"),
        ("0.5 hours", Limit(Decimal("0.5"), "hours"), "0.5 小时", "0.5 hours"),
        ("48h", Limit(48, "hours"), "48 小时", "48 hours"),
        ("14 days", Limit(14, "days"), "14 天", "14 days"),
        ("3 个工作日", Limit(3, "workdays"), "3 个工作日", "3 workdays"),
        ("2个工作小时", Limit(2, "working_hours"), "2 个工作小时", "2 working hours"),
        ("7天", Limit(7, "days"), "7 天", "7 days"),
    ],
)
def test_a_limit_is_read_and_said(text: str, limit: Limit, zh: str, en: str) -> None:
    assert Limit.read(text) == limit
    assert Limit.read(str(limit)) == limit
    assert (limit.words("zh"), limit.words("en")) == (zh, en)


@pytest.mark.parametrize(
    "text",
    ["", "3", "days", "0 days", "-1 days", "1.5 workdays", "0.5 days", "3 weeks", "9999 workdays", "1e3 hours",
     "１ day", "9" * 400 + " days", "NaN hours", "0.001 hours", None, 3, "3 days 2 hours"],
)  # fmt: skip
def test_what_is_no_limit_is_refused_in_words(text: object) -> None:
    with pytest.raises(ValueError, match=r"limit|Days are counted"):
        Limit.read(text)


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        ("3 workdays", datetime(2026, 2, 25, 2, tzinfo=UTC)),
        ("3 working_hours", datetime(2026, 2, 13, 6, tzinfo=UTC)),
        ("0.5 working_hours", datetime(2026, 2, 13, 2, 30, tzinfo=UTC)),
        ("48 hours", datetime(2026, 2, 15, 2, tzinfo=UTC)),
        ("14 days", datetime(2026, 2, 27, 2, tzinfo=UTC)),
    ],
)
def test_a_deadline_goes_by_its_unit(limit: str, due: datetime) -> None:
    read = Limit.read(limit)
    assert calendar.deadline(read, CHINA, FRIDAY) == due
    assert calendar.elapsed(read, CHINA, FRIDAY, due) == pytest.approx(float(read.amount))


def test_a_day_keeps_its_time_on_the_wall() -> None:
    berlin = Calendar(zone="Europe/Berlin")
    before = datetime(2026, 3, 28, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert calendar.deadline(Limit(1, "days"), berlin, before) == before.replace(day=29).astimezone(UTC)


@given(
    st.datetimes(datetime(2026, 1, 5), datetime(2026, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    st.sampled_from(["1 workday", "3 workdays", "4 working_hours", "48 hours", "2 days"]),
)
def test_a_warning_comes_first_and_leaves_its_time(start: datetime, text: str) -> None:
    limit = Limit.read(text)
    due = calendar.next_working_moment(CHINA, start)
    warn = calendar.moment_before(limit, CHINA, due)

    assert warn < due
    assert calendar.elapsed(limit, CHINA, warn, due) == pytest.approx(float(limit.amount))
