"""From a name to its days, and from a day to its name."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.metrics import periods
from bihuan.metrics.periods import Period, Span

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.parametrize(
    ("period", "offset", "first", "last"),
    [
        ("week", 0, date(2026, 3, 2), date(2026, 3, 8)),
        ("week", -1, date(2026, 2, 23), date(2026, 3, 1)),
        ("month", 0, date(2026, 3, 1), date(2026, 3, 31)),
        ("month", -1, date(2026, 2, 1), date(2026, 2, 28)),
        ("month", -13, date(2025, 2, 1), date(2025, 2, 28)),
        ("month", 10, date(2027, 1, 1), date(2027, 1, 31)),
        ("quarter", 0, date(2026, 1, 1), date(2026, 3, 31)),
        ("quarter", -1, date(2025, 10, 1), date(2025, 12, 31)),
        ("year", -2, date(2024, 1, 1), date(2024, 12, 31)),
        ("all", 0, None, None),
    ],
)
def test_a_period_is_its_days(period: Period, offset: int, first: date | None, last: date | None) -> None:
    assert periods.span(period, offset, date(2026, 3, 4)) == Span(first=first, last=last)


@given(today=DAYS, period=st.sampled_from(["week", "month", "quarter", "year"]), offset=st.integers(-600, 600))
def test_periods_follow_each_other_without_gap_or_overlap(today: date, period: Period, offset: int) -> None:
    this, following = periods.span(period, offset, today), periods.span(period, offset + 1, today)
    assert this.last
    assert following.first
    assert (following.first - this.last).days == 1


@given(today=DAYS, period=st.sampled_from(["week", "month", "quarter", "year"]))
def test_today_lies_in_this_period(today: date, period: Period) -> None:
    span = periods.span(period, 0, today)
    assert span.first
    assert span.last
    assert span.first <= today <= span.last


def test_days_end_at_midnight_on_the_wall_not_in_utc() -> None:
    since, until = Span(first=date(2026, 3, 1), last=date(2026, 3, 31)).bounds("Asia/Shanghai")
    assert since == datetime(2026, 2, 28, 16, tzinfo=UTC)
    assert until == datetime(2026, 3, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("bucket", "key", "zh", "en"),
    [
        ("week", "2026-W09", "2026 年第 9 周", "Week 9, 2026"),
        ("month", "2026-03", "2026 年 3 月", "2026-03"),
        ("quarter", "2026-Q1", "2026 年第 1 季度", "Q1 2026"),
        ("year", "2026", "2026 年", "2026"),
    ],
)
def test_a_bucket_has_a_key_and_a_name(bucket: periods.Bucket, key: str, zh: str, en: str) -> None:
    assert periods.key(bucket, date(2026, 3, 1)) == key
    assert periods.label(bucket, key, "zh") == zh
    assert periods.label(bucket, key, "en") == en


@pytest.mark.parametrize(
    ("period", "offset", "said"),
    [("month", 0, "本月"), ("week", -1, "上周"), ("quarter", -4, "2025 年第 1 季度"), ("all", 0, "全部时间")],
)
def test_a_period_has_a_name(period: Period, offset: int, said: str) -> None:
    assert periods.name(period, offset, date(2026, 3, 4), "zh") == said
