"""What listeners and the clock start: activities and tasks follow their record; what should be done by now is told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bihuan.activity import commands
from bihuan.kernel import db
from bihuan.kernel.events import Event
from bihuan.records.events import RecordAssigned


def follow(session: Session, event: Event, _now: datetime) -> None:
    """A record has a new owner: its activities and follow-ups are theirs, in the same transaction."""
    assert isinstance(event, RecordAssigned)
    commands.hand_over(session, event.object_key, event.record_id, owner_id=event.owner_id)


BATCH = 200


def ring(engine: Engine, workspace: str, *, now: datetime) -> int:
    """Tell of every task that should have been done by now, in small transactions, until none is left. How many."""
    rung = 0
    while True:
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
            count = commands.ring(session, now=now, limit=BATCH)
        rung += count
        if count < BATCH:
            return rung
