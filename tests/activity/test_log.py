"""Saying what was done with a record, from the door."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bihuan.activity import queries
from bihuan.activity.events import ActivityLogged
from bihuan.activity.models import Activity
from bihuan.kernel import clock, db, events
from bihuan.kernel.events import Event
from tests.activity.conftest import Browse
from tests.company import Cast

CALL = {"kind": "call", "summary": "客户说预算下周批"}


def moment(**ahead: float) -> str:
    return (clock.now() + timedelta(**ahead)).isoformat()


def test_a_call_is_written_down_and_told_in_the_timeline(browse: Browse, cast: Cast, customer: int) -> None:
    chen = browse("chen")
    answer = chen.post(f"/api/records/customer/{customer}/activities", json={**CALL, "happened_at": moment(hours=-2)})
    assert answer.status_code == 201
    assert (answer.json()["kind"], answer.json()["person_id"]) == ("call", cast.chen)
    story = chen.get(f"/api/records/customer/{customer}/timeline").json()["items"]
    assert story[0]["kind"] == "activity.logged"
    assert "客户说预算下周批" in str(story[0])
    assert "电话" in str(story[0])


@pytest.mark.parametrize(("who", "status"), [("chen", 201), ("lin", 404), ("wang", 201), ("zhao", 404), ("sun", 201)])
def test_who_sees_the_record_writes(browse: Browse, customer: int, who: str, status: int) -> None:
    assert browse(who).post(f"/api/records/customer/{customer}/activities", json=CALL).status_code == status


def test_who_may_only_read_an_object_writes_nothing(browse: Browse) -> None:
    product = browse("sun").post("/api/records/product", json={"values": {"name": "Ball valve"}}).json()["id"]
    chen = browse("chen")
    assert chen.get(f"/api/records/product/{product}").status_code == 200
    assert chen.post(f"/api/records/product/{product}/activities", json=CALL).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"kind": "séance"}, ("kind", "unknown_choice")),
        ({"summary": "  "}, ("summary", "length")),
        ({"happened_at": moment(hours=1)}, ("happened_at", "interval")),
        ({"happened_at": moment(days=-3000)}, ("happened_at", "interval")),
        ({"next_at": moment(hours=-1)}, ("next_at", "past")),
        ({"next_at": "2030-01-01T00:00:00"}, ("next_at", "timezone_aware")),
        ({"person_id": 1}, ("person_id", "extra_forbidden")),
        ({"owner_id": 1}, ("owner_id", "extra_forbidden")),
    ],
)
def test_what_makes_no_sense_is_named(
    browse: Browse, customer: int, wrong: dict[str, Any], named: tuple[str, str]
) -> None:
    answer = browse("chen").post(f"/api/records/customer/{customer}/activities", json={**CALL, **wrong})
    assert answer.status_code == 422
    assert named in {(one["field"], one["code"]) for one in answer.json()["facts"]["problems"]}


def test_all_that_makes_no_sense_is_named_at_once(browse: Browse, customer: int) -> None:
    wrong = {"kind": "séance", "summary": " ", "next_at": moment(hours=-1)}
    answer = browse("chen").post(f"/api/records/customer/{customer}/activities", json=wrong)
    assert {one["field"] for one in answer.json()["facts"]["problems"]} == {"kind", "summary", "next_at"}


def test_a_phones_clock_may_run_a_little_ahead(browse: Browse, customer: int) -> None:
    ahead = {**CALL, "happened_at": moment(minutes=5)}
    assert browse("chen").post(f"/api/records/customer/{customer}/activities", json=ahead).status_code == 201


def test_the_next_time_is_on_the_list(browse: Browse, customer: int) -> None:
    chen = browse("chen")
    assert chen.get("/api/tasks").json()["items"] == []
    asked = {**CALL, "next_at": moment(days=2)}
    chen.post(f"/api/records/customer/{customer}/activities", json=asked)
    (task,) = chen.get("/api/tasks").json()["items"]
    assert (task["kind"], task["title"], task["record_id"]) == ("follow_up", "东方化工", customer)
    for other in ("lin", "wang", "sun"):
        assert browse(other).get("/api/tasks").json()["items"] == [], "a list is its person's own"
        assert browse(other).post(f"/api/tasks/{task['id']}/done").status_code == 404
    assert chen.post(f"/api/tasks/{task['id']}/done").json()["done_at"] is not None
    assert chen.get("/api/tasks").json()["items"] == []
    assert [one["id"] for one in chen.get("/api/tasks?open=0").json()["items"]] == [task["id"]]
    story = chen.get(f"/api/records/customer/{customer}/timeline").json()["items"]
    assert story[0]["kind"] == "task.done"


def test_the_last_three_contacts_are_the_latest_first(browse: Browse, session: Session, customer: int) -> None:
    chen = browse("chen")
    for hours, kind, summary in ((-4, "call", "一"), (-1, "visit", "四"), (-3, "note", "二"), (-2, "call", "三")):
        deed = {"kind": kind, "summary": summary, "happened_at": moment(hours=hours)}
        assert chen.post(f"/api/records/customer/{customer}/activities", json=deed).status_code == 201
    db.see(session, db.EVERYTHING)
    found = queries.last_contacts(session, "customer", [customer])[customer]
    assert [contact.summary for contact in found] == ["四", "三", "二"]
    assert found[0].facts() | {"at": ""} == {
        "kind": {"zh": "拜访", "en": "Visit"},
        "summary": "四",
        "at": "",
        "by": "陈销售",
    }
    since = clock.now() - timedelta(hours=2, minutes=30)
    assert queries.count_since(session, "customer", customer, since=since) == 2
    assert queries.count_since(session, "customer", customer, since=since, kinds=["visit"]) == 1
    assert queries.count_since(session, "customer", customer + 1, since=since) == 0


def test_a_count_tells_of_what_one_may_not_read_and_lets_nobody_read_it(
    browse: Browse, session: Session, customer: int
) -> None:
    deed = {"kind": "call", "summary": "一"}
    assert browse("chen").post(f"/api/records/customer/{customer}/activities", json=deed).status_code == 201
    since = clock.now() - timedelta(hours=1)
    db.see(session, db.NOWHERE)
    assert queries.count_since(session, "customer", customer, since=since) == 1
    assert session.scalars(select(Activity)).all() == []


@pytest.mark.parametrize(("kind", "counts"), [("call", True), ("note", False)])
def test_whoever_listens_hears_whether_it_was_a_contact(
    browse: Browse, customer: int, kind: str, *, counts: bool
) -> None:
    heard: list[Event] = []

    def listener(_: Session, event: Event, _now: datetime) -> None:
        heard.append(event)

    events.listen(ActivityLogged, listener)
    try:
        made = browse("chen").post(f"/api/records/customer/{customer}/activities", json={**CALL, "kind": kind})
    finally:
        events.forget(ActivityLogged, listener)
    (event,) = heard
    assert isinstance(event, ActivityLogged)
    assert (event.activity_id, event.record_id, event.contact) == (made.json()["id"], customer, counts)
    assert datetime.fromisoformat(event.happened_at).astimezone(UTC) <= clock.now()


def test_what_was_said_is_sealed_in_the_ledger(browse: Browse, session: Session, customer: int) -> None:
    browse("chen").post(f"/api/records/customer/{customer}/activities", json=CALL)
    db.see(session, db.EVERYTHING)
    row = session.execute(text("SELECT payload, sealed FROM ledger_event WHERE kind = 'activity.logged'")).one()
    assert row.sealed is not None
    assert "预算" not in str(row.payload)


def test_with_the_record_its_activities_and_follow_ups_change_hands(
    browse: Browse, session: Session, cast: Cast, customer: int
) -> None:
    chen, wang, lin = browse("chen"), browse("wang"), browse("lin")
    chen.post(f"/api/records/customer/{customer}/activities", json={**CALL, "next_at": moment(days=2)})
    handed = wang.post(f"/api/records/customer/{customer}/assign", json={"owner_id": cast.lin})
    assert handed.status_code == 200, handed.text
    assert chen.get("/api/tasks").json()["items"] == []
    assert [one["record_id"] for one in lin.get("/api/tasks").json()["items"]] == [customer]
    db.see(session, db.EVERYTHING)
    (row,) = session.execute(text("SELECT owner_id, person_id FROM activity_activity")).all()
    assert (row.owner_id, row.person_id) == (cast.lin, cast.chen), "who called stays who called"
    assert "客户说预算下周批" in str(lin.get(f"/api/records/customer/{customer}/timeline").json())
    assert chen.get(f"/api/records/customer/{customer}/timeline").status_code == 404


def test_the_kinds_are_those_of_the_blueprint(browse: Browse) -> None:
    kinds = browse("chen").get("/api/activities/kinds").json()
    assert [(one["key"], one["label"], one["counts_as_contact"]) for one in kinds] == [
        ("call", "电话", True),
        ("visit", "拜访", True),
        ("note", "备注", False),
    ]


def test_being_in_touch_takes_the_earlier_follow_up_off_the_list(browse: Browse, customer: int) -> None:
    chen = browse("chen")
    address = f"/api/records/customer/{customer}/activities"
    assert chen.post(address, json={**CALL, "next_at": moment(days=1)}).status_code == 201
    assert chen.post(address, json={"kind": "note", "summary": "备忘"}).status_code == 201
    assert len(chen.get("/api/tasks").json()["items"]) == 1, "a note is no contact"

    assert chen.post(address, json={**CALL, "next_at": moment(days=3)}).status_code == 201

    (left,) = chen.get("/api/tasks").json()["items"]
    assert left["due_at"][:10] == moment(days=3)[:10]
