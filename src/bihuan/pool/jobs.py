"""What the clock starts, and what is heard in the teller's own transaction. A job decides nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.events import Event
from bihuan.pool import commands
from bihuan.records.events import RecordAssigned, RecordDeleted, RecordMerged

BATCH = 200


def ring(engine: Engine, workspace: str, *, now: datetime) -> int:
    """Bring back what nobody works on, each once, in small transactions. How many were looked at."""
    done = 0
    for some in (commands.place_some, commands.return_some):
        while True:
            with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
                count = some(session, now=now, limit=BATCH)
            done += count
            if count < BATCH:
                break
    return done


def assigned(session: Session, event: Event, now: datetime) -> None:
    """Hear that a record has another owner."""
    assert isinstance(event, RecordAssigned)
    commands.follow(session, event.record_id, event.object_key, event.owner_id, now=now)


def deleted(session: Session, event: Event, now: datetime) -> None:
    """Hear that a record is gone."""
    assert isinstance(event, RecordDeleted)
    commands.forget(session, event.record_id, now=now)


def merged(session: Session, event: Event, now: datetime) -> None:
    """Hear that a record took others in, or is there again after it had become part of one."""
    assert isinstance(event, RecordMerged)
    commands.came_back(session, event.object_key, event.record_id, now=now)
