"""Nobody gets a row, a number or a name of what they may not see: by any question there is."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel import db
from bihuan.kernel.refusals import NotFound
from bihuan.objects.field_types import Target
from bihuan.org import queries as org
from bihuan.records import queries
from bihuan.records.queries import Question
from tests.company import MONDAY_9, Cast
from tests.records.conftest import Ask, Make, blueprint

CANARY = "金丝雀泵业"
SEES = {"chen": True, "lin": False, "wang": True, "zhao": False, "sun": True}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

Questions = dict[str, Callable[[TestClient, dict[str, int]], Any]]
QUESTIONS: Questions = {
    "list": lambda ask, _: ask.get("/api/records/customer"),
    "count": lambda ask, _: ask.get("/api/records/customer?count=1&limit=1"),
    "id": lambda ask, ids: ask.get(f"/api/records/customer/{ids['customer']}"),
    "filter": lambda ask, _: ask.get("/api/records/customer", params={"name": CANARY}),
    "filter by id": lambda ask, ids: ask.get(f"/api/records/customer?id={ids['customer']}"),
    "filter by owner": lambda ask, ids: ask.get(f"/api/records/customer?owner={ids['owner']}"),
    "condition": lambda ask, _: ask.get(
        "/api/records/customer", params={"where": json.dumps({"field": "name", "op": "contains", "value": "金丝雀"})}
    ),
    "not": lambda ask, _: ask.get(
        "/api/records/customer",
        params={"where": json.dumps({"not": {"field": "name", "op": "eq", "value": "x"}})},
    ),
    "sort": lambda ask, _: ask.get("/api/records/customer?sort=-name"),
    "sort by the journey": lambda ask, _: ask.get("/api/records/opportunity?sort=journey.stage"),
    "filter by the journey": lambda ask, _: ask.get("/api/records/opportunity?stage=lead"),
    "search in the list": lambda ask, _: ask.get("/api/records/customer?q=jinsique"),
    "search by a number": lambda ask, _: ask.get("/api/records/customer?q=5678"),
    "search": lambda ask, _: ask.get("/api/search?q=金丝雀"),
    "group": lambda ask, _: ask.get("/api/records/customer/groups?by=name"),
    "sum": lambda ask, _: ask.get("/api/records/opportunity/groups?by=name&sum=amount"),
    "timeline": lambda ask, ids: ask.get(f"/api/records/customer/{ids['customer']}/timeline"),
    "file": lambda ask, ids: ask.get(f"/api/files/{ids['file']}"),
    "picture": lambda ask, ids: ask.get(f"/api/files/{ids['file']}?size=480"),
}


@pytest.fixture
def ids(ask: Ask, make: Make, workshop: Session, cast: Cast) -> dict[str, int]:
    assert workshop
    chen = ask("chen")
    customer = make("chen", "customer", name=CANARY, phone="13812345678", city="沈阳")
    make("chen", "opportunity", name=f"{CANARY}的商机", customer=customer, amount=987_654)
    file = chen.post("/api/files", files={"file": (f"{CANARY}.pdf", BytesIO(PDF))}).json()["id"]
    chen.post("/api/records/thing", json={"values": {"name": CANARY, "paper": file}})
    return {"customer": customer, "file": file, "owner": cast.chen}


@pytest.mark.parametrize("how", QUESTIONS)
def test_who_sees(ask: Ask, ids: dict[str, int], how: str) -> None:
    for who, sees in SEES.items():
        answer = QUESTIONS[how](ask(who), ids)
        assert answer.status_code in {200, 404}, answer.text
        told = any(
            sign in answer.text or sign in str(answer.headers)
            for sign in (CANARY, "987654", "12345678", "%PDF", "E9%87%91")
        )
        counted = (
            answer.status_code == 200
            and "application/json" in answer.headers["content-type"]
            and answer.json().get("total")
        )
        assert bool(told or counted) is sees, (who, answer.text)
        if not sees and how in {"id", "timeline", "file", "picture"}:
            assert answer.status_code == 404
            missing = QUESTIONS[how](ask(who), {key: value + 10_000 for key, value in ids.items()})
            assert missing.json() == answer.json(), "the answer tells that there is something"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/api/records/customer/{customer}", {"values": {"city": "x"}, "revision": 1}),
        ("DELETE", "/api/records/customer/{customer}", None),
        ("POST", "/api/records/customer/{customer}/assign", {"owner_id": 1}),
    ],
)
def test_what_one_does_not_see_one_does_not_touch(
    ask: Ask, ids: dict[str, int], session: Session, method: str, path: str, body: object
) -> None:
    for who in ("lin", "zhao"):
        answer = ask(who).request(method, path.format(**ids), json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), who
    db.see(session, db.EVERYTHING)
    row = session.execute(
        text("SELECT revision, deleted_at FROM o_customer WHERE id = :id"), {"id": ids["customer"]}
    ).one()
    assert tuple(row) == (1, None)


def test_a_name_stays_with_what_one_does_not_see(ask: Ask, make: Make, cast: Cast) -> None:
    customer = make("chen", "customer", name=CANARY)
    deal = (
        ask("wang")
        .post("/api/records/opportunity", json={"values": {"name": "泵", "customer": customer}, "owner_id": cast.lin})
        .json()["id"]
    )
    answer = ask("lin").get(f"/api/records/opportunity/{deal}")
    assert answer.json()["values"]["customer"] == {"id": customer, "name": None}
    assert CANARY not in ask("lin").get(f"/api/records/opportunity/{deal}/timeline").text
    changed = ask("lin").patch(
        f"/api/records/opportunity/{deal}",
        json={"values": {"customer": {"id": customer, "name": None}, "medium": "水"}, "revision": 1},
    )
    assert changed.status_code == 200, "what is shown can be sent back"


def test_what_everyone_sees_has_its_history_for_everyone(ask: Ask, make: Make) -> None:
    product = make("sun", "product", name="离心泵", price=5)
    for who in SEES:
        assert ask(who).get(f"/api/records/product/{product}").json()["title"] == "离心泵"
        assert len(ask(who).get(f"/api/records/product/{product}/timeline").json()["items"]) == 1


def test_a_role_that_may_not_read_an_object_knows_nothing_of_it(ask: Ask, session: Session, make: Make) -> None:
    customer = make("chen", "customer", name=CANARY)
    deal = make("chen", "opportunity", name="泵", customer=customer)
    document = blueprint()
    document["roles"][0]["objects"] = {"opportunity": ["read", "create", "update"]}
    design.release(session, None, document, note="", now=MONDAY_9)
    chen = ask("chen")
    for path in ("", f"/{customer}", "/groups?by=name", f"/{customer}/timeline"):
        assert chen.get(f"/api/records/customer{path}").status_code == 404, path
    assert chen.post("/api/records/customer", json={"values": {"name": "x"}}).status_code == 403
    assert chen.get("/api/duplicates/customer?name=x").status_code == 404
    assert CANARY not in chen.get(f"/api/records/opportunity/{deal}").text
    assert CANARY not in chen.get("/api/search?q=jinsique").text
    tree = {"count": "customer", "via": "name", "op": "ge", "value": 1}
    assert chen.get("/api/records/opportunity", params={"where": json.dumps(tree)}).status_code == 422
    assert "customer" not in [found["key"] for found in chen.get("/api/objects").json()["items"]]


def test_the_database_stands_behind_it(session: Session, ids: dict[str, int], cast: Cast) -> None:
    for number, seen in ((cast.chen, 1), (cast.lin, 0), (cast.wang, 1), (cast.zhao, 0), (cast.sun, 1)):
        db.see(session, org.viewer(session, number).sight)
        for table in ("o_customer", "o_opportunity", "o_thing", "records_file"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == seen, (table, number)
    db.see(session, db.EVERYTHING)
    assert ids


def test_the_range_is_in_every_statement_too(session: Session, ids: dict[str, int], cast: Cast) -> None:
    """Where the database's own wall is open, what the compiler writes still stands."""
    session.expire_all()
    db.see(session, db.EVERYTHING)
    for who, sees in SEES.items():
        viewer = org.viewer(session, cast.id(who))
        page = queries.page(session, viewer, "customer", Question(count=True), now=MONDAY_9)
        assert (len(page.items), page.total) == ((1, 1) if sees else (0, 0)), who
        question = Question(q="jinsique", where={"field": "name", "op": "is_filled"})
        assert bool(queries.page(session, viewer, "customer", question, now=MONDAY_9).items) is sees
        groups = queries.groups(session, viewer, "opportunity", Question(), by="stage", total="amount", now=MONDAY_9)
        assert bool(groups) is sees
        assert bool(queries.found_anywhere(session, viewer, "jinsique", limit=5)) is sees
        target = Target(kind="record", object_key="customer")
        assert bool(queries.names(session, viewer, {target: {ids["customer"]}})[target]) is sees
        tree = {"count": "opportunity", "via": "customer", "op": "ge", "value": 1}
        assert bool(queries.page(session, viewer, "customer", Question(where=tree), now=MONDAY_9).items) is sees
        for look in (
            lambda viewer=viewer: queries.record(session, viewer, "customer", ids["customer"]),
            lambda viewer=viewer: queries.file(session, viewer, ids["file"]),
        ):
            with nullcontext() if sees else pytest.raises(NotFound):
                look()


def test_what_is_counted_is_what_one_sees(session: Session, make: Make, cast: Cast) -> None:
    customer = make("chen", "customer", name="北方")
    for who in ("chen", "wang"):
        make(who, "opportunity", name="泵", customer=customer)
    db.see(session, db.EVERYTHING)
    for who, most in (("chen", 1), ("wang", 2), ("sun", 2)):
        viewer = org.viewer(session, cast.id(who))
        for least in (1, 2, 3):
            tree = {"count": "opportunity", "via": "customer", "op": "ge", "value": least}
            page = queries.page(session, viewer, "customer", Question(where=tree), now=MONDAY_9)
            assert len(page.items) == (least <= most), (who, least)
