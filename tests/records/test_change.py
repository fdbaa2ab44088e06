"""Two people at one record: nothing is lost, and whoever comes second is told what happened."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.refusals import SomeoneWasFirst
from bihuan.ledger import queries as ledger
from bihuan.org import queries as org
from bihuan.records import commands, queries
from tests.company import MONDAY_9, Cast
from tests.records.conftest import Ask, Make, told


def test_a_change_is_written_and_told(ask: Ask, make: Make, session: Session, cast: Cast) -> None:
    number = make("chen", "customer", name="北方", city="沈阳", phone="13812345678")
    answer = ask("wang").patch(
        f"/api/records/customer/{number}", json={"values": {"city": "大连", "phone": "13912345678"}, "revision": 1}
    )
    assert answer.status_code == 200, answer.text
    assert (answer.json()["values"]["city"], answer.json()["revision"]) == ("大连", 2)
    event = ledger.timeline(session, f"customer:{number}")[0]
    assert (event.kind, event.actor_id) == ("record.changed", cast.wang)
    assert event.payload["changes"] == [{"field": "city", "from": "沈阳", "to": "大连"}]
    assert event.personal == {"changes": [{"field": "phone", "from": "+8613812345678", "to": "+8613912345678"}]}
    found = ask("chen").get("/api/records/customer?q=13912345678").json()["items"]
    assert [item["id"] for item in found] == [number]
    assert ask("chen").get("/api/records/customer?q=13812345678").json()["items"] == []


def test_what_is_the_same_already_is_no_change(ask: Ask, make: Make, session: Session) -> None:
    number = make("chen", "customer", name="北方", phone="13812345678")
    chen = ask("chen")
    before = told(session)
    answer = chen.patch(
        f"/api/records/customer/{number}", json={"values": {"phone": "138-1234-5678", "city": ""}, "revision": 1}
    )
    assert answer.json()["revision"] == 1
    assert told(session) == before


def test_whoever_comes_second_to_a_field_is_told_by_whom_and_what(ask: Ask, make: Make, cast: Cast) -> None:
    number = make("chen", "opportunity", name="泵", amount=100, medium="水")
    path = f"/api/records/opportunity/{number}"
    assert ask("wang").patch(path, json={"values": {"amount": 200, "cost": 7}, "revision": 1}).status_code == 200

    answer = ask("chen").patch(path, json={"values": {"amount": 300, "medium": "油"}, "revision": 1})

    assert (answer.status_code, answer.json()["code"]) == (409, "someone_was_first")
    facts = answer.json()["facts"]
    assert facts["revision"] == 2
    assert facts["by"] == {"id": cast.wang, "name": "王主管"}
    assert facts["at"]
    assert facts["fields"] == [{"field": "amount", "label": "Amount", "yours": 300, "theirs": 200}]
    assert ask("chen").get(path).json()["values"]["medium"] == "水", "half of a refused change was written"


def test_changes_of_other_fields_are_joined(ask: Ask, make: Make) -> None:
    number = make("chen", "opportunity", name="泵", amount=100, medium="水")
    path = f"/api/records/opportunity/{number}"
    ask("wang").patch(path, json={"values": {"amount": 200}, "revision": 1})
    ask("wang").patch(path, json={"values": {"needs_tender": True}, "revision": 2})
    answer = ask("chen").patch(path, json={"values": {"medium": "油"}, "revision": 1})
    assert answer.status_code == 200, answer.text
    values = answer.json()["values"]
    assert (values["amount"], values["needs_tender"], values["medium"], answer.json()["revision"]) == (
        200,
        True,
        "油",
        4,
    )


def test_two_who_write_the_same_agree(ask: Ask, make: Make) -> None:
    number = make("chen", "opportunity", name="泵", amount=100)
    path = f"/api/records/opportunity/{number}"
    ask("wang").patch(path, json={"values": {"amount": 200}, "revision": 1})
    assert ask("chen").patch(path, json={"values": {"amount": 200}, "revision": 1}).json()["revision"] == 2


def test_what_nobody_can_tell_any_more_is_refused(ask: Ask, make: Make, session: Session) -> None:
    number = make("chen", "opportunity", name="泵", amount=100)
    session.execute(text("UPDATE o_opportunity SET revision = 500 WHERE id = :id"), {"id": number})
    answer = ask("chen").patch(f"/api/records/opportunity/{number}", json={"values": {"medium": "油"}, "revision": 1})
    assert answer.json()["code"] == "someone_was_first"


@pytest.mark.parametrize("revision", [0, -1, 2, 10**9, 10**30])
def test_a_revision_that_never_was_is_refused(ask: Ask, make: Make, revision: int) -> None:
    number = make("chen", "customer", name="北方")
    answer = ask("chen").patch(f"/api/records/customer/{number}", json={"values": {"city": "a"}, "revision": revision})
    assert answer.status_code == 422
    assert ask("chen").get(f"/api/records/customer/{number}").json()["revision"] == 1


def test_a_hidden_field_cannot_be_written(ask: Ask, make: Make) -> None:
    number = make("chen", "opportunity", name="泵")
    path = f"/api/records/opportunity/{number}"
    answer = ask("chen").patch(path, json={"values": {"name": "阀", "cost": 1}, "revision": 1})
    assert (answer.status_code, answer.json()["code"]) == (403, "field_closed")
    assert ask("chen").get(path).json()["title"] == "泵"


def test_a_required_value_cannot_be_emptied(ask: Ask, make: Make) -> None:
    number = make("chen", "customer", name="北方")
    answer = ask("chen").patch(f"/api/records/customer/{number}", json={"values": {"name": ""}, "revision": 1})
    assert answer.json()["facts"]["problems"][0]["code"] == "required"


@pytest.mark.parametrize(("who", "status"), [("chen", 200), ("lin", 404), ("wang", 200), ("zhao", 404), ("sun", 200)])
def test_who_may_change(ask: Ask, make: Make, who: str, status: int) -> None:
    number = make("chen", "customer", name="北方")
    answer = ask(who).patch(f"/api/records/customer/{number}", json={"values": {"city": "x"}, "revision": 1})
    assert answer.status_code == status


def test_who_sees_without_the_right_changes_nothing(ask: Ask, make: Make) -> None:
    number = make("sun", "product", name="泵")
    answer = ask("chen").patch(f"/api/records/product/{number}", json={"values": {"price": 1}, "revision": 1})
    assert (answer.status_code, answer.json()["facts"]) == (403, {"right": "update"})


def test_of_many_at_once_each_field_has_one_winner(engine: Engine, own_workspace: tuple[str, Cast]) -> None:
    key, cast = own_workspace
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        made = commands.create(session, org.viewer(session, cast.chen), "customer", {"name": "北方"}, now=MONDAY_9)
    outcomes, together = list[str](), threading.Barrier(8)

    def write(number: int) -> None:
        with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
            wang = org.viewer(session, cast.wang)
            found = queries.record(session, wang, "customer", made.id)
            together.wait()
            try:
                commands.change(session, wang, found, {"city": f"city {number}"}, revision=1, now=MONDAY_9)
                outcomes.append("written")
            except SomeoneWasFirst:
                outcomes.append("told")
                raise

    def attempt(number: int) -> None:
        try:
            write(number)
        except SomeoneWasFirst:
            return

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["told"] * 7 + ["written"]
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        assert queries.standing(session, "customer", made.id).revision == 2
        assert [event.kind for event in ledger.timeline(session, made.subject)] == ["record.changed", "record.created"]


def test_what_everyone_sees_is_changed_by_right(ask: Ask, make: Make) -> None:
    number = make("sun", "product", name="泵", price=5)
    answer = ask("zhao").patch(f"/api/records/product/{number}", json={"values": {"price": 6}, "revision": 1})
    assert answer.status_code == 200, answer.text
    assert len(ask("chen").get(f"/api/records/product/{number}/timeline").json()["items"]) == 2
