"""Keys for programs: never more than their person may, and no more than their scopes say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.kernel import clock
from bihuan.org import commands, keys, queries
from tests.company import Cast
from tests.org.conftest import Browse

LEAVE = {"from": "2030-01-01T00:00:00Z", "to": "2030-01-02T00:00:00Z"}


def bearer(application: FastAPI, token: str) -> TestClient:
    return TestClient(application, headers={"authorization": f"Bearer {token}"})


def test_a_token_works_where_the_cookie_does_and_needs_no_origin(
    browse: Browse, application: FastAPI, cast: Cast
) -> None:
    sun = browse("sun")
    made = sun.post("/api/me/tokens", json={"name": "ERP"})
    assert made.status_code == 201
    program = bearer(application, made.json()["token"])
    me = program.get("/api/me").json()
    assert (me["person"]["id"], me["csrf"]) == (cast.sun, None)
    assert program.post("/api/me/leave", json=LEAVE).status_code == 201
    assert program.post("/api/people", json={"login": "qian", "name": "钱", "role": "rep"}).status_code == 201
    listed = sun.get("/api/me/tokens").json()
    assert [one["name"] for one in listed] == ["ERP"]
    assert listed[0]["last_used_at"] is not None
    assert "token" not in listed[0]
    assert sun.delete(f"/api/me/tokens/{made.json()['id']}").status_code == 204
    assert program.get("/api/me").status_code == 401
    assert sun.get("/api/me/tokens").json() == []


@pytest.mark.parametrize(
    ("scopes", "writes", "manages"),
    [
        (["read"], False, False),
        (["write"], True, False),
        (["manage"], True, True),
        (["read", "write", "manage"], True, True),
    ],
)
def test_scopes_only_ever_take_away(
    application: FastAPI, session: Session, cast: Cast, scopes: list[str], *, writes: bool, manages: bool
) -> None:
    person = queries.person(session, cast.sun)
    token, _ = commands.make_token(session, person, name="x", scopes=scopes, now=clock.now())
    program = bearer(application, token)
    assert program.get("/api/me").status_code == 200
    assert (program.post("/api/me/leave", json=LEAVE).status_code == 201) is writes
    hired = program.post("/api/people", json={"login": "qian", "name": "钱", "role": "rep"})
    assert (hired.status_code == 201) is manages
    viewer = keys.narrowed(queries.viewer(session, cast.sun), frozenset(scopes))
    assert viewer.may("org.manage") is manages
    assert viewer.may_do("customer", "delete") is ("write" in scopes)
    assert viewer.may_do("customer", "export") is ("read" in scopes)
    assert viewer.may_do("customer", "read")


def test_no_scope_gives_a_rep_what_the_role_has_not(session: Session, cast: Cast) -> None:
    own = queries.viewer(session, cast.chen)
    program = keys.narrowed(own, frozenset(keys.SCOPES))
    assert program.rights <= own.rights
    assert program.sight == own.sight
    assert program.hidden("opportunity") == {"cost"}
    assert not program.may_do("product", "update")


@pytest.mark.parametrize(("who", "status"), [("chen", 403), ("wang", 403), ("sun", 201)])
def test_making_tokens_is_a_right(browse: Browse, who: str, status: int) -> None:
    assert browse(who).post("/api/me/tokens", json={"name": "x"}).status_code == status


def test_a_token_may_not_make_itself_a_wider_one(application: FastAPI, session: Session, cast: Cast) -> None:
    person = queries.person(session, cast.sun)
    token, _ = commands.make_token(session, person, name="x", scopes=["read", "write"], now=clock.now())
    assert bearer(application, token).post("/api/me/tokens", json={"name": "y"}).status_code == 403


def test_a_token_ends_when_it_says_so(session: Session, cast: Cast) -> None:
    now = clock.now()
    person = queries.person(session, cast.sun)
    token, _ = commands.make_token(session, person, name="x", now=now, expires_at=now + timedelta(days=1))
    assert queries.token_used(session, token, now + timedelta(hours=23)) is not None
    assert queries.token_used(session, token, now + timedelta(hours=25)) is None
    assert queries.token_used(session, token + "x", now) is None


@pytest.mark.parametrize(
    "asked",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["everything"]},
        {"name": "x", "expires_at": "2020-01-01T00:00:00Z"},
        {"name": "x", "expires_at": "2030-01-01"},
    ],
)
def test_a_token_that_makes_no_sense_is_not_made(browse: Browse, asked: dict[str, object]) -> None:
    assert browse("sun").post("/api/me/tokens", json=asked).status_code == 422


def test_somebody_elses_token_does_not_exist(browse: Browse, session: Session, cast: Cast) -> None:
    _, token = commands.make_token(session, queries.person(session, cast.sun), name="x", now=clock.now())
    assert browse("chen").delete(f"/api/me/tokens/{token.id}").status_code == 404
    assert token.revoked_at is None


def test_a_tokens_text_is_kept_nowhere(session: Session, cast: Cast) -> None:
    token, _ = commands.make_token(session, queries.person(session, cast.sun), name="x", now=clock.now())
    for table in ("org_token", "ledger_event"):
        assert token.partition(".")[2] not in str(session.execute(text(f"SELECT * FROM {table}")).all())
