"""A field is added while people write: how long it takes, and how long the unluckiest writer waited."""

from __future__ import annotations

import copy
import threading
import time
from datetime import datetime
from typing import Any

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


def measure(seen: World, *, now: datetime) -> list[dict[str, Any]]:
    """Add a field to the deals in the midst of eight writers, and another while nobody writes."""
    engine = db.connect(database_url(seen.server.data).replace("postgresql:", "postgresql+psycopg:", 1), pool_size=1)
    told: list[wrk.Told] = []
    asked = list(EVERYDAY["c"].requests(seen))

    def write() -> None:
        told.append(wrk.ask(seen.server.url, asked, seconds=SECONDS, once=True))

    def add(key: str) -> float:
        began = time.perf_counter()
        with db.transaction(engine, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=600_000) as session:
            design.release(session, None, _with_field(blueprint.current(session).body, key), note="bench", now=now)
        return time.perf_counter() - began

    writers = threading.Thread(target=write)
    writers.start()
    time.sleep(SECONDS / 2)
    busy = add("bench_busy")
    writers.join()
    idle = add("bench_idle")
    engine.dispose()
    return [
        check("add a field while eight write", busy, "s", most=MOST),
        check("longest wait of a writer meanwhile", told[0].longest / 1000, "s", most=MOST),
        check("writers meanwhile", told[0].rate, "/s"),
        check("answers that were no", told[0].refused + told[0].broken, "", most=0),
        check("add a field while nobody writes", idle, "s", most=MOST),
    ]


def _with_field(body: dict[str, Any], key: str) -> dict[str, Any]:
    found = copy.deepcopy(body)
    deals = next(one for one in found["objects"] if one["key"] == "opportunity")
    deals["fields"].append({"key": key, "label": {"zh": "试加字段", "en": "Added field"}, "type": "text"})
    return found
