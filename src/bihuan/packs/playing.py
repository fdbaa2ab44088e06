"""Months of work in a sample company, played through the commands people use, each act with its own `now`.

The same pack, seed and day give the same company. People differ in pace and care; some forget, some managers
take their time, customers answer late or not at all: so boards have something to show.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.ledger import commands as ledger
from bihuan.ledger import queries as ledger_queries
from bihuan.org import definition
from bihuan.packs import alarms, comings, contacts, days, delivering, selling, stocking
from bihuan.packs import company as companies
from bihuan.packs.scene import Play

Progress = Callable[[int, int], None]
DAY = timedelta(days=1)
DAYS_OF_MONTH = 30.4375
SEALED_AFTER = timedelta(hours=1, minutes=7)
_PATIENCE_MS = 600_000
_LEARNT = frozenset({1, 3, 7, 15, 30, 60, 120})  # days after which the database looks again at what it holds
# A play that breaks off is begun anew, so no day of it needs to be safe on the disk; and few statements come often.
_AT_EASE = text(
    "SELECT set_config('synchronous_commit', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)"
)
_TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = :schema ORDER BY tablename")
_STATEMENTS = 2_000  # different statements that stay prepared
ACTS: Mapping[str, Callable[..., None]] = {
    "dawn": days.dawn,
    "lead": days.lead,
    "grading": days.grading,
    "desk": days.desk,
    "ring": days.ring,
    "joining": comings.joining,
    "leaving": comings.leaving,
    "taking_leave": comings.taking_leave,
    "greeting": comings.greeting,
    "contact": contacts.contact,
    "padding": contacts.padding,
    "opening": selling.opening,
    "returning": selling.returning,
    "working": selling.working,
    "moving": selling.moving,
    "losing": selling.losing,
    "silence": selling.silence,
    "summary": delivering.summary,
    "reviewed": delivering.reviewed,
    "answered": delivering.answered,
}


@dataclass(frozen=True, kw_only=True)
class House:
    """Where a play takes place: a database, one of its workspaces, and the store of files."""

    engine: Engine
    workspace: str
    files: Store


@dataclass(frozen=True, kw_only=True)
class Script:
    """What is played: a configuration, a company, everybody's password, how long, and the seed of every chance."""

    blueprint: Mapping[str, Any]
    company: Mapping[str, Any]
    password: str
    days: int = round(6 * DAYS_OF_MONTH)
    seed: int = 7


def play(house: House, script: Script, *, now: datetime, progress: Progress) -> Play:
    """Furnish an empty workspace and play the days up to `now`: the scene as it stands then."""
    with _transaction(house) as session:
        zone = ZoneInfo(definition.hours(dict(script.blueprint)).zone)
        last = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0) + DAY
        scene = Play(
            company=companies.read(script.company),
            files=house.files,
            chance=Random(script.seed),  # noqa: S311 - a play is no secret
            begin=(last - script.days * DAY).astimezone(UTC),
            end=last.astimezone(UTC),
            password=script.password,
        )
        design.release(session, None, dict(script.blueprint), note="pack", now=scene.begin)
        _furnish(scene, session)
    go_on(house, scene, now=now, progress=progress)
    return scene


def go_on(house: House, scene: Play, *, now: datetime, progress: Progress) -> None:
    """Play what lies between where the scene stands and `now`. One transaction a day, sealed as days are."""
    whole = max((now - scene.begin) // DAY, 1)
    with alarms.heard(scene):
        while scene.agenda and scene.agenda[0][0] < now:
            morning = scene.agenda[0][0].astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
            with _transaction(house) as session, ledger.gathered(session):
                scene.step_into(session)
                _one_day(scene, until=min(morning + DAY, now))
            played = (morning + DAY - scene.begin) // DAY
            if morning + DAY + SEALED_AFTER < now:
                _seal(house, now=morning + DAY + SEALED_AFTER)
            if played in _LEARNT:
                _learn(house)
            progress(min(played, whole), whole)
    scene.now = now


def _seal(house: House, *, now: datetime) -> None:
    """Seal the days that are over, as the clock does every night."""
    with _transaction(house) as session:
        for day in ledger_queries.unsealed_days(session, (now - ledger.LAG).date()):
            ledger.seal_day(session, day, now=now)
    with _transaction(house) as session:
        ledger.publish(session)


def _one_day(scene: Play, *, until: datetime) -> None:
    while scene.agenda and scene.agenda[0][0] < until:
        moment, _, act, about = heapq.heappop(scene.agenda)
        scene.now = moment
        ACTS[act](scene, moment, *about)


def _furnish(scene: Play, session: Session) -> None:
    scene.step_into(session)
    stocking.hire(scene)
    stocking.stock(scene)
    stocking.share_out(scene)
    comings.plan(scene)
    days.bring_along(scene)
    scene.at(scene.begin, "dawn")


@contextmanager
def _transaction(house: House) -> Iterator[Session]:
    with db.transaction(
        house.engine, workspace=house.workspace, sight=db.EVERYTHING, timeout_ms=_PATIENCE_MS
    ) as session:
        session.execute(_AT_EASE)
        driver: Any = session.connection().connection.driver_connection
        driver.prepared_max = _STATEMENTS
        yield session


def _learn(house: House) -> None:
    """Let the database see how its tables have grown: a plan made for an empty table is a bad one."""
    schema = db.schema_of(house.workspace)
    with house.engine.begin() as connection:
        connection.execute(text("SELECT set_config('search_path', :schema, true)"), {"schema": schema})
        for table in connection.scalars(_TABLES, {"schema": schema}).all():
            connection.exec_driver_sql(f'ANALYZE "{table}"')
