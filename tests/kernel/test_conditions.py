"""What a condition may say, when it holds, and how it reads as a sentence."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from pydantic import BaseModel, ValidationError

from bihuan.kernel import conditions
from bihuan.kernel.conditions import Count
from tests.kernel.conditions_case import CASES, FIELDS, NOW, RELATED, VECTORS, Asked, asked, typed

AMOUNT = {"field": "amount", "op": "gt", "value": 500000}
QUOTES = {"count": "quote", "via": "opportunity", "op": "ge", "value": 3}


def deep(levels: int) -> dict[str, Any]:
    """A condition so many levels deep."""
    tree: dict[str, Any] = AMOUNT
    for _ in range(levels - 1):
        tree = {"not": tree}
    return tree


# When it holds


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
@pytest.mark.parametrize("types", ["as JSON sends them", "as the database holds them"])
def test_python_answers_every_shared_case(case: dict[str, Any], types: str) -> None:
    tree = conditions.read(case["tree"])
    row, related = case["row"], case.get("related")
    if types == "as the database holds them":
        row = typed(row, FIELDS)
        related = related and {key: [typed(one, RELATED[key]) for one in rows] for key, rows in related.items()}
    zone = case.get("zone", VECTORS["zone"])
    assert conditions.holds(tree, row, now=NOW, counts=related, zone=zone) is case["holds"]
    assert conditions.check(tree, FIELDS, related=RELATED) == []


def test_the_shared_cases_ask_everything() -> None:
    asked_ops = {(FIELDS[n.field], n.op) for c in CASES for n in conditions.comparisons(conditions.read(c["tree"]))
                 if isinstance(n, conditions.Compare) and n.field in FIELDS}  # fmt: skip
    assert {op for _, op in asked_ops} == set().union(*conditions.OPS.values())
    assert {kind for kind, _ in asked_ops} == set(conditions.OPS)
    assert len(CASES) >= 80


def test_whoever_counts_is_told_what_to_count() -> None:
    counted: list[Count] = []

    def count(node: Count) -> int:
        counted.append(node)
        return 3

    assert conditions.holds(conditions.read({**QUOTES, "where": AMOUNT}), {}, now=NOW, counts=count)
    assert [(node.key, node.where) for node in counted] == [("quote.opportunity", conditions.read(AMOUNT))]


def test_without_counts_no_count_holds() -> None:
    assert not conditions.holds(conditions.read({**QUOTES, "op": "ge", "value": 0}), {}, now=NOW)


@pytest.mark.parametrize(
    ("row", "tree"),
    [
        ({"amount": "a lot"}, AMOUNT),
        ({"amount": True}, {"field": "amount", "op": "eq", "value": 1}),
        ({"amount": 1}, {"field": "amount", "op": "eq", "value": True}),
        ({"amount": Decimal("NaN")}, {"field": "amount", "op": "ne", "value": 1}),
        ({"amount": float("nan")}, {"field": "amount", "op": "le", "value": 1}),
        ({"amount": 7}, {"field": "amount", "op": "eq", "value": "7"}),
        ({"amount": 7}, {"field": "amount", "op": "contains", "value": "7"}),
        ({"due": datetime(2026, 9, 1, tzinfo=UTC)}, {"field": "due", "op": "before", "value": "2026-10-01"}),
        ({"due": date(2026, 9, 1)}, {"field": "due", "op": "before", "value": "2026-10-01T00:00:00Z"}),
        ({"due": datetime(2026, 9, 1)}, {"field": "due", "op": "before", "value": {"days": 0}}),  # noqa: DTZ001
        ({"due": date(2026, 9, 18)}, {"field": "due", "op": "within", "value": {"hours": -48}}),
        ({"due": "yesterday"}, {"field": "due", "op": "before", "value": {"days": 0}}),
        ({"due": "2026-02-30"}, {"field": "due", "op": "before", "value": "2026-10-01"}),
    ],
)
def test_what_cannot_be_compared_satisfies_nothing(row: dict[str, Any], tree: dict[str, Any]) -> None:
    assert not conditions.holds(conditions.read(tree), row, now=NOW)


def test_now_without_its_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zone"):
        conditions.holds(conditions.read(AMOUNT), {}, now=datetime(2026, 9, 18))  # noqa: DTZ001 - that is the point


@given(asked)
def test_a_condition_or_its_opposite_holds(case: Asked) -> None:
    opposite = (
        conditions.read({"not": case.tree.model_dump()}) if "not" not in case.tree.model_dump() else case.tree.parts[0]
    )
    for row in case.rows:
        assert conditions.holds(case.tree, row, now=NOW) is not conditions.holds(opposite, row, now=NOW)


@given(asked)
def test_a_condition_survives_being_written_down(case: Asked) -> None:
    assert conditions.read(json.loads(case.tree.model_dump_json())) == case.tree


def test_an_answer_takes_a_few_microseconds() -> None:
    tree = conditions.read({"all": [AMOUNT, {"field": "industry", "op": "in", "value": ["education", "medical"]}]})
    row = {"amount": Decimal(600_000), "industry": "medical"}
    began = time.perf_counter()
    for _ in range(2000):
        conditions.holds(tree, row, now=NOW)
    assert time.perf_counter() - began < 0.1


# What it may say


@pytest.mark.parametrize(
    ("tree", "code", "place"),
    [
        (None, "no_condition", ""),
        ([], "no_condition", ""),
        ("amount > 5", "no_condition", ""),
        ({}, "no_condition", ""),
        ({"all": [{}]}, "no_condition", "all.0"),
        ({"all": AMOUNT}, "tuple_type", "all"),
        ({"all": [], "any": []}, "extra_forbidden", "any"),
        ({**AMOUNT, "note": "x"}, "extra_forbidden", "note"),
        ({**AMOUNT, "op": "like"}, "literal_error", "op"),
        ({**AMOUNT, "op": None}, "literal_error", "op"),
        ({**AMOUNT, "field": "amount; drop table"}, "string_pattern_mismatch", "field"),
        ({**AMOUNT, "field": "__class__"}, "string_pattern_mismatch", "field"),
        ({**AMOUNT, "field": "a" * 101}, "string_too_long", "field"),
        ({**AMOUNT, "field": 5}, "string_type", "field"),
        ({**AMOUNT, "value": 10**400}, "number_too_large", "value"),
        ({**AMOUNT, "value": -(10**18) - 1}, "number_too_large", "value"),
        ({**AMOUNT, "value": 1e300}, "number_too_large", "value"),
        ({**AMOUNT, "value": float("nan")}, "number_too_large", "value"),
        ({**AMOUNT, "value": float("inf")}, "number_too_large", "value"),
        ({**AMOUNT, "value": 1234567890.1234567}, "too_many_digits", "value"),
        ({**AMOUNT, "value": 10**17 + 1}, "too_many_digits", "value"),
        ({**AMOUNT, "value": 1e-300}, "too_many_digits", "value"),
        ({**AMOUNT, "value": "x" * 1001}, "text_too_long", "value"),
        ({**AMOUNT, "value": "x" * 50_000_000}, "text_too_long", "value"),
        ({**AMOUNT, "value": "a\x00"}, "bad_characters", "value"),
        ({**AMOUNT, "value": "\ud800"}, "bad_characters", "value"),
        ({**AMOUNT, "value": ""}, "empty_text", "value"),
        ({**AMOUNT, "value": None}, "bad_value", ""),
        ({**AMOUNT, "value": [1]}, "bad_value", ""),
        ({**AMOUNT, "value": {"days": 1}}, "bad_value", ""),
        ({**AMOUNT, "value": {"days": True}}, "bad_time", "value"),
        ({**AMOUNT, "value": {"weeks": 1}}, "bad_time", "value"),
        ({**AMOUNT, "value": {"days": 1, "hours": 1}}, "bad_time", "value"),
        ({**AMOUNT, "op": "within", "value": {"days": 10**6}}, "bad_time", "value"),
        ({**AMOUNT, "op": "within", "value": 3}, "bad_value", ""),
        ({**AMOUNT, "op": "in", "value": []}, "bad_value", ""),
        ({**AMOUNT, "op": "in", "value": 5}, "bad_value", ""),
        ({**AMOUNT, "op": "in", "value": [[1]]}, "bad_value", "value"),
        ({**AMOUNT, "op": "in", "value": [None]}, "bad_value", "value"),
        ({**AMOUNT, "op": "in", "value": list(range(201))}, "list_too_long", "value"),
        ({**AMOUNT, "op": "between", "value": [1]}, "bad_value", ""),
        ({**AMOUNT, "op": "is_empty", "value": 1}, "bad_value", ""),
        ({**AMOUNT, "value": b"5"}, "bad_value", "value"),
        (deep(9), "too_deep", ""),
        (deep(10_000), "too_deep", ""),
        ({"all": [AMOUNT] * 200}, "too_large", ""),
        ({**QUOTES, "value": -1}, "greater_than_equal", "value"),
        ({**QUOTES, "value": "3"}, "int_type", "value"),
        ({**QUOTES, "value": 10**400}, "less_than_equal", "value"),
        ({**QUOTES, "op": "in"}, "literal_error", "op"),
        ({**QUOTES, "where": {"not": QUOTES}}, "count_in_count", ""),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_makes_no_sense_is_refused_with_its_place(tree: object, code: str, place: str) -> None:
    faults = conditions.check(tree, FIELDS, related=RELATED)
    assert [(fault.code, fault.place) for fault in faults] == [(code, place)]
    assert faults[0].message
    with pytest.raises(ValidationError):
        conditions.read(tree)


@pytest.mark.parametrize(
    "tree",
    [deep(8), {"all": [AMOUNT] * 199}, {**AMOUNT, "value": 10**18}, {**AMOUNT, "op": "in", "value": list(range(200))}],
)
def test_the_largest_that_is_allowed_is_allowed(tree: object) -> None:
    assert conditions.check(tree, FIELDS) == []


@pytest.mark.parametrize(
    ("tree", "code", "place"),
    [
        ({"all": [AMOUNT, {"not": {"field": "budget", "op": "gt", "value": 5}}]}, "unknown_field", "all.1.not"),
        ({"any": [{"field": "amount", "op": "contains", "value": "5"}]}, "wrong_op", "any.0"),
        ({"field": "name", "op": "gt", "value": "a"}, "wrong_op", ""),
        ({"field": "met", "op": "eq", "value": "2026-09-18T00:00:00Z"}, "wrong_op", ""),
        ({"field": "amount", "op": "gt", "value": "500000"}, "wrong_type", ""),
        ({"field": "amount", "op": "eq", "value": True}, "wrong_type", ""),
        ({"field": "seats", "op": "gt", "value": 1.5}, "wrong_type", ""),
        ({"field": "name", "op": "eq", "value": 5}, "wrong_type", ""),
        ({"field": "vip", "op": "eq", "value": 1}, "wrong_type", ""),
        ({"field": "due", "op": "before", "value": "2026-02-30"}, "wrong_type", ""),
        ({"field": "due", "op": "before", "value": "2026-09-18T00:00:00Z"}, "wrong_type", ""),
        ({"field": "due", "op": "before", "value": {"hours": 2}}, "wrong_type", ""),
        ({"field": "met", "op": "before", "value": "2026-09-18"}, "wrong_type", ""),
        ({"field": "met", "op": "before", "value": "2026-09-18T00:00:00"}, "wrong_type", ""),
        ({"field": "customer", "op": "eq", "value": "7"}, "wrong_type", ""),
        ({"field": "tags", "op": "in", "value": ["a", 5]}, "wrong_type", ""),
        ({**QUOTES, "count": "contract"}, "unknown_count", ""),
        ({**QUOTES, "where": {"field": "name", "op": "is_empty"}}, "unknown_field", "where"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_a_condition_that_does_not_fit_the_fields_is_refused(tree: object, code: str, place: str) -> None:
    assert [(fault.code, fault.place) for fault in conditions.check(tree, FIELDS, related=RELATED)] == [(code, place)]


def test_every_fault_is_named_not_only_the_first() -> None:
    tree = {"all": [{"field": "x", "op": "is_empty"}, {"field": "y", "op": "is_empty"}, AMOUNT]}
    assert [fault.place for fault in conditions.check(tree, FIELDS)] == ["all.0", "all.1"]


def test_a_decimal_from_python_is_a_number() -> None:
    assert conditions.read({**AMOUNT, "value": Decimal("1.50")}).model_dump() == {**AMOUNT, "value": 1.5}
    assert conditions.read({**AMOUNT, "value": Decimal("500000.00")}).model_dump() == AMOUNT


def test_conditions_stand_in_documents_and_in_each_other() -> None:
    class Gate(BaseModel):
        when: conditions.Condition

    written = {"when": {"all": [AMOUNT, {**QUOTES, "where": {"not": AMOUNT}}]}}
    gate = Gate.model_validate(written)
    assert json.loads(gate.model_dump_json()) == written
    assert conditions.read({"any": [gate.when, AMOUNT]}).model_dump(mode="json") == {"any": [written["when"], AMOUNT]}
    assert Gate.model_json_schema()["properties"]["when"]
    with pytest.raises(ValidationError, match="levels deep"):
        Gate.model_validate({"when": deep(9)})
    with pytest.raises(ValidationError, match="levels deep"):
        conditions.read({"not": conditions.read(deep(8))})


def test_the_fields_of_a_condition_are_those_of_its_row() -> None:
    tree = conditions.read(
        {
            "all": [
                AMOUNT,
                {"not": {"field": "name", "op": "is_empty"}},
                {**QUOTES, "where": {"field": "state", "op": "is_empty"}},
            ]
        }
    )
    assert conditions.fields_of(tree) == {"amount", "name"}
    assert [getattr(node, "field", "count") for node in conditions.comparisons(tree)] == [
        "amount",
        "name",
        "count",
        "state",
    ]


# How it reads

LABELS = {
    "amount": "金额", "industry": "行业", "industry.education": "教育", "industry.medical": "医疗",
    "name": "名称", "vip": "重点客户", "due": "交期", "met": "上次拜访",
    "quote": "报价", "quote.amount": "报价金额", "owner.person": "负责人", "owner.person.7": "陈",
}  # fmt: skip


@pytest.mark.parametrize(
    ("tree", "zh", "en"),
    [
        (
            {"all": [AMOUNT, {"field": "industry", "op": "in", "value": ["education", "medical"]}]},
            "金额 大于 500,000 且 行业 属于 教育、医疗",
            "amount is more than 500,000 and industry is one of education, medical",
        ),
        (
            {
                "any": [
                    {"all": [AMOUNT, {"field": "name", "op": "is_filled"}]},
                    {"not": {"field": "vip", "op": "eq", "value": True}},
                ]
            },
            "（金额 大于 500,000 且 名称 已填写） 或 并非（重点客户 等于 是）",
            "(amount is more than 500,000 and name is filled in) or not (vip is yes)",
        ),
        ({"field": "due", "op": "within", "value": {"days": -3}}, "交期 在过去 3 天内", "due is in the last 3 days"),
        ({"field": "due", "op": "within", "value": {"days": 0}}, "交期 是今天", "due is today"),
        (
            {"field": "met", "op": "within", "value": {"hours": 1}},
            "上次拜访 在未来 1 小时内",
            "met is in the next 1 hour",
        ),
        (
            {"field": "met", "op": "before", "value": {"days": -30}},
            "上次拜访 早于 30 天前",
            "met is before 30 days ago",
        ),
        ({"field": "met", "op": "after", "value": {"hours": 0}}, "上次拜访 晚于 现在", "met is after now"),
        (
            {"field": "amount", "op": "between", "value": [0.5, 1000]},
            "金额 介于 0.5 与 1,000 之间",
            "amount is between 0.5 and 1,000",
        ),
        ({"field": "owner.person", "op": "eq", "value": 7}, "负责人 等于 陈", "person is 7"),
        (
            {**QUOTES, "where": AMOUNT},
            "报价（报价金额 大于 500,000）的数量 不小于 3",
            "the number of quote (amount is more than 500,000) is at least 3",
        ),
        ({"all": []}, "始终成立", "always"),
        ({"all": [{"any": []}]}, "从不成立", "never"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_a_condition_reads_as_a_sentence(tree: object, zh: str, en: str) -> None:
    assert conditions.explain(conditions.read(tree), LABELS, "zh") == zh
    assert conditions.explain(conditions.read(tree), {}, "en") == en


@given(asked)
def test_every_condition_can_be_said(case: Asked) -> None:
    assert conditions.explain(case.tree, {}, "zh")
    assert conditions.explain(case.tree, {}, "en")
