"""The server is killed in the middle of its work, twice; afterwards everything has happened once."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bihuan.app import embedded, house, jobs, workspaces
from bihuan.app.settings import Settings
from bihuan.kernel import clock, db
from bihuan.ledger import keys
from tests import company
from tests.company import Cast
from tests.process.many import bring_in, marked, told_times

JOURNEYS = 4000
SERVE = "import sys; sys.argv = ['bihuan', 'serve']; from bihuan.app.cli import main; main()"
NOTICES = text(
    "SELECT times, count(*) FROM (SELECT count(*) AS times FROM notices_notice GROUP BY person_id, journey_id, kind) t"
    " GROUP BY times"
)


@contextmanager
def looking(data: Path) -> Iterator[tuple[Session, dict[str, int]]]:
    """The workspace of a running server, and its queue."""
    url = embedded.join(data)
    assert url is not None
    engine = create_engine(url)
    try:
        queue = jobs.waiting(engine)
        with db.transaction(engine, workspace="demo", sight=db.EVERYTHING, timeout_ms=60_000) as session:
            yield session, queue
    finally:
        engine.dispose()


def until(data: Path, true: Callable[[Session, dict[str, int]], bool], *, seconds: float) -> None:
    """Wait for it, while the server comes up, works and is gone again."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(SQLAlchemyError, AssertionError, db.Away), looking(data) as (session, queue):
            if true(session, queue):
                return
        time.sleep(0.05)
    raise TimeoutError


@contextmanager
def serving(data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The real server on this data folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BIHUAN_")}
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        env=environment | {"BIHUAN_DATA": str(data), "BIHUAN_PORT": port},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield server
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=40)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def furnish(data: Path) -> Cast:
    """A company with many overdue journeys, in a data folder of its own."""
    settings = Settings(data=data, port=1, database_url=None, workspace="demo", public_url=None)
    before = keys.data_folder()
    with house.opened(settings, alone=True) as home:
        workspaces.create(home.engine, "demo", name="试验公司", now=clock.now())
        with db.transaction(home.engine, workspace="demo", sight=db.EVERYTHING, timeout_ms=60_000) as session:
            cast = company.furnish(session)
            bring_in(session, cast, JOURNEYS, now=clock.now())
    keys.use(before)
    return cast


@pytest.mark.slow
def test_thousands_of_deadlines_fire_once_each_though_the_server_is_killed_in_their_midst(
    tmp_path: Path, data: Path
) -> None:
    keys.use(data)
    furnish(tmp_path)
    # Twenty sweeps of two hundred: killed when some are told and others not, and again when some alerts are out.
    with serving(tmp_path) as server:
        until(tmp_path, lambda session, _: 0 < marked(session) < JOURNEYS, seconds=60)
        server.kill()
    with serving(tmp_path) as server:
        until(tmp_path, lambda session, queue: marked(session) == JOURNEYS and queue.get("doing", 0) > 0, seconds=60)
        server.kill()
    with serving(tmp_path):
        until(tmp_path, lambda session, queue: marked(session) == JOURNEYS and queue == {}, seconds=240)
        with looking(tmp_path) as (session, _):
            assert told_times(session) == {1: JOURNEYS}, "the ledger tells of each deadline once"
            told = {int(times): int(count) for times, count in session.execute(NOTICES)}
            assert told == {1: 2 * JOURNEYS}, "owner and manager, one notice for each stay"
