"""The runs of a rule, told: why each fired, what it did and for whom, what it left undone and why; to whom."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel import clock, db
from tests.company import BLUEPRINT, MONDAY_9
from tests.process.conftest import new_deal
from tests.process.deals import Deal
from tests.rules.conftest import Rule, alert, put, released, rule, runs, work

__all__ = ["new_deal", "released"]
NewDeal = Callable[..., Deal]
Release = Callable[..., int]
Browse = Callable[[str], TestClient]

ACID = {"field": "medium", "op": "eq", "value": "酸"}
BIG = {"field": "amount", "op": "gt", "value": 500_000}
TASK = {"do": "task", "to": {"who": "owner"}, "title": "备案：{name}", "due": "3 workdays"}
TWO = [{"who": "owner"}, {"who": "manager"}]
BOTH = {"all": [ACID, BIG]}


def told(browse: Browse, key: str, login: str = "sun", **query: str | int) -> dict[str, Any]:
    answer = browse(login).get(f"/api/design/rules/{key}/runs", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def names(did: dict[str, Any]) -> list[str]:
    return [one["name"] for one in did["people"]]


@pytest.fixture(autouse=True)
def _that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY_9 + timedelta(hours=1))


@pytest.fixture
def trusted(session: Session) -> Callable[..., None]:
    """Release the configuration anew, with leaders who may configure: `trusted(rule(…), hidden=("amount",))`."""

    def release(*rules: Rule, hidden: tuple[str, ...] = ()) -> None:
        db.see(session, db.EVERYTHING)
        document = {**deepcopy(BLUEPRINT), "rules": list(rules)}
        role = next(one for one in document["roles"] if one["key"] == "manager")
        role["rights"] = [*role["rights"], "blueprint.release"]
        role["hidden"] = {"opportunity": list(hidden)}
        design.release(session, None, document, note="trusted", now=MONDAY_9)

    return release


def test_a_run_says_by_what_it_fired_what_it_did_and_for_whom(
    released: Release, new_deal: NewDeal, browse: Browse
) -> None:
    released(rule("big", "record.created", TASK, alert("大单 {name}", to=TWO), when=BOTH))
    deal = new_deal().opened(medium="酸", amount="620000")
    work(deal)
    (one,) = told(browse, "big")["items"]
    assert one["because"] == "介质 = 酸 且 金额 620,000 > 500,000"
    assert (one["event"], one["title"], one["record_id"]) == ("新建记录", "东方化工 · 循环泵", deal.record_id)
    assert [(did["words"], names(did), did["task"]) for did in one["done"]] == [
        ("待办“备案：东方化工 · 循环泵”", ["陈销售"], "open"),
        ("提醒“大单 〔名称〕”", ["陈销售", "王主管"], None),
    ]
    assert (one["state"], one["undone"], one["meant"], one["code"]) == ("done", [], [], "")


def test_what_was_left_undone_says_by_what(released: Release, new_deal: NewDeal, browse: Browse) -> None:
    branch = {"when": BIG, "then": [{"key": "boss", **alert("大单", to=[{"who": "manager"}])}]}
    released(rule("deep", "record.created", alert(), branch, when={"any": [ACID, {"not": ACID}]}))
    work(new_deal().opened(medium="水", amount="5000"))
    (one,) = told(browse, "deep")["items"]
    assert one["because"] == "介质 水 ≠ 酸", "of those of which one was enough, the one that held"
    assert one["undone"] == [{"words": "提醒直属主管“大单”", "because": "金额 5,000 ≤ 500,000"}]


def test_where_the_condition_fails_the_other_way_is_told(released: Release, new_deal: NewDeal, browse: Browse) -> None:
    other = [{"key": "else", **alert("小单")}]
    released(rule("else", "record.created", alert("大单"), when=BOTH, otherwise=other))
    work(new_deal().opened(medium="酸", amount="5000"))
    (one,) = told(browse, "else")["items"]
    assert (one["otherwise"], one["because"]) == (True, "金额 5,000 ≤ 500,000"), "what held did not decide"
    assert [did["words"] for did in one["done"]] == ["提醒“小单”"]
    assert [left["words"] for left in one["undone"]] == ["提醒负责人“大单”"]


def test_a_run_in_trouble_says_what_it_came_to_and_why_nothing_was_done(
    released: Release, new_deal: NewDeal, browse: Browse
) -> None:
    nobody = {"do": "task", "to": {"who": "skill", "key": "magic"}, "title": "谈一谈"}
    released(rule("none", "record.created", nobody), rule("often", "record.created", alert(), most_per_hour=1))
    deals = [new_deal().opened() for _ in range(2)]
    work(deals[0])
    failed = told(browse, "none")["items"]
    assert {(one["state"], one["code"]) for one in failed} == {("failed", "nobody_fits")}
    assert failed[0]["meant"] == ["给擅长“magic”的人一个待办“谈一谈”"]
    found = told(browse, "often")
    assert found["counts"] == {"done": 1, "held": 1}
    (held,) = told(browse, "often", state="held")["items"]
    assert (held["code"], held["facts"], held["done"]) == ("run_held", {"most": 1}, [])


def test_rules_that_set_each_other_off_are_both_named(released: Release, new_deal: NewDeal, browse: Browse) -> None:
    water = {"field": "medium", "op": "eq", "value": "水"}
    released(
        rule("up", "record.changed", put("medium", "油"), only=("medium",), when=water),
        rule("down", "record.changed", put("medium", "水"), only=("medium",), when={"not": water}),
    )
    deal = new_deal().opened().fill(medium="水")
    work(deal)
    stopped = [one for key in ("up", "down") for one in told(browse, key, state="stopped")["items"]]
    assert stopped, [one.state for one in runs(deal)]
    assert {"规则 up", "规则 down"} <= set(stopped[0]["facts"]["rules"])
    (first, *_), last = told(browse, "up")["items"][::-1], stopped[0]
    assert first["chain"] == []
    assert first["done"][0]["words"] == "把介质改成 油"
    assert set(last["chain"]) == {"规则 up", "规则 down"}


def test_a_manager_reads_runs_about_the_records_in_range_alone(
    released: Release, trusted: Callable[..., None], new_deal: NewDeal, browse: Browse
) -> None:
    every = rule("all", "record.created", alert(to=[{"who": "owner"}, {"who": "person", "key": "zhao"}]))
    released(every)
    own, other = new_deal().opened(), new_deal().opened(by="zhao")
    work(own)
    assert browse("wang").get("/api/design/rules/all/runs").status_code == 403, "only who configures"
    trusted(every)
    found = told(browse, "all", "wang")
    assert [(one["record_id"], names(one["done"][0])) for one in found["items"]] == [(own.record_id, ["陈销售"])]
    assert (found["counts"], found["items"][0]["done"][0]["others"]) == ({"done": 1}, 1), "who is not in range"
    assert browse("wang").get(f"/api/design/rules/all/records/{other.record_id}").status_code == 404
    assert len(told(browse, "all")["items"]) == 2


def test_of_what_is_hidden_from_a_leader_a_run_tells_nothing(
    released: Release, trusted: Callable[..., None], new_deal: NewDeal, browse: Browse
) -> None:
    secret = rule("secret", "record.created", alert(), when=BIG)
    released(secret)
    deal = new_deal().opened(amount="620000")
    work(deal)
    trusted(secret, hidden=("amount",))
    answer = browse("wang").get("/api/design/rules/secret/runs")
    (one,) = answer.json()["items"]
    assert (one["closed"], one["because"], one["done"]) == (True, "", [])
    assert "620" not in answer.text
    now = browse("wang").get(f"/api/design/rules/secret/records/{deal.record_id}").json()
    assert (now["closed"], now["because"], now["does"]) == (True, "", [])


def test_a_record_says_why_a_rule_does_nothing_about_it(released: Release, new_deal: NewDeal, browse: Browse) -> None:
    waits = {"limit": "2 days"}
    released(rule("big", "record.created", TASK, when=BOTH, wait=waits))
    deal = new_deal().opened(medium="水", amount="5000")
    work(deal)
    found = told(browse, "big", record=deal.record_id)
    assert (found["label"], found["object_label"], found["items"], found["lives"]) == ("规则 big", "商机", [], True)
    now = browse("sun").get(f"/api/design/rules/big/records/{deal.record_id}").json()
    assert (now["holds"], now["because"], now["does"]) == (False, "介质 水 ≠ 酸 且 金额 5,000 ≤ 500,000", [])
    assert now["waits_until"] is not None
    deal.fill(medium="酸", amount="620000")
    now = browse("sun").get(f"/api/design/rules/big/records/{deal.record_id}").json()
    assert (now["holds"], now["does"]) == (True, ["给负责人一个待办“备案：〔名称〕”，3 个工作日内"])


def test_pages_follow_each_other_and_a_rule_that_is_gone_keeps_its_runs(
    released: Release, new_deal: NewDeal, browse: Browse
) -> None:
    released(rule("all", "record.created", alert()))
    deals = [new_deal().opened() for _ in range(31)]
    work(deals[0])
    released()
    first = told(browse, "all")
    rest = told(browse, "all", cursor=first["next"])
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (30, 1, None)
    assert (first["lives"], first["label"]) == (False, "规则 all")
    assert {one["id"] for one in first["items"]}.isdisjoint({one["id"] for one in rest["items"]})
    assert browse("sun").get("/api/design/rules/nobody_knows/runs").status_code == 404


def test_the_timeline_of_a_record_names_the_rule(released: Release, new_deal: NewDeal, browse: Browse) -> None:
    released(rule("mark", "record.created", put("medium", "水")))
    deal = new_deal().opened()
    work(deal)
    lines = browse("chen").get(f"/api/records/opportunity/{deal.record_id}/timeline").json()["items"]
    named = [(one["kind"], one["by"], one["through"]) for one in lines if one["through"]]
    assert named == [("record.changed", None, {"kind": "rule", "key": "mark", "label": "规则 mark"})]
    assert lines[-1]["by"]["name"] == "陈销售"
    released()
    lines = browse("chen").get(f"/api/records/opportunity/{deal.record_id}/timeline").json()["items"]
    assert lines[0]["through"]["label"] == "规则 mark", "as it was called when it ran"
