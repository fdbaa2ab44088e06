"""A rule of a draft over HTTP: tried on a record, told the last days, read and written as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

Browse = Callable[[str], TestClient]
BIG: dict[str, Any] = {"field": "amount", "op": "gt", "value": 500_000}
RULE: dict[str, Any] = {
    "key": "big",
    "label": {"zh": "大单", "en": "Big"},
    "object": "opportunity",
    "on": [{"event": "record.changed", "only": ["amount"]}],
    "when": BIG,
    "then": [
        {"key": "tell", "do": "alert", "to": [{"who": "owner"}, {"who": "manager"}], "level": "warn", "text": "大单"},
        {
            "key": "wet",
            "when": {"field": "medium", "op": "eq", "value": "酸"},
            "then": [{"key": "do", "do": "task", "to": {"who": "owner"}, "title": "看 {name}"}],
        },
    ],
}


@pytest.fixture
def draft(browse: Browse) -> Callable[..., str]:
    """A draft with a rule: the address of its rules."""

    def begin(rule: dict[str, Any] = RULE) -> str:
        sun = browse("sun")
        one = f"/api/design/drafts/{sun.post('/api/design/drafts', json={}).json()['id']}"
        step = {"do": "add", "place": ["rules"], "value": rule}
        assert sun.post(f"{one}/edits", json={"revision": 0, "operations": [step]}).status_code == 200
        return f"{one}/rules"

    return begin


def opportunity(browse: Browse, **values: object) -> int:
    made = browse("chen").post("/api/records/opportunity", json={"values": {"name": "乙厂阀门", **values}})
    assert made.status_code == 201, made.text
    return int(made.json()["id"])


def test_a_trial_says_which_conditions_hold_and_who_would_get_what(browse: Browse, draft: Callable[..., str]) -> None:
    record = opportunity(browse, amount=620_000, medium="水")
    sun = browse("sun")
    told = sun.get(f"{draft()}/big/try/{record}").json()
    assert [(one["place"], one["holds"]) for one in told["judged"]] == [("when", True), ("then.wet.when", False)]
    assert told["judged"][0]["clues"] == [{"asked": BIG, "found": 620_000, "holds": True}]
    (only,) = told["actions"]
    assert (only["place"], [one["name"] for one in only["people"]]) == ("then.tell", ["陈销售", "王主管"])
    assert sun.get("/api/inbox").json().get("items", []) == [], "nothing was done"


def test_a_branch_that_holds_adds_what_lies_in_it(browse: Browse, draft: Callable[..., str]) -> None:
    record = opportunity(browse, amount=620_000, medium="酸")
    told = browse("sun").get(f"{draft()}/big/try/{record}").json()
    assert [one["place"] for one in told["actions"]] == ["then.tell", "then.wet.then.do"]
    assert [one["instead_of"] for one in told["actions"][1]["people"]] == [None]


def test_the_last_days_name_every_case(browse: Browse, draft: Callable[..., str]) -> None:
    record = opportunity(browse, amount=1)
    chen = browse("chen")
    revision = chen.get(f"/api/records/opportunity/{record}").json()["revision"]
    changed = chen.patch(
        f"/api/records/opportunity/{record}", json={"values": {"amount": 620_000}, "revision": revision}
    )
    assert changed.status_code == 200, changed.text
    told = browse("sun").get(f"{draft()}/big/rehearsal").json()
    assert (told["fired"], told["held"], told["whole"], told["closed"]) == (1, 0, True, False)
    (case,) = told["cases"]
    assert (case["record_id"], case["title"], case["event"]) == (record, "乙厂阀门", "record.changed")
    assert case["people"] == ["陈销售", "王主管"]
    assert {one["name"]: (one["total"], one["most"]) for one in told["people"]} == {"陈销售": (1, 1), "王主管": (1, 1)}


def test_a_rule_as_text_is_read_back_exactly(browse: Browse, draft: Callable[..., str]) -> None:
    sun, at = browse("sun"), draft()
    text = sun.get(f"{at}/big/text").json()["text"]
    assert yaml.safe_load(text) == RULE
    assert text.index("label") < text.index("object") < text.index("then")
    assert sun.post(f"{at}/big/text", json={"text": text}).json()["value"] == RULE


def test_on_may_be_written_as_one_says_it(browse: Browse, draft: Callable[..., str]) -> None:
    sun, at = browse("sun"), draft()
    text = "key: other\nlabel: 大单\nobject: opportunity\non:\n- event: record.created\nthen: []\n"
    value = sun.post(f"{at}/big/text", json={"text": text}).json()["value"]
    assert (value["key"], value["on"]) == ("big", [{"event": "record.created"}]), "its key is for good"


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("label: x\nobject: opportunity\non: [{event: nothing}]\n", "edit_misfits", "rules.big.on.0.event"),
        ("- 1\n", "no_configuration", None),
        ("label: [\n", "no_configuration", None),
    ],
)
def test_a_text_that_is_no_rule_is_refused_with_its_place(
    browse: Browse, draft: Callable[..., str], text: str, code: str, place: str | None
) -> None:
    told = browse("sun").post(f"{draft()}/big/text", json={"text": text})
    assert (told.status_code, told.json()["code"]) == (422, code)
    if place is not None:
        assert place in told.text


def test_only_who_configures_may_try(browse: Browse, draft: Callable[..., str]) -> None:
    at, record = draft(), opportunity(browse)
    chen = browse("chen")
    for path in ("people", f"big/try/{record}", "big/rehearsal", "big/text"):
        assert chen.get(f"{at}/{path}").status_code == 403
    sun = browse("sun")
    assert sun.get(f"{at}/nothing/rehearsal").status_code == 404
    assert sun.get(f"{at}/big/try/999999").status_code == 404
    assert "chen" in [one["login"] for one in sun.get(f"{at}/people").json()["people"]]
