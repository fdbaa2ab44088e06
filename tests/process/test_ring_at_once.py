"""Several clocks at once: every deadline is told by one of them."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.process import commands, jobs
from bihuan.process.events import Level
from tests.company import MONDAY_9, Cast
from tests.process.many import bring_in, marked, told_times

RINGING = """
import sys, time
from datetime import datetime
from pathlib import Path
from bihuan.app import house
from bihuan.kernel import db
from bihuan.ledger import keys
from bihuan.process import jobs

url, data, workspace, now, gate = sys.argv[1:]
keys.use(Path(data))
house.wire()
engine = db.connect(url)
print("ready", flush=True)
while not Path(gate).exists():
    time.sleep(0.001)
print(jobs.ring(engine, workspace, now=datetime.fromisoformat(now)), flush=True)
"""


def test_eight_threads_tell_each_deadline_once(engine: Engine, own_workspace: tuple[str, Cast]) -> None:
    workspace, cast = own_workspace
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        bring_in(session, cast, 120, now=MONDAY_9)
    ready = threading.Barrier(8)

    def ring(_: int) -> int:
        ready.wait()
        return jobs.ring(engine, workspace, now=MONDAY_9)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ring, range(8))) == 120
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        assert (marked(session), told_times(session)) == (120, {1: 120})


@pytest.mark.slow
def test_two_processes_tell_each_deadline_once(
    engine: Engine, own_workspace: tuple[str, Cast], data: Path, tmp_path: Path
) -> None:
    workspace, cast = own_workspace
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        bring_in(session, cast, 300, now=MONDAY_9)
    gate, url = tmp_path / "go", engine.url.render_as_string(hide_password=False)
    arguments = [url, str(data), workspace, MONDAY_9.isoformat(), str(gate)]
    clocks = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(RINGING), *arguments], stdout=subprocess.PIPE, env=dict(os.environ)
        )
        for _ in range(2)
    ]
    try:
        for clock in clocks:
            assert clock.stdout is not None
            assert clock.stdout.readline() == b"ready\n"
        gate.touch()
        rung = [int(clock.communicate(timeout=60)[0]) for clock in clocks]
    finally:
        for clock in clocks:
            clock.kill()
            clock.wait()
    assert sum(rung) == 300
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        assert (marked(session), told_times(session)) == (300, {1: 300})


def test_a_clock_that_dies_half_way_leaves_nothing_half_told(
    engine: Engine, own_workspace: tuple[str, Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, cast = own_workspace
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        bring_in(session, cast, 120, now=MONDAY_9)
    tell, told = commands.ring, 0

    def dying(session: Session, level: Level, *, now: datetime, limit: int) -> int:
        nonlocal told
        count = tell(session, level, now=now, limit=limit)
        told += count
        assert told < 100, "the process dies here, with its second batch written and not committed"
        return count

    monkeypatch.setattr(jobs, "BATCH", 50)
    monkeypatch.setattr(commands, "ring", dying)
    with pytest.raises(AssertionError):
        jobs.ring(engine, workspace, now=MONDAY_9)
    monkeypatch.setattr(commands, "ring", tell)
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        assert (marked(session), told_times(session)) == (50, {0: 70, 1: 50})
    assert jobs.ring(engine, workspace, now=MONDAY_9) == 70
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        assert told_times(session) == {1: 120}
