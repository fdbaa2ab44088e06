"""What listeners and the clock start: each opens a transaction of its own and calls one command."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bihuan.kernel import clock, db
from bihuan.kernel.events import Event
from bihuan.records.events import RecordChanged, RecordCreated, RecordDeleted
from bihuan.rules import commands

PATIENCE_MS = 60_000  # what tells many people at once may take longer than a question


BATCH = 500  # records that are graded in one transaction
MOST_BATCHES = 200  # of one minute: the other clocks of the workspace wait meanwhile


def regrade(engine: Engine, workspace: str, *, now: datetime) -> int:
    """Go through the records of every grading whose rules or whose day are new; how many got another grade.

    Cheap when there is nothing to do, so the minute loop may call it. What dies half way is taken up where it stood.
    """
    graded = 0
    for _ in range(MOST_BATCHES):
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
            count = commands.regrade_some(session, now=now, limit=BATCH)
        if count is None:
            break
        graded += count
    return graded


def record_written(session: Session, event: Event) -> None:
    """Hear of a record made, changed or deleted, in the teller's own transaction: its grade follows at once."""
    assert isinstance(event, RecordCreated | RecordChanged | RecordDeleted)
    fields = event.fields if isinstance(event, RecordChanged) else None
    commands.grade_after(session, event.object_key, event.record_id, fields=fields, now=clock.now())


def deadlines_passed(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of deadlines."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
        commands.alert_deadlines(session, stay_ids=facts["stay_ids"], level=facts["level"], now=clock.now())


def follow_ups_missed(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of journeys with which nobody has been in touch."""
    missed = [(journey_id, due_at) for journey_id, due_at in facts["missed"]]
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
        commands.alert_follow_ups(session, missed=missed, now=clock.now())


def deliverable_handed_in(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of something handed in."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        commands.tell_reviewer(session, handed_in_id=facts["handed_in_id"], now=clock.now())


def deliverable_reviewed(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of a review."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        commands.tell_review(session, handed_in_id=facts["handed_in_id"], now=clock.now())


def customer_answered(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of a customer's answer."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        commands.tell_answer(session, confirmation_id=facts["confirmation_id"], now=clock.now())


def exception_made(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of a gate passed by right."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        commands.tell_exception(session, exception_id=facts["exception_id"], now=clock.now())
