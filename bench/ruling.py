"""Rules under load: what happens is written by real commands, met by the engine beside them, and told to people."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import statistics
import time
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.loading import settings_for
from bench.results import check
from bihuan.app import house, workspaces
from bihuan.design import commands as design
from bihuan.kernel import clock, db
from bihuan.ledger import keys
from bihuan.org import commands as org
from bihuan.org import queries as people
from bihuan.packs import reading
from bihuan.records import commands as writing
from bihuan.records import queries as records
from bihuan.rules import commands as rules
from bihuan.rules.models import Heard

WORKSPACE, PACK, OBJECT = "ruled", "starter", "opportunity"
RATE, SECONDS, DEALS, ACTIVE, WRITERS = 300, 30, 200, 50, 2
MOST_WAIT = 2.0
_BATCH = 100
_PASSWORD = "a-bench-of-rules"  # noqa: S105 - of nobody, in a folder that is thrown away


def measure(data: Path) -> list[dict[str, Any]]:
    """Write changes of deals for a while, as fast as promised, and let the rules meet them. The folder is made anew."""
    shutil.rmtree(data, ignore_errors=True)
    with house.opened(settings_for(data), alone=True) as home:
        keys.use(home.data)
        now = clock.now()
        workspaces.create(home.engine, WORKSPACE, name="Rules", now=now)
        with db.transaction(home.engine, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=60_000) as session:
            deals = _furnish(session, now=now)
        url = home.engine.url.render_as_string(hide_password=False)
        context = multiprocessing.get_context("spawn")
        told = context.Queue()
        each = [context.Process(target=_write, args=(url, str(data), deals[n::WRITERS], told)) for n in range(WRITERS)]
        for one in each:
            one.start()
        waits, cpu = _meet(home, lambda: any(one.is_alive() for one in each))
        written = [told.get() for _ in each]
        for one in each:
            one.join()
    count = sum(number for number, _ in written)
    rate = count / max(took for _, took in written)
    waits.sort()
    return [
        check(f"changes of deals written a second, asked for {RATE}", rate, "/s"),
        check(
            f"from the change to its notice with {ACTIVE} rules, p95",
            waits[int(len(waits) * 0.95)],
            "s",
            most=MOST_WAIT,
        ),
        check("the same, median", statistics.median(waits), "s"),
        check("processor time of the engine for one event", cpu / len(waits) * 1000, "ms"),
        check("events that were met", float(len(waits)), ""),
    ]


def _furnish(session: Session, *, now: datetime) -> list[int]:
    document = deepcopy(reading.blueprint(PACK))
    document["rules"] = [_rule(number) for number in range(ACTIVE)]
    design.release(session, None, document, note="bench", now=now)
    team = org.add_team(session, None, name="All", kind="company", parent_id=None, now=now)
    new = org.NewPerson(login="rep", name="Rep", role_key="rep", team_id=team.id, password=_PASSWORD)
    viewer = people.viewer(session, org.add_person(session, None, new, now=now).person.id)
    customer = writing.create(session, viewer, "customer", {"name": "Customer"}, now=now)
    return [
        writing.create(session, viewer, OBJECT, {"name": f"Deal {n}", "customer": customer.id}, now=now).id
        for n in range(DEALS)
    ]


def _rule(number: int) -> dict[str, Any]:
    """One in ten listens to what is changed, and one in fifty tells of it: as in a company that has many for many."""
    listens = number % 10 == 0
    return {
        "key": f"rule_{number}",
        "label": f"Rule {number}",
        "object": OBJECT,
        "on": [{"event": "record.changed", "only": ["amount"]} if listens else {"event": "journey.closed"}],
        "when": {"field": "amount", "op": "gt", "value": 0 if number == 0 else 10**9},
        "then": [{"key": "tell", "do": "alert", "text": "{name}: {amount}"}],
        "most_per_hour": 100_000,
    }


def _write(url: str, data: str, deals: list[int], told: Any) -> None:  # noqa: ANN401 - a queue between processes
    """Change deals at the pace that is asked for; how many, and how long it took."""
    keys.use(Path(data))
    house.wire()
    engine = db.connect(url)
    began, done, each = time.monotonic(), 0, WRITERS / RATE
    while (passed := time.monotonic() - began) < SECONDS:
        if done * each > passed:
            time.sleep(done * each - passed)
        with db.transaction(engine, workspace=WORKSPACE, sight=db.EVERYTHING) as session:
            record = records.standing(session, OBJECT, deals[done % len(deals)])
            viewer = people.viewer(session, record.owner_id)
            values = {"amount": done + 1 + os.getpid()}
            writing.change(session, viewer, record, values, revision=None, now=clock.now())
        done += 1
    told.put((done, time.monotonic() - began))


def _meet(home: house.House, more: Any) -> tuple[list[float], float]:  # noqa: ANN401 - whether more will come
    """Meet events as the attendant does, and note how long each has waited when it had been met."""
    waits: list[float] = []
    began = time.process_time()
    while True:
        coming = more()
        with db.transaction(home.engine, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=60_000) as session:
            asked = select(Heard.at).order_by(Heard.id).limit(_BATCH).with_for_update(skip_locked=True)
            since = list(session.scalars(asked))
            rules.meet_some(session, now=clock.now(), limit=_BATCH)
        waits += [(clock.now() - at) / timedelta(seconds=1) for at in since]
        if not since:
            if not coming:
                return waits, time.process_time() - began
            time.sleep(1.0)
