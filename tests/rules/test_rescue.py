"""The rescue desk: what went wrong waits there with its cause, until somebody tries again or gives it up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from bihuan.kernel import db
from bihuan.kernel.refusals import SomeoneWasFirst
from bihuan.ledger import queries as ledger
from bihuan.notices.models import Parcel
from bihuan.org import queries as org
from bihuan.rules import commands
from bihuan.rules.commands import calling
from bihuan.rules.models import Call
from tests.company import Cast
from tests.process.deals import Deal
from tests.rules.conftest import alert, put, rule, runs, work

NewDeal = Callable[[], Deal]
Release = Callable[..., int]
Browse = Callable[[str], TestClient]
NOBODY = {"do": "task", "to": {"who": "skill", "key": "magic"}, "title": "谈一谈"}
HOOK = {"do": "webhook", "url": "https://erp.example.com/hook", "fields": ["amount"]}


def desk(browse: Browse, **query: str) -> dict[str, Any]:
    answer = browse("sun").get("/api/rescue", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def decide(browse: Browse, how: str, *items: tuple[str, int], **more: str) -> dict[str, int]:
    body = {"items": [{"kind": kind, "id": number} for kind, number in items], **more}
    answer = browse("sun").post(f"/api/rescue/{how}", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, int] = answer.json()
    return found


@pytest.fixture
def failed(released: Release, new_deal: NewDeal) -> Deal:
    """A deal for which a rule seeks somebody whom there is not yet."""
    released(rule("small", "record.created", NOBODY))
    deal = new_deal().opened(amount="5000")
    work(deal)
    assert [one.state for one in runs(deal)] == ["failed"]
    return deal


def test_a_run_that_failed_stands_there_with_its_cause_and_its_record(failed: Deal, browse: Browse) -> None:
    (one,) = desk(browse)["items"]
    assert (one["kind"], one["state"], one["what"]) == ("run", "failed", "规则 small")
    assert (one["title"], one["code"], one["acts"]) == ("东方化工 · 循环泵", "nobody_fits", ["again", "drop"])
    assert failed.record_id == one["record_id"]
    assert browse("sun").get("/api/rescue/count").json() == {"count": 1}


def test_once_the_cause_is_gone_the_run_does_its_part(
    failed: Deal, skilled: Callable[[str, str], None], browse: Browse
) -> None:
    (run,) = runs(failed)
    assert decide(browse, "again", ("run", run.id)) == {"done": 0, "failed": 1, "gone": 0}
    db.see(failed.session, db.EVERYTHING)
    skilled("lin", "magic")
    assert decide(browse, "again", ("run", run.id)) == {"done": 1, "failed": 0, "gone": 0}
    assert desk(browse)["items"] == []
    (settled,) = runs(failed)
    assert (settled.state, settled.settled_by_id, settled.did[0]["people"]) == (
        "done",
        failed.cast.sun,
        [failed.cast.lin],
    )
    told = [one.payload["state"] for one in ledger.timeline(failed.session, "rule:small", limit=9)]
    assert told == ["done", "failed"], "each try is in the ledger"


def test_given_up_it_stays_in_the_ledger_with_the_reason(failed: Deal, browse: Browse) -> None:
    (run,) = runs(failed)
    assert browse("sun").post("/api/rescue/drop", json={"items": [{"kind": "run", "id": run.id}]}).status_code == 422
    assert decide(browse, "drop", ("run", run.id), reason="客户已流失")["done"] == 1
    (line,) = ledger.timeline(failed.session, "rule:small", limit=9)
    assert (line.kind, line.payload["reason"], line.payload["was"]) == ("rule.run_dropped", "客户已流失", "failed")
    assert (desk(browse)["items"], runs(failed)[0].next_at) == ([], None)


def test_who_is_second_is_told_so_and_nothing_happens_twice(failed: Deal, browse: Browse) -> None:
    (run,) = runs(failed)
    decide(browse, "drop", ("run", run.id), reason="不要了")
    assert decide(browse, "again", ("run", run.id)) == {"done": 0, "failed": 0, "gone": 1}
    sun = org.viewer(failed.session, failed.cast.sun)
    with pytest.raises(SomeoneWasFirst):
        commands.drop_run(failed.session, sun, run.id, reason="x", now=failed.now)
    assert runs(failed)[0].state == "dropped"


def test_what_was_held_back_is_done_in_bulk(released: Release, new_deal: NewDeal, browse: Browse) -> None:
    released(rule("often", "record.created", alert(), most_per_hour=1))
    deals = [new_deal().opened() for _ in range(4)]
    work(deals[0])
    held = [one for one in runs(deals[0]) if one.state == "held"]
    assert {one["code"] for one in desk(browse)["items"]} == {"run_held"}
    assert decide(browse, "again", *(("run", one.id) for one in held)) == {"done": 3, "failed": 0, "gone": 0}
    assert desk(browse)["counts"]["run"] == 0


def test_rules_that_set_each_other_off_name_each_other(released: Release, new_deal: NewDeal, browse: Browse) -> None:
    water = {"field": "medium", "op": "eq", "value": "水"}
    released(
        rule("up", "record.changed", put("medium", "油"), only=("medium",), when=water),
        rule("down", "record.changed", put("medium", "水"), only=("medium",), when={"not": water}),
    )
    deal = new_deal().opened().fill(medium="水")
    work(deal)
    found = [one for one in desk(browse)["items"] if one["code"] == "rules_in_circle"]
    assert found, [one.state for one in runs(deal)]
    assert {"规则 up", "规则 down"} <= set(found[0]["facts"]["rules"])


def test_a_dead_call_is_made_again_or_given_up(released: Release, new_deal: NewDeal, browse: Browse) -> None:
    released(rule("erp", "record.created", HOOK))
    deals = [new_deal().opened() for _ in range(2)]
    work(deals[0])
    session = deals[0].session
    for _ in range(calling.TRIES):
        for errand in commands.take_errands(session, now=deals[0].now, limit=9):
            commands.heard_back(session, errand.id, status=500, trouble="status 500", now=deals[0].now)
        deals[0].later(days=2)
    found = desk(browse)["items"]
    assert {(one["kind"], one["code"], one["facts"]["status"]) for one in found} == {("call", "call_status", 500)}
    first, second = (one["id"] for one in found)
    assert decide(browse, "again", ("call", first))["done"] == 1
    assert decide(browse, "drop", ("call", second), reason="系统已停用")["done"] == 1
    db.see(session, db.EVERYTHING)
    states = {number: session.get_one(Call, number, populate_existing=True).state for number in (first, second)}
    assert states == {first: "waiting", second: "dropped"}


def test_letters_and_jobs_that_failed_wait_there_too(deal: Deal, browse: Browse) -> None:
    parcel = Parcel(
        person_id=deal.cast.chen,
        key="p",
        kind="at_once",
        notice_ids=[1],
        status="dead",
        tries=6,
        next_at=deal.now,
        made_at=deal.now,
        error="550 no such user",
    )
    deal.session.add(parcel)
    deal.session.flush()
    made = text(
        "INSERT INTO bihuan.procrastinate_jobs (queue_name, task_name, args, status, attempts)"
        " VALUES ('default', 'hear', jsonb_build_object('workspace', CAST(:w AS text), 'listener',"
        " 'rules.deadlines_passed', 'facts', jsonb_build_object()), 'failed', 8) RETURNING id"
    )
    job = deal.session.scalar(made, {"w": db.workspace_of(deal.session)})
    found = {one["kind"]: one for one in desk(browse)["items"]}
    assert (found["letter"]["what"], found["letter"]["facts"]["said"]) == ("陈销售", "550 no such user")
    assert (found["job"]["what"], found["job"]["code"]) == ("时限提醒", "job_failed")
    assert decide(browse, "drop", ("letter", parcel.id), ("job", job), reason="邮箱停用") == {
        "done": 2,
        "failed": 0,
        "gone": 0,
    }
    assert desk(browse)["items"] == []


def test_what_is_overdue_and_nobody_was_told_of_is_told_at_once(deal: Deal, browse: Browse) -> None:
    long_ago = {"at": deal.now - timedelta(days=3)}
    deal.session.execute(text("UPDATE process_stay SET due_at = :at, overdue_at = :at"), long_ago)
    (one,) = [one for one in desk(browse)["items"] if one["kind"] == "stay"]
    assert (one["code"], one["title"], one["acts"]) == ("stay_untold", "东方化工 · 循环泵", ["again"])
    assert decide(browse, "again", ("stay", one["id"]))["done"] == 1
    assert {len(deal.notices(login)) for login in ("chen", "wang")} == {1}
    assert decide(browse, "again", ("stay", one["id"]))["gone"] == 1


def test_who_left_with_open_deals_stands_there(deal: Deal, browse: Browse) -> None:
    deal.session.execute(text("UPDATE org_person SET active = false WHERE id = :id"), {"id": deal.cast.chen})
    db.forget_stamp(deal.session)
    (one,) = [one for one in desk(browse)["items"] if one["kind"] == "owner"]
    assert (one["id"], one["what"], one["facts"]["journeys"], one["acts"]) == (deal.cast.chen, "陈销售", 1, [])


@pytest.mark.parametrize("who", ["chen", "lin", "wang", "zhao"])
def test_only_who_configures_may_look_or_decide(browse: Browse, who: str) -> None:
    client, item = browse(who), {"items": [{"kind": "run", "id": 1}]}
    answers = [
        client.get("/api/rescue"),
        client.get("/api/rescue/count"),
        client.post("/api/rescue/again", json=item),
        client.post("/api/rescue/drop", json={**item, "reason": "x"}),
        client.get("/api/rescue/secrets"),
        client.post("/api/rescue/secrets", json={"key": "erp"}),
        client.delete("/api/rescue/secrets/erp"),
    ]
    assert {one.status_code for one in answers} == {403}


def test_a_secret_is_shown_once_and_forgotten(browse: Browse, cast: Cast) -> None:
    sun = browse("sun")
    made = sun.post("/api/rescue/secrets", json={"key": "erp"})
    assert (made.status_code, len(bytes.fromhex(made.json()["secret"]))) == (201, 32)
    assert sun.post("/api/rescue/secrets", json={"key": "erp"}).status_code == 422
    listed = sun.get("/api/rescue/secrets").json()["items"]
    assert [(one["key"], one["by"], set(one)) for one in listed] == [("erp", "孙管理", {"key", "made_at", "by"})]
    assert sun.delete("/api/rescue/secrets/erp").status_code == 204
    assert (sun.get("/api/rescue/secrets").json()["items"], sun.delete("/api/rescue/secrets/erp").status_code) == (
        [],
        404,
    )
    assert cast.sun
