"""People come, change and leave: who may do it, and what ends with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bihuan.app import web
from bihuan.kernel import clock, db
from bihuan.kernel.files import Store
from bihuan.org import commands, queries
from bihuan.org.definition import RoleDef
from tests.company import PASSWORD, Cast
from tests.org.conftest import ORIGIN, Browse

NEW = {"login": "Qian", "name": "钱销售", "role": "rep", "phone": "13800138000"}


def problems(answer: Response) -> set[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return {(one["field"], one["code"]) for one in answer.json()["facts"]["problems"]}


@pytest.mark.parametrize(("who", "status"), [("chen", 403), ("lin", 403), ("wang", 403), ("zhao", 403), ("sun", 201)])
def test_who_runs_the_organisation_hires(browse: Browse, who: str, status: int) -> None:
    assert browse(who).post("/api/people", json=NEW).status_code == status


def test_a_first_password_opens_one_door_only(browse: Browse, application: FastAPI) -> None:
    hired = browse("sun").post("/api/people", json=NEW).json()
    first = hired["first_password"]
    assert len(first) >= 16
    qian = TestClient(application, headers={"origin": ORIGIN})
    opened = qian.post("/api/session", json={"login": "qian", "password": first})
    assert opened.json()["must_change_password"] is True
    closed = qian.get("/api/people")
    assert (closed.status_code, closed.json()["code"]) == (403, "password_must_change")
    assert qian.get("/api/me").json()["must_change_password"] is True
    before = qian.cookies["bihuan_session"]
    changed = qian.post("/api/me/password", json={"old": first, "new": "another-good-one"})
    assert changed.status_code == 200
    assert changed.json()["must_change_password"] is False
    assert qian.cookies["bihuan_session"] != before
    assert qian.get("/api/people").status_code == 200
    assert qian.post("/api/session", json={"login": "qian", "password": first}).status_code == 401


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("short", "length"),
        ("x" * 129, "length"),
        ("1234567890", "common"),
        ("Password123", "common"),
        ("woaini1314", "common"),
        ("aaaaaaaaaaaa", "common"),
        ("ababababab", "common"),
        ("abcdefghijkl", "common"),
        ("chen123456", "like_login"),
        (PASSWORD, "same"),
    ],
)
def test_a_password_everybody_tries_is_not_taken(browse: Browse, new: str, code: str) -> None:
    answer = browse("chen").post("/api/me/password", json={"old": PASSWORD, "new": new})
    assert ("password", code) in problems(answer)


def test_another_password_ends_every_log_in_but_the_new_one(browse: Browse) -> None:
    here, there = browse("chen"), browse("chen")
    wrong = here.post("/api/me/password", json={"old": "not-the-password", "new": "another-good-one"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_password")
    assert here.post("/api/me/password", json={"old": PASSWORD, "new": "another-good-one"}).status_code == 200
    assert here.get("/api/me").status_code == 200
    assert there.get("/api/me").status_code == 401


def test_guessing_the_present_password_is_throttled_too(
    engine: Engine, own_workspace: tuple[str, Cast], data: Path
) -> None:
    # Really committed: a guess counts although the request around it is undone.
    application = web.create(engine, data=data, files=Store(data / "files"), default_workspace=own_workspace[0])
    chen = TestClient(application, headers={"origin": ORIGIN})
    chen.post("/api/session", json={"login": "chen", "password": PASSWORD})
    asked = {"old": "not-the-password", "new": "another-good-one"}
    assert [chen.post("/api/me/password", json=asked).status_code for _ in range(6)] == [403] * 5 + [429]
    assert chen.post("/api/session", json={"login": "chen", "password": PASSWORD}).status_code == 429


def test_whoever_leaves_is_out_at_once(browse: Browse, session: Session, cast: Cast) -> None:
    sun, chen = browse("sun"), browse("chen")
    token, _ = commands.make_token(session, queries.person(session, cast.chen), name="phone", now=clock.now())
    bearer = {"authorization": f"Bearer {token}"}
    assert chen.get("/api/me").status_code == 200
    assert TestClient(chen.app).get("/api/me", headers=bearer).status_code == 200
    gone = sun.patch(f"/api/people/{cast.chen}", json={"active": False})
    assert gone.json()["active"] is False
    assert chen.get("/api/me").status_code == 401
    assert TestClient(chen.app).get("/api/me", headers=bearer).status_code == 401
    assert chen.post("/api/session", json={"login": "chen", "password": PASSWORD}).status_code == 401
    names = [one["name"] for one in sun.get("/api/people").json()["items"]]
    assert "陈销售" not in names
    assert sun.patch(f"/api/people/{cast.chen}", json={"active": True}).json()["active"] is True
    assert TestClient(chen.app).get("/api/me", headers=bearer).status_code == 401, "a revoked token stays revoked"
    assert chen.get("/api/me").status_code == 401, "an ended log-in stays ended"
    assert chen.post("/api/session", json={"login": "chen", "password": PASSWORD}).status_code == 200
    db.see(session, db.EVERYTHING)
    told = session.scalars(
        text("SELECT kind FROM ledger_event WHERE subject = :one ORDER BY seq"), {"one": f"person:{cast.chen}"}
    )
    assert {"token.made", "person.deactivated", "person.reactivated"} <= set(told)


def test_nobody_locks_himself_out(browse: Browse, cast: Cast) -> None:
    answer = browse("sun").patch(f"/api/people/{cast.sun}", json={"active": False})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_yourself")


def test_a_forgotten_password_is_replaced_and_the_old_log_ins_end(browse: Browse, cast: Cast) -> None:
    sun, chen = browse("sun"), browse("chen")
    first = sun.post(f"/api/people/{cast.chen}/password").json()["first_password"]
    assert chen.get("/api/me").status_code == 401
    assert chen.post("/api/session", json={"login": "chen", "password": first}).json()["must_change_password"] is True


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"login": "有汉字"}, ("login", "pattern")),
        ({"login": ""}, ("login", "pattern")),
        ({"name": "  "}, ("name", "length")),
        ({"role": "emperor"}, ("role_key", "unknown_role")),
        ({"manager_id": 999_999}, ("manager_id", "unknown_person")),
        ({"active": True}, ("active", "extra_forbidden")),
        ({"password": "self-chosen-1"}, ("password", "extra_forbidden")),
        ({"team_id": "1"}, ("team_id", "int_type")),
        ({"team_id": 10**30}, ("team_id", "less_than_equal")),
        ({"phone": None, "email": 7}, ("email", "string_type")),
    ],
)
def test_what_cannot_be_taken_is_named(browse: Browse, wrong: dict[str, Any], named: tuple[str, str]) -> None:
    assert named in problems(browse("sun").post("/api/people", json={**NEW, **wrong}))


def test_all_that_is_wrong_is_named_at_once(browse: Browse) -> None:
    answer = browse("sun").post("/api/people", json={"login": "?", "name": "", "role": "emperor"})
    assert problems(answer) == {("login", "pattern"), ("name", "length"), ("role_key", "unknown_role")}


def test_a_login_is_one_persons(browse: Browse) -> None:
    answer = browse("sun").post("/api/people", json={**NEW, "login": "CHEN"})
    assert (answer.status_code, answer.json()["code"]) == (409, "login_taken")


def test_nobody_is_their_own_manager(browse: Browse, cast: Cast) -> None:
    answer = browse("sun").patch(f"/api/people/{cast.chen}", json={"manager_id": cast.chen})
    assert problems(answer) == {("manager_id", "own_manager")}


@pytest.mark.parametrize("field", ["name", "role", "lang", "skills", "active"])
def test_what_must_be_there_cannot_be_taken_away(browse: Browse, cast: Cast, field: str) -> None:
    assert problems(browse("sun").patch(f"/api/people/{cast.chen}", json={field: None}))


@pytest.mark.parametrize(("who", "sees"), [("chen", True), ("lin", False), ("wang", False), ("sun", True)])
def test_addresses_are_shown_to_oneself_and_to_who_runs_it(browse: Browse, cast: Cast, who: str, *, sees: bool) -> None:
    shown = browse(who).get(f"/api/people/{cast.chen}").json()
    assert (shown["login"] is not None) is sees
    assert shown["name"] == "陈销售"
    assert shown["manager"] == {"id": cast.wang, "name": "王主管"}
    assert shown["can"] == {"change": who == "sun", "deactivate": who == "sun"}


def test_a_change_is_in_the_ledger_and_its_personal_part_is_sealed(
    browse: Browse, session: Session, cast: Cast
) -> None:
    changed = browse("sun").patch(f"/api/people/{cast.chen}", json={"phone": "13900139000", "skills": ["valves"]})
    assert (changed.json()["phone"], changed.json()["skills"]) == ("13900139000", ["valves"])
    db.see(session, db.EVERYTHING)
    row = session.execute(text("SELECT payload, sealed FROM ledger_event WHERE kind = 'person.changed'")).one()
    assert row.sealed is not None
    assert "13900139000" not in str(row.payload)
    assert {"field": "skills", "from": [], "to": ["valves"]} in row.payload["changes"]


def test_everybody_chooses_their_own_language(browse: Browse) -> None:
    chen = browse("chen")
    assert chen.patch("/api/me", json={"lang": "en"}).json()["person"]["lang"] == "en"
    assert chen.get("/api/me").json()["lang"] == "en"
    assert chen.patch("/api/me", json={"lang": "fr"}).status_code == 422


# ── nobody gives more than they have ──────────────────────────────────────────

ADMIN = RoleDef(
    key="admin",
    label="admin",
    scope="region",
    rights=("org.manage", "metrics.read"),
    objects={"*": ("read", "update"), "cost": ("read",)},
    hidden={"deal": ("cost",)},
    readonly={"deal": ("stage_note",)},
)


@pytest.mark.parametrize(
    ("change", "may"),
    [
        ({}, True),
        ({"scope": "all"}, False),
        ({"scope": "own"}, True),
        ({"rights": ("metrics.read",)}, True),
        ({"rights": ("import.run",)}, False),
        ({"objects": {"*": ("read",)}}, True),
        ({"objects": {"*": ("read", "delete")}}, False),
        ({"objects": {"cost": ("read", "update")}}, False),
        ({"objects": {"*": ("read", "update")}}, False),
        ({"hidden": {}}, False),
        ({"hidden": {"*": ("cost", "price")}}, True),
        ({"readonly": {}}, False),
        ({"readonly": {}, "hidden": {"deal": ("cost", "stage_note")}}, True),
        ({"readonly": {}, "objects": {"*": ("read",), "cost": ("read",)}}, True),
    ],
)
def test_a_role_covers_what_it_may_give(change: dict[str, Any], *, may: bool) -> None:
    assert ADMIN.covers(ADMIN.model_copy(update=change)) is may


def test_who_may_less_cannot_take_over_who_may_more(session: Session, cast: Cast) -> None:
    admin = queries.viewer(session, cast.sun)
    clerk = queries.viewer(session, cast.wang)
    clerk = type(clerk)(**{**vars(clerk), "rights": clerk.rights | {"org.manage"}})
    sun, chen = queries.person(session, cast.sun), queries.person(session, cast.chen)
    for take_over in (
        lambda who: commands.reset_password(session, who, sun, now=clock.now()),
        lambda who: commands.change_person(session, who, chen, {"role_key": "admin"}, now=clock.now()),
        lambda who: commands.add_person(
            session, who, commands.NewPerson(login=f"x{who.person_id}", name="x", role_key="admin"), now=clock.now()
        ),
    ):
        with pytest.raises(commands.RoleTooWide):
            take_over(clerk)
        take_over(admin)
