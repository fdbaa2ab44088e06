"""Keeping journeys beside their records: born together, handed over together, heard of when somebody calls."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel import db
from bihuan.notices import commands as notices
from bihuan.org import queries as org
from bihuan.process import queries, way
from bihuan.process.commands import door
from bihuan.process.models import Confirmation, HandedIn, Hold, Journey, Passage, Stay
from bihuan.records.record import Record

FOLLOW_UP = "follow_up.missed"


def begin(session: Session, record: Record, *, by_id: int | None, now: datetime) -> Journey | None:
    """Start the journey of a new record. None when no process is for its object."""
    process = queries.process_for(session, record.object_key)
    if process is None:
        return None
    stage = way.first(process, queries.known(session, record.object_key, record.id, now=now), now=now)
    version_id = blueprint.current(session).id
    journey = door.begin(session, process, stage, record=record, version_id=version_id, now=now)
    told = {"process": process.key, "stage": stage.key, "label": stage.label.model_dump()}
    door.note(session, journey, "journey.started", by_id=by_id, now=now, told=told)
    return journey


def contacted(session: Session, record_id: int, *, at: datetime, now: datetime) -> None:
    """Somebody was in touch: the follow-up clock starts again from that moment. An older contact changes nothing."""
    # Whoever was in touch need not be one who sees the journey; its clock runs all the same.
    with db.beyond_sight(session):
        journey = queries.journey_beside(session, record_id)
        if journey is None or journey.outcome is not None:
            return
        process, _ = queries.whereabouts(session, journey)
        if process.follow_up is None:
            return
        due = queries.deadline(session, process.follow_up, journey, now=at)
        if journey.quiet_due_at is None or due > journey.quiet_due_at:
            again = {"quiet_due_at": due, "quiet_told_at": None}
            session.execute(update(Journey).where(Journey.id == journey.id).values(again))
            notices.settle(session, journey.id, now=now, kinds=(FOLLOW_UP,))


def hand_over(session: Session, record_id: int, *, owner_id: int) -> None:
    """Let a journey and all that belongs to it follow the record's new owner. Who did what stays as it was.

    Deadlines stay where they are, even if the new owner works other hours: the customer has waited since the stay
    began, and handing over must not be a way to win time. The levels still to come reach the new owner.
    """
    journey = queries.journey_beside(session, record_id)
    if journey is None:
        return
    owner = org.person(session, owner_id)
    new = {"owner_id": owner.id, "owner_pos": owner.pos}
    session.execute(update(Journey).where(Journey.id == journey.id).values(new))
    for table in (Stay, Hold, HandedIn, Confirmation, Passage):
        session.execute(update(table).where(table.journey_id == journey.id).values(new))
    session.execute(
        update(Stay).where(Stay.journey_id == journey.id, Stay.left_at.is_(None)).values(person_id=owner.id)
    )
