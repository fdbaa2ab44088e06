"""A full disk: what would write is refused in words, what reads goes on, and the clock and the jobs wait."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import obstore
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from obstore.exceptions import GenericError
from psycopg import DatabaseError, errors
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bihuan.app import answers, edge, house, jobs, room
from bihuan.app.house import House
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.process import jobs as process_jobs
from tests.app.test_edge import told
from tests.app.test_jobs import Rang, empty, tell, until
from tests.company import PASSWORD, Cast


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk with next to nothing left."""
    monkeypatch.setattr(room, "left", lambda _: room.LEAST - 1)


def test_there_is_room_where_the_tests_run(data: Path) -> None:
    assert room.left(data) > room.LEAST
    assert room.enough(data)


@pytest.mark.usefixtures("full", "cast")
def test_without_room_nothing_is_written_and_everything_can_be_read(application: FastAPI) -> None:
    with TestClient(application, headers={"origin": "http://testserver"}) as client:
        who = {"login": "chen", "password": PASSWORD}
        assert client.post("/api/session", json=who).status_code == 200, "whoever makes room must get in"
        answer = client.post("/api/records/opportunity", json={"values": {"name": "x"}})
        assert told(answer, 507, "no_room")["facts"] == {"retry_after": 30}
        assert answer.headers["retry-after"] == "30"
        told(client.post("/api/files", files={"file": ("a.pdf", b"%PDF-1.4")}), 507, "no_room")
        assert client.get("/api/records/opportunity").json()["items"] == []
        assert client.delete("/api/session").status_code == 204


@pytest.mark.usefixtures("full")
def test_without_room_the_clock_waits(engine: Engine, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[object] = []
    monkeypatch.setattr(process_jobs, "ring", lambda *told, **_: rung.append(told))
    house.tick(House(engine=engine, files=Store(data / "files"), data=data))
    assert rung == []


def test_without_room_jobs_wait_and_then_run(
    engine: Engine, own_workspace: tuple[str, Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "AWAY", 0)
    heard, ready = [], [False]
    queue = jobs.Jobs(engine, ready=lambda: ready[0])
    queue.listen(Rang, "test.rang", lambda *_: heard.append(1))
    try:
        queue.start()
        tell(engine, own_workspace[0], 1)
        until(lambda: tries(engine) > jobs.ATTEMPTS)
        assert heard == []
        ready[0] = True
        until(lambda: heard == [1])
    finally:
        queue.close()
        empty(engine)


def tries(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT max(attempts) FROM bihuan.procrastinate_jobs").scalar() or 0


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (DBAPIError("INSERT", None, errors.DiskFull()), 507, "no_room"),
        (errors.DiskFull(), 507, "no_room"),
        (OSError(errno.ENOSPC, "No space left on device"), 507, "no_room"),
        (DBAPIError("INSERT", None, errors.AdminShutdown()), 503, "unavailable"),
        (DBAPIError("INSERT", None, errors.TooManyConnections()), 503, "unavailable"),
        (errors.CannotConnectNow(), 503, "unavailable"),
        (DatabaseError("server closed the connection unexpectedly"), 503, "unavailable"),
        (DBAPIError("INSERT", None, errors.UndefinedColumn()), 500, "fault"),
        (OSError(errno.EACCES, "Permission denied"), 500, "fault"),
    ],
)
def test_what_the_machine_lacks_is_told_apart_from_our_mistakes(fault: Exception, status: int, code: str) -> None:
    web = FastAPI()

    @web.post("/api/x")
    def ask() -> None:
        with db.translated():
            raise fault

    answers.install(web)
    web.add_middleware(edge.Edge, https=False)
    told(TestClient(web).post("/api/x"), status, code)


def test_a_store_without_room_says_so_and_the_upload_is_refused_in_words(
    browse: Callable[[str], TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    def put(*_: object) -> None:
        raise GenericError("Generic LocalFileSystem error: No space left on device … kind: StorageFull")

    monkeypatch.setattr(obstore, "put", put)
    chen = browse("chen")
    told(chen.post("/api/files", files={"file": ("a.pdf", b"%PDF-1.4 never seen before")}), 507, "no_room")
    monkeypatch.setattr(obstore, "put", lambda *_: (_ for _ in ()).throw(GenericError("something else")))
    told(chen.post("/api/files", files={"file": ("a.pdf", b"%PDF-1.4 never seen before")}), 500, "fault")
