"""The clock's sweep: ten thousand stays are due at once, first among few others, then among a million that are not."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import Any

from psycopg import Connection
from sqlalchemy import Engine

from bench.loading import settings_for
from bench.results import check
from bench.size import WORKSPACE
from bihuan.app import house, jobs
from bihuan.kernel import db
from bihuan.process import jobs as process

DUE, MOST_SECONDS = 10_000, 20
_ALIKE = 1.5  # times as long it may take among a million, and still be called the same
_PATIENCE = 600
# Every other stay lies where the clock never looks: told already, or left.
_QUIET = "UPDATE process_stay SET overdue_at = %(now)s WHERE overdue_at IS NULL AND left_at IS NULL"
_QUIET_OTHERS = """
UPDATE process_stay SET warned_at = coalesce(warned_at, %(now)s), escalated_at = coalesce(escalated_at, %(now)s)
WHERE left_at IS NULL AND (warned_at IS NULL OR escalated_at IS NULL)
"""
_QUIET_JOURNEYS = "UPDATE process_journey SET quiet_told_at = %(now)s WHERE quiet_told_at IS NULL AND outcome IS NULL"
_MAKE_DUE = """
UPDATE process_stay SET overdue_at = NULL, due_at = %(now)s - interval '1 minute'
WHERE id IN (
  SELECT s.id FROM process_stay s JOIN process_journey j ON j.id = s.journey_id
  WHERE s.left_at IS NULL AND j.outcome IS NULL ORDER BY s.id LIMIT %(due)s
)
"""
# The last stay of every deal waits again, with a month to go, as in a company with a million deals under way.
_WAITING = """
UPDATE process_stay s SET left_at = NULL, left_how = NULL, overdue_at = NULL, due_at = %(now)s + interval '30 days',
  warned_at = %(now)s, escalated_at = %(now)s
FROM process_journey j WHERE j.id = s.journey_id AND j.stage_seq = s.seq
"""


def measure(data: Path, *, now: datetime) -> list[dict[str, Any]]:
    """Sweep twice. The server must not be running, and the company is of no use for anything else afterwards."""
    with (
        house.opened(settings_for(data), alone=True) as home,
        Connection.connect(database_url_of(home.engine), autocommit=True, options="-c timezone=UTC") as connection,
    ):
        queue = house.listening(home)
        connection.execute(f"SET search_path = {db.schema_of(WORKSPACE)}, bihuan")
        connection.execute("SET session_replication_role = replica")
        for quiet in (_QUIET, _QUIET_OTHERS, _QUIET_JOURNEYS):
            connection.execute(quiet, {"now": now})
        (few, due), waiting = _sweep(home.engine, connection, now=now), _not_due(connection)
        told = _told(home.engine, queue)
        connection.execute(_WAITING, {"now": now})
        connection.execute("VACUUM ANALYZE process_stay")
        (many, _), waiting_many = _sweep(home.engine, connection, now=now), _not_due(connection)
        connection.execute("DELETE FROM bihuan.procrastinate_jobs")
        queue.close()
    alike = min(MOST_SECONDS, few * _ALIKE)
    return [
        check(f"sweep of {due:,} due among {waiting:,} that are not", few, "s", most=MOST_SECONDS),
        check(f"sweep of {due:,} due among {waiting_many:,} that are not", many, "s", most=alike),
        check("after the sweep, until everybody concerned was told", told, "s"),
    ]


def database_url_of(engine: Engine) -> str:
    """The address of an engine's database, as psycopg reads it."""
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _sweep(engine: Engine, connection: Connection[Any], *, now: datetime) -> tuple[float, int]:
    due = connection.execute(_MAKE_DUE, {"now": now, "due": DUE}).rowcount
    connection.execute("ANALYZE process_stay")
    began = time.perf_counter()
    rung = process.ring(engine, WORKSPACE, now=now)
    took = time.perf_counter() - began
    assert rung == due, f"{rung} of {due} rang"
    return took, due


def _not_due(connection: Connection[Any]) -> int:
    asked = "SELECT count(*) FROM process_stay WHERE overdue_at IS NULL AND left_at IS NULL"
    found = connection.execute(asked).fetchone()
    return int(found[0]) if found else 0


def _told(engine: Engine, queue: jobs.Jobs) -> float:
    """Seconds until the jobs that the sweep deferred are done."""
    began = time.perf_counter()
    queue.start()
    while sum(jobs.waiting(engine).values()) and time.perf_counter() - began < _PATIENCE:
        time.sleep(0.2)
    took = time.perf_counter() - began
    queue.stop()
    return took
