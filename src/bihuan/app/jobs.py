"""Listeners as jobs: what a module tells is heard by another in a job of its own, however often a process dies.

A job is deferred on the teller's own connection, so it exists if and only if what it tells of was committed.
Jobs of a killed worker are put back by the rescue loop; each effect has a unique key, so twice is once. A worker whose
database went away begins anew as soon as it is back.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import procrastinate
from procrastinate import exceptions, schema
from procrastinate.jobs import Job, Status
from procrastinate.retry import RetryDecision
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from bihuan.app import troubles
from bihuan.kernel import db, events, link
from bihuan.kernel.events import Event, Listener
from bihuan.kernel.refusals import NotFound, Refusal

Hear = Callable[[Engine, str, Mapping[str, Any]], None]
log = logging.getLogger(__name__)

HEARTBEAT = 2.0  # seconds between two signs of life of a worker
STALLED = 8.0  # seconds without one, after which its jobs are put back
ATTEMPTS = 8
DEADLY = 20  # tries, after which a job that every worker died of is left alone
PAUSE = 1.0  # seconds before a worker that lost its database looks for it again
AWAY = 10  # seconds before a job that found no database, or no room, is tried again
CONCURRENCY = 2
EVERY = timedelta(minutes=1)


class Jobs:
    """The queue in one database: who listens to what, and the worker that lets them hear."""

    def __init__(self, engine: Engine, *, ready: Callable[[], bool] = lambda: True) -> None:
        """Prepare for this database; nothing runs yet. While it is not `ready`, jobs wait."""
        self._engine, self._ready = engine, ready
        self._hearing: dict[str, Hear] = {}
        self._telling: list[tuple[type[Event], Listener]] = []
        self._app = procrastinate.App(connector=_connector(engine))
        self._app.task(name="hear", pass_context=True, retry=_Retry())(self._work)
        # Told on connections of ours, which know no loop: once the worker's own connector is open, it takes no others.
        teller = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
        self._task = teller.task(name="hear")(self._hear)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._shifts: asyncio.Task[None] | None = None
        self._at_work: set[int] = set()  # jobs that run in this process now
        self._ended: dict[int, int | None] = {}  # jobs that ended here, and for which worker; written down or not
        self._ended_before: dict[int, int | None] = {}

    def listen(self, event: type[Event], name: str, hear: Hear, *, where: str | None = None) -> None:
        """Let `hear` run in a job of its own whenever `event` was told; `name` must stay the same for good.

        `where` names a fact without which there is nothing to hear: no job is made for an event that lacks it.
        """
        assert name not in self._hearing, f"two listeners are called {name}"
        self._hearing[name] = hear

        def defer(session: Session, told: Event, _now: datetime) -> None:
            if where is not None and getattr(told, where) is None:
                return
            connection = session.connection().connection.driver_connection
            job = self._task.configure(connection=connection)
            try:
                job.defer(workspace=db.workspace_of(session), listener=name, facts=asdict(told))
            except exceptions.ConnectorException as wrapped:
                raise wrapped.__cause__ or wrapped from None

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
        if self._loop is not None and self._shifts is not None:
            self._loop.call_soon_threadsafe(self._shifts.cancel)
        self._thread.join(timeout=20)
        self._thread = None

    async def _run(self) -> None:
        """One shift after the other: what ends one, such as a database that went away, is over some day."""
        self._loop, self._shifts = asyncio.get_running_loop(), asyncio.current_task()
        with contextlib.suppress(asyncio.CancelledError):
            while True:
                try:
                    await asyncio.to_thread(self._reach)
                    await self._shift()
                except (SQLAlchemyError, exceptions.ProcrastinateException) as error:
                    log.warning("the worker can't reach its database: %s", type(error).__name__)
                except Exception:  # a worker that ends without its process is missed by nobody
                    log.exception("the worker begins anew after a fault")
                await asyncio.sleep(PAUSE)

    def _reach(self) -> None:
        """Raise what keeps us from the database; the queue's own connections would wait long before they try again."""
        with self._engine.connect():
            pass

    async def _shift(self) -> None:
        async with self._app.open_async():
            rescue = asyncio.create_task(self._rescue())
            try:
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
            finally:
                rescue.cancel()

    async def _rescue(self) -> None:
        while True:
            try:
                await self._put_back()
            except Exception as error:  # noqa: BLE001 - a rescue that dies rescues nobody
                log.warning("the rescue loop goes on after a fault: %s", type(error).__name__)
            await asyncio.sleep(HEARTBEAT)

    async def _put_back(self) -> None:
        """Put back the jobs of workers that gave no sign of life, and ours whose end could not be written."""
        queue = self._app.job_manager
        for job in await queue.get_stalled_jobs(seconds_since_heartbeat=STALLED):
            log.warning("a worker died with job %s: it runs again", job.id)
            await self._again(job)
        # What ended a while ago and is still “doing” in our name: its end was lost with a connection.
        ended, self._ended_before, self._ended = self._ended_before, self._ended, {}
        for job in await queue.list_jobs_async(status="doing") if ended else ():
            if job.id in ended and job.id not in self._at_work and job.worker_id == ended[job.id]:
                log.warning("the end of job %s was not written: it runs again", job.id)
                await self._again(job)

    async def _again(self, job: Job) -> None:
        with contextlib.suppress(exceptions.ConnectorException):  # another worker was first
            if job.attempts < DEADLY:
                await self._app.job_manager.retry_job(job)
            else:
                told = job.task_kwargs
                place = f"{told.get('listener')} #{job.id}"
                troubles.note("job_failed", place=place, workspace=str(told.get("workspace")))
                await self._app.job_manager.finish_job(job, Status.FAILED, delete_job=False)

    def _work(self, context: procrastinate.JobContext, /, **told: Any) -> None:  # noqa: ANN401 - as it was told
        job_id = context.job.id or 0
        self._at_work.add(job_id)
        try:
            self._hear(**told)
        except Exception as error:
            if not isinstance(error, db.Away | db.NoRoom) and context.job.attempts >= ATTEMPTS:
                place = f"{told['listener']} #{job_id}"
                troubles.note("job_failed", error=error, place=place, workspace=told["workspace"])
            raise
        finally:
            self._ended[job_id] = context.job.worker_id
            self._at_work.discard(job_id)

    def _hear(self, *, workspace: str, listener: str, facts: dict[str, Any]) -> None:
        hear = self._hearing.get(listener)
        if hear is None:
            log.warning("nobody is called %s any more; what was told to them is dropped", listener)
            return
        if not self._ready():
            raise db.NoRoom
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
    connection.exec_driver_sql(f"REVOKE ALL ON bihuan.setup_try FROM {db.APP_ROLE}")


def waiting(engine: Engine) -> dict[str, int]:
    """How many jobs there are, by state."""
    with link.begun(engine, "SELECT 1") as (connection, _):  # so that a connection that died is replaced
        rows = connection.exec_driver_sql(
            "SELECT status::text, count(*) FROM bihuan.procrastinate_jobs GROUP BY status"
        ).all()
    return {str(status): int(count) for status, count in rows}


def _connector(engine: Engine) -> procrastinate.PsycopgConnector:
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return procrastinate.PsycopgConnector(
        conninfo=url, kwargs={"options": "-c search_path=bihuan -c timezone=UTC"}, min_size=1, max_size=CONCURRENCY + 3
    )


class _Retry(procrastinate.BaseRetryStrategy):
    """Later and later, and at last no more; but what only waits for its surroundings never gives up."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, db.Away | db.NoRoom | PoolTimeout):
            return RetryDecision(retry_in={"seconds": AWAY})
        if job.attempts >= ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": 3 ** (job.attempts + 1)})


class Ticker:
    """Calls `tick` at once and then every minute, in a thread; a tick that fails is logged and the next one comes."""

    def __init__(self, tick: Callable[[], None], *, every: timedelta | None = None) -> None:
        """Prepare; nothing runs yet."""
        self._tick = tick
        self._every = (every or EVERY).total_seconds()
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
            began = time.monotonic()  # the clock on the wall may be set, and would then be waited for
            try:
                self._tick()
            except Refusal as no:
                log.warning("the clock waits: %s", no.code)
            except Exception as error:  # noqa: BLE001 - the next one comes
                troubles.note("clock_failed", error=error)
            self._ended.wait(max(self._every - (time.monotonic() - began), 1.0))
