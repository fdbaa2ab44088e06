"""May this journey leave its stage? Tables of what is asked and what is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from bihuan.kernel import conditions
from bihuan.kernel.conditions import Count, Counts
from bihuan.kernel.words import Words
from bihuan.process import gates
from bihuan.process.definition import Gate
from bihuan.process.gates import Evidence, Tally, Verdict

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
AMOUNT = {"field": "amount", "op": "gt", "value": 1000}


def gate(**asked: object) -> Gate:
    return Gate.model_validate(asked)


def thing(key: str = "pdf", kind: str = "file", **asked: object) -> dict[str, Any]:
    return {"key": key, "label": key, "kind": kind, **asked}


def judged(
    asked: Gate,
    values: Mapping[str, object] | None = None,
    handed_in: Mapping[str, Tally] | None = None,
    counts: Counts | None = None,
) -> Verdict:
    there = Evidence(values=values or {}, handed_in=handed_in or {}, counts=counts)
    return gates.judge(asked, there, {}, now=NOW)


@pytest.mark.parametrize("empty", [None, "", "   ", [], "\n\t"])
def test_a_field_without_a_value_is_missing(empty: object) -> None:
    verdict = judged(gate(fields=["medium"]), values={"medium": empty})
    assert [(item.key, item.why) for item in verdict.missing] == [("medium", "empty")]


@pytest.mark.parametrize("filled", [0, False, "热水", ["a"], 0.0])
def test_a_field_with_a_value_is_there_even_if_the_value_is_nought(filled: object) -> None:
    assert judged(gate(fields=["medium"]), values={"medium": filled}).open


@pytest.mark.parametrize(
    ("asked", "tally", "why"),
    [
        (thing(), Tally(), "too_few"),
        (thing(), Tally(accepted=1), ""),
        (thing(count=2), Tally(accepted=1), "too_few"),
        (thing(count=2), Tally(accepted=2), ""),
        (thing(count=2), Tally(accepted=5), ""),
        (thing(review="manager"), Tally(waiting=1), "waiting_review"),
        (thing(review="manager"), Tally(rejected=1), "rejected"),
        (thing(review="manager"), Tally(waiting=1, rejected=1), "waiting_review"),
        (thing(review="manager"), Tally(accepted=1, rejected=3), ""),
        (thing(count=2, review="manager"), Tally(accepted=1, waiting=1), "waiting_review"),
        (thing(count=2, review="manager"), Tally(accepted=1, rejected=1), "rejected"),
        (thing(kind="confirmation", of="pdf"), Tally(), "not_sent"),
        (thing(kind="confirmation", of="pdf"), Tally(sent=1), "waiting_customer"),
        (thing(kind="confirmation", of="pdf"), Tally(rejected=1), "rejected"),
        (thing(kind="confirmation", of="pdf"), Tally(accepted=1), ""),
        (thing(kind="summary", count=3), Tally(accepted=2), "too_few"),
        (thing(kind="record", object="quote"), Tally(accepted=1), ""),
    ],
)
def test_a_deliverable_says_why_it_is_not_enough(asked: dict[str, Any], tally: Tally, why: str) -> None:
    (item,) = judged(gate(deliverables=[asked]), handed_in={"pdf": tally}).items
    assert (item.why, item.met) == (why, why == "")
    assert item.have <= item.need


WAYS = gate(
    deliverables=[thing("esign"), thing("paper", "text"), thing("scan", "photo")],
    alternatives=[{"key": "signed", "label": "signed", "ways": [["esign"], ["paper", "scan"]]}],
)


@pytest.mark.parametrize(
    ("there", "is_open"),
    [
        ((), False),
        (("esign",), True),
        (("paper",), False),
        (("scan",), False),
        (("paper", "scan"), True),
        (("esign", "scan"), True),
    ],
)
def test_one_whole_way_of_an_alternative_is_enough_and_half_a_way_is_not(
    there: tuple[str, ...], *, is_open: bool
) -> None:
    verdict = judged(WAYS, handed_in={key: Tally(accepted=1) for key in there})
    assert verdict.open is is_open
    assert [item.key for item in verdict.missing] == ([] if is_open else ["signed"])


def test_a_part_of_an_alternative_says_which_it_belongs_to() -> None:
    parts = {item.key: item.part_of for item in judged(WAYS).items}
    assert parts == {"esign": "signed", "paper": "signed", "scan": "signed", "signed": None}


@pytest.mark.parametrize(("amount", "is_open"), [(1001, True), (1000, False), (None, False)])
def test_a_check_holds_or_it_is_missing(amount: int | None, *, is_open: bool) -> None:
    verdict = judged(gate(checks=[{"key": "big", "label": "big", "holds": AMOUNT}]), values={"amount": amount})
    assert verdict.open is is_open
    assert [item.why for item in verdict.missing] == ([] if is_open else ["condition"])


@pytest.mark.parametrize(("there", "is_open"), [(2, True), (1, False), (None, False)])
def test_a_check_may_count_related_records(there: int | None, *, is_open: bool) -> None:
    holds = {"count": "quote", "via": "opportunity", "op": "ge", "value": 2}
    asked: list[Count] = []

    def count(question: Count) -> int:
        asked.append(question)
        assert there is not None
        return there

    verdict = judged(
        gate(checks=[{"key": "two", "label": "two", "holds": holds}]), counts=count if there is not None else None
    )
    assert verdict.open is is_open
    assert [question.key for question in asked] == (["quote.opportunity"] if there is not None else [])


def test_today_is_the_day_on_the_company_s_wall() -> None:
    holds = conditions.read({"field": "due", "op": "before", "value": {"days": 1}})
    late = datetime(2026, 3, 2, 23, tzinfo=UTC)  # the third in Shanghai, the second in London
    row = {"due": "2026-03-03"}
    assert Evidence(values=row, zone="Asia/Shanghai").bears_out(holds, now=late)
    assert not Evidence(values=row, zone="Europe/London").bears_out(holds, now=late)


def test_everything_that_is_missing_is_named_at_once_and_in_order() -> None:
    asked = gate(
        fields=["medium", "temperature"],
        deliverables=[thing("pdf"), thing("receipt", "confirmation", of="pdf"), thing("esign"), thing("scan", "photo")],
        alternatives=[{"key": "signed", "label": "signed", "ways": [["esign"], ["scan"]]}],
        checks=[{"key": "big", "label": "big", "holds": AMOUNT}],
    )
    verdict = judged(asked, values={"temperature": 80})
    assert [(item.kind, item.key) for item in verdict.missing] == [
        ("field", "medium"),
        ("deliverable", "pdf"),
        ("deliverable", "receipt"),
        ("alternative", "signed"),
        ("check", "big"),
    ]


def test_a_gate_that_asks_nothing_is_open() -> None:
    assert judged(Gate()).open
    assert judged(Gate()).items == ()


def test_a_field_is_called_by_its_label_and_by_its_key_where_it_has_none() -> None:
    labels = {"medium": Words(zh="介质", en="Medium")}
    verdict = gates.judge(gate(fields=["medium", "gone"]), Evidence(values={}), labels, now=NOW)
    assert [item.label.en for item in verdict.items] == ["Medium", "gone"]
