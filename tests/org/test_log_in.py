"""Getting in: what is told, what is not, and how often one may try."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.kernel import clock, db
from bihuan.org import commands, keys, passwords, queries
from tests.company import PASSWORD, Cast
from tests.org.conftest import ORIGIN, Browse

WRONG = {"login": "chen", "password": "not-the-password"}
RIGHT = {"login": "chen", "password": PASSWORD}


def lines(session: Session, what: str) -> int:
    """How often the ledger says this, whoever asked last."""
    db.see(session, db.EVERYTHING)
    return session.scalar(text("SELECT count(*) FROM ledger_event WHERE kind = :kind"), {"kind": what}) or 0


def test_who_knows_the_password_gets_in(client: TestClient, cast: Cast, session: Session) -> None:
    answer = client.post("/api/session", json=RIGHT)
    assert answer.status_code == 200
    assert answer.json()["person"] == {
        "id": cast.chen,
        "name": "陈销售",
        "login": "chen",
        "role": "rep",
        "lang": "zh",
    }
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("bihuan_session=test.")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie
    me = client.get("/api/me").json()
    assert me["person"]["id"] == cast.chen
    assert me["workspace"] == {"key": "test", "name": "试验公司"}
    assert me["csrf"] == answer.json()["csrf"]
    assert me["can"]["org.manage"] is False
    assert lines(session, "person.logged_in") == 1


def test_over_https_the_cookie_belongs_to_this_host_alone(application: FastAPI) -> None:
    application.state.https = True
    client = TestClient(application, base_url="https://testserver")
    cookie = client.post("/api/session", json=RIGHT).headers["set-cookie"]
    assert cookie.startswith("__Host-bihuan_session=")
    assert "Secure" in cookie
    assert client.get("/api/me").status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        WRONG,
        {"login": "nobody", "password": PASSWORD},
        {"login": "chen", "password": PASSWORD, "workspace": "elsewhere"},
        {"login": "chen", "password": PASSWORD, "workspace": "No Such!"},
        {"login": "chen", "password": ""},
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(client: TestClient, asked: dict[str, str]) -> None:
    answer = client.post("/api/session", json=asked)
    assert answer.status_code == 401
    assert answer.json() == {"code": "wrong_login", "message": "Login or password is wrong.", "facts": {}}
    assert "set-cookie" not in answer.headers


@pytest.fixture
def in_earnest(slow_hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords take as long as they do where people work."""
    monkeypatch.setattr(passwords, "_hasher", slow_hasher)
    passwords._nobodys.cache_clear()  # noqa: SLF001 - made with the other one
    yield
    passwords._nobodys.cache_clear()  # noqa: SLF001


@pytest.mark.usefixtures("in_earnest")
def test_an_unknown_login_takes_as_long_as_a_wrong_password(client: TestClient) -> None:
    assert client.post("/api/session", json=RIGHT).status_code == 200  # from here on her hash is one in earnest

    def took(login: str) -> float:
        began = time.perf_counter()
        client.post("/api/session", json={"login": login, "password": "not-the-password"})
        return time.perf_counter() - began

    known = statistics.median(took("chen") for _ in range(4))
    unknown = statistics.median(took(f"nobody{n}") for n in range(4))
    assert unknown > known / 2
    assert abs(known - unknown) < 0.1


@pytest.mark.usefixtures("in_earnest")
def test_nobodys_password_is_verified_too() -> None:
    def took(kept: str | None) -> float:
        began = time.perf_counter()
        assert not passwords.matches(kept, "not-the-password")
        return time.perf_counter() - began

    own = passwords.hashed(PASSWORD)
    passwords.matches(None, "once, to make the hash that nobody has")
    assert min(took(None) for _ in range(5)) > min(took(own) for _ in range(5)) / 2


def test_the_sixth_try_waits_even_if_it_is_right(client: TestClient, session: Session) -> None:
    answers = [client.post("/api/session", json=WRONG).status_code for _ in range(5)]
    assert answers == [401] * 5
    answer = client.post("/api/session", json=RIGHT)
    assert answer.status_code == 429
    assert answer.json()["code"] == "too_many_tries"
    assert 0 < answer.json()["facts"]["retry_after"] <= 900
    assert answer.headers["retry-after"] == str(answer.json()["facts"]["retry_after"])
    assert client.post("/api/session", json={**RIGHT, "login": "lin"}).status_code == 200, "others are not in the way"
    assert lines(session, "person.login_failed") == 5


def test_a_quarter_of_an_hour_later_one_may_try_again(session: Session, cast: Cast) -> None:
    now = clock.now()
    for _ in range(5):
        commands.count_try(session, "chen", "192.0.2.1", now=now)
    with pytest.raises(commands.TooManyTries) as refused:
        commands.count_try(session, " CHEN ", "192.0.2.1", now=now + timedelta(minutes=14))
    assert refused.value.retry_after == 60
    assert commands.count_try(session, "chen", "192.0.2.2", now=now).person_id == cast.chen, "another address"
    later = now + timedelta(minutes=15, seconds=1)
    assert commands.count_try(session, "chen", "192.0.2.1", now=later).person_id == cast.chen


def test_a_right_password_clears_the_count(client: TestClient) -> None:
    for _ in range(4):
        client.post("/api/session", json=WRONG)
    assert client.post("/api/session", json=RIGHT).status_code == 200
    for _ in range(4):
        assert client.post("/api/session", json=WRONG).status_code == 401
    assert client.post("/api/session", json=RIGHT).status_code == 200


def test_each_log_in_has_a_new_cookie_and_the_old_one_is_dead(browse: Browse) -> None:
    chen = browse("chen")
    old = chen.cookies["bihuan_session"]
    assert chen.post("/api/session", json=RIGHT).status_code == 200
    assert chen.cookies["bihuan_session"] != old
    assert chen.get("/api/me").status_code == 200
    chen.cookies.clear()
    assert chen.get("/api/me", headers={"cookie": f"bihuan_session={old}"}).status_code == 401


def test_logging_out_ends_it_on_the_server(browse: Browse, session: Session) -> None:
    chen = browse("chen")
    cookie = chen.cookies["bihuan_session"]
    assert chen.delete("/api/session").status_code == 204
    assert chen.cookies.get("bihuan_session") is None
    assert chen.get("/api/me", headers={"cookie": f"bihuan_session={cookie}"}).json()["code"] == "not_logged_in"
    assert lines(session, "person.logged_out") == 1


@pytest.mark.parametrize(
    ("seen", "opened", "lives"),
    [
        (timedelta(hours=11, minutes=59), timedelta(days=1), True),
        (timedelta(hours=12, minutes=1), timedelta(days=1), False),
        (timedelta(minutes=1), timedelta(days=29, hours=23), True),
        (timedelta(minutes=1), timedelta(days=30, minutes=1), False),
    ],
)
def test_a_log_in_ends_after_12_idle_hours_and_after_30_days(
    session: Session, cast: Cast, seen: timedelta, opened: timedelta, *, lives: bool
) -> None:
    now = clock.now()
    cookie, log_in = commands.log_in(session, cast.chen, password=PASSWORD, agent="", address="", now=now - opened)
    log_in.seen_at = now - seen
    session.flush()
    assert (queries.log_in(session, cookie, now) is not None) is lives


def test_secrets_are_kept_as_hashes_only(client: TestClient, session: Session) -> None:
    client.post("/api/session", json=RIGHT)
    secret = client.cookies["bihuan_session"]
    person = session.scalar(text("SELECT password_hash FROM org_person WHERE login = 'chen'"))
    assert str(person).startswith("$argon2id$")
    for table in ("org_session", "org_person", "org_attempt", "ledger_event"):
        rows = str(session.execute(text(f"SELECT * FROM {table}")).all())
        assert secret not in rows
        assert secret.partition(".")[2] not in rows
        assert PASSWORD not in rows
    assert session.scalar(text("SELECT token_hash FROM org_session")) == keys.digest(secret)


@pytest.mark.parametrize(
    "cookie", ["", "x", "test.", "test.wrong", "elsewhere.secret", "No Such!.x", "a" * 5000, "test." + "é"]
)
def test_a_cookie_that_is_nobodys_opens_nothing(client: TestClient, cookie: str) -> None:
    headers = [(b"cookie", f"bihuan_session={cookie}".encode("latin-1"))]
    answer = client.get("/api/me", headers=headers)
    assert answer.status_code == 401
    assert answer.json()["code"] in {"not_logged_in", "no_workspace"}


# ── asked by another site ─────────────────────────────────────────────────────

SNEAKY = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {},
    {"x-csrf-token": "guess"},
    {"origin": "http://testserver.evil.example"},
    {"origin": "http://testserver:8080"},
]


@pytest.mark.parametrize("headers", SNEAKY)
def test_another_sites_form_can_do_nothing(application: FastAPI, headers: dict[str, str]) -> None:
    client = TestClient(application)
    csrf = client.post("/api/session", json=RIGHT).json()["csrf"]
    leave = {"from": "2030-01-01T00:00:00Z", "to": "2030-01-02T00:00:00Z"}
    refused = client.post("/api/me/leave", json=leave, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "from_elsewhere")
    assert client.post("/api/me/leave", json=leave, headers={**headers, "x-csrf-token": csrf}).status_code == 201
    assert client.get("/api/me", headers=headers).status_code == 200, "reading is never refused for it"


def test_a_page_of_this_site_needs_no_token(browse: Browse) -> None:
    leave = {"from": "2030-01-01T00:00:00Z", "to": "2030-01-02T00:00:00Z"}
    assert browse("chen").post("/api/me/leave", json=leave).status_code == 201


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_json_under_a_forms_name_is_not_taken(browse: Browse, kind: str) -> None:
    body = b'{"from": "2030-01-01T00:00:00Z", "to": "2030-01-02T00:00:00Z"}'
    answer = browse("chen").post("/api/me/leave", content=body, headers={"content-type": kind})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize(("origin", "status"), [("https://evil.example", 403), ("null", 403), (ORIGIN, 200)])
def test_another_site_cannot_log_somebody_in(client: TestClient, origin: str, status: int) -> None:
    assert client.post("/api/session", json=RIGHT, headers={"origin": origin}).status_code == status
