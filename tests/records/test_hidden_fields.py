"""A field that is hidden from a role is in none of its answers, and no question can be built on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from tests.company import MONDAY_9
from tests.records.conftest import Ask, Make, blueprint

COST = 987_654.25
SIGNS = ("987654", "987,654", "-987644", "geheim.png", "3456.75")


def png() -> BytesIO:
    content = BytesIO()
    Image.new("RGB", (8, 8), "red").save(content, "PNG")
    content.seek(0)
    return content


@pytest.fixture
def thing(ask: Ask, workshop: Session, make: Make) -> Iterator[int]:
    """A thing of Chen's whose cost and secret photo Wang has filled in."""
    assert workshop
    number = make("chen", "thing", name="阀门", price=10)
    wang = ask("wang")
    photo = wang.post("/api/files", files={"file": ("geheim.png", png())}).json()["id"]
    values = {"cost": COST, "secret": photo}
    answer = wang.patch(f"/api/records/thing/{number}", json={"values": values, "revision": 1})
    assert answer.status_code == 200, answer.text
    assert answer.json()["values"]["margin"] == 10 - COST
    assert any(sign in answer.text for sign in SIGNS)
    assert wang.get(f"/api/files/{photo}").status_code == 200
    assert ask("chen").get(f"/api/files/{photo}").status_code == 404
    yield number
    assert ask("wang").get(f"/api/records/thing/{number}").json()["values"]["cost"] == COST


def test_it_is_in_no_answer(ask: Ask, thing: int) -> None:
    chen = ask("chen")
    answers = [
        chen.get("/api/objects"),
        chen.get("/api/records/thing"),
        chen.get("/api/records/thing?sort=price&count=1"),
        chen.get(f"/api/records/thing/{thing}"),
        chen.get(f"/api/records/thing/{thing}/timeline"),
        chen.get("/api/records/thing?q=987654"),
        chen.get("/api/records/thing/groups?by=name&sum=price"),
        chen.get("/api/search?q=987654"),
        chen.get("/api/duplicates/thing?name=阀门"),
        chen.patch(f"/api/records/thing/{thing}", json={"values": {"price": 11}, "revision": 1}),
        chen.patch(f"/api/records/thing/{thing}", json={"values": {"price": 12}, "revision": 1}),
        chen.get("/api/me"),
    ]
    assert [answer.status_code for answer in answers] == [200] * 10 + [409, 200], answers[-2].text
    for answer in answers:
        assert not any(sign in answer.text for sign in SIGNS), answer.request.url
        assert '"cost"' not in answer.text
        assert '"margin"' not in answer.text, "what is worked out from it tells it"
        assert '"secret"' not in answer.text


def test_history_shows_the_change_to_who_may_see_it_alone(ask: Ask, thing: int) -> None:
    def fields(who: str) -> set[str]:
        items = ask(who).get(f"/api/records/thing/{thing}/timeline").json()["items"]
        return {change["field"] for item in items for change in item["changes"]}

    assert {"cost", "secret"} <= fields("wang")
    assert not {"cost", "secret"} & fields("chen")


@pytest.mark.parametrize("key", ["cost", "margin", "secret"])
def test_no_question_looks_at_it(ask: Ask, thing: int, key: str) -> None:
    tree = json.dumps({"field": key, "op": "is_filled"})
    deep = json.dumps({"any": [{"all": []}, {"not": {"field": key, "op": "is_empty"}}]})
    chen, wang = ask("chen"), ask("wang")
    asked = [
        {"sort": key},
        {"sort": f"-{key}"},
        {key: "1"},
        {key: ""},
        {"where": tree},
        {"where": deep},
    ]
    for params in asked:
        answer = chen.get("/api/records/thing", params=params)
        assert (answer.status_code, answer.json()["code"]) == (403, "field_hidden"), params
        assert answer.json()["facts"] == {"fields": [key]}
        if not (key == "secret" and "sort" in params):
            assert wang.get("/api/records/thing", params=params).status_code == 200, params
    for params in ({"by": key}, {"by": "name", "sum": key}, {"by": "name", "where": tree}, {"by": "name", key: "1"}):
        assert chen.get("/api/records/thing/groups", params=params).json()["code"] == "field_hidden", params
    assert thing


def test_nobody_counts_by_what_is_hidden_elsewhere(ask: Ask, make: Make) -> None:
    customer = make("chen", "customer", name="北方")
    make("wang", "opportunity", name="泵", customer=customer, cost=5)
    inside = {"field": "cost", "op": "gt", "value": 1}
    tree = {"count": "opportunity", "via": "customer", "where": inside, "op": "ge", "value": 1}
    answer = ask("chen").get("/api/records/customer", params={"where": json.dumps(tree)})
    assert (answer.status_code, answer.json()["code"]) == (403, "field_hidden")
    assert ask("wang").get("/api/records/customer", params={"where": json.dumps(tree)}).json()["items"]


def test_a_hidden_title_is_a_bare_number(ask: Ask, session: Session, make: Make) -> None:
    customer = make("chen", "customer", name="金丝雀", phone="13812345678")
    deal = make("chen", "opportunity", name="泵", customer=customer)
    hide(session, "customer", ["name"])
    chen = ask("chen")
    assert chen.get(f"/api/records/customer/{customer}").json()["title"] == f"#{customer}"
    for path in (
        "/api/records/customer",
        f"/api/records/customer/{customer}",
        f"/api/records/customer/{customer}/timeline",
        f"/api/records/opportunity/{deal}",
        f"/api/records/opportunity/{deal}/timeline",
        "/api/search?q=13812345678",
    ):
        answer = chen.get(path)
        assert answer.status_code == 200
        assert "金丝雀" not in answer.text, path
    assert chen.get("/api/records/customer?q=jinsi").json()["items"] == []
    assert chen.get("/api/search?q=jinsi").json()["items"] == []
    assert chen.get("/api/duplicates/customer?name=金丝雀").status_code == 403


def test_a_hidden_number_finds_nothing(ask: Ask, session: Session, make: Make) -> None:
    make("chen", "customer", name="北方", phone="13812345678")
    assert ask("chen").get("/api/records/customer?q=5678").json()["items"]
    hide(session, "customer", ["phone"])
    answer = ask("chen").get("/api/records/customer?q=5678&count=1").json()
    assert (answer["items"], answer["total"]) == ([], 0)
    assert ask("chen").get("/api/duplicates/customer?phone=13812345678").status_code == 403
    assert ask("wang").get("/api/records/customer?q=5678").json()["items"]


def hide(session: Session, object_key: str, keys: list[str]) -> None:
    design.release(session, None, blueprint(hidden={object_key: keys}), note="", now=MONDAY_9)
