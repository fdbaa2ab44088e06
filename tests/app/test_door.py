"""Connections are shared out evenly among those who answer at one place, and nobody is lost on the way."""

from __future__ import annotations

import asyncio
import errno
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from typing import Any

import pytest
import uvicorn

from bihuan.app import door
from bihuan.app.door import Door, Guests

PATIENCE = 10


@contextmanager
def answering(place: socket.socket, guests: Guests, number: int) -> Iterator[Door]:
    """One more that answers there, with its number."""

    async def application(scope: dict[str, Any], _: object, send: Callable[..., Any]) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
            await send({"type": "http.response.body", "body": str(number).encode()})

    own = place if isinstance(place, Crowded) else place.dup()  # as a process has that was forked
    opened = Door(uvicorn.Config(application, log_config=None, lifespan="off"), own, guests, number)
    thread = threading.Thread(target=asyncio.run, args=(opened.serve(),), daemon=True)
    thread.start()
    until(lambda: opened.started)
    yield opened
    opened.should_exit = True
    thread.join(PATIENCE)
    assert not thread.is_alive()


class Crowded(socket.socket):
    """A port on loopback where the first three to come find no room."""

    def __init__(self) -> None:
        super().__init__(socket.AF_INET, socket.SOCK_STREAM)
        self.bind(("127.0.0.1", 0))
        self.refusals = 3

    def accept(self) -> tuple[socket.socket, Any]:
        """As every socket, but for want of room."""
        if self.refusals:
            self.refusals -= 1
            raise OSError(errno.EMFILE, "Too many open files")
        return super().accept()


@pytest.fixture
def place() -> Iterator[socket.socket]:
    """A port on loopback."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        yield made


@pytest.fixture
def guest(place: socket.socket) -> Iterator[Callable[[], HTTPConnection]]:
    """Somebody who has come in and stays."""
    with ExitStack() as leaving:

        def comes() -> HTTPConnection:
            made = HTTPConnection("127.0.0.1", place.getsockname()[1], timeout=PATIENCE)
            made.connect()
            leaving.callback(made.close)
            return made

        yield comes


def until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def who(connection: HTTPConnection) -> str:
    """Which of them answers here."""
    connection.request("GET", "/")
    return connection.getresponse().read().decode()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them sit in one interpreter here, and wait for each other longer than processes do."""
    monkeypatch.setattr(door, "YIELD", 0.2)


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("round_", range(3))
def test_each_has_as_many_as_the_others(place: socket.socket, guest: Callable[[], HTTPConnection], round_: int) -> None:
    guests = Guests(3)
    with answering(place, guests, 1), answering(place, guests, 2), answering(place, guests, 3):
        assert Counter(who(one) for one in [guest() for _ in range(12 + round_)]).most_common()[-1][1] >= 3
        assert guests.fewest() >= 3


@pytest.mark.usefixtures("patient")
def test_whoever_has_lost_guests_gets_the_next(place: socket.socket, guest: Callable[[], HTTPConnection]) -> None:
    guests = Guests(2)
    with answering(place, guests, 1), answering(place, guests, 2) as second:
        here = [guest() for _ in range(10)]
        for one in here:
            if who(one) == "2":
                one.close()
        until(lambda: not second.server_state.connections)
        assert Counter(who(one) for one in [guest() for _ in range(4)])["2"] >= 3


def test_everybody_comes_in_even_when_the_others_do_nothing(
    place: socket.socket, guest: Callable[[], HTTPConnection]
) -> None:
    guests = Guests(2)
    guests.tell(2, 0)  # and then it died
    with answering(place, guests, 1):
        began = time.monotonic()
        assert {who(one) for one in [guest() for _ in range(100)]} == {"1"}
        assert time.monotonic() - began < 100 * door.YIELD * 5


def test_nobody_waits_for_those_who_never_came(place: socket.socket, guest: Callable[[], HTTPConnection]) -> None:
    guests = Guests(3)
    with answering(place, guests, 2):
        assert {who(one) for one in [guest() for _ in range(3)]} == {"2"}
        assert guests.fewest() == 3


def test_a_guest_who_leaves_at_the_door_holds_up_nobody(place: socket.socket) -> None:
    with answering(place, Guests(1), 1) as opened:
        for _ in range(50):
            hasty = socket.create_connection(place.getsockname())
            hasty.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, and no farewell
            hasty.close()
        visitor = HTTPConnection("127.0.0.1", place.getsockname()[1], timeout=PATIENCE)
        assert who(visitor) == "1"
        visitor.close()
        until(lambda: not opened.server_state.connections)


def test_whoever_takes_the_number_of_one_who_died_begins_with_none(place: socket.socket) -> None:
    guests = Guests(2)
    guests.tell(1, 5)
    guests.tell(2, 7)
    with answering(place, guests, 2):
        assert guests.fewest() == 0


def test_without_room_one_looks_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "LOOK_AGAIN", 0.05)
    with Crowded() as crowded, answering(crowded, Guests(1), 1):
        visitor = HTTPConnection("127.0.0.1", crowded.getsockname()[1], timeout=PATIENCE)
        assert who(visitor) == "1"
        assert crowded.refusals == 0
        visitor.close()


def test_after_the_end_nobody_is_let_in(place: socket.socket, guest: Callable[[], HTTPConnection]) -> None:
    guests = Guests(2)
    with answering(place, guests, 2):
        with answering(place, guests, 1):
            guest()
        assert {who(one) for one in [guest() for _ in range(3)]} == {"2"}


def test_whoever_leaves_gives_up_the_place_at_once(place: socket.socket) -> None:
    port = place.getsockname()[1]
    with answering(place, Guests(1), 1) as leaving:
        place.close()  # whoever made it has been killed
        stays = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        assert who(stays) == "1"
        leaving.should_exit = True
        until(lambda: refused(port))
        stays.close()


def refused(port: int) -> bool:
    """Whether nobody listens there any more."""
    with socket.socket() as knocking:
        return knocking.connect_ex(("127.0.0.1", port)) == errno.ECONNREFUSED
