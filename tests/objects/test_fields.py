"""Every field type, from the outside: what it takes, what it makes of it, what it refuses and why."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.objects import fields
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import TYPES, Wrong
from bihuan.records import reading, rows

CHOICES = [
    {"key": "fair", "label": {"zh": "展会", "en": "Fair"}, "synonyms": ["展览"]},
    {"key": "web", "label": {"zh": "官网", "en": "Website"}},
    {"key": "old", "label": {"zh": "旧", "en": "Old"}, "archived": True},
]
USCC = "[0-9A-HJ-NPQRTUWXY]{18}"
BIG = "9" * 400


def field(kind: str, **more: object) -> FieldDef:
    if kind in {"choice", "choices"}:
        more.setdefault("choices", CHOICES)
    if kind == "reference":
        more.setdefault("to", "customer")
    return FieldDef.model_validate({"key": "x", "label": "X", "type": kind, **more})


TAKEN: list[tuple[str, dict[str, Any], Any, Any]] = [
    ("text", {}, "  北方  泵业 ", "北方 泵业"),
    ("text", {"pattern": USCC}, "91310000MA1FL5Y12X", "91310000MA1FL5Y12X"),
    ("text", {}, "a\nb", "a b"),
    ("text", {}, "", None),
    ("text", {}, None, None),
    ("long_text", {}, "a\r\nb", "a\nb"),
    ("long_text", {}, "字" * 100_000, "字" * 100_000),
    ("integer", {}, 12, 12),
    ("integer", {}, "1,200", 1200),
    ("integer", {}, 3.0, 3),
    ("integer", {}, "１２", 12),
    ("decimal", {}, "1.5", Decimal("1.5")),
    ("decimal", {}, -0.0, Decimal(0)),
    ("decimal", {}, 0.1, Decimal("0.1")),
    ("decimal", {}, "2.50e3", Decimal(2500)),
    ("decimal", {"unit": "°C", "min": -50, "max": 400}, 400, Decimal(400)),
    ("money", {}, 1234.5600000000001, Decimal("1234.56")),
    ("money", {}, "10,005,534", Decimal("10005534.00")),
    ("percent", {}, "25%", Decimal(25)),
    ("percent", {}, 12.5, Decimal("12.5")),
    ("boolean", {}, True, True),
    ("boolean", {}, "是", True),
    ("boolean", {}, "NO", False),
    ("date", {}, "2026-03-02", date(2026, 3, 2)),
    ("date", {}, date(2026, 3, 2), date(2026, 3, 2)),
    ("datetime", {}, "2026-03-02T09:00:00+08:00", datetime(2026, 3, 2, 1, tzinfo=UTC)),
    ("datetime", {}, "2026-03-02T01:00:00Z", datetime(2026, 3, 2, 1, tzinfo=UTC)),
    ("duration", {}, 90, 90),
    ("choice", {}, "fair", "fair"),
    ("choice", {}, "展会", "fair"),
    ("choice", {}, "展览", "fair"),
    ("choice", {}, "website", "web"),
    ("choices", {}, ["web", "fair", "web"], ["fair", "web"]),
    ("choices", {}, "web", ["web"]),
    ("choices", {}, [], None),
    ("phone", {}, "138 1234 5678", "+8613812345678"),
    ("phone", {}, "+86 138-1234-5678", "+8613812345678"),
    ("phone", {}, 13812345678, "+8613812345678"),
    ("phone", {}, 13812345678.0, "+8613812345678"),
    ("phone", {}, "+8613812345678", "+8613812345678"),
    ("phone", {}, "(0512) 6288 1234", "+8651262881234"),
    ("phone", {}, "021-62345678转801", "021-62345678转801"),
    ("phone", {}, "400-820-8820", "400-820-8820"),
    ("phone", {}, "95588", "95588"),
    ("phone", {}, "+1 650 253 0000", "+16502530000"),
    ("email", {}, "Li.Lei@Example.COM", "Li.Lei@example.com"),
    ("url", {}, "www.example.com/a?b=1", "https://www.example.com/a?b=1"),
    ("url", {}, "http://example.com:8080", "http://example.com:8080"),
    ("address", {}, "沈阳市 铁西区", {"text": "沈阳市 铁西区", "lng": None, "lat": None}),
    ("address", {}, {"text": "沈阳", "lng": 123.4, "lat": 41.8}, {"text": "沈阳", "lng": 123.4, "lat": 41.8}),
    ("member", {}, 5, 5),
    ("member", {}, {"id": 5, "name": "陈"}, 5),
    ("team", {}, "7", 7),
    ("reference", {}, {"id": 5, "name": None}, 5),
    ("file", {}, 5, 5),
    ("photo", {}, 5, 5),
    ("audio", {}, 5, 5),
    ("signature", {}, 5, 5),
]

REFUSED: list[tuple[str, dict[str, Any], Any, str]] = [
    ("text", {}, 5, "wrong_type"),
    ("text", {}, ["a"], "wrong_type"),
    ("text", {}, "x" * 501, "too_long"),
    ("text", {}, "x" * 50_000_000, "too_long"),
    ("text", {}, "a\0b", "bad_characters"),
    ("text", {}, "a\ud800b", "bad_characters"),
    ("text", {"pattern": USCC}, "91310000ma1fl5y12x", "bad_pattern"),
    ("text", {"pattern": "a+"}, "aab", "bad_pattern"),
    ("text", {"max": 3}, "abcd", "too_long"),
    ("text", {"min": 3}, "ab", "too_short"),
    ("long_text", {}, "x" * 100_001, "too_long"),
    ("integer", {}, True, "wrong_type"),
    ("integer", {}, "12a", "wrong_type"),
    ("integer", {}, 1.5, "not_whole"),
    ("integer", {}, int(BIG), "too_large"),
    ("integer", {}, BIG, "too_long"),
    ("integer", {"min": 1}, 0, "too_small"),
    ("decimal", {}, float("nan"), "not_a_number"),
    ("decimal", {}, float("inf"), "not_a_number"),
    ("decimal", {}, "NaN", "wrong_type"),
    ("decimal", {}, "1e999", "too_large"),
    ("decimal", {}, Decimal("NaN"), "not_a_number"),
    ("decimal", {}, "", None),  # type: ignore[list-item]
    ("decimal", {}, ".", "wrong_type"),
    ("decimal", {"max": 400}, 400.1, "too_large"),
    ("decimal", {}, {"a": 1}, "wrong_type"),
    ("money", {}, 1.234, "too_precise"),
    ("money", {}, 1e13, "too_large"),
    ("money", {}, "1,23,4", "wrong_type"),
    ("percent", {}, "abc%", "wrong_type"),
    ("boolean", {}, 1, "wrong_type"),
    ("boolean", {}, "maybe", "wrong_type"),
    ("date", {}, "2026-02-30", "no_such_day"),
    ("date", {}, "2026-3-2", "wrong_type"),
    ("date", {}, "0001-01-01", "out_of_reach"),
    ("date", {}, datetime(2026, 3, 2, tzinfo=UTC), "wrong_type"),
    ("date", {}, 45000, "wrong_type"),
    ("datetime", {}, "2026-03-02T09:00:00", "no_zone"),
    ("datetime", {}, "yesterday", "wrong_type"),
    ("datetime", {}, "9999-12-31T23:59:59Z", "out_of_reach"),
    ("datetime", {}, "0001-01-01T00:00:00+14:00", "out_of_reach"),
    ("duration", {}, -1, "too_small"),
    ("duration", {}, 10**9, "too_large"),
    ("choice", {}, "nonsense", "not_a_choice"),
    ("choice", {}, "old", "not_a_choice"),
    ("choice", {}, 3, "wrong_type"),
    ("choices", {}, ["fair", "nonsense"], "not_a_choice"),
    ("choices", {}, ["fair"] * 50, "too_many"),
    ("choices", {}, {"fair": 1}, "wrong_type"),
    ("phone", {}, "1381234567", "not_a_phone"),
    ("phone", {}, "hello", "not_a_phone"),
    ("phone", {}, True, "wrong_type"),
    ("phone", {}, "1" * 41, "too_long"),
    ("email", {}, "a@b", "not_an_email"),
    ("email", {}, "a b@example.com", "not_an_email"),
    ("email", {}, "a@exa\nmple.com", "not_an_email"),
    ("url", {}, "javascript:alert(1)", "not_a_url"),
    ("url", {}, "javascript://example.com/%0aalert(1)", "not_a_url"),
    ("url", {}, "data:text/html,x", "not_a_url"),
    ("url", {}, "https://user:pass@example.com", "not_a_url"),
    ("url", {}, "https://a b.com", "not_a_url"),
    ("url", {}, "https://example.com/<script>", "not_a_url"),
    ("address", {}, {"text": "x", "lng": 1}, "half_a_place"),
    ("address", {}, {"text": "x", "lng": 181, "lat": 0}, "too_large"),
    ("address", {}, {"lng": 1, "lat": 1}, "wrong_type"),
    ("address", {}, {"text": "x", "zip": "1"}, "wrong_type"),
    ("member", {}, "chen", "wrong_type"),
    ("member", {}, -1, "not_found"),
    ("member", {}, 2**70, "not_found"),
    ("team", {}, True, "wrong_type"),
    ("reference", {}, [5], "wrong_type"),
    ("reference", {}, 0, "not_found"),
    ("file", {}, "../../etc/passwd", "wrong_type"),
    ("photo", {}, {"id": None}, "wrong_type"),
    ("audio", {}, 1.5, "wrong_type"),
    ("signature", {}, {}, "wrong_type"),
    ("auto_number", {}, "HT-1", "fills_itself"),
    ("formula", {}, 5, "fills_itself"),
]


def test_there_are_twenty_five_types_and_each_is_tried_here() -> None:
    assert len(TYPES) == 25
    assert {case[0] for case in TAKEN} | {case[0] for case in REFUSED} == set(TYPES)


@pytest.mark.parametrize(("kind", "more", "raw", "value"), TAKEN)
def test_a_value_is_read(kind: str, more: dict[str, Any], raw: object, value: object) -> None:
    assert reading.value_of(field(kind, **more), raw) == value


@pytest.mark.parametrize(
    ("kind", "more", "raw", "code"),
    REFUSED,
    ids=lambda value: repr(value)[:40] if not isinstance(value, FieldDef) else "",
)
def test_a_value_is_refused_with_its_code(kind: str, more: dict[str, Any], raw: object, code: str | None) -> None:
    if code is None:
        assert reading.value_of(field(kind, **more), raw) is None
        return
    with pytest.raises(Wrong) as refused:
        reading.value_of(field(kind, **more), raw)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(
    ("kind", "more", "value"), [(case[0], case[1], case[3]) for case in TAKEN if case[3] is not None]
)
def test_what_is_shown_can_be_sent_back(kind: str, more: dict[str, Any], value: object) -> None:
    known = field(kind, **more)
    made = fields.of(kind)
    assert reading.value_of(known, made.show(value)) == value
    assert made.whole(made.parts(value)) == value
    assert set(made.parts(value)) == set(made.columns(known))
    assert made.say(value, known, "zh")
    assert made.say(value, known, "en")


@pytest.mark.parametrize(
    ("kind", "more", "value", "zh", "en"),
    [
        ("decimal", {"unit": "°C"}, Decimal("1234.5"), "1,234.5 °C", "1,234.5 °C"),
        ("money", {"unit": "元"}, Decimal("1234.50"), "1,234.50 元", "1,234.50 元"),
        ("percent", {}, Decimal("12.5"), "12.5%", "12.5%"),
        ("boolean", {}, True, "是", "yes"),
        ("duration", {}, 90, "1 小时 30 分", "1 h 30 min"),
        ("choice", {}, "fair", "展会", "Fair"),
        ("choice", {}, "gone", "gone", "gone"),
        ("choices", {}, ["fair", "web"], "展会、官网", "Fair, Website"),
        ("datetime", {}, datetime(2026, 3, 2, 1, tzinfo=UTC), "2026-03-02 09:00", "2026-03-02 09:00"),
        ("phone", {}, "+8613812345678", "13812345678", "13812345678"),
        ("address", {}, {"text": "沈阳", "lng": None, "lat": None}, "沈阳", "沈阳"),
    ],
)
def test_a_value_is_said_as_people_say_it(kind: str, more: dict[str, Any], value: object, zh: str, en: str) -> None:
    known = field(kind, **more)
    assert (fields.of(kind).say(value, known, "zh"), fields.of(kind).say(value, known, "en")) == (zh, en)


def test_a_hostile_pattern_costs_nothing() -> None:
    known = field("long_text", pattern="(a+)+$")
    began = time.perf_counter()
    with pytest.raises(Wrong):
        reading.value_of(known, "a" * 50_000 + "b")
    assert time.perf_counter() - began < 0.02


def test_a_number_of_a_million_digits_costs_nothing() -> None:
    huge = 1 << 3_000_000
    began = time.perf_counter()
    with pytest.raises(Wrong):
        reading.value_of(field("decimal"), huge)
    assert time.perf_counter() - began < 0.1


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.decimals() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(kind=st.sampled_from(sorted(TYPES)), raw=anything)
def test_whatever_is_sent_is_read_or_refused(kind: str, raw: object) -> None:
    known = field(kind)
    try:
        value = reading.value_of(known, raw)
    except Wrong:
        return
    assert rows.parts(known, value).keys()
    if value is not None:
        assert reading.value_of(known, fields.of(kind).show(value)) == value
