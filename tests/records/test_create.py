"""Making a record: everything is checked before anything is written, and everything wrong is said at once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.refusals import Invalid
from bihuan.ledger import queries as ledger
from bihuan.ledger.models import Event
from bihuan.objects import tables
from bihuan.org import queries as org
from bihuan.records import commands, queries
from tests.company import MONDAY_9, Cast
from tests.records.conftest import Ask, Make, told

BIG = "9" * 400


def problems(answer: Any) -> set[tuple[str, str]]:  # noqa: ANN401 - an HTTP answer
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "invalid"
    assert all(one["message"].endswith(".") for one in answer.json()["facts"]["problems"])
    return {(one["field"], one["code"]) for one in answer.json()["facts"]["problems"]}


def count(session: Session, object_key: str = "customer") -> int:
    db.see(session, db.EVERYTHING)  # on the test's one connection, the last request has left its own sight behind
    return session.scalar(select(func.count()).select_from(tables.table(session, object_key))) or 0


def test_a_rep_makes_a_customer(ask: Ask, session: Session, cast: Cast) -> None:
    answer = ask("chen").post(
        "/api/records/customer", json={"values": {"name": "北方泵业", "phone": "138 1234 5678", "source": "展会"}}
    )

    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["title"] == "北方泵业"
    assert made["owner"] == {"id": cast.chen, "name": "陈销售"}
    assert made["values"] == {"name": "北方泵业", "phone": "+8613812345678", "source": "fair", "city": None}
    assert made["revision"] == 1
    assert made["can"] == {"change": True, "delete": False, "assign": False}
    (event,) = ledger.timeline(session, f"customer:{made['id']}")
    assert (event.kind, event.actor_id) == ("record.created", cast.chen)
    assert event.payload["fields"] == ["name", "source", "phone"]
    kept = session.scalar(select(Event).where(Event.id == event.id))
    assert kept is not None
    assert "13812345678" not in str(kept.payload), "a personal value lies open in the ledger"
    assert event.personal == {"changes": [{"field": "phone", "from": None, "to": "+8613812345678"}]}


def test_everything_wrong_is_said_at_once_and_nothing_is_made(ask: Ask, session: Session) -> None:
    chen = ask("chen")
    before, events = count(session), told(session)
    answer = chen.post(
        "/api/records/customer",
        json={
            "values": {
                "phone": "hello",
                "source": "nonsense",
                "city": ["a"],
                "colour": "red",
                "owner_id": 1,
                "name": " ",
            }
        },
    )
    assert problems(answer) == {
        ("phone", "not_a_phone"),
        ("source", "not_a_choice"),
        ("city", "wrong_type"),
        ("colour", "unknown_field"),
        ("owner_id", "system_field"),
        ("name", "required"),
    }
    assert (count(session), told(session)) == (before, events)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('{"values": {"name": "a", "amount": %s}}'.replace("%s", BIG), ("amount", "too_large")),
        ('{"values": {"name": "a", "amount": "%s"}}'.replace("%s", BIG), ("amount", "too_long")),
        ('{"values": {"name": "a", "amount": 1e300}}', ("amount", "too_large")),
        ('{"values": {"name": "a", "amount": -1}}', ("amount", "too_small")),
        ('{"values": {"name": "%s"}}'.replace("%s", "x" * 501), ("name", "too_long")),
        ('{"values": {"name": "a", "customer": 999999999}}', ("customer", "not_found")),
        ('{"values": {"name": "a", "customer": %s}}'.replace("%s", BIG), ("customer", "not_found")),
    ],
)
def test_a_value_nobody_means_is_refused(ask: Ask, body: str, problem: tuple[str, str]) -> None:
    answer = ask("chen").post("/api/records/opportunity", content=body, headers={"content-type": "application/json"})
    assert problems(answer) == {problem}


@pytest.mark.parametrize(
    "body", ['{"values": {"name": 1e999}}', '{"values": {"name": NaN}}', "{", "[]", '{"values": []}', "{}"]
)
def test_a_body_nobody_means_is_refused(ask: Ask, body: str) -> None:
    answer = ask("chen").post("/api/records/customer", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in {400, 422}, answer.text
    assert answer.json().keys() >= {"code", "message", "facts"}


SYSTEM = ["id", "owner_id", "owner_pos", "created_at", "created_by_id", "updated_at", "revision", "search", "import_id"]


@pytest.mark.parametrize("key", [*SYSTEM, "deleted_at", "stage", "journey", "__class__", "f_name", 'name"; --'])
def test_what_the_system_fills_in_is_not_taken(ask: Ask, key: str) -> None:
    answer = ask("chen").post("/api/records/customer", json={"values": {"name": "a", key: 1}})
    ((field, code),) = problems(answer)
    assert field == key
    assert code == ("system_field" if key in SYSTEM else "unknown_field")


def test_a_field_one_may_not_write_is_closed(ask: Ask, session: Session) -> None:
    before = count(session, "opportunity")
    answer = ask("chen").post("/api/records/opportunity", json={"values": {"name": "a", "cost": 5}})
    assert (answer.status_code, answer.json()["code"]) == (403, "field_closed")
    assert answer.json()["facts"] == {"fields": ["cost"]}
    assert ask("wang").post("/api/records/opportunity", json={"values": {"name": "a", "cost": 5}}).status_code == 201
    assert count(session, "opportunity") == before + 1


def test_a_role_that_may_not_create_does_not(ask: Ask, session: Session) -> None:
    answer = ask("chen").post("/api/records/product", json={"values": {"name": "a"}})
    assert (answer.status_code, answer.json()["facts"]) == (403, {"right": "create"})
    assert count(session, "product") == 0


@pytest.mark.parametrize(
    ("who", "there"), [("chen", True), ("lin", False), ("wang", True), ("zhao", False), ("sun", True)]
)
def test_one_points_only_at_what_one_sees(ask: Ask, make: Make, who: str, *, there: bool) -> None:
    customer = make("chen", "customer", name="北方")
    answer = ask(who).post("/api/records/opportunity", json={"values": {"name": "a", "customer": customer}})
    if there:
        assert answer.json()["values"]["customer"] == {"id": customer, "name": "北方"}
    else:
        assert problems(answer) == {("customer", "not_found")}
        unknown = ask(who).post(
            "/api/records/opportunity", json={"values": {"name": "a", "customer": customer + 10_000}}
        )
        assert unknown.json() == answer.json(), "the answer tells what is there"


@pytest.mark.parametrize(("who", "status"), [("chen", 403), ("wang", 201), ("sun", 201)])
def test_making_for_somebody_else_takes_the_right_to_assign(ask: Ask, cast: Cast, who: str, status: int) -> None:
    answer = ask(who).post("/api/records/opportunity", json={"values": {"name": "a"}, "owner_id": cast.zhao})
    assert answer.status_code == status, answer.text
    if status == 201:
        assert answer.json()["owner"]["id"] == cast.zhao
        assert answer.json()["journey"]["stage"] == "lead"
        path = f"/api/records/opportunity/{answer.json()['id']}"
        assert ask("zhao").get(path).status_code == 200
        assert ask("chen").get(path).status_code == 404


@pytest.mark.parametrize("owner", [0, -1, 10**9, 2**70])
def test_nobody_owns_nothing(ask: Ask, owner: int) -> None:
    answer = ask("sun").post("/api/records/customer", json={"values": {"name": "a"}, "owner_id": owner})
    assert answer.status_code == 422


def test_the_system_numbers_and_works_out(workshop: Session, cast: Cast) -> None:
    wang = org.viewer(workshop, cast.wang)
    one = commands.create(workshop, wang, "thing", {"name": "a", "price": 10, "cost": 4}, now=MONDAY_9)
    two = commands.create(workshop, wang, "thing", {"name": "b", "price": 10, "pieces": 3}, now=MONDAY_9)
    assert [one.values["number"], two.values["number"]] == ["HT-000001", "HT-000002"]
    assert [one.values["pieces"], one.values["total"], two.values["total"]] == [1, 10, 30]
    assert [one.values["margin"], two.values["margin"]] == [6, None]


def test_a_unique_value_is_taken_once(workshop: Session, cast: Cast) -> None:
    wang = org.viewer(workshop, cast.wang)
    first = commands.create(workshop, wang, "thing", {"name": "a", "code": "AB1"}, now=MONDAY_9)
    with pytest.raises(Invalid) as refused:
        commands.create(workshop, wang, "thing", {"name": "b", "code": "AB1"}, now=MONDAY_9)
    assert [(one["field"], one["code"]) for one in refused.value.problems] == [("code", "taken")]
    commands.delete(workshop, wang, first, now=MONDAY_9)
    assert commands.create(workshop, wang, "thing", {"name": "b", "code": "AB1"}, now=MONDAY_9).values["code"] == "AB1"


def test_every_value_comes_back_as_it_was(workshop: Session, cast: Cast) -> None:
    wang = org.viewer(workshop, cast.wang)
    values = {
        "name": "阀门",
        "code": "AB12",
        "price": "1234.50",
        "pieces": 7,
        "grade": "B",
        "tags": ["z", "x"],
        "day": "2026-03-02",
        "moment": "2026-03-02T09:00:00+08:00",
        "ready": True,
        "spot": {"text": "沈阳市", "lng": 123.4, "lat": 41.8},
        "story": "一\n二",
        "helper": cast.lin,
        "team": wang.team_id,
    }
    made = commands.create(workshop, wang, "thing", values, now=MONDAY_9)
    again = queries.record(workshop, wang, "thing", made.id)
    assert again.values == made.values
    assert again.values["tags"] == ["x", "z"]
    assert again.values["spot"] == values["spot"]


def test_no_value_reaches_the_database_as_a_word_of_it(ask: Ask, session: Session) -> None:
    name = "Robert'); DROP TABLE o_customer; -- \" %s {0} ${x}"
    made = ask("chen").post("/api/records/customer", json={"values": {"name": name, "city": "\\x00 E'' $$"}}).json()
    assert made["values"]["name"] == name
    assert session.scalar(text("SELECT f_name FROM o_customer WHERE id = :id"), {"id": made["id"]}) == name
