"""Forty-eight hours in some minutes: the clock on the wall is moved through them while servers are killed.

From the Friday before the Spring Festival of 2026: a working day, a Saturday that makes up for the holiday, and the
first Sunday of it. Every deadline that falls into them is told once, after its time and no later than the next look.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bench.breaking import checks, company, disk, rounds
from bench.breaking.company import People
from bench.breaking.seen import Seen, say
from bench.breaking.stage import ROOT, WEB, Stage
from bench.breaking.wall import Wall

WORKER = "worker"
BEGIN = datetime(2026, 2, 13, tzinfo=UTC)  # Friday, eight in the morning in Shanghai
LENGTH, STEP = timedelta(hours=48), timedelta(minutes=30)
KILLED_EVERY = 8  # steps
JOURNEYS = 300
LATEST = (
    "SELECT count(*), max(m.told - m.at) FROM process_stay s CROSS JOIN LATERAL (VALUES (s.warn_at, s.warned_at),"
    " (s.due_at, s.overdue_at), (s.escalate_at, s.escalated_at)) AS m(at, told) WHERE m.at > %s AND m.told IS NOT NULL"
)
FELL = (
    "SELECT l.day, count(*) FROM process_stay s CROSS JOIN LATERAL (VALUES (s.warn_at), (s.due_at), (s.escalate_at))"
    " AS m(at) CROSS JOIN LATERAL (SELECT (m.at AT TIME ZONE 'Asia/Shanghai')::date::text AS day) l"
    " WHERE m.at > %s AND m.at <= %s GROUP BY 1 ORDER BY 1"
)


def play(data: Path, seen: Seen) -> None:
    """Live through the days, then count."""
    wall = Wall(data.with_name(data.name + "-wall"))
    wall.show(BEGIN)
    # The company is made under the same clock: nothing in it may lie in the future.
    making = [sys.executable, "-m", "bench.breaking", "furnish", "--data", str(data), "--journeys", str(JOURNEYS)]
    paths = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    subprocess.run(making, check=True, cwd=ROOT, env={**os.environ, **wall.environment, **paths})
    cast = company.furnish(data)
    stage, rng = Stage(data, more=wall.environment), Random(48)
    try:
        killed = _live(stage, wall, cast, rng)
        _count(stage, wall, seen, killed)
    finally:
        stage.close()


def _live(stage: Stage, wall: Wall, cast: People, rng: Random) -> dict[str, int]:
    killed: dict[str, int] = {}
    steps = int(LENGTH / STEP)
    for step in range(1, steps + 1):
        for name in (WEB, WORKER):
            stage.start(name)
        stage.well(seconds=180)
        wall.show(BEGIN + step * STEP)
        if step % 12 == 0:
            disk.working(stage, cast, seconds=1)
            say(f"     {wall.now():%a %d.%m. %H:%M} UTC, killed so far: {killed}")
        time.sleep(1.2)
        if step % KILLED_EVERY == 0:
            blow = rng.choice((rounds.everything, rounds.web, rounds.worker, rounds.backend, rounds.postmaster))
            what = blow(stage, rng)
            killed[what] = killed.get(what, 0) + 1
    return killed


def _count(stage: Stage, wall: Wall, seen: Seen, killed: dict[str, int]) -> None:
    for name in (WEB, WORKER):
        stage.start(name)
    stage.well(seconds=180)
    seen.none("everything comes to rest", rounds.at_rest(stage, now=wall.now))
    with stage.looking() as looking:
        days = dict(looking.execute(FELL.encode(), [BEGIN, BEGIN + LENGTH]).fetchall())
        told, latest = looking.execute(LATEST.encode(), [BEGIN]).fetchone() or (0, None)
        faults = checks.nothing_by_half(looking)
    seen.note("killed meanwhile", killed, held=sum(killed.values()) > 0)
    seen.note("deadlines that fell into the days", days, held=sum(days.values()) > 0)
    seen.note("none of them on the holiday", days.get("2026-02-15", 0), held=days.get("2026-02-15", 0) == 0)
    seen.note("deadlines of these days that were told", told, held=told > 0)
    seen.note("the latest was told after", latest, held=latest is not None and latest <= 3 * STEP)
    seen.none("each was told once, none before its time, nothing by half", faults)


def furnish(data: Path, journeys: int) -> None:
    """Make the company, and journeys whose deadlines fall into the days to come."""
    cast = company.furnish(data)
    company.bring_coming(data, cast, journeys)
