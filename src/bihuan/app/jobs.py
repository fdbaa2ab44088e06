"""Listeners as jobs: what a module tells is heard by another in a job of its own, however often a process dies.

A job is deferred on the teller's own connection, so it exists if and only if what it tells of was committed.
Jobs of a killed worker are put back by the rescue loop; each effect has a unique key, so twice is once.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import procrastinate
from procrastinate import schema
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from bihuan.kernel import clock, db, events
from bihuan.kernel.events import Event
from bihuan.kernel.refusals import NotFound

Hear = Callable[[Engine, str, Mapping[str, Any]], None]
log = logging.getLogger(__name__)

HEARTBEAT = 2.0  # seconds between two signs of life of a worker
STALLED = 8.0  # seconds without one, after which its jobs are put back
ATTEMPTS = 8
CONCURRENCY = 2


class Jobs:
    """The queue in one database: who listens to what, and the worker that lets them hear."""

    def __init__(self, engine: Engine) -> None:
        """Prepare for this database; nothing runs yet."""
        self._engine = engine
        self._hearing: dict[str, Hear] = {}
        self._telling: list[tuple[type[Event], Callable[[Session, Event], None]]] = []
        self._app = procrastinate.App(connector=_connector(engine))
        self._app.task(name="hear", retry=_retry())(self._hear)
        # Told on connections of ours, which know no loop: once the worker's own connector is open, it takes no others.
        teller = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
        self._task = teller.task(name="hear")(self._hear)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._work: asyncio.Task[None] | None = None

    def listen(self, event: type[Event], name: str, hear: Hear) -> None:
        """Let `hear` run in a job of its own whenever `event` was told; `name` must stay the same for good."""
        assert name not in self._hearing, f"two listeners are called {name}"
        self._hearing[name] = hear

        def defer(session: Session, told: Event) -> None:
            connection = session.connection().connection.driver_connection
            job = self._task.configure(connection=connection)
            job.defer(workspace=db.workspace_of(session), listener=name, facts=asdict(told))

        events.listen(event, defer)
        self._telling.append((event, defer))

    def close(self) -> None:
        """Stop working and listening."""
        self.stop()
        for event, defer in self._telling:
            events.forget(event, defer)
        self._telling.clear()

    def start(self) -> None:
        """Work in a thread of this process until `stop`."""
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let running jobs end, then stop."""
        if self._thread is None:
            return
        if self._loop is not None and self._work is not None:
            self._loop.call_soon_threadsafe(self._work.cancel)
        self._thread.join(timeout=20)
        self._thread = None

    async def _run(self) -> None:
        self._loop, self._work = asyncio.get_running_loop(), asyncio.current_task()
        async with self._app.open_async():
            rescue = asyncio.create_task(self._rescue())
            with contextlib.suppress(asyncio.CancelledError):
                await self._app.run_worker_async(
                    concurrency=CONCURRENCY,
                    install_signal_handlers=False,
                    update_heartbeat_interval=HEARTBEAT,
                    stalled_worker_timeout=STALLED,
                    fetch_job_polling_interval=1.0,
                    shutdown_graceful_timeout=10.0,
                    # What is done is in the ledger; in the queue it would only slow down what is not (design §7).
                    delete_jobs="successful",
                )
            rescue.cancel()

    async def _rescue(self) -> None:
        while True:
            try:
                for job in await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
                    log.warning("a worker died with job %s: it runs again", job.id)
                    await self._app.job_manager.retry_job(job)
            except Exception:  # a rescue that dies rescues nobody
                log.exception("the rescue loop goes on after a fault")
            await asyncio.sleep(HEARTBEAT)

    def _hear(self, *, workspace: str, listener: str, facts: dict[str, Any]) -> None:
        hear = self._hearing.get(listener)
        if hear is None:
            log.warning("nobody is called %s any more; what was told to them is dropped", listener)
            return
        try:
            hear(self._engine, workspace, facts)
        except NotFound:
            log.info("what %s should hear of is gone meanwhile; nothing is left to do", listener)


def prepare(connection: Connection) -> None:
    """Make the queue's tables in the shared schema, once for a database."""
    made = connection.exec_driver_sql("SELECT to_regclass('bihuan.procrastinate_jobs') IS NOT NULL").scalar()
    if not made:
        connection.exec_driver_sql("SELECT set_config('search_path', 'bihuan', true)")
        cursor = connection.connection.cursor()
        cursor.execute(schema.SchemaManager.get_schema().encode())
    for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
        connection.exec_driver_sql(f"GRANT ALL ON ALL {kind} IN SCHEMA bihuan TO {db.APP_ROLE}")
    connection.exec_driver_sql(f"REVOKE INSERT, UPDATE, DELETE ON bihuan.workspace FROM {db.APP_ROLE}")


def waiting(engine: Engine) -> dict[str, int]:
    """How many jobs there are, by state."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT status::text, count(*) FROM bihuan.procrastinate_jobs GROUP BY status"
        ).all()
    return {str(status): int(count) for status, count in rows}


def _connector(engine: Engine) -> procrastinate.PsycopgConnector:
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return procrastinate.PsycopgConnector(
        conninfo=url, kwargs={"options": "-c search_path=bihuan -c timezone=UTC"}, min_size=1, max_size=CONCURRENCY + 3
    )


def _retry() -> procrastinate.RetryStrategy:
    return procrastinate.RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=3)


class Ticker:
    """Calls `tick` at once and then every minute, in a thread; a tick that fails is logged and the next one comes."""

    def __init__(self, tick: Callable[[], None], *, every: timedelta = timedelta(minutes=1)) -> None:
        """Prepare; nothing runs yet."""
        self._tick = tick
        self._every = every.total_seconds()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ticker", daemon=True)

    def start(self) -> None:
        """Begin with a tick: what was missed is caught up first."""
        self._thread.start()

    def stop(self) -> None:
        """Let the present tick end, then stop."""
        self._ended.set()
        self._thread.join(timeout=20)

    def join(self) -> None:
        """Wait until it was stopped."""
        self._ended.wait()

    def _run(self) -> None:
        while not self._ended.is_set():
            began = clock.now()
            try:
                self._tick()
            except Exception:
                log.exception("a tick failed; the next one comes")
            took = (clock.now() - began).total_seconds()
            self._ended.wait(max(self._every - took, 1.0))
