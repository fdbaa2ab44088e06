"""The opening balance: journeys that began elsewhere land in any stage, with their dates.

They come through the same door as every other move. What their earlier stages asked for and
nobody can show becomes a debt that stays visible; alarms keep quiet for a grace period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bihuan.kernel import calendar, db
from bihuan.kernel.calendar import Calendar
from bihuan.ledger import commands as ledger
from bihuan.org import queries as org
from bihuan.process import debts, queries, way
from bihuan.process.commands import copying, door
from bihuan.process.definition import Process
from bihuan.process.gates import Evidence
from bihuan.process.models import Journey
from bihuan.records.record import subject


@dataclass(frozen=True, kw_only=True)
class Placed:
    """One record as the old system left it. Without `outcome` it is still under way."""

    record_id: int
    owner_id: int
    owner_pos: int
    stage: str
    started_at: datetime
    entered_at: datetime
    closed_at: datetime | None = None
    outcome: str | None = None
    reason: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What all rows of one import share."""

    process: Process
    version_id: int
    import_id: int
    by_id: int | None
    grace_until: datetime
    now: datetime


def place(session: Session, rows: Sequence[Placed], *, batch: Batch) -> list[ledger.Line]:
    """Put many records on their way at once. What the ledger shall say of it is left to the caller, a line for each.

    The stage of each must be one of the process's.
    """
    working = {owner: org.calendar(session, owner) for owner in {row.owner_id for row in rows}}
    quiet = {owner: _quiet_due(hours, batch) for owner, hours in working.items()}
    labels = {stage.key: stage.label.model_dump() for stage in batch.process.stages}
    journeys = queries.numbers(session, "process_journey", len(rows))
    stays = queries.numbers(session, "process_stay", len(rows))
    landings = [
        _Landing(
            row=row,
            journey_id=journey_id,
            stay_id=stay_id,
            limits=_limits(row, working[row.owner_id], batch),
            owed=_owed(row, working[row.owner_id], batch),
            quiet_due_at=None if row.outcome else quiet[row.owner_id],
            label=labels[row.stage],
        )
        for row, journey_id, stay_id in zip(rows, journeys, stays, strict=True)
    ]
    with door.opened(session):
        copying.copy(session, "process_journey", [_journey(landing, batch) for landing in landings])
        copying.copy(session, "process_stay", [_stay(landing, batch) for landing in landings])
        copying.copy(session, "process_hold", [_hold(landing) for landing in landings])
    for landing in landings:
        stage = batch.process.stage(landing.row.stage)
        if stage is not None and landing.row.outcome is None:
            door.ask_about(session, stage, _journey(landing, batch), now=batch.now)
    return [_line(landing, batch) for landing in landings]


def unplace(session: Session, import_id: int) -> int:
    """Take back the journeys of one import, with their stays and all that was handed in. How many."""
    with db.beyond_sight(session), door.opened(session):
        gone = session.execute(delete(Journey).where(Journey.import_id == import_id).returning(Journey.id)).all()
    return len(gone)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Landing:
    """Where one record comes down: its numbers, by when it must be gone, and what it owes."""

    row: Placed
    journey_id: int
    stay_id: int
    limits: way.Deadlines
    owed: list[dict[str, str]]
    quiet_due_at: datetime | None
    label: Mapping[str, str]


def _limits(row: Placed, working: Calendar, batch: Batch) -> way.Deadlines:
    stage = batch.process.stage(row.stage)
    assert stage is not None, "whoever imports checks the stages first"
    return way.Deadlines() if row.outcome else way.deadlines(stage, working, entered=row.entered_at)


def _owed(row: Placed, working: Calendar, batch: Batch) -> list[dict[str, str]]:
    if row.outcome:
        return []
    before = batch.process.stages[: batch.process.position(row.stage)]
    return debts.owed(before, Evidence(values=row.values, zone=working.zone), now=batch.now)


def _quiet_due(working: Calendar, batch: Batch) -> datetime | None:
    # When anybody was last in touch, the old system rarely says: the clock starts when the grace is over.
    if batch.process.follow_up is None:
        return None
    return calendar.deadline(batch.process.follow_up, working, max(batch.grace_until, batch.now))


def _journey(landing: _Landing, batch: Batch) -> dict[str, Any]:
    row = landing.row
    return {
        "id": landing.journey_id,
        "object_key": batch.process.object,
        "record_id": row.record_id,
        "process_key": batch.process.key,
        "version_id": batch.version_id,
        "stage_key": row.stage,
        "stage_seq": 1,
        "outcome": row.outcome,
        "reason": row.reason,
        "started_at": row.started_at,
        "closed_at": row.closed_at,
        "owner_id": row.owner_id,
        "owner_pos": row.owner_pos,
        "due_at": landing.limits.due_at,
        "entered_at": row.entered_at,
        "quiet_due_at": landing.quiet_due_at,
        "debts": ledger.canonical(landing.owed),
        "import_id": batch.import_id,
        "revision": 1,
    }


def _stay(landing: _Landing, batch: Batch) -> dict[str, Any]:
    row, limits = landing.row, landing.limits
    return {
        "id": landing.stay_id,
        "journey_id": landing.journey_id,
        "seq": 1,
        "process_key": batch.process.key,
        "stage_key": row.stage,
        "person_id": row.owner_id,
        "owner_id": row.owner_id,
        "owner_pos": row.owner_pos,
        "entered_at": row.entered_at,
        "left_at": row.closed_at,
        "left_how": row.outcome,
        "warn_at": limits.warn_at,
        "due_at": limits.due_at,
        "escalate_at": limits.escalate_at,
        "grace_until": batch.grace_until,
        "opening": True,
    }


def _hold(landing: _Landing) -> dict[str, Any]:
    # Who really held the ball before the import nobody knows: the system carries it, no person is accused.
    row = landing.row
    return {
        "stay_id": landing.stay_id,
        "journey_id": landing.journey_id,
        "holder": "system",
        "cause": "import",
        "since": row.entered_at,
        "until": row.closed_at,
        "owner_id": row.owner_id,
        "owner_pos": row.owner_pos,
    }


def _line(landing: _Landing, batch: Batch) -> ledger.Line:
    row = landing.row
    return ledger.Line(
        subject=subject(batch.process.object, row.record_id),
        what="journey.placed",
        by_id=batch.by_id,
        at=batch.now,
        happened_at=row.entered_at,
        journey_id=landing.journey_id,
        owner_id=row.owner_id,
        owner_pos=row.owner_pos,
        payload={
            "process": batch.process.key,
            "stage": row.stage,
            "label": landing.label,
            "outcome": row.outcome,
            "import": batch.import_id,
        },
    )
