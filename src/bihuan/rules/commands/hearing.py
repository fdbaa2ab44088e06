"""Writing down what rules shall meet: in the transaction of the act itself, and only what some rule listens to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.activity import queries as activity
from bihuan.activity.events import TasksOverdue
from bihuan.kernel import rows
from bihuan.kernel.events import Event
from bihuan.process import queries as process
from bihuan.process.events import DeadlinesPassed, FollowUpsMissed
from bihuan.rules import heard, queries
from bihuan.rules.heard import Fact
from bihuan.rules.models import Heard

_CHAIN = "rules.chain"
_MADE = "record.created"
_LEVELS = {"warn": "stage.nearly_due", "due": "stage.overdue", "escalate": "stage.escalated"}


def hear(session: Session, event: Event, *, now: datetime) -> int:
    """Note an event for the rules that listen to it. How many facts were noted; none when nobody listens."""
    places = queries.places(session)
    if not places:
        return 0
    found = [fact for fact in _facts(session, event) if (fact.event, fact.object_key) in places]
    if found:
        note(session, found, now=now)
    return len(found)


def hear_made(session: Session, object_key: str, record_ids: Iterable[int], *, now: datetime) -> int:
    """Note that records were made together and without a sound, for the rules that listen to new ones. How many."""
    if (_MADE, object_key) not in queries.places(session):
        return 0
    found = [Fact(event=_MADE, object_key=object_key, record_id=record_id) for record_id in record_ids]
    if found:
        note(session, found, now=now)
    return len(found)


@contextmanager
def following(session: Session, chain: Iterable[str]) -> Iterator[None]:
    """Whatever is heard within this block follows from these rules, in this order."""
    before = session.info.get(_CHAIN, [])
    session.info[_CHAIN] = list(chain)
    try:
        yield
    finally:
        session.info[_CHAIN] = before


def _facts(session: Session, event: Event) -> Iterable[Fact]:
    """What an event comes to; of what the clock told many at once, one for each."""
    if isinstance(event, DeadlinesPassed):
        lasting = process.lasting(session, event.stay_ids)
        return [
            Fact(
                event=_LEVELS[event.level],
                object_key=journey.object_key,
                record_id=journey.record_id,
                journey_id=journey.id,
                about=(stay.stage_key,),
            )
            for stay, journey in lasting
        ]
    if isinstance(event, FollowUpsMissed):
        quiet = process.quiet(session, [journey_id for journey_id, _ in event.missed])
        return [
            Fact(event="follow_up.missed", object_key=one.object_key, record_id=one.record_id, journey_id=one.id)
            for one in quiet
        ]
    if isinstance(event, TasksOverdue):
        return [
            Fact(event="task.overdue", object_key=one.object_key, record_id=one.record_id, journey_id=one.journey_id)
            for one in activity.tasks_of(session, event.task_ids)
            if one.object_key is not None and one.record_id is not None
        ]
    return heard.facts(event)


def note(session: Session, found: Iterable[Fact], *, now: datetime) -> None:
    """Note facts, whoever listens to them."""
    chain = session.info.get(_CHAIN, [])
    each = [
        {
            "event": fact.event,
            "about": list(fact.about),
            "object_key": fact.object_key,
            "record_id": fact.record_id,
            "journey_id": fact.journey_id,
            "chain": chain,
            "at": now,
        }
        for fact in found
    ]
    rows.add_each(session, Heard, each)
