"""The page of the system: what went wrong, in words, under the number that whoever met it was told."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from bihuan.app import auditing, guarding, health, jobs, logs, room, troubles, web
from bihuan.app.auditing import Verified
from bihuan.app.embedded import DatabaseWillNotStart, EmbeddedPostgres
from bihuan.app.guarding import Guard
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.kernel.words import LANGS
from bihuan.ledger import commands as ledger
from tests.app.test_edge import told
from tests.app.test_jobs import Rang, empty, tell, until
from tests.company import MONDAY_9, Cast
from tests.conftest import WORKSPACE

NIGHT = datetime(2026, 3, 2, 19, tzinfo=UTC)


@pytest.fixture
def logged(application: FastAPI, tmp_path: Path) -> Iterator[Path]:
    """A data folder of this test's own, into whose log everything goes."""
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    level = root.level
    application.state.data = tmp_path
    logs.begin(tmp_path / "log" / "web.jsonl")
    yield tmp_path
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = before
    root.setLevel(level)


def look(browse: Callable[[str], TestClient], lang: str = "zh", login: str = "sun") -> dict[str, Any]:
    """The page, as one of the cast sees it."""
    answer = browse(login).get("/api/system", headers={"accept-language": lang})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def check(page: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for one in page["checks"] if one["key"] == key)


def signs_of_life(connection: Connection, *, seconds_ago: int) -> None:
    connection.execute(
        text(
            "INSERT INTO bihuan.procrastinate_workers (last_heartbeat)"
            " VALUES (clock_timestamp() - make_interval(secs => :ago))"
        ),
        {"ago": seconds_ago},
    )


# ── who may look ──────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("logged")
def test_only_who_runs_the_system_sees_its_page(browse: Callable[[str], TestClient]) -> None:
    assert look(browse)["version"]
    for login in ("chen", "wang"):
        told(browse(login).get("/api/system"), 403, "forbidden")
        told(browse(login).post("/api/system/jobs/1/again"), 403, "forbidden")
        told(browse(login).post("/api/system/jobs/1/drop"), 403, "forbidden")


# ── what went wrong ───────────────────────────────────────────────────────────


def test_the_number_a_person_was_told_stands_on_the_page_and_in_the_log(
    browse: Callable[[str], TestClient], logged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(*_: object) -> None:
        raise ZeroDivisionError("canary")

    monkeypatch.setattr("bihuan.process.queries.walked", bug)
    number = told(browse("chen").get("/api/processes?token=canary"), 500, "fault")["facts"]["id"]
    (incident,) = look(browse)["incidents"]
    assert (incident["number"], incident["kind"], incident["place"]) == (number, "fault", "GET /api/processes")
    assert incident["times"] == 1
    assert "什么也没有写入" in incident["means"]
    assert number in (logged / "log" / "web.jsonl").read_text(encoding="utf-8")
    assert "canary" not in str(look(browse)), "the page tells what it means, not what was in it"
    assert "support" in look(browse, "en")["incidents"][0]["do"]


def test_what_goes_wrong_again_and_again_is_one_line_with_a_count(
    browse: Callable[[str], TestClient], logged: Path
) -> None:
    assert logged
    numbers = [troubles.note("clock_failed", error=ValueError("x"), workspace=WORKSPACE) for _ in range(3)]
    other = troubles.note("clock_failed", error=KeyError("y"), workspace=WORKSPACE)
    troubles.note("clock_failed", error=ValueError("x"), workspace="another_company")
    first, second = look(browse)["incidents"]
    assert (first["number"], first["times"]) == (other, 1)
    assert (second["number"], second["times"]) == (numbers[-1], 3)
    assert second["first_at"] <= second["at"]


def test_a_line_that_a_full_disk_cut_in_half_hides_no_other(browse: Callable[[str], TestClient], logged: Path) -> None:
    number = troubles.note("fault")
    with (logged / "log" / "worker.jsonl").open("w", encoding="utf-8") as torn:
        torn.write(
            '{"at": "2026-01-01T00:00:00+00:00", "trouble": "fault", "fau\n{"trouble": "fault"}\n[1, "trouble": ]\n'
        )
    assert [one["number"] for one in look(browse)["incidents"]] == [number]


def test_every_kind_of_trouble_has_words_in_both_languages() -> None:
    for kind, said in troubles.KINDS.items():
        for words in (said.what, said.means, said.do):
            assert words.zh.endswith("。"), kind
            assert words.en.endswith("."), kind
            assert words.zh != words.en


def test_a_database_that_does_not_start_is_a_trouble_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[int] = []

    def mend() -> bool:
        tries.append(1)
        if len(tries) < 3:
            raise DatabaseWillNotStart("pg_ctl", "No space left on device")
        return len(tries) == 3

    monkeypatch.setattr(guarding, "EVERY", 0.01)
    database = EmbeddedPostgres(tmp_path)
    monkeypatch.setattr(database, "mend", mend)
    guard = Guard(database)
    guard.start()
    until(lambda: len(tries) > 3)
    guard.stop()
    kinds = [getattr(record, "trouble", None) for record in caplog.records]
    assert kinds == ["database_stuck", "database_stuck", "database_died"]


# ── what is looked at ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("left", "level", "word"), [(500, "ok", "还剩"), (1, "warn", "只剩"), (0, "bad", "已停止写入")]
)
@pytest.mark.usefixtures("logged")
def test_the_page_says_how_much_room_there_is(
    browse: Callable[[str], TestClient], monkeypatch: pytest.MonkeyPatch, left: int, level: str, word: str
) -> None:
    monkeypatch.setattr(room, "left", lambda _: left * 2**29 + 1000)
    page = look(browse)
    assert check(page, "room")["level"] == level
    assert word in check(page, "room")["what"]
    assert bool(check(page, "room")["do"]) is (level != "ok")
    order = ["ok", "warn", "bad"]  # other tests' workers may have given a sign of life, or not
    assert page["level"] == max((one["level"] for one in page["checks"]), key=order.index)


@pytest.mark.usefixtures("logged")
def test_the_page_says_when_nobody_works_in_the_background(
    browse: Callable[[str], TestClient], connection: Connection
) -> None:
    connection.execute(text("DELETE FROM bihuan.procrastinate_workers"))
    signs_of_life(connection, seconds_ago=health.SILENT + 5)
    assert check(look(browse), "workers")["level"] == "bad"
    signs_of_life(connection, seconds_ago=1)
    page = look(browse)
    assert check(page, "workers")["level"] == "ok"
    assert page["level"] == "ok"


@pytest.mark.usefixtures("logged")
def test_the_page_says_when_work_piles_up(browse: Callable[[str], TestClient], connection: Connection) -> None:
    connection.execute(text("SET LOCAL search_path = bihuan"))
    job = "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('x', 'hear') RETURNING id"
    number = connection.scalar(text(job))
    assert check(look(browse), "queue")["level"] == "ok"
    earlier = "UPDATE bihuan.procrastinate_events SET at = now() - interval '10 minutes' WHERE job_id = :id"
    connection.execute(text(earlier), {"id": number})
    queue = check(look(browse, "en"), "queue")
    assert queue["level"] == "warn"
    assert "10 minutes" in queue["what"]


@pytest.mark.usefixtures("logged")
def test_the_page_says_when_the_clocks_differ(
    browse: Callable[[str], TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check(look(browse), "clocks")["level"] == "ok"
    ahead = datetime.now(UTC) + timedelta(hours=1)  # noqa: TID251 - against the database's own
    monkeypatch.setattr("bihuan.app.system.clock.now", lambda: ahead)
    clocks = check(look(browse), "clocks")
    assert clocks["level"] == "warn"
    assert re.search(r"相差 3[56]\d\d 秒", clocks["what"])


def test_the_ledger_is_verified_every_night_and_the_page_says_what_came_of_it(
    browse: Callable[[str], TestClient], logged: Path, engine: Engine, own_workspace: tuple[str, Cast], data: Path
) -> None:
    key, _ = own_workspace
    assert "今夜" in check(look(browse), "ledger")["what"]
    assert auditing.due(data, key, now=NIGHT)
    assert not auditing.due(data, key, now=MONDAY_9)
    assert auditing.audit(engine, data, key, now=NIGHT).whole
    assert not auditing.due(data, key, now=NIGHT + timedelta(hours=2))
    assert auditing.due(data, key, now=NIGHT + timedelta(days=1))
    assert auditing.due(data, key, now=MONDAY_9 + timedelta(days=3)), "a machine that sleeps at night is not forgotten"

    with engine.begin() as connection:  # as an administrator of the database could
        connection.execute(text(f"ALTER TABLE w_{key}.ledger_event DISABLE TRIGGER ALL"))
        connection.execute(text(f"UPDATE w_{key}.ledger_event SET actor_id = 999 WHERE id = 1"))
    assert not auditing.audit(engine, data, key, now=NIGHT).whole
    found = auditing.last(data, key)
    assert found is not None
    assert found.faults >= 1
    (logged / "verified").mkdir()
    (logged / "verified" / f"{WORKSPACE}.json").write_text((data / "verified" / f"{key}.json").read_text())
    page = look(browse)
    assert check(page, "ledger")["level"] == "bad"
    assert found.first["zh"] in check(page, "ledger")["what"]
    assert "bihuan verify" in check(page, "ledger")["do"]
    (data / "verified" / f"{key}.json").unlink()


def test_a_verification_that_was_cut_in_half_is_none(tmp_path: Path) -> None:
    (tmp_path / "verified").mkdir()
    for written in ("", '{"at": ', '{"at": "x", "other": 1}'):
        (tmp_path / "verified" / "x.json").write_text(written)
        assert auditing.last(tmp_path, "x") is None


# ── jobs that failed ──────────────────────────────────────────────────────────


@pytest.fixture
def failing(
    engine: Engine, own_workspace: tuple[str, Cast], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, list[int]]]:
    """A workspace with two jobs that failed for good and would succeed now, and what was heard since."""
    key, _ = own_workspace
    broken, heard, notes = [True], [], []

    def note(kind: str, **_: object) -> str:
        notes.append(kind)
        return "N"

    monkeypatch.setattr(jobs, "ATTEMPTS", 0)
    monkeypatch.setattr(troubles, "note", note)

    def hear(_: Engine, __: str, facts: Mapping[str, Any]) -> None:
        if broken[0]:
            raise ValueError
        heard.append(facts["number"])

    queue = jobs.Jobs(engine)
    queue.listen(Rang, "test.rang", hear)
    queue.start()
    tell(engine, key, 1, 2)
    until(lambda: jobs.waiting(engine) == {"failed": 2})
    assert notes == ["job_failed", "job_failed"]
    broken[0] = False
    yield key, heard
    queue.close()
    empty(engine)


def test_a_job_that_failed_for_good_waits_for_a_decision(
    engine: Engine, failing: tuple[str, list[int]], tmp_path: Path
) -> None:
    key, heard = failing
    client = TestClient(web.create(engine, data=tmp_path, files=Store("memory:///"), default_workspace=key))
    page = as_sun(client, key)
    assert client.get("/healthz").json()["status"] == "limited"
    one, other = page["failed"]
    assert (one["facts"], one["title"]) == ({"number": 2}, "test.rang")
    assert one["failed_at"]
    assert client.post(f"/api/system/jobs/{one['id']}/again", headers=HERE).status_code == 204
    until(lambda: heard == [2])
    assert client.post(f"/api/system/jobs/{other['id']}/drop", headers=HERE).status_code == 204
    until(lambda: jobs.waiting(engine) == {})
    assert heard == [2]
    told(client.post(f"/api/system/jobs/{other['id']}/drop", headers=HERE), 404, "not_found")
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        assert decided(session) == ["job.again", "job.dropped"]


HERE = {"origin": "http://testserver"}


def as_sun(client: TestClient, key: str) -> dict[str, Any]:
    """The page as Sun sees it, in a browser where he is logged in from now on."""
    who = {"login": "sun", "password": "correct-horse-7", "workspace": key}
    assert client.post("/api/session", json=who, headers=HERE).status_code == 200
    page: dict[str, Any] = client.get("/api/system").json()
    return page


def decided(session: Session) -> list[str]:
    """What the ledger says of the system."""
    return list(session.scalars(text("SELECT kind FROM ledger_event WHERE subject = 'system' ORDER BY seq")))


# ── for whoever watches from outside ──────────────────────────────────────────


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize(
    ("what", "status", "says"),
    [
        ("nothing", "ok", {"room": "ok", "ledger": "whole", "workers": "ok"}),
        ("room", "limited", {"room": "none"}),
        ("ledger", "limited", {"ledger": "broken"}),
        ("workers", "limited", {"workers": "silent"}),
    ],
)
def test_whoever_watches_is_told_what_is_limited(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, status: str, says: dict[str, str]
) -> None:
    empty(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM bihuan.procrastinate_workers"))
        signs_of_life(connection, seconds_ago=600 if what == "workers" else 1)
    if what == "room":
        monkeypatch.setattr(room, "left", lambda _: 0)
    found = Verified(at=NIGHT.isoformat(), events=1, faults=int(what == "ledger"))
    monkeypatch.setattr(auditing, "last", lambda *_: found)
    client = TestClient(web.create(engine, data=tmp_path, files=Store("memory:///"), default_workspace=WORKSPACE))
    for address in ("/healthz", "/api/health"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.json()["status"] == status
        assert says.items() <= answer.json().items()


def test_the_ledger_knows_the_system_as_a_subject(session: Session) -> None:
    ledger.append(session, at=MONDAY_9, by_id=None, what="job.again", subject="system", payload={"job": 1})
    assert decided(session) == ["job.again"]
    assert set(LANGS) == {"zh", "en"}
