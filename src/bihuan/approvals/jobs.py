"""What the clock starts, and what is heard in the teller's own transaction. A job decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bihuan.approvals import commands
from bihuan.kernel import clock, db
from bihuan.kernel.events import Event
from bihuan.records.events import RecordAssigned, RecordChanged, RecordDeleted

BATCH = 100  # requests told of at once: few enough to be done in a moment, since whoever answers waits for it


def ring(engine: Engine, workspace: str, *, now: datetime) -> int:
    """Let turns of who is away pass on, and tell of every deadline that has come, until none is left. How many.

    What was missed while nothing ran is caught up, the longest waiting first; each once.
    """
    _pass_on(engine, workspace, now=now)
    rung = 0
    for level in commands.LEVELS:
        count = BATCH
        while count == BATCH:
            with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
                count = commands.ring(session, level, now=now, limit=BATCH)
            rung += count
    return rung


def leave_changed(engine: Engine, workspace: str, _facts: Mapping[str, Any]) -> None:
    """Hear of somebody's leave: if it has begun, who stands in is asked at once."""
    _pass_on(engine, workspace, now=clock.now())


def record_changed(session: Session, event: Event, now: datetime) -> None:
    """Hear of a record that was changed: what is asked about it may have changed."""
    assert isinstance(event, RecordChanged)
    commands.changed(session, event.object_key, event.record_id, event.fields, now=now)


def record_assigned(session: Session, event: Event, now: datetime) -> None:
    """Hear of a record's new owner: its approvals follow."""
    assert isinstance(event, RecordAssigned)
    commands.hand_over(session, event.object_key, event.record_id, owner_id=event.owner_id, now=now)


def record_deleted(session: Session, event: Event, now: datetime) -> None:
    """Hear of a record that was taken away: nothing is asked about it any more."""
    assert isinstance(event, RecordDeleted)
    commands.record_gone(session, event.object_key, event.record_id, now=now)


def _pass_on(engine: Engine, workspace: str, *, now: datetime) -> None:
    after: int | None = 0
    while after is not None:
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
            after = commands.absent(session, after=after, limit=BATCH, now=now)
