"""What waits: one list for one person, from everywhere; and how much of it a team has."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import BigInteger, and_, any_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from bihuan.activity.models import Asked, Task
from bihuan.agenda import things
from bihuan.agenda.models import PutOff
from bihuan.agenda.things import Named, Thing
from bihuan.kernel import db
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.objects.definition import ObjectDef
from bihuan.org import queries as org
from bihuan.org.models import Person
from bihuan.org.queries import Colleague
from bihuan.org.viewer import Viewer
from bihuan.process.models import Journey, Stay
from bihuan.records import policy as record_policy

MOST = 300  # of each kind; a list that is longer is nobody's day
_BACK = timedelta(days=30)  # what has expired is told of for so long
_UNTIL = "_until"  # a date whose key ends so says when something expires


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Everything that waits for a person, in one order, and what of it is put off until when."""

    now: Sequence[Thing]
    put_off: Sequence[tuple[Thing, datetime]]


def waiting(session: Session, viewer: Viewer, person: Colleague, *, now: datetime) -> Waiting:
    """What waits for the viewer, or for somebody whose work they see: as far as they see it."""
    found = things.merged(
        [*_tasks(session, person.id), *_stages(session, viewer, person), *_expiring(session, viewer, person, now=now)]
    )
    asleep = _put_off(session, person.id, now=now) if person.id == viewer.person_id else {}
    return Waiting(
        now=[one for one in found if one.key not in asleep],
        put_off=[(one, asleep[one.key]) for one in found if one.key in asleep],
    )


def tonight(session: Session, now: datetime) -> datetime:
    """When today is over where the company works."""
    zone = org.calendar(session).tz
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone)


def today(session: Session, now: datetime) -> date:
    """Which day it is where the company works."""
    return now.astimezone(org.calendar(session).tz).date()


def _tasks(session: Session, person_id: int) -> Iterator[Thing]:
    asked = select(Task).where(Task.person_id == person_id, Task.done_at.is_(None))
    for task in session.scalars(asked.order_by(Task.due_at.asc().nulls_last(), Task.id).limit(MOST)):
        yield Thing(
            key=f"task:{task.id}",
            kind=task.kind,
            title=task.title,
            object_key=task.object_key,
            record_id=task.record_id,
            journey_id=task.journey_id,
            task_id=task.id,
            deliverable_id=task.deliverable_id,
            due_at=task.due_at,
            made_at=task.made_at,
        )


def _stages(session: Session, viewer: Viewer, person: Colleague) -> Iterator[Thing]:
    """Their journeys under way, by the limit of the stage; what an import brought in accuses nobody for a while."""
    asked = (
        select(Journey, Stay.warn_at, Stay.grace_until)
        .join(Stay, and_(Stay.journey_id == Journey.id, Stay.seq == Journey.stage_seq))
        .where(Journey.owner_pos == person.pos, Journey.outcome.is_(None))
        .where(*org.seeing(viewer, Journey.owner_pos))
        .order_by(Journey.due_at.asc().nulls_last(), Journey.id)
        .limit(MOST)
    )
    for journey, warn_at, grace_until in session.execute(asked):
        if not viewer.may_do(journey.object_key, "read"):
            continue
        due = journey.due_at
        yield Thing(
            key=f"journey:{journey.id}",
            kind="stage",
            title="",
            object_key=journey.object_key,
            record_id=journey.record_id,
            journey_id=journey.id,
            due_at=max(due, grace_until) if due and grace_until else due,
            warn_at=warn_at,
            made_at=journey.entered_at,
            version_id=journey.version_id,
            process_key=journey.process_key,
            stage_key=journey.stage_key,
        )


def _expiring(session: Session, viewer: Viewer, person: Colleague, *, now: datetime) -> Iterator[Thing]:
    zone, day = org.calendar(session).tz, today(session, now)
    for kind in objects.objects(session).values():
        if kind.visibility != "owner" or not viewer.may_do(kind.key, "read"):
            continue
        closed = record_policy.hidden(viewer, kind)
        for field in kind.fields:
            if field.type == "date" and field.key.endswith(_UNTIL) and field.key not in closed:
                for record_id, until, since in _ending(session, viewer, kind, field.key, person, day):
                    yield Thing(
                        key=things.expiring(kind.key, record_id, field.key, until),
                        kind="expiry",
                        title="",
                        object_key=kind.key,
                        record_id=record_id,
                        due_at=datetime.combine(until + timedelta(days=1), time(), zone),
                        made_at=since,
                        field=field.key,
                        days=(until - day).days,
                    )


def _ending(
    session: Session, viewer: Viewer, kind: ObjectDef, field: str, person: Colleague, day: date
) -> Sequence[tuple[int, date, datetime]]:
    table = tables.table(session, kind.key)
    if field not in table.c:
        return []
    until = table.c[field]
    asked = (
        select(table.c.id, until, table.c.created_at)
        .where(table.c.owner_pos == person.pos, table.c.deleted_at.is_(None))
        .where(until.between(day - _BACK, day + timedelta(days=things.MARKS[0])))
        .where(*org.seeing(viewer, table.c.owner_pos))
        .order_by(until, table.c.id)
        .limit(MOST)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(asked)]


def ends_at(session: Session, viewer: Viewer, thing: Named) -> bool:
    """Whether the viewer's own record still expires on this very day."""
    kind = objects.objects(session).get(thing.object_key)
    if kind is None or thing.day is None or not thing.field.endswith(_UNTIL):
        return False
    if not viewer.may_do(kind.key, "read") or thing.field in record_policy.hidden(viewer, kind):
        return False
    table = tables.table(session, kind.key)
    if thing.field not in table.c:
        return False
    asked = select(table.c.id).where(table.c.id == thing.id, table.c.owner_id == viewer.person_id)
    return session.scalar(asked.where(table.c[thing.field] == thing.day, table.c.deleted_at.is_(None))) is not None


def _put_off(session: Session, person_id: int, *, now: datetime) -> dict[str, datetime]:
    asked = select(PutOff.thing, PutOff.until).where(PutOff.person_id == person_id, PutOff.until > now)
    return dict(iter(session.execute(asked)))


def held(session: Session, task_id: int, person_id: int) -> Task | None:
    """An open task on somebody's list, held so that whoever else wants it waits; None when it is not there (any more).

    Read anew: what was in hand already may be old.
    """
    asked = select(Task).where(Task.id == task_id, Task.person_id == person_id, Task.done_at.is_(None))
    return session.scalar(asked.with_for_update().execution_options(populate_existing=True))


def task_by_cause(session: Session, cause: str) -> int:
    """The task that was asked for this cause."""
    with db.beyond_sight(session):
        return session.scalars(select(Task.id).where(Task.cause == cause)).one()


def times_given(session: Session, task_id: int) -> int:
    """How often a task went from hand to hand."""
    asked = select(func.count()).select_from(Asked).where(Asked.task_id == task_id, Asked.side == "gave")
    with db.beyond_sight(session):
        return int(session.scalar(asked) or 0)


def givers(session: Session, task_ids: Collection[int]) -> dict[int, int]:
    """Who gave these tasks last to whoever has them, as far as the viewer may know."""
    asked = select(Asked.task_id, Asked.other_id).where(Asked.task_id.in_(task_ids), Asked.side == "got")
    return dict(iter(session.execute(asked.order_by(Asked.id)))) if task_ids else {}


def given(session: Session, viewer: Viewer, *, since: datetime) -> Sequence[Task]:
    """What the viewer gave to others: what is open, and what was done lately; the most urgent first."""
    mine = select(Asked.task_id).where(Asked.person_id == viewer.person_id, Asked.side == "gave")
    asked = select(Task).where(
        Task.id.in_(mine), Task.person_id != viewer.person_id, or_(Task.done_at.is_(None), Task.done_at > since)
    )
    order = (Task.done_at.desc().nulls_first(), Task.due_at.asc().nulls_last(), Task.id)
    return session.scalars(asked.order_by(*order).limit(MOST)).all()


def asked_by(session: Session, viewer: Viewer, task_id: int) -> bool:
    """Whether the viewer gave this task to somebody."""
    asked = select(Asked.id).where(Asked.task_id == task_id, Asked.person_id == viewer.person_id, Asked.side == "gave")
    return session.scalar(asked.limit(1)) is not None


@dataclass(frozen=True, kw_only=True)
class Load:
    """How much waits for one person, and how much of it is red."""

    tasks: int = 0
    tasks_red: int = 0
    stages: int = 0
    stages_red: int = 0
    untouched: int = 0


def team(session: Session, viewer: Viewer) -> Sequence[Colleague]:
    """Everybody at work whom the viewer sees, the viewer too."""
    return [one for one in org.colleagues(session).values() if one.active and viewer.sees(one.pos)]


def loads(session: Session, viewer: Viewer, people: Sequence[Colleague], *, now: datetime) -> Mapping[int, Load]:
    """How much each of these has: three statements, however many they are."""
    ids = literal([one.id for one in people], ARRAY(BigInteger))
    late = Task.due_at <= now
    tasks = {
        row[0]: row[1:]
        for row in session.execute(
            select(Task.person_id, func.count(), func.count().filter(late))
            .where(Task.person_id == any_(ids), Task.done_at.is_(None))
            .group_by(Task.person_id)
        )
    }
    over = and_(Stay.due_at <= now, or_(Stay.grace_until.is_(None), Stay.grace_until <= now))
    stages = {
        row[0]: row[1:]
        for row in session.execute(
            select(Stay.owner_id, func.count(), func.count().filter(over))
            .where(Stay.left_at.is_(None), *org.seeing(viewer, Stay.owner_pos))
            .group_by(Stay.owner_id)
        )
    }
    alone = {
        row[0]: row[1]
        for row in session.execute(
            select(Journey.owner_id, func.count())
            .where(Journey.outcome.is_(None), Journey.quiet_due_at <= now, *org.seeing(viewer, Journey.owner_pos))
            .group_by(Journey.owner_id)
        )
    }
    return {
        one.id: Load(
            tasks=tasks.get(one.id, (0, 0))[0],
            tasks_red=tasks.get(one.id, (0, 0))[1],
            stages=stages.get(one.id, (0, 0))[0],
            stages_red=stages.get(one.id, (0, 0))[1],
            untouched=alone.get(one.id, 0),
        )
        for one in people
    }


def untouched(session: Session, viewer: Viewer, *, now: datetime, limit: int) -> Sequence[Journey]:
    """Journeys with which nobody has been in touch for longer than their stage allows, the longest first."""
    asked = (
        select(Journey)
        .where(Journey.outcome.is_(None), Journey.quiet_due_at <= now, *org.seeing(viewer, Journey.owner_pos))
        .order_by(Journey.quiet_due_at, Journey.id)
        .limit(limit)
    )
    return [one for one in session.scalars(asked) if viewer.may_do(one.object_key, "read")]


def customers(session: Session, viewer: Viewer, object_key: str, ids: Collection[int]) -> dict[int, tuple[str, int]]:
    """Whom these records are about: what their first reference points at, as far as the viewer sees the records."""
    kind = objects.objects(session).get(object_key)
    if kind is None or not viewer.may_do(object_key, "read"):
        return {}
    closed = record_policy.hidden(viewer, kind)
    pointing = next((one for one in kind.fields if one.type == "reference" and one.to and one.key not in closed), None)
    if pointing is None or pointing.to is None:
        return {}
    table = tables.table(session, object_key)
    if pointing.key not in table.c:
        return {}
    column = table.c[pointing.key]
    asked = select(table.c.id, column).where(table.c.id.in_(ids), column.is_not(None))
    if kind.visibility == "owner":
        asked = asked.where(*org.seeing_record(viewer, table))
    return {row[0]: (pointing.to, row[1]) for row in session.execute(asked)}


def person_seen(session: Session, viewer: Viewer, person_id: int) -> Colleague | None:
    """Somebody at work whose work the viewer sees; None for anybody else."""
    found = org.colleagues(session).get(person_id)
    if found is None or not found.active:
        return None
    return found if person_id == viewer.person_id or viewer.sees(found.pos) else None


def people_named(session: Session, ids: Collection[int]) -> Sequence[Person]:
    """These people, by name."""
    return session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.name, Person.id)).all()
