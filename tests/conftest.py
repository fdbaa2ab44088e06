"""The stage: a real PostgreSQL, one furnished workspace, and a transaction around each test that is never kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from bihuan.app import house, jobs, workspaces
from bihuan.app.embedded import EmbeddedPostgres
from bihuan.blueprint import queries as blueprint
from bihuan.kernel import db
from bihuan.ledger import keys
from bihuan.org import passwords
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from tests import company, serving
from tests.company import MONDAY_9, PASSWORD, Cast

ROOT = Path(__file__).parent.parent
SHARED_DATA = Path(os.environ.get("BIHUAN_SHARED_DATA", ROOT.parent / "shared" / "data"))
# Where nobody watches, a run repeats the one before; at a desk each looks somewhere new. A shared machine may be slow.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
WORKSPACE = serving.WORKSPACE


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tell a story of several processes once more where it failed on a shared machine; the run names each that was.

    A core that is taken away for seconds makes a browser or a killed worker miss its moment. At a desk nothing is
    tried again, so that a story that fails now and then is looked into.
    """
    if os.environ.get("CI"):
        for item in items:
            if item.get_closest_marker("browser") or item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show why the first telling of a story failed, whatever became of the second."""
    for report in terminalreporter.stats.get("rerun", ()):
        terminalreporter.section(f"first telling of {report.nodeid}")
        terminalreporter.write_line(report.longreprtext)


@pytest.fixture(scope="session", autouse=True)
def slow_hasher() -> Iterator[PasswordHasher]:
    """How passwords are hashed in earnest. A run logs in thousands of times, and would wait minutes for that alone."""
    slow = passwords._hasher  # noqa: SLF001 - nothing else should know it
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield slow


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of this run."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def engine(data: Path) -> Iterator[Engine]:
    """A real PostgreSQL for this run."""
    keys.use(data)
    server = EmbeddedPostgres(data, settings=FAST)
    engine = db.connect(server.start())
    house.wire()
    with engine.begin() as connection:
        workspaces.prepare(connection)
        jobs.prepare(connection)
    yield engine
    engine.dispose()
    server.stop()


@pytest.fixture(scope="session")
def furnished(engine: Engine) -> Cast:
    """The one workspace most tests share; each leaves it as it was."""
    return furnish(engine, WORKSPACE)


@pytest.fixture
def cast(furnished: Cast) -> Cast:
    """Chen, Lin, Wang, Zhao and Sun."""
    return furnished


@pytest.fixture
def connection(engine: Engine, furnished: Cast) -> Iterator[Connection]:
    """A connection whose transaction is rolled back after the test; give it where an engine is wanted."""
    assert furnished
    with engine.connect() as connection, connection.begin() as whole:
        yield connection
        whole.rollback()


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    """A session that sees everything, in the test's own transaction."""
    with db.transaction(connection, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        yield session


def look_again(session: Session) -> None:
    """See everything again: a request on the same connection leaves its own, narrower sight behind."""
    db.begin(session, WORKSPACE, db.EVERYTHING, timeout_ms=60_000)


@pytest.fixture
def asking(session: Session, cast: Cast) -> Callable[[str], Viewer]:
    """One of the cast as a viewer: `asking("chen")`."""
    return lambda login: org.viewer(session, cast.id(login))


@pytest.fixture
def as_seen_by(connection: Connection, cast: Cast) -> Callable[[str], object]:
    """A session that sees what one of the cast sees: `with as_seen_by("lin") as (session, viewer): …`."""

    @contextmanager
    def seen(login: str) -> Iterator[tuple[Session, Viewer]]:
        with db.transaction(connection, workspace=WORKSPACE) as session:
            viewer = org.viewer(session, cast.id(login))
            db.see(session, viewer.sight)
            yield session, viewer

    return seen


def furnish(engine: Engine, key: str) -> Cast:
    """Make a workspace with the test company in it, for good."""
    workspaces.create(engine, key, name="试验公司", now=MONDAY_9)
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        return company.furnish(session)


@pytest.fixture
def application(connection: Connection, data: Path) -> FastAPI:
    """The web application on the test's own transaction; what it commits is gone after the test."""
    return serving.application(connection, data=data)


@pytest.fixture
def browse(application: FastAPI) -> Callable[[str], TestClient]:
    """A browser in which one of the cast is logged in, on a page of this site: `browse("chen")`."""

    def logged_in(login: str) -> TestClient:
        client = TestClient(application, follow_redirects=False, headers={"origin": "http://testserver"})
        answer = client.post("/api/session", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return client

    return logged_in


@pytest.fixture
def own_workspace(engine: Engine, request: pytest.FixtureRequest) -> Iterator[tuple[str, Cast]]:
    """A workspace of the test's own, with real commits, for what threads and processes do; gone afterwards."""
    key = f"t{abs(hash(request.node.nodeid)) % 10**12}"
    cast = furnish(engine, key)
    yield key, cast
    workspaces.drop(engine, key)
    blueprint.forget()


def shared_data(*parts: str) -> Path:
    """A file of the real material, or a clear skip where it is absent."""
    path = SHARED_DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"real material is absent: {'/'.join(parts)} (set BIHUAN_SHARED_DATA)")
    return path
