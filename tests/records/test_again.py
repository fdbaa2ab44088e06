"""An act that is sent again, because nobody heard its answer, is done once and answered as before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import cast as typed

from fastapi.testclient import TestClient
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from bihuan.app import web
from bihuan.kernel import again, db
from bihuan.kernel.files import Store
from bihuan.kernel.models import Answer
from bihuan.org import commands as org
from bihuan.org import queries as people
from tests.company import MONDAY_9, Cast
from tests.records.conftest import Ask, Make

KEY = {"idempotency-key": "0123456789abcdef"}
NEW = {"values": {"name": "阀门", "price": 10}}


def count(ask: Ask) -> int:
    return int(ask("sun").get("/api/records/thing?count=1&limit=1").json()["total"])


def test_a_record_is_made_once(ask: Ask, workshop: Session) -> None:
    first = ask("chen").post("/api/records/thing", json=NEW, headers=KEY)
    second = ask("chen").post("/api/records/thing", json=NEW, headers=KEY)
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert (first.headers.get(again.REPLAYED), second.headers.get(again.REPLAYED)) == (None, "true")
    assert count(ask) == 1
    assert workshop is not None


def test_under_another_key_or_none_it_is_another_act(ask: Ask, workshop: Session) -> None:
    for headers in (KEY, {"idempotency-key": "another-act"}, {}, {}, {"idempotency-key": "short"}):
        assert ask("chen").post("/api/records/thing", json=NEW, headers=headers).status_code == 201
    assert count(ask) == 5
    assert workshop is not None


def test_a_key_names_one_act_of_one_person(ask: Ask, workshop: Session) -> None:
    assert ask("chen").post("/api/records/thing", json=NEW, headers=KEY).status_code == 201
    assert ask("lin").post("/api/records/thing", json=NEW, headers=KEY).status_code == 201
    other = ask("chen").post("/api/records/thing", json={"values": {"name": "水泵"}}, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (422, "key_used")
    assert count(ask) == 2
    assert workshop is not None


def test_a_change_whose_record_has_moved_on_is_answered_as_before(ask: Ask, workshop: Session, make: Make) -> None:
    number = make("chen", "thing", name="阀门", price=10)
    change = {"values": {"price": 11}, "revision": 1}
    first = ask("chen").patch(f"/api/records/thing/{number}", json=change, headers=KEY)
    later = ask("chen").patch(f"/api/records/thing/{number}", json={"values": {"price": 12}, "revision": 2})
    assert (first.status_code, later.status_code) == (200, 200)
    again_ = ask("chen").patch(f"/api/records/thing/{number}", json=change, headers=KEY)
    assert again_.json() == first.json()
    assert ask("chen").get(f"/api/records/thing/{number}").json()["values"]["price"] == 12
    assert workshop is not None


def test_what_was_refused_is_tried_anew(ask: Ask, workshop: Session) -> None:
    refused = ask("chen").post("/api/records/thing", json={"values": {}}, headers=KEY)
    assert refused.status_code == 422
    assert ask("chen").post("/api/records/thing", json=NEW, headers=KEY).status_code == 201
    assert count(ask) == 1
    assert workshop is not None


def test_an_answer_without_content_is_kept_too(ask: Ask, workshop: Session, make: Make) -> None:
    number = make("chen", "thing", name="阀门", price=10)
    wang = ask("wang")
    answers = [wang.delete(f"/api/records/thing/{number}", headers=KEY) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert wang.delete(f"/api/records/thing/{number}").status_code == 404
    assert workshop is not None


def test_of_many_at_once_one_acts_and_all_hear_its_answer(
    engine: Engine, own_workspace: tuple[str, Cast], data: Path, store: Store
) -> None:
    key, cast = own_workspace
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        secret, _ = org.make_token(session, people.person(session, cast.chen), name="test", now=MONDAY_9)
    application = web.create(engine, data=data, files=store, default_workspace=key)
    headers = {**KEY, "authorization": f"Bearer {secret}"}

    def send(_: int) -> tuple[int, int]:
        answer = TestClient(application).post(
            "/api/records/customer", json={"values": {"name": "北方"}}, headers=headers
        )
        return answer.status_code, answer.json()["id"]

    with ThreadPoolExecutor(8) as pool:
        told = set(pool.map(send, range(24)))
    assert len(told) == 1
    assert next(iter(told))[0] == 201
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        assert session.query(Answer).count() == 1


def test_answers_are_let_go_of_after_two_days(ask: Ask, workshop: Session) -> None:
    ask("chen").post("/api/records/thing", json=NEW, headers=KEY)
    here = typed(Engine, workshop.connection())
    workspace = db.workspace_of(workshop)
    workshop.execute(update(Answer).values(at=MONDAY_9))
    assert again.forget(here, workspace, now=MONDAY_9 + again.KEPT) == 0
    assert again.forget(here, workspace, now=MONDAY_9 + again.KEPT + timedelta(seconds=1)) == 1
