"""What the clock starts, and what is heard in the teller's own transaction. A job decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bihuan.activity.events import ActivityLogged
from bihuan.approvals.events import ApprovalAsked, ApprovalDecided, ApprovalTurned
from bihuan.kernel import clock, db
from bihuan.kernel.events import Event
from bihuan.process import commands, queries
from bihuan.records.events import RecordChanged, RecordCreated

BATCH = 200  # stays told of at once: few enough to be done in a moment, since whoever moves one waits for it


def ring(engine: Engine, workspace: str, *, now: datetime) -> int:
    """Tell of every deadline that has come, in small transactions, until none is left. How many.

    What was missed while nothing ran is caught up, the longest waiting first; what dies half way
    is rolled back whole and found again by whoever comes next.
    """
    rings: list[Callable[..., int]] = [partial(commands.ring, level=level) for level in commands.LEVELS]
    return sum(_until_none(engine, workspace, ring_some, now=now) for ring_some in (*rings, commands.ring_follow_ups))


def blueprint_released(engine: Engine, workspace: str, _facts: Mapping[str, Any]) -> None:
    """Hear of a new version: the company may work other hours now, and every deadline is worked out anew."""
    _recompute(engine, workspace, owner_id=None)


def leave_changed(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of somebody's leave: their deadlines are worked out anew."""
    _recompute(engine, workspace, owner_id=facts["person_id"])


def transfer_asked(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear that journeys shall move to another version: batch by batch, so that nobody waits for all of them.

    Whoever comes after one that died goes on where it stopped.
    """
    more = True
    while more:
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
            more = commands.go_on(session, facts["transfer_id"], now=clock.now(), limit=BATCH)


def activity_logged(session: Session, event: Event, now: datetime) -> None:
    """Hear of an activity: the follow-up clock starts again at once, and a summary may pay a debt."""
    assert isinstance(event, ActivityLogged)
    contact_at = datetime.fromisoformat(event.happened_at) if event.contact else None
    commands.noted(session, event.object_key, event.record_id, contact_at=contact_at, now=now)


def approval_turned(session: Session, event: Event, now: datetime) -> None:
    """Hear of an approval: while approvers have to answer, the ball is theirs."""
    assert isinstance(event, ApprovalAsked | ApprovalTurned | ApprovalDecided)
    if event.journey_id is None:
        return
    waiting = isinstance(event, ApprovalAsked) or (isinstance(event, ApprovalTurned) and event.holder == "approver")
    how = "asked" if isinstance(event, ApprovalAsked) else "turned" if waiting else "answered"
    commands.approver_turned(session, event.journey_id, waiting=waiting, cause=f"approval.{how}", now=now)


def record_written(session: Session, event: Event, now: datetime) -> None:
    """Hear of a record that was made or changed: its values, or its being there at all, may pay a debt."""
    assert isinstance(event, RecordCreated | RecordChanged)
    # A journey that began with its record owes nothing: what is new only pays for the records it refers to.
    if isinstance(event, RecordChanged) or event.object_key in queries.wanted(session):
        commands.noted(session, event.object_key, event.record_id, contact_at=None, now=now)


def _recompute(engine: Engine, workspace: str, *, owner_id: int | None) -> None:
    after: int | None = 0
    while after is not None:
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
            after = commands.recompute(session, owner_id=owner_id, after=after, now=clock.now(), limit=BATCH)


def _until_none(engine: Engine, workspace: str, ring_some: Callable[..., int], *, now: datetime) -> int:
    rung = 0
    while True:
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
            count = ring_some(session, now=now, limit=BATCH)
        rung += count
        if count < BATCH:
            return rung
