"""What the clock does to approvals: each deadline is told once, whatever happened to the process that tells it."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from sqlalchemy.orm import Session

from bihuan.approvals import queries
from bihuan.approvals.commands import telling
from bihuan.approvals.commands.noting import note
from bihuan.approvals.commands.passing import escalate
from bihuan.approvals.models import SeatRow
from bihuan.approvals.queries import Case, Level

LEVELS: tuple[Level, ...] = get_args(Level)


def ring(session: Session, level: Level, *, now: datetime, limit: int) -> int:
    """Tell of up to `limit` approvals whose answers have come to this level. How many; 0 when none is left.

    The mark is set in the transaction that tells: all of it is kept, or none.
    """
    found = queries.due_seats(session, level, now=now, limit=limit)
    for request_id in found:
        there = queries.held(session, request_id)
        for number, row in list(there.rows.items()):
            if row.answer is None and _is_due(row, level, now=now):
                there = _rung(session, there, number, level, now=now)
    session.flush()
    return len(found)


def _is_due(row: SeatRow, level: Level, *, now: datetime) -> bool:
    due, told = {
        "warn": (row.warn_at, row.warned_at),
        "due": (row.due_at, row.overdue_at),
        "escalate": (row.escalate_at, row.escalated_at),
    }[level]
    return due is not None and due <= now and told is None


def _rung(session: Session, there: Case, number: int, level: Level, *, now: datetime) -> Case:
    row = there.rows[number]
    cause = f"{telling.cause(row)}:{level}"
    if level == "warn":
        row.warned_at = now
        telling.tell(
            session, there, [row.person_id], "approval.nearly_due", cause=cause, level="warn", to="approver", now=now
        )
        return there
    if level == "due":
        row.overdue_at = now
        note(session, there, "overdue", by_id=None, now=now, to_id=row.person_id, step_key=row.step_key)
        telling.tell(
            session, there, [row.person_id], "approval.overdue", cause=cause, level="due", to="approver", now=now
        )
        return there
    row.escalated_at = now
    return escalate(session, there, number, now=now)
