"""Live screens, on real servers: told within two seconds, behind any process, only one's own, until the log-in ends."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from sqlalchemy import Engine

from bihuan.app import web
from bihuan.app.door import Door, Guests
from bihuan.kernel import clock, db
from bihuan.kernel.files import Store
from bihuan.notices import commands
from bihuan.notices import jobs as courier
from tests.company import PASSWORD, Cast

PATIENCE = 10
SOON = 2.0


@dataclass
class Place:
    """Two servers on one company, as two processes are."""

    engine: Engine
    workspace: str
    cast: Cast
    ports: list[int]
    doors: list[Door]

    def log_in(self, login: str, server: int = 0) -> str:
        """The cookie of a new log-in."""
        asked = HTTPConnection("127.0.0.1", self.ports[server], timeout=PATIENCE)
        body = json.dumps({"login": login, "password": PASSWORD})
        headers = {"content-type": "application/json", "origin": f"http://127.0.0.1:{self.ports[server]}"}
        asked.request("POST", f"/api/session?workspace={self.workspace}", body, headers)
        answer = asked.getresponse()
        assert answer.status == 200, answer.read()
        cookie = str(answer.getheader("set-cookie")).partition(";")[0]
        asked.close()
        return cookie

    def listening(self) -> int:
        """How many listen at the first server."""
        application: Any = self.doors[0].config.app
        return int(application.state.live.count)

    def tell(self, login: str, cause: str) -> None:
        with db.transaction(self.engine, workspace=self.workspace, sight=db.EVERYTHING) as session:
            commands.tell(
                session,
                person_id=self.cast.id(login),
                cause=cause,
                kind="stage.overdue",
                level="due",
                facts={"title": cause},
                now=clock.now(),
            )


class Ear:
    """One page that listens, in a thread of the test's own."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.connection.request("GET", "/api/live", headers={"cookie": cookie})
        self.answer: HTTPResponse = self.connection.getresponse()
        self.heard: list[str] = []
        self.ended = threading.Event()
        if self.answer.status == 200:
            threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError, ValueError, AttributeError):
            while line := self.answer.readline().decode():
                if line.startswith("event: "):
                    self.heard.append(line.removeprefix("event: ").strip())
        self.ended.set()

    def close(self) -> None:
        if self.connection.sock is not None:
            with suppress(OSError):  # whoever reads in another thread would be waited for otherwise
                self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.connection.close()


@contextmanager
def serving(place: socket.socket, number: int, engine: Engine, workspace: str, data: Path) -> Iterator[Door]:
    application = web.create(engine, data=data, files=Store(data / "files"), default_workspace=workspace)
    config = uvicorn.Config(application, log_config=None, lifespan="off", timeout_graceful_shutdown=PATIENCE)
    door = Door(config, place, Guests(2), number, leaving=application.state.live.close)
    thread = threading.Thread(target=asyncio.run, args=(door.serve(),), daemon=True)
    thread.start()
    until(lambda: door.started)
    yield door
    door.should_exit = True
    thread.join(PATIENCE)
    assert not thread.is_alive(), "a server that is left must not wait for those who listen"


def until(so: Callable[[], bool], seconds: float = PATIENCE) -> float:
    began = time.monotonic()
    while not so():
        assert time.monotonic() < began + seconds
        time.sleep(0.01)
    return time.monotonic() - began


@pytest.fixture
def place(engine: Engine, own_workspace: tuple[str, Cast], data: Path) -> Iterator[Place]:
    key, cast = own_workspace
    with ExitStack() as leaving:
        doors, ports = [], []
        for number in (1, 2):
            made = socket.socket()
            made.bind(("127.0.0.1", 0))
            ports.append(made.getsockname()[1])
            doors.append(leaving.enter_context(serving(made, number, engine, key, data)))
        yield Place(engine, key, cast, ports, doors)


@pytest.fixture
def listen(place: Place) -> Iterator[Callable[..., Ear]]:
    ears: list[Ear] = []

    def open_(cookie: str, server: int = 0) -> Ear:
        ear = Ear(place.ports[server], cookie)
        ears.append(ear)
        return ear

    yield open_
    for ear in ears:
        ear.close()


def test_whoever_looks_is_told_within_two_seconds_behind_any_process(place: Place, listen: Callable[..., Ear]) -> None:
    chen, lin = place.log_in("chen"), place.log_in("lin")
    here, there, other = listen(chen), listen(chen, 1), listen(lin)
    until(lambda: here.heard == there.heard == other.heard == ["hello"])
    place.tell("chen", "one")
    assert until(lambda: here.heard == there.heard == ["hello", "notice"]) < SOON
    place.tell("chen", "two")
    assert until(lambda: here.heard[2:] == there.heard[2:] == ["notice"]) < SOON
    assert other.heard == ["hello"]


def test_an_interruption_is_told_as_one_and_only_its_person_reads_it(place: Place, listen: Callable[..., Ear]) -> None:
    here = listen(place.log_in("chen"))
    until(lambda: here.heard == ["hello"])
    workday = clock.now().replace(month=3, day=3, year=2026, hour=2)
    place.tell("chen", "one")
    courier.carry(place.engine, place.workspace, base="https://b.example.com", ask=lambda: workday)
    until(lambda: here.heard == ["hello", "notice", "push"])


def test_nobody_listens_without_a_log_in(listen: Callable[..., Ear]) -> None:
    assert listen("bihuan_session=nobody.abc").answer.status == 401
    assert listen("").answer.status == 401


def test_with_the_log_in_the_listening_ends(place: Place, listen: Callable[..., Ear]) -> None:
    cookie, other = place.log_in("chen"), place.log_in("chen")
    here, stays = listen(cookie, 1), listen(other, 1)
    until(lambda: here.heard == stays.heard == ["hello"])
    asked = HTTPConnection("127.0.0.1", place.ports[0], timeout=PATIENCE)
    headers = {"cookie": cookie, "origin": f"http://127.0.0.1:{place.ports[0]}"}
    asked.request("DELETE", "/api/session", headers=headers)
    assert asked.getresponse().status < 300
    asked.close()
    assert until(here.ended.is_set) < SOON + 1
    assert here.heard == ["hello", "bye"]
    assert not stays.ended.is_set()


def test_many_who_listen_hold_no_thread_each(place: Place, listen: Callable[..., Ear]) -> None:
    cookies = [place.log_in(login) for login in ("chen", "lin", "wang")]
    first = listen(cookies[0])
    until(lambda: first.heard == ["hello"])
    before = threading.active_count()
    ears = [listen(cookie) for cookie in cookies * 12]
    until(lambda: all(ear.heard == ["hello"] for ear in ears))
    assert threading.active_count() - before < len(ears) + 20  # those of the test's own ears, and a few of the servers'
    for ear in ears:
        ear.close()
    until(lambda: place.listening() == 1)


def test_a_server_that_goes_says_so_and_waits_for_nobody(place: Place, listen: Callable[..., Ear]) -> None:
    here = listen(place.log_in("chen"))
    until(lambda: here.heard == ["hello"])
    place.doors[0].should_exit = True
    assert until(here.ended.is_set) < SOON
    assert here.heard == ["hello", "away"]
