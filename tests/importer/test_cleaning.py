"""Cells as people write them, and the values that come of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.importer import cleaning, countries, people
from bihuan.importer.cleaning import CellError
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import Wrong

SHANGHAI = ZoneInfo("Asia/Shanghai")
SECTORS = (
    {"key": "technology", "label": {"zh": "科技", "en": "Technology"}, "synonyms": ["tech"]},
    {"key": "retail", "label": "零售"},
)


def field(kind: str, **more: object) -> FieldDef:
    return FieldDef.model_validate({"key": "f", "label": "字段", "type": kind, **more})


def cleaned(cell: object, kind: str, *, scale: str | None = None, **more: object) -> Any:  # noqa: ANN401 - any field's value
    return cleaning.clean(
        cell,  # type: ignore[arg-type]
        field(kind, **more),
        zone=SHANGHAI,
        scale=scale,
    )


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("12.5万", "125000"),
        ("12.5 万元", "125000"),
        ("１２．５万", "125000"),
        ("1.2亿", "120000000"),
        ("3千", "3000"),
        ("2百万", "2000000"),
        ("￥1,234.50", "1234.50"),
        ("¥ 1，234", "1234"),
        ("RMB 800", "800"),
        ("800元整", "800"),
        ("$99", "99"),
        ("３０００", "3000"),
        ("'3000", "3000"),
        ("(1,200)", "-1200"),
        ("-5.2", "-5.2"),
        (12.5, "12.5"),
        (7, "7"),
    ],
)
def test_amounts_as_they_are_written(cell: object, amount: str) -> None:
    assert cleaned(cell, "money") == Decimal(amount)


def test_a_heading_in_ten_thousands_multiplies_plain_numbers_and_leaves_said_ones_alone() -> None:
    assert cleaned("12.5", "money", scale="万") == Decimal(125000)
    assert cleaned(12.5, "money", scale="万") == Decimal(125000)
    assert cleaned("3千", "money", scale="万") == Decimal(3000)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("十二万", "wrong_type"),
        ("12,5", "wrong_type"),
        ("9" * 400, "too_long"),
        ("1e999", "too_large"),
        ("万", "wrong_type"),
        (True, "wrong_type"),
        ("=1+1", "wrong_type"),
    ],
)
def test_what_is_no_amount_is_refused(cell: object, code: str) -> None:
    with pytest.raises(Wrong) as wrong:
        cleaned(cell, "money")
    assert wrong.value.code == code


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-01",
        "2026/3/1",
        "2026.3.1",
        "2026年3月1日",
        "２０２６年３月１日",
        "20260301",
        "2026-03-01 00:00:00",
        "2026/3/1 14:30",
        "2026-03-01T08:00:00+08:00",
        46082,
        46082.0,
        46082.6,
        "46082",
        date(2026, 3, 1),
        datetime(2026, 3, 1),  # noqa: DTZ001 - as a spreadsheet gives it
        datetime(2026, 3, 1, 23, 59),  # noqa: DTZ001
    ],
)
def test_days_as_they_are_written(cell: object) -> None:
    assert cleaned(cell, "date") == date(2026, 3, 1)


def test_day_and_month_are_told_apart_only_where_they_can_be() -> None:
    assert cleaned("13/3/2026", "date") == cleaned("3/13/2026", "date") == date(2026, 3, 13)
    with pytest.raises(Wrong, match="first"):
        cleaned("3/4/2026", "date")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-02-30", "no_such_day"),
        ("2026年13月1日", "no_such_day"),
        ("春节", "wrong_type"),
        (5, "wrong_type"),
        ("2026-3-1 25:00", "no_such_hour"),
    ],
)
def test_what_is_no_day_is_refused(cell: object, code: str) -> None:
    with pytest.raises(Wrong) as wrong:
        cleaned(cell, "date")
    assert wrong.value.code == code


def test_a_day_becomes_a_moment_that_is_the_same_day_in_shanghai_and_in_utc() -> None:
    for cell in ("2017-12-31", date(2017, 12, 31), datetime(2017, 12, 31)):  # noqa: DTZ001
        moment = cleaning.moment_of(cell, SHANGHAI)
        assert moment.astimezone(UTC).date() == moment.astimezone(SHANGHAI).date() == date(2017, 12, 31)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31)))
def test_every_day_is_read_back_however_it_is_written(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for written in (
        day,
        serial,
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
        day.isoformat(),
    ):
        assert cleaned(written, "date") == day


@given(st.integers(min_value=0, max_value=10**9))
def test_an_amount_in_ten_thousands_is_exact(hundreds: int) -> None:
    assert cleaned(f"{Decimal(hundreds) / 100}万", "money") == Decimal(hundreds) * 100


@pytest.mark.parametrize(
    "cell", ["138 1234 5678", "138-1234-5678", "+86 13812345678", 13812345678, 13812345678.0, "'13812345678"]
)
def test_phones_as_they_are_written(cell: object) -> None:
    assert cleaned(cell, "phone") == "+8613812345678"


@pytest.mark.parametrize("cell", ["technology", "TECHNOLOGY", "科技", " Tech ", "ｔｅｃｈ"])
def test_choices_by_key_label_and_synonym(cell: str) -> None:
    assert cleaned(cell, "choice", choices=SECTORS) == "technology"


def test_several_choices_in_one_cell() -> None:
    assert cleaned("零售、科技", "choices", choices=SECTORS) == ["technology", "retail"]


@pytest.mark.parametrize(
    ("cell", "yes"), [("是", True), ("否", False), ("Y", True), (True, True), (1, True), (0.0, False)]
)
def test_yes_and_no(cell: object, yes: object) -> None:
    assert cleaned(cell, "boolean") is yes


@pytest.mark.parametrize(
    ("cell", "text"), [(12, "12"), (12.5, "12.5"), (True, "TRUE"), (date(2026, 3, 1), "2026-03-01"), (" a  b ", "a b")]
)
def test_whatever_stands_in_a_cell_can_be_text(cell: object, text: str) -> None:
    assert cleaned(cell, "text") == text


def test_a_failed_formula_is_not_a_text() -> None:
    with pytest.raises(CellError):
        cleaned("#REF!", "text")


@pytest.mark.parametrize(
    ("cell", "like"),
    [
        ("=1+1", True),
        ("+cmd|' /C calc'!A0", True),
        ("@SUM(A1)", True),
        ("-2+3+cmd", True),
        ("\t=1+1", True),
        ("-5.2", False),
        ("+86 138", False),
        ("a=b", False),
        (5, False),
    ],
)
def test_what_a_spreadsheet_would_take_for_a_formula(cell: object, like: object) -> None:
    assert cleaning.formula_like(cell) is like  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["China", "中国", "CN", "usa", "Korea", "Philippines", "United States", "德国", "台湾", "香港"]
)
def test_known_countries(name: str) -> None:
    assert countries.known(name)


@pytest.mark.parametrize(
    ("name", "meant"), [("Philipines", "Philippines"), ("Germny", "Germany"), ("Atlantis of the sea", None)]
)
def test_a_misspelt_country_and_the_one_meant(name: str, meant: str | None) -> None:
    assert not countries.known(name)
    assert countries.likely(name) == meant


def test_logins_are_made_of_names_and_differ() -> None:
    taken: set[str] = set()
    made = []
    for name in ("王小明", "Moses Frase", "王晓明", "José Núñez", "Mei-Mei Johns", "???"):
        made.append(people.login_for(name, taken))
        taken.add(made[-1])
    assert made == ["wangxiaoming", "moses.frase", "wangxiaoming2", "jose.nunez", "mei.mei.johns", "person"]
