"""The server is killed in the middle of its work, twice; afterwards everything has happened once."""

from __future__ import annotations

import multiprocessing
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from bihuan.app import embedded, house, workspaces
from bihuan.app.settings import Settings
from bihuan.kernel import clock, db
from bihuan.ledger import keys
from tests import company
from tests.process import killed
from tests.process.many import MARKED, TOLD_TIMES, bring_in

JOURNEYS = 200
NOTICES = (
    "SELECT times, count(*) FROM (SELECT count(*) AS times FROM notices_notice GROUP BY person_id, journey_id, kind) t"
    " GROUP BY times"
)
DOING = "SELECT count(*) FROM bihuan.procrastinate_jobs WHERE status = 'doing'"
LEFT = "SELECT count(*) FROM bihuan.procrastinate_jobs"


class Look:
    """Questions to the database of a running server, past every wall, on one connection."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def number(self, question: str) -> int:
        """One number."""
        return self.table(question)[0][0]

    def table(self, question: str) -> list[tuple[int, ...]]:
        """All rows."""
        return self._connection.execute(question.encode()).fetchall()


@contextmanager
def looking(data: Path) -> Iterator[Look]:
    """A look into the database, once it is there."""
    url = embedded.join(data)
    assert url is not None
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True, options="-c search_path=w_demo,bihuan") as connection:
        yield Look(connection)


def until(data: Path, true: Callable[[Look], bool], *, seconds: float) -> None:
    """Wait for it, while the server comes up, works and is gone again."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(psycopg.OperationalError, AssertionError), looking(data) as look:
            while time.monotonic() < end:
                if true(look):
                    return
                time.sleep(0.005)
        time.sleep(0.05)
    raise TimeoutError


@contextmanager
def serving(forking: ForkServerContext, data: Path) -> Iterator[ForkServerProcess]:
    """The real server on this data folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = forking.Process(target=killed.serve, args=(str(data), port))
    server.start()
    try:
        yield server
    finally:
        server.terminate()
        server.join(timeout=40)
        if server.is_alive():
            server.kill()
            server.join()
        server.close()


@pytest.fixture(scope="module")
def forking() -> ForkServerContext:
    """Where servers come from: a process that has imported all they need."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.process.killed"])
    return context


@pytest.fixture
def folder(data: Path) -> Iterator[Path]:
    """A company with many overdue journeys, in a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="k-") as made:
        folder = Path(made)
        settings = Settings(data=folder, port=1, database_url=None, workspace="demo", public_url=None)
        with house.opened(settings, alone=True) as home:
            workspaces.create(home.engine, "demo", name="试验公司", now=clock.now())
            with db.transaction(home.engine, workspace="demo", sight=db.EVERYTHING, timeout_ms=60_000) as session:
                cast = company.furnish(session)
                bring_in(session, cast, JOURNEYS, now=clock.now())
        keys.use(data)
        yield folder


@pytest.mark.slow
def test_each_deadline_fires_once_though_the_server_is_killed_in_their_midst(
    forking: ForkServerContext, folder: Path
) -> None:
    # Forty sweeps of five: killed when some are told and others not, and again when some alerts are out.
    with serving(forking, folder) as server:
        until(folder, lambda look: 0 < look.number(MARKED.text) < JOURNEYS, seconds=60)
        server.kill()
    with serving(forking, folder) as server:
        until(folder, lambda look: look.number(MARKED.text) == JOURNEYS and look.number(DOING) > 0, seconds=60)
        server.kill()
    with serving(forking, folder):
        until(folder, lambda look: look.number(MARKED.text) == JOURNEYS and look.number(LEFT) == 0, seconds=120)
        with looking(folder) as look:
            assert look.table(TOLD_TIMES.text) == [(1, JOURNEYS)], "the ledger tells of each deadline once"
            assert look.table(NOTICES) == [(1, 2 * JOURNEYS)], "owner and manager, one notice for each stay"
