"""Where a journey may go from here, and what it leaves owing behind it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bihuan.process import debts, way
from bihuan.process.definition import Process
from bihuan.process.gates import Evidence, Tally

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
TENDER = {"field": "needs_tender", "op": "eq", "value": True}
TWO_QUOTES = {"count": "quote", "via": "opportunity", "op": "ge", "value": 2}
PROCESS = Process.model_validate(
    {
        "key": "sales",
        "label": "Sales",
        "object": "opportunity",
        "stages": [
            {"key": "lead", "label": "Lead", "gate": {"fields": ["amount"]}},
            {"key": "tender", "label": "Tender", "when": TENDER, "gate": {"fields": ["customer"]}},
            {
                "key": "haggle",
                "label": "Haggle",
                "when": TWO_QUOTES,
                "back_to": ["lead", "tender"],
                "gate": {"checks": [{"key": "big", "label": "big", "holds": TENDER}]},
            },
            {
                "key": "sign",
                "label": "Sign",
                "back_to": ["lead"],
                "gate": {
                    "deliverables": [
                        {"key": "esign", "label": "e", "kind": "file"},
                        {"key": "paper", "label": "p", "kind": "text"},
                        {"key": "terms", "label": "t", "kind": "text"},
                    ],
                    "alternatives": [{"key": "signed", "label": "s", "ways": [["esign"], ["paper"]]}],
                },
            },
            {"key": "done", "label": "Done"},
        ],
    }
)


def there(quotes: int = 0, **values: object) -> Evidence:
    return Evidence(values=values, counts=lambda _: quotes)


@pytest.mark.parametrize(
    ("here", "evidence", "reached"),
    [
        ("lead", there(), "sign"),
        ("lead", there(needs_tender=True), "tender"),
        ("lead", there(needs_tender=False), "sign"),
        ("lead", there(quotes=1), "sign"),
        ("lead", there(quotes=2), "haggle"),
        ("tender", there(quotes=2), "haggle"),
        ("sign", there(quotes=9, needs_tender=True), "done"),
        ("done", there(), None),
    ],
)
def test_the_next_stage_is_the_nearest_that_applies(here: str, evidence: Evidence, reached: str | None) -> None:
    found = way.after(PROCESS, here, evidence, now=NOW)
    assert (found.key if found else None) == reached


def test_the_way_begins_where_a_stage_first_applies_or_at_the_very_first() -> None:
    late = PROCESS.model_copy(update={"stages": PROCESS.stages[1:3]})
    assert way.first(PROCESS, there(), now=NOW).key == "lead"
    assert way.first(late, there(quotes=2), now=NOW).key == "haggle"
    assert way.first(late, there(), now=NOW).key == "tender"


@pytest.mark.parametrize(
    ("here", "allowed"),
    [("lead", []), ("tender", []), ("haggle", ["tender", "lead"]), ("sign", ["lead"]), ("nowhere", [])],
)
def test_one_goes_back_only_where_the_stage_says_so_the_nearest_first(here: str, allowed: list[str]) -> None:
    assert [stage.key for stage in way.back(PROCESS, here)] == allowed


def owed(evidence: Evidence) -> list[tuple[str, str, str]]:
    return [(debt["stage"], debt["kind"], debt["key"]) for debt in debts.owed(PROCESS.stages[:4], evidence, now=NOW)]


def test_what_earlier_stages_asked_for_and_is_not_there_is_owed() -> None:
    assert owed(there()) == [
        ("lead", "field", "amount"),
        ("sign", "deliverable", "terms"),
        ("sign", "alternative", "signed"),
    ]


def test_a_stage_that_is_not_on_the_way_is_owed_nothing_and_a_check_is_no_debt() -> None:
    assert ("tender", "field", "customer") in owed(there(needs_tender=True))
    assert ("tender", "field", "customer") not in owed(there(needs_tender=False))
    assert "check" not in {kind for _, kind, _ in owed(there(quotes=2))}


def test_what_is_there_is_not_owed() -> None:
    paper = Evidence(values={"amount": 5}, handed_in={"paper": Tally(accepted=1), "terms": Tally(accepted=1)})
    assert owed(paper) == []


def test_a_debt_with_several_ways_is_paid_by_any_part_of_them() -> None:
    found = [{"stage": "sign", "kind": "alternative", "key": "signed"}, {"stage": "lead", "kind": "field", "key": "x"}]
    assert debts.parts(PROCESS, found) == {"esign", "paper"}
    assert debts.parts(PROCESS, [{"stage": "sign", "kind": "deliverable", "key": "terms"}]) == {"terms"}
    assert debts.parts(PROCESS, []) == frozenset()
