"""Working out deadlines anew when the calendar they were worked out on has changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bihuan.ledger import commands as ledger
from bihuan.org import queries as org
from bihuan.process import queries, way
from bihuan.process.commands import door
from bihuan.process.models import Journey, Stay


def recompute(session: Session, *, owner_id: int | None, after: int, now: datetime, limit: int) -> int | None:
    """Set the levels still to come of up to `limit` stays by the present calendar. Where to go on, None at the end.

    A level that was told stays as it was told. Each stay is judged by the version it lives under: a new version
    changes the hours that everybody works, never the limit that a journey under way was given. Every move of a
    deadline is in the ledger, so that taking leave is no quiet way to win time.
    """
    running = queries.running_stays(session, owner_id=owner_id, after=after, limit=limit)
    lines = []
    for stay, journey in running:
        was = stay.due_at
        if _reset(session, stay, journey):
            lines.append(_told(session, stay, journey, was=was, now=now))
    ledger.append_many(session, lines)
    return running[-1][0].id if len(running) == limit else None


def _reset(session: Session, stay: Stay, journey: Journey) -> bool:
    _, stage = queries.whereabouts(session, journey)
    limits = way.deadlines(stage, org.calendar(session, journey.owner_id), entered=stay.entered_at)
    new = way.to_come(limits, stay)
    if all(getattr(stay, name) == moment for name, moment in new.items()):
        return False
    session.execute(update(Stay).where(Stay.id == stay.id).values(new))
    if "due_at" in new:
        session.execute(update(Journey).where(Journey.id == journey.id).values(due_at=new["due_at"]))
    return True


def _told(session: Session, stay: Stay, journey: Journey, *, was: datetime | None, now: datetime) -> ledger.Line:
    _, stage = queries.whereabouts(session, journey)
    told = {
        "stage": stage.key,
        "label": stage.label.model_dump(),
        "stay": stay.id,
        "was": was.isoformat() if was else None,
        "due_at": stay.due_at.isoformat() if stay.due_at else None,
    }
    return door.line(journey, "stage.rescheduled", by_id=None, now=now, told=told)
