"""What the clock does to journeys: each deadline is told once, whatever happened to the process that tells it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bihuan.kernel import events
from bihuan.ledger import commands as ledger
from bihuan.process import queries
from bihuan.process.commands import door
from bihuan.process.commands.following import FOLLOW_UP
from bihuan.process.events import DeadlinesPassed, FollowUpsMissed, Level
from bihuan.process.models import Journey, Stay

_DUE = {"warn": Stay.warn_at, "due": Stay.due_at, "escalate": Stay.escalate_at}
_TOLD = {"warn": Stay.warned_at, "due": Stay.overdue_at, "escalate": Stay.escalated_at}
_WHAT = {"warn": "stage.nearly_due", "due": "stage.overdue", "escalate": "stage.escalated"}
LEVELS: tuple[Level, ...] = ("warn", "due", "escalate")


def ring(session: Session, level: Level, *, now: datetime, limit: int) -> int:
    """Tell of up to `limit` stays that have come to this level. How many; 0 when none is left.

    Rows that another worker holds are left to it. Each row is claimed by setting its own mark, in the
    transaction that writes the ledger and defers the alerts: all of it is kept, or none.
    """
    claimed = queries.due_stays(session, level, now=now, limit=limit)
    if not claimed:
        return 0
    told_now = session.execute(
        update(Stay)
        .where(Stay.id.in_(claimed), _TOLD[level].is_(None))
        .values({_TOLD[level]: now})
        .returning(Stay.id, Stay.journey_id, Stay.stage_key, _DUE[level])
        .execution_options(synchronize_session=False)
    )
    place = {stay_id: at for at, stay_id in enumerate(claimed)}  # an update answers in any order
    rung = sorted(told_now, key=lambda row: place[row.id])
    journeys = queries.journeys_of(session, [journey_id for _, journey_id, _, _ in rung])
    lines = []
    for stay_id, journey_id, stage_key, due_at in rung:
        journey = journeys[journey_id]
        stage = queries.process_of(session, journey).stage(stage_key)
        label = stage.label.model_dump() if stage else stage_key
        told = {"stage": stage_key, "label": label, "stay": stay_id, "due_at": _moment(due_at)}
        lines.append(door.line(journey, _WHAT[level], by_id=None, now=now, told=told))
    ledger.append_many(session, lines)
    events.tell(session, DeadlinesPassed(stay_ids=tuple(stay_id for stay_id, *_ in rung), level=level), now=now)
    return len(rung)


def ring_follow_ups(session: Session, *, now: datetime, limit: int) -> int:
    """Tell of up to `limit` journeys with which nobody has been in touch for too long. How many."""
    claimed = queries.quiet_journeys(session, now=now, limit=limit)
    if not claimed:
        return 0
    told_now = session.execute(
        update(Journey)
        .where(Journey.id.in_(claimed), Journey.quiet_told_at.is_(None))
        .values(quiet_told_at=now)
        .returning(Journey.id, Journey.quiet_due_at)
        .execution_options(synchronize_session=False)
    )
    place = {journey_id: at for at, journey_id in enumerate(claimed)}
    missed = sorted(told_now, key=lambda row: place[row.id])
    journeys = queries.journeys_of(session, [journey_id for journey_id, _ in missed])
    told = [(journey_id, _moment(due_at)) for journey_id, due_at in missed]
    ledger.append_many(
        session,
        [
            door.line(journeys[journey_id], FOLLOW_UP, by_id=None, now=now, told={"due_at": moment})
            for journey_id, moment in told
        ],
    )
    events.tell(session, FollowUpsMissed(missed=tuple(told)), now=now)
    return len(missed)


def _moment(due_at: datetime | None) -> str:
    assert due_at is not None, "what has no deadline is never due"
    return due_at.isoformat()
