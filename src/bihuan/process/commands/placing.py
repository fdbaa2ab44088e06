"""The opening balance: journeys that began elsewhere land in any stage, with their dates.

They come through the same door as every other move. What their earlier stages asked for and
nobody can show becomes a debt that stays visible; alarms keep quiet for a grace period.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from bihuan.ledger import commands as ledger
from bihuan.kernel.calendar import Calendar
from bihuan.org import queries as org
from bihuan.process import gates, way
from bihuan.process.commands import door
from bihuan.process.definition import Process, Stage
from bihuan.process.models import Journey


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


_JOURNEY = (
    "id, object_key, record_id, process_key, version_id, stage_key, stage_seq, outcome, reason, started_at, closed_at,"
    " owner_id, owner_pos, due_at, entered_at, debts, import_id, revision"
)
_STAY = (
    "id, journey_id, seq, process_key, stage_key, person_id, owner_id, owner_pos, entered_at, left_at, left_how,"
    " warn_at, due_at, escalate_at, grace_until, opening"
)
_HOLD = "stay_id, journey_id, holder, cause, since, until, owner_id, owner_pos"


def place(session: Session, rows: Sequence[Placed], *, batch: Batch) -> int:
    """Put many records on their way at once. How many. The stage of each must be one of the process's."""
    journeys, stays = _numbers(session, "process_journey", len(rows)), _numbers(session, "process_stay", len(rows))
    working = {owner: org.calendar(session, owner) for owner in {row.owner_id for row in rows}}
    debts = {stage.key: list(_debts(batch.process, stage)) for stage in batch.process.stages}
    lines: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
    for row, journey_id, stay_id in zip(rows, journeys, stays, strict=True):
        owed = [] if row.outcome else _owed(debts[row.stage], row.values)
        limits = _limits(batch.process, row, working[row.owner_id])
        lines[0].append(_journey(row, journey_id, batch, owed, limits))
        lines[1].append(_stay(row, journey_id, stay_id, batch, limits))
        lines[2].append(_hold(row, journey_id, stay_id))
    with door.opened(session):
        _copy(session, "process_journey", _JOURNEY, lines[0])
        _copy(session, "process_stay", _STAY, lines[1])
        _copy(session, "process_hold", _HOLD, lines[2])
    _tell(session, rows, journeys, batch)
    return len(rows)


def unplace(session: Session, import_id: int) -> int:
    """Take back the journeys of one import. How many."""
    with door.opened(session):
        return int(session.execute(delete(Journey).where(Journey.import_id == import_id)).rowcount)  # type: ignore[attr-defined]


def _numbers(session: Session, table: str, count: int) -> list[int]:
    sequence = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
    return list(session.scalars(sequence, {"table": table, "count": count}))


def _limits(process: Process, row: Placed, working: Calendar) -> way.Deadlines:
    stage = process.stage(row.stage)
    if stage is None or row.outcome:
        return way.Deadlines()
    return way.deadlines(stage, working, entered=row.entered_at)


def _debts(process: Process, here: Stage) -> Iterable[dict[str, Any]]:
    for stage in process.stages[: process.position(here.key)]:
        for key in stage.gate.fields:
            yield {"stage": stage.key, "kind": "field", "key": key}
        for thing in stage.gate.deliverables:
            yield {"stage": stage.key, "kind": "deliverable", "key": thing.key}


def _owed(debts: list[dict[str, Any]], values: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [debt for debt in debts if debt["kind"] != "field" or gates.is_empty(values.get(debt["key"]))]


def _journey(row: Placed, journey_id: int, batch: Batch, owed: list[dict[str, Any]], limits: way.Deadlines) -> tuple[Any, ...]:
    return (
        journey_id,
        batch.process.object,
        row.record_id,
        batch.process.key,
        batch.version_id,
        row.stage,
        1,
        row.outcome,
        row.reason,
        row.started_at,
        row.closed_at,
        row.owner_id,
        row.owner_pos,
        limits.due_at,
        row.entered_at,
        ledger.canonical(owed),
        batch.import_id,
        1,
    )


def _stay(row: Placed, journey_id: int, stay_id: int, batch: Batch, limits: way.Deadlines) -> tuple[Any, ...]:
    return (
        stay_id,
        journey_id,
        1,
        batch.process.key,
        row.stage,
        row.owner_id,
        row.owner_id,
        row.owner_pos,
        row.entered_at,
        row.closed_at,
        row.outcome,
        limits.warn_at,
        limits.due_at,
        limits.escalate_at,
        batch.grace_until,
        True,
    )


def _hold(row: Placed, journey_id: int, stay_id: int) -> tuple[Any, ...]:
    # Who really held the ball before the import nobody knows: the system carries it, no person is accused.
    cause = "import"
    return (stay_id, journey_id, "system", cause, row.entered_at, row.closed_at, row.owner_id, row.owner_pos)


def _copy(session: Session, table: str, columns: str, lines: list[tuple[Any, ...]]) -> None:
    # Through a temporary table: COPY itself may not write below a policy.
    cursor = session.connection().connection.cursor()
    made = f"CREATE TEMP TABLE arriving ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"  # noqa: S608 - our own names
    cursor.execute(made)
    with cursor.copy(f"COPY pg_temp.arriving ({columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]
        for line in lines:
            copy.write_row(line)
    cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM pg_temp.arriving")  # noqa: S608 - our own names
    cursor.execute("DROP TABLE pg_temp.arriving")


def _tell(session: Session, rows: Sequence[Placed], journeys: Sequence[int], batch: Batch) -> None:
    ledger.append_many(
        session,
        (
            ledger.Line(
                subject=f"{batch.process.object}:{row.record_id}",
                what="journey.placed",
                by_id=batch.by_id,
                at=batch.now,
                happened_at=row.entered_at,
                journey_id=journey_id,
                owner_id=row.owner_id,
                owner_pos=row.owner_pos,
                payload={"stage": row.stage, "outcome": row.outcome, "import": batch.import_id},
            )
            for row, journey_id in zip(rows, journeys, strict=True)
        ),
    )
