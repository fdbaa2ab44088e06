"""A draft is looked at as one of the people would see it: in their range and the designer's, read-only, noted down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel import db
from bihuan.kernel.db import Sight
from bihuan.ledger import queries as ledger
from bihuan.org.viewer import Viewer
from bihuan.records import commands as records
from tests.company import ALL_ACTIONS, BLUEPRINT, MONDAY_9, Cast
from tests.conftest import look_again

Asking = Callable[[str], Viewer]
Browse = Callable[[str], TestClient]
NOW = MONDAY_9


@pytest.fixture(autouse=True)
def _estates(session: Session, cast: Cast, asking: Asking) -> None:
    """Everybody owns a deal with a cost."""
    sun = asking("sun")
    for login in ("chen", "lin", "wang", "zhao", "sun"):
        values = {"name": f"deal of {login}", "amount": 5000, "cost": 777, "medium": "水"}
        records.create(session, sun, "opportunity", values, now=NOW, owner_id=cast.id(login))


def configuring(session: Session, **wang: Any) -> None:  # noqa: ANN401
    """Wang leads his team and may configure; more is said of his role where it matters."""
    roles = [dict(role) for role in BLUEPRINT["roles"]]
    roles[1] |= {"rights": [*roles[1]["rights"], "blueprint.release"], **wang}
    design.release(session, None, {**BLUEPRINT, "roles": roles}, now=NOW)


def drafted(client: TestClient, *steps: tuple[list[str], Any]) -> str:
    """A draft with these values set, as the beginning of an address."""
    one = client.post("/api/design/drafts", json={}).json()
    asked = [{"do": "set", "place": place, "value": value} for place, value in steps]
    if asked:
        path = f"/api/design/drafts/{one['id']}/edits"
        answer = client.post(path, json={"revision": 0, "operations": asked})
        assert answer.status_code == 200, answer.text
    return f"/api/design/drafts/{one['id']}/as"


def deals(client: TestClient, at: str, person: int) -> set[str]:
    answer = client.get(f"{at}/{person}/records/opportunity")
    assert answer.status_code == 200, answer.text
    return {item["title"] for item in answer.json()["items"]}


def seen(client: TestClient, at: str, person: int, key: str) -> dict[str, Any]:
    answer = client.get(f"{at}/{person}")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    return next(dict(one) for one in found["objects"] if one["key"] == key)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [("own", {"chen"}), ("team", {"chen", "lin", "wang"}), ("all", {"chen", "lin", "wang", "zhao", "sun"})],
)
def test_who_sees_all_sees_what_chen_would(browse: Browse, cast: Cast, scope: str, expected: set[str]) -> None:
    sun = browse("sun")
    at = drafted(sun, (["roles", "rep", "scope"], scope))
    assert deals(sun, at, cast.chen) == {f"deal of {login}" for login in expected}
    one = seen(sun, at, cast.chen, "opportunity")
    assert (one["now"], one["then"]) == (1, len(expected))


def test_never_more_than_the_designer_sees_himself(session: Session, browse: Browse, cast: Cast) -> None:
    configuring(session, hidden={"opportunity": ["cost"]}, objects={"*": ALL_ACTIONS, "product": []})
    wang = browse("wang")
    at = drafted(wang, (["roles", "rep", "scope"], "all"), (["roles", "rep", "hidden"], {}))
    assert deals(wang, at, cast.chen) == {"deal of chen", "deal of lin", "deal of wang"}
    items = wang.get(f"{at}/{cast.chen}/records/opportunity").json()
    assert items["closed"] == ["cost"]
    assert "777" not in str(items)
    assert wang.get(f"{at}/{cast.chen}").json()["narrowed"] is True
    assert seen(wang, at, cast.chen, "product")["then"] is None


@pytest.mark.parametrize(
    ("who", "whom", "status"),
    [
        ("wang", "chen", 200),
        ("wang", "wang", 200),
        ("wang", "zhao", 404),
        ("wang", "sun", 404),
        ("chen", "chen", 403),
        ("zhao", "chen", 404),
        ("sun", "zhao", 200),
    ],
)
def test_one_looks_only_as_whom_one_sees(
    session: Session, browse: Browse, cast: Cast, who: str, whom: str, status: int
) -> None:
    configuring(session)
    at, client = drafted(browse("sun")), browse(who)
    for path in (f"{at}/{cast.id(whom)}", f"{at}/{cast.id(whom)}/records/opportunity"):
        assert client.get(path).status_code == status, path
    answer = client.get(at, params={"q": ""})
    if who == "wang":
        assert {one["name"] for one in answer.json()["items"]} == {"王主管", "陈销售", "林销售"}
    assert answer.status_code == (403 if status == 403 else 200)


def test_fields_are_closed_as_the_draft_says(browse: Browse, cast: Cast) -> None:
    sun = browse("sun")
    step = (["roles", "rep"], {**BLUEPRINT["roles"][0], "hidden": {"*": ["medium"]}, "readonly": {"*": ["amount"]}})
    at = drafted(sun, step)
    one = seen(sun, at, cast.chen, "opportunity")
    assert (one["hidden"], one["readonly"]) == (["medium"], ["amount"])
    (item,) = sun.get(f"{at}/{cast.chen}/records/opportunity").json()["items"]
    assert "medium" not in item["values"]
    assert item["values"]["cost"] == 777
    words = sun.get(f"{at}/{cast.chen}").json()["changes"]
    assert "“商机”的“成本”：变成看得到也能改" in words
    assert "“商机”的“介质”：变成看不到" in words


def test_what_comes_with_the_draft_is_there_and_empty(browse: Browse, cast: Cast) -> None:
    sun = browse("sun")
    fields = [{"key": "name", "label": "名称", "type": "text"}]
    order = {"key": "order", "label": "订单", "title": "name", "fields": fields}
    at = drafted(sun, (["objects"], [*BLUEPRINT["objects"], order]), (["roles", "rep", "rights"], ["import.run"]))
    one = seen(sun, at, cast.chen, "order")
    assert (one["now"], one["then"], one["there"], one["only_drafted"]) == (0, 0, True, True)
    assert deals(sun, at.replace("opportunity", "order"), cast.chen) == {"deal of chen"}
    assert sun.get(f"{at}/{cast.chen}/records/order").json() == {"items": [], "closed": []}
    assert sun.get(f"{at}/{cast.chen}").json()["changes"] == ["多了权限“导入”", "菜单里多了“订单”"]


def test_who_looked_as_whom_is_noted(session: Session, browse: Browse, cast: Cast) -> None:
    sun = browse("sun")
    at = drafted(sun)
    sun.get(f"{at}/{cast.chen}")
    sun.get(f"{at}/{cast.chen}/records/customer")
    look_again(session)
    lines = ledger.timeline(session, f"person:{cast.chen}")[:2]
    assert [(line.kind, line.actor_id, line.payload["what"]) for line in lines] == [
        ("person.looked_as", cast.sun, "customer"),
        ("person.looked_as", cast.sun, "*"),
    ]


def test_whoever_looks_writes_nothing_and_sees_again_what_they_saw(session: Session) -> None:
    before = session.info["sight"]
    counted = text("SELECT count(*) FROM o_opportunity")
    everything = session.scalar(counted)
    with db.looking_as(session, Sight(lo=5, hi=1)):
        assert session.scalar(counted) == 0
    assert (session.info["sight"], session.scalar(counted)) == (before, everything)
    with pytest.raises(DBAPIError) as no, db.looking_as(session, db.EVERYTHING):
        session.execute(text("UPDATE org_person SET name = 'x'"))
    assert isinstance(no.value.orig, ReadOnlySqlTransaction)
    session.execute(text("UPDATE org_person SET name = name"))
    assert (session.info["sight"], session.scalar(counted)) == (before, everything)
