"""The one door: the only code that writes a journey's stage. The database refuses any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.kernel import events
from bihuan.ledger import commands as ledger
from bihuan.notices import commands as notices
from bihuan.org import queries as org
from bihuan.process import queries, way
from bihuan.process.definition import Process, Stage
from bihuan.process.events import JourneyClosed, StageEntered
from bihuan.process.models import Hold, Journey, Stay
from bihuan.process.triggers import DOOR
from bihuan.records.record import Record, subject

Told = Mapping[str, object]
_SET_DOOR = text(f"SELECT set_config('{DOOR}', :state, true)")


@contextmanager
def opened(session: Session) -> Iterator[None]:
    """Let what happens inside move journeys; everything is written before the door closes again."""
    session.execute(_SET_DOOR, {"state": "open"})
    yield
    session.flush()
    session.execute(_SET_DOOR, {"state": ""})


def begin(
    session: Session, process: Process, stage: Stage, *, record: Record, version_id: int, now: datetime
) -> Journey:
    """Put a record on its way: the journey and its first stay are made together."""
    journey = Journey(
        object_key=record.object_key,
        record_id=record.id,
        process_key=process.key,
        version_id=version_id,
        stage_key=stage.key,
        stage_seq=1,
        started_at=now,
        entered_at=now,
        owner_id=record.owner_id,
        owner_pos=record.owner_pos,
        debts=[],
    )
    with opened(session):
        session.add(journey)
        session.flush()
        stay = _stay(session, process, stage, journey, now=now)
        restart_follow_up(session, process, journey, now=now)
    events.tell(session, StageEntered(journey_id=journey.id, stay_id=stay.id, stage_key=stage.key))
    return journey


def enter(session: Session, process: Process, stage: Stage, *, journey: Journey, how: str, now: datetime) -> Stay:
    """Leave the present stay in this way and begin one in `stage`."""
    with opened(session):
        left = queries.present_stay(session, journey)
        journey.stage_key, journey.stage_seq, journey.entered_at = stage.key, journey.stage_seq + 1, now
        session.flush()  # the first write compares and sets: whoever comes second is told so before anything else moves
        _leave(session, journey, left, how=how, now=now)
        stay = _stay(session, process, stage, journey, now=now)
    events.tell(session, StageEntered(journey_id=journey.id, stay_id=stay.id, stage_key=stage.key))
    return stay


def close(session: Session, journey: Journey, *, outcome: str, reason: str | None, now: datetime) -> None:
    """Leave the last stay and end the journey."""
    with opened(session):
        left = queries.present_stay(session, journey)
        journey.outcome, journey.reason, journey.closed_at = outcome, reason, now
        journey.due_at = journey.quiet_due_at = None
        session.flush()
        _leave(session, journey, left, how=outcome, now=now)
    for thing_id in queries.waiting(session, journey):
        activity.done(session, cause=review_cause(thing_id), now=now)
    activity.settle(session, journey.object_key, journey.record_id, now=now)
    events.tell(session, JourneyClosed(journey_id=journey.id, outcome=outcome))


def review_cause(handed_in_id: int) -> str:
    """What a review is asked for, once for all: the task and the notice of one review share it."""
    return f"review:{handed_in_id}"


def pass_ball(session: Session, journey: Journey, *, holder: str, cause: str, now: datetime) -> None:
    """From now on, this one holds the ball; nothing changes when they held it already."""
    stay = queries.present_stay(session, journey)
    held = queries.present_hold(session, stay)
    if held is not None:
        if held.holder == holder:
            return
        held.until = now
    _hold(session, stay, holder=holder, cause=cause, now=now)


def restart_follow_up(session: Session, process: Process, journey: Journey, *, now: datetime) -> None:
    """Start the follow-up clock again: somebody has been in touch, or the journey has just begun."""
    if process.follow_up is not None:
        journey.quiet_due_at = queries.deadline(session, process.follow_up, journey, now=now)
        journey.quiet_told_at = None


def note(  # noqa: PLR0913 - a line of the ledger has these parts
    session: Session,
    journey: Journey,
    what: str,
    *,
    by_id: int | None,
    now: datetime,
    told: Told,
    personal: Told | None = None,
) -> None:
    """One line of the ledger about a journey, on the subject of its record.

    What people wrote in their own words is `personal`: it can be erased one day, and the line still stands.
    """
    ledger.append_many(session, [line(journey, what, by_id=by_id, now=now, told=told, personal=personal)])


def line(
    journey: Journey, what: str, *, by_id: int | None, now: datetime, told: Told, personal: Told | None = None
) -> ledger.Line:
    """The same line, not yet written, for those who write many at once."""
    return ledger.Line(
        at=now,
        by_id=by_id,
        what=what,
        subject=subject(journey.object_key, journey.record_id),
        journey_id=journey.id,
        owner_id=journey.owner_id,
        owner_pos=journey.owner_pos,
        payload=told,
        personal=personal,
    )


def _leave(session: Session, journey: Journey, stay: Stay, *, how: str, now: datetime) -> None:
    stay.left_at, stay.left_how = now, how
    session.execute(update(Hold).where(Hold.stay_id == stay.id, Hold.until.is_(None)).values(until=now))
    # Whatever warned of this stay is over with it: nobody is reminded of a stage that has been left.
    notices.settle(session, journey.id, now=now)


def _stay(session: Session, process: Process, stage: Stage, journey: Journey, *, now: datetime) -> Stay:
    limits = way.deadlines(stage, org.calendar(session, journey.owner_id), entered=now)
    stay = Stay(
        journey_id=journey.id,
        seq=journey.stage_seq,
        process_key=process.key,
        stage_key=stage.key,
        person_id=journey.owner_id,
        owner_id=journey.owner_id,
        owner_pos=journey.owner_pos,
        entered_at=now,
        warn_at=limits.warn_at,
        due_at=limits.due_at,
        escalate_at=limits.escalate_at,
        opening=False,
    )
    journey.due_at = limits.due_at
    session.add(stay)
    session.flush()
    _hold(session, stay, holder="rep", cause="stage.entered", now=now)
    return stay


def _hold(session: Session, stay: Stay, *, holder: str, cause: str, now: datetime) -> None:
    session.add(
        Hold(
            stay_id=stay.id,
            journey_id=stay.journey_id,
            holder=holder,
            cause=cause,
            since=now,
            owner_id=stay.owner_id,
            owner_pos=stay.owner_pos,
        )
    )
    session.flush()
