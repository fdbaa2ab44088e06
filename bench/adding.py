"""A field comes and goes while people write: how long it takes, and how long the unluckiest writer waited."""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, text

from bench import wrk
from bench.operations import EVERYDAY
from bench.results import check
from bench.server import database_url
from bench.size import WORKSPACE
from bench.world import World
from bihuan.blueprint import queries as blueprint
from bihuan.design import commands as design
from bihuan.kernel import db

SECONDS, MOST = 8, 1.0  # how long people write; seconds that nobody should wait longer than
ROWS = 1_000_000
BETWEEN = 3  # seconds from one change to the next
_BUSY = "bench_busy"

Body = dict[str, Any]
Change = Callable[[Body], Body]


def measure(seen: World, *, now: datetime) -> list[dict[str, Any]]:
    """Add a field to the deals in the midst of eight writers, and another while nobody writes."""
    with _connected(seen) as engine:
        told, took = _among_writers(seen, {"add": _with_field(_BUSY)}, engine, now=now)
        idle = _release(engine, _with_field("bench_idle"), now=now)
    return [
        check("add a field while eight write", took["add"], "s", most=MOST),
        *_writers(told),
        check("add a field while nobody writes", idle, "s", most=MOST),
    ]


def measure_all(seen: World, *, now: datetime) -> list[dict[str, Any]]:
    """Add, rename, hide and restore a field of a million deals, one after the other, in the midst of eight writers."""
    changes = {
        "add": _with_field(_BUSY),
        "rename": _with_field(_BUSY, "改了名的字段"),
        "hide": _without_field(_BUSY),
        "restore": _with_field(_BUSY),
    }
    with _connected(seen) as engine:
        rows = _padded(engine)
        _settled(engine)
        seen.server.calm()
        usual, _ = _among_writers(seen, {}, engine, now=now)
        told, took = _among_writers(seen, changes, engine, now=now)
    found = [check("deals there are", rows, "", least=ROWS)]
    found += [check(f"{what} a field while eight write", seconds, "s") for what, seconds in took.items()]
    alone = check("longest wait of a writer while nothing is released", usual.longest / 1000, "s")
    return [*found, alone, *_writers(told)]


def _among_writers(
    seen: World, changes: Mapping[str, Change], engine: Engine, *, now: datetime
) -> tuple[wrk.Told, dict[str, float]]:
    told: list[wrk.Told] = []
    every = list(EVERYDAY["c"].requests(seen))
    asked = every[len(every) // 2 :] if changes else every[: len(every) // 2]  # nothing is made twice
    lasting = SECONDS if len(changes) == 1 else BETWEEN * (len(changes) + 1)

    def write() -> None:
        told.append(wrk.ask(seen.server.url, asked, seconds=lasting, once=True))

    writers = threading.Thread(target=write)
    writers.start()
    took = {}
    for what, change in changes.items():
        time.sleep(lasting / (len(changes) + 1))
        took[what] = _release(engine, change, now=now)
    writers.join()
    return told[0], took


def _writers(told: wrk.Told) -> list[dict[str, Any]]:
    return [
        check("longest wait of a writer meanwhile", told.longest / 1000, "s", most=MOST),
        check("writers meanwhile", told.rate, "/s"),
        check("answers that were no", told.refused + told.broken, "", most=0),
    ]


@contextmanager
def _connected(seen: World) -> Iterator[Engine]:
    engine = db.connect(database_url(seen.server.data).replace("postgresql:", "postgresql+psycopg:", 1), pool_size=1)
    try:
        yield engine
    finally:
        engine.dispose()


def _release(engine: Engine, change: Change, *, now: datetime) -> float:
    began = time.perf_counter()
    with db.transaction(engine, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=600_000) as session:
        design.release(session, None, change(blueprint.current(session).body), note="bench", now=now)
    return time.perf_counter() - began


def _padded(engine: Engine) -> int:
    """Fill up the deals' table with deleted copies of what is there.

    What a change of a field costs hangs on the rows alone; alive, a thousand deals of each customer would be another
    company, in which everything else is slow.
    """
    with db.transaction(engine, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=600_000) as session:
        named = session.scalars(
            text(
                "SELECT column_name FROM information_schema.columns"
                " WHERE table_name = 'o_opportunity' AND table_schema = current_schema()"
                " AND is_generated = 'NEVER' AND column_name NOT IN ('id', 'number', 'deleted_at')"
            )
        ).all()
        columns = ", ".join(f'"{name}"' for name in named)
        there = int(session.scalar(text("SELECT count(*) FROM o_opportunity")) or 0)
        session.execute(
            text(
                f"INSERT INTO o_opportunity ({columns}, deleted_at) SELECT {columns}, now()"
                " FROM o_opportunity, generate_series(1, :times)"
            ),
            {"times": -(-ROWS // there)},
        )
        session.execute(text("ANALYZE o_opportunity"))
        return int(session.scalar(text("SELECT count(*) FROM o_opportunity")) or 0)


def _settled(engine: Engine) -> None:
    """What so many new rows leave to be done is done before anything is measured."""
    with db.transaction(engine, workspace=WORKSPACE, sight=db.EVERYTHING) as session:
        schema = session.scalar(text("SELECT current_schema()"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'VACUUM ANALYZE "{schema}".o_opportunity'))
        connection.execute(text("CHECKPOINT"))


def _with_field(key: str, name: str = "试加字段") -> Change:
    field = {"key": key, "label": {"zh": name, "en": "Added field"}, "type": "text"}
    return _changed(key, [field])


def _without_field(key: str) -> Change:
    return _changed(key, [])


def _changed(key: str, instead: list[Body]) -> Change:
    def change(body: Body) -> Body:
        found = copy.deepcopy(body)
        deals = next(one for one in found["objects"] if one["key"] == "opportunity")
        deals["fields"] = [one for one in deals["fields"] if one["key"] != key] + instead
        return found

    return change
