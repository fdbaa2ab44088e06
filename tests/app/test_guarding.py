"""Whatever ends the database or cuts its connections, the house goes on by itself."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from sqlalchemy import Engine, create_engine, text

from bihuan.app import embedded, guarding, house, jobs
from bihuan.app.embedded import EmbeddedPostgres
from bihuan.app.guarding import Guard
from bihuan.app.jobs import Jobs
from bihuan.app.settings import Settings
from bihuan.kernel import clock, db
from bihuan.ledger import keys
from tests.app.test_embedded import QUICK, ask, holder, postmaster
from tests.app.test_jobs import Rang, empty, tell, until
from tests.company import Cast

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/none"


@pytest.fixture
def folder(data: Path) -> Iterator[Path]:
    """A data folder with a short path; whoever opened a house there leaves the keys of this run where they were."""
    with tempfile.TemporaryDirectory(prefix="b-") as made:
        yield Path(made) / "data"
    keys.use(data)


@pytest.fixture
def queue(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jobs]:
    """A queue whose worker looks after itself every moment; what is left in it is thrown away."""
    monkeypatch.setattr(jobs, "HEARTBEAT", 0.2)
    monkeypatch.setattr(jobs, "PAUSE", 0.1)
    queue = Jobs(engine)
    yield queue
    queue.close()
    empty(engine)


def cut_off(engine: Engine) -> int:
    """End every connection to the database but the one that says so; how many."""
    with engine.connect() as connection:
        ended = text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        return int(connection.scalar(ended) or 0)


def answers(url: str) -> bool:
    """Whether the database is up again."""
    with suppress(psycopg.OperationalError):
        return ask(url, "SELECT 1") == 1
    return False


def lose_the_connection(engine: Engine, workspace: str) -> None:
    """A piece of work whose connection is cut while it writes for somebody else."""
    with db.transaction(engine, workspace=workspace) as session, db.beyond_sight(session):
        cut_off(engine)
        session.execute(text("SELECT 1"))


def numbers(heard: list[int]) -> jobs.Hear:
    """Somebody who remembers what they heard."""

    def hear(_: Engine, __: str, facts: Mapping[str, Any]) -> None:
        heard.append(facts["number"])

    return hear


def test_a_killed_database_is_started_again_with_all_that_was_committed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "EVERY", 0.1)
    with EmbeddedPostgres(folder, settings=QUICK | {"fsync": "on"}) as database:
        guard = Guard(database)
        guard.start()
        try:
            url = embedded.join(folder) or ""
            ask(url, "CREATE TABLE kept AS SELECT 1 AS one")
            killed = postmaster(folder)
            killed.kill()
            until(lambda: embedded.join(folder) == url and postmaster(folder).pid != killed.pid, seconds=20)
            until(lambda: answers(url), seconds=20)
            assert ask(url, "SELECT one FROM kept") == 1, "those who had joined find it where it was"
        finally:
            guard.stop()
        assert not database.mend(), "what runs needs no mending"
    assert embedded.join(folder) is None
    assert not database.mend(), "what was told to stop stays stopped"


def test_a_socket_apart_from_its_folder_keeps_its_address_over_restarts(folder: Path) -> None:
    long = folder / ("长路径" * 20)
    seen = []
    for _ in range(2):
        with EmbeddedPostgres(long, settings=QUICK):
            seen.append(embedded.join(long))
    assert seen[0] == seen[1] is not None


def test_a_worker_waits_for_the_server_instead_of_taking_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=folder, port=1, database_url=None, workspace="x", public_url=None)
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", nap)
    with pytest.raises(KeyboardInterrupt), house.opened(settings, patient=True):
        pass
    assert not (folder / "postgres").exists()


def test_a_worker_waits_for_a_database_outside_and_a_server_says_that_it_is_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=folder, port=1, database_url=NOWHERE, workspace="x", public_url=None)
    with pytest.raises(db.Away), house.opened(settings):
        pass
    monkeypatch.setattr(time, "sleep", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt), house.opened(settings, patient=True):
        pass


def test_a_worker_whose_connections_were_cut_begins_anew(
    queue: Jobs, engine: Engine, own_workspace: tuple[str, Cast]
) -> None:
    heard: list[int] = []
    queue.listen(Rang, "test.rang", numbers(heard))
    queue.start()
    tell(engine, own_workspace[0], 1)
    until(lambda: heard == [1])
    assert cut_off(engine) > 1
    tell(engine, own_workspace[0], 2)
    until(lambda: heard == [1, 2], seconds=15)
    until(lambda: jobs.waiting(engine) == {})


@pytest.mark.usefixtures("queue")
def test_a_worker_that_finds_no_database_at_first_begins_when_it_is_there(folder: Path) -> None:
    with holder(folder) as (_, url):
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE ROLE bihuan_app"))
            connection.execute(text("CREATE SCHEMA bihuan"))
            for table in ("workspace", "setup_try"):
                connection.execute(text(f"CREATE TABLE bihuan.{table} ()"))
        late = Jobs(engine)
        late.start()  # the queue has no tables yet
        time.sleep(0.5)
        with engine.begin() as connection:
            jobs.prepare(connection)
            connection.execute(
                text("INSERT INTO bihuan.procrastinate_jobs (queue_name, task_name, args) VALUES ('x', 'hear', :told)"),
                {"told": '{"workspace": "x", "listener": "nobody", "facts": {}}'},
            )
        until(lambda: jobs.waiting(engine) == {})
        late.close()
        engine.dispose()


def test_a_connection_that_is_cut_in_the_midst_of_the_work_is_the_databases_absence(
    engine: Engine, own_workspace: tuple[str, Cast]
) -> None:
    with pytest.raises(db.Away):
        lose_the_connection(engine, own_workspace[0])
    with db.transaction(engine, workspace=own_workspace[0]) as session:
        assert session.scalar(text("SELECT 1")) == 1, "the next one finds a living connection"


def test_a_job_whose_end_could_not_be_written_runs_again(
    queue: Jobs, engine: Engine, own_workspace: tuple[str, Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []
    queue.listen(Rang, "test.rang", numbers(heard))
    manager = queue._app.job_manager  # noqa: SLF001 - only there can the end be lost
    finish, lost = manager.finish_job, iter([True])

    async def finish_job(*told: Any, **more: Any) -> None:  # noqa: ANN401
        if next(lost, False):
            raise ConnectorException
        await finish(*told, **more)

    monkeypatch.setattr(manager, "finish_job", finish_job)
    queue.start()
    tell(engine, own_workspace[0], 1)
    until(lambda: heard == [1, 1])
    until(lambda: jobs.waiting(engine) == {})


def test_a_job_that_every_worker_died_of_is_left_alone(
    queue: Jobs, engine: Engine, own_workspace: tuple[str, Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "DEADLY", 0)
    heard: list[int] = []
    queue.listen(Rang, "test.rang", numbers(heard))
    tell(engine, own_workspace[0], 1)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL search_path = bihuan"))
        connection.execute(text("UPDATE bihuan.procrastinate_jobs SET status = 'doing'"))  # of a worker that is gone
    queue.start()
    until(lambda: jobs.waiting(engine) == {"failed": 1})
    assert heard == []


@pytest.mark.parametrize(
    ("fault", "tries", "again"),
    [(db.Away(), 50, 10), (db.NoRoom(), 50, 10), (ValueError(), 0, 3), (ValueError(), 2, 27), (ValueError(), 8, None)],
)
def test_what_waits_for_its_surroundings_never_gives_up(fault: Exception, tries: int, again: int | None) -> None:
    decided = jobs._Retry().get_retry_decision(  # noqa: SLF001 - the rule itself
        exception=fault, job=Job(lock=None, queueing_lock=None, queue="x", task_name="x", attempts=tries)
    )
    if again is None:
        assert decided is None
    else:
        assert decided is not None
        assert decided.retry_at is not None
        assert abs((decided.retry_at - clock.now()).total_seconds() - again) < 2
