"""Keeping journeys beside their records: born together, handed over together, heard of when somebody calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, null, update
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel import db, rows
from bihuan.kernel.prepared import Prepared
from bihuan.ledger import commands as ledger
from bihuan.notices import commands as notices
from bihuan.org import queries as org
from bihuan.process import queries, way
from bihuan.process.commands import door, owing
from bihuan.process.models import Confirmation, HandedIn, Hold, Journey, Passage, Stay, Transferred
from bihuan.records.record import Record

FOLLOW_UP = "follow_up.missed"
_AGAIN = Prepared(
    update(Journey)
    .where(Journey.id == bindparam("journey_id"))
    .values(quiet_due_at=bindparam("due"), quiet_told_at=null())
)


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A journey that has begun: its columns, and what the ledger shall say of it."""

    columns: Mapping[str, Any]
    line: ledger.Line


def begin(session: Session, record: Record, *, by_id: int | None, now: datetime) -> Begun | None:
    """Start the journey of a new record. None when no process is for its object. Its line is left to the caller.

    It begins with the version that applies to the record's owner, whoever makes the record.
    """
    with org.as_of(session, record.owner_id):
        process, version_id = queries.process_for(session, record.object_key), blueprint.current(session).id
        if process is None:
            return None
        stage = way.first(process, queries.of_values(session, record.id, record.values, now=now), now=now)
    columns = door.begin(session, process, stage, record=record, version_id=version_id, now=now)
    line = ledger.Line(
        at=now,
        by_id=by_id,
        what="journey.started",
        subject=record.subject,
        journey_id=columns["id"],
        owner_id=record.owner_id,
        owner_pos=record.owner_pos,
        payload={"process": process.key, "stage": stage.key, "label": stage.label.model_dump()},
    )
    return Begun(columns=columns, line=line)


def noted(session: Session, object_key: str, record_id: int, *, contact_at: datetime | None, now: datetime) -> None:
    """Something was written down about a record, perhaps that somebody was in touch: clocks and debts follow at once.

    The follow-up clock starts again from the moment of the contact; an older one changes nothing.
    """
    # Whoever was in touch need not be one who sees the journey; its clock runs all the same.
    with db.beyond_sight(session):
        for journey in queries.concerned(session, object_key, record_id):
            if contact_at is not None and journey.record_id == record_id:
                _contacted(session, journey, at=contact_at, now=now)
            owing.pay(session, journey, by_id=None, now=now)


def _contacted(session: Session, journey: Journey, *, at: datetime, now: datetime) -> None:
    process = queries.process_of(session, journey)
    if process.follow_up is None:
        return
    due = queries.deadline(session, process.follow_up, journey, now=at)
    if journey.quiet_due_at is None or due > journey.quiet_due_at:
        _AGAIN.written(session, journey_id=journey.id, due=due)
        rows.written(journey, quiet_due_at=due, quiet_told_at=None)
        notices.settle(session, journey.id, now=now, kinds=(FOLLOW_UP,))


def approver_turned(session: Session, journey_id: int, *, waiting: bool, cause: str, now: datetime) -> None:
    """An approval was asked for, sent back or decided: the approvers hold the ball, or the owner has it again."""
    with db.beyond_sight(session):
        journey = queries.journeys_of(session, [journey_id]).get(journey_id)
        if journey is None or journey.outcome is not None:
            return
        if waiting:
            door.pass_ball(session, journey, holder="approver", cause=cause, now=now)
        elif not queries.held_by_others(session, journey):
            door.pass_ball(session, journey, holder="rep", cause=cause, now=now)


def hand_over(session: Session, record_id: int, *, owner_id: int) -> None:
    """Let a journey and all that belongs to it follow the record's new owner. Who did what stays as it was.

    Deadlines stay where they are, even if the new owner works other hours: the customer has waited since the stay
    began, and handing over must not be a way to win time. The levels still to come reach the new owner.
    """
    journey = queries.journey_beside(session, record_id)
    if journey is None:
        return
    owner = org.colleague(session, owner_id)
    new = {"owner_id": owner.id, "owner_pos": owner.pos}
    session.execute(update(Journey).where(Journey.id == journey.id).values(new))
    for table in (Stay, Hold, HandedIn, Confirmation, Passage, Transferred):
        session.execute(update(table).where(table.journey_id == journey.id).values(new))
    session.execute(
        update(Stay).where(Stay.journey_id == journey.id, Stay.left_at.is_(None)).values(person_id=owner.id)
    )
