"""Questions about activities and tasks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Text, any_, bindparam, func, literal, select, text, true
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on
from sqlalchemy.orm import Session

from bihuan.activity import definition
from bihuan.activity.definition import ActivityKind
from bihuan.activity.models import Activity, Task
from bihuan.blueprint import queries as blueprint
from bihuan.kernel.prepared import Prepared
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.words import Words
from bihuan.org import queries as org
from bihuan.org.models import Person
from bihuan.org.viewer import Viewer
from bihuan.records import queries as records

_ASKED = (
    func.unnest(bindparam("records", type_=ARRAY(BigInteger))).table_valued("record_id").render_derived(name="asked")
)
_EACH = (
    select(Activity.id, Activity.kind, Activity.summary, Activity.happened_at, Activity.person_id)
    .where(Activity.object_key == bindparam("object"), Activity.record_id == _ASKED.c.record_id)
    .order_by(Activity.happened_at.desc(), Activity.id.desc())
    .limit(bindparam("most"))
    .correlate(_ASKED)
    .lateral("each")
)
_LAST = Prepared(
    select(_ASKED.c.record_id, _EACH.c.kind, _EACH.c.summary, _EACH.c.happened_at, Person.name)
    .select_from(_ASKED.join(_EACH, true()).outerjoin(Person, Person.id == _EACH.c.person_id))
    .order_by(_ASKED.c.record_id, _EACH.c.happened_at.desc(), _EACH.c.id.desc())
)
_COUNT_DONE = Prepared(
    select(func.count())
    .select_from(Task)
    .where(Task.cause == any_(bindparam("causes", type_=ARRAY(Text))), Task.done_at.is_not(None))
)
_SINCE = Prepared(text("SELECT activity_count_since(:object, :record, :since, CAST(:kinds AS text[]))"))


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One thing that was done, as alerts and timelines tell it."""

    kind: str
    label: Words
    summary: str
    happened_at: datetime
    by: str

    def facts(self) -> dict[str, object]:
        """The same as JSON, with the kind in both languages."""
        return {
            "kind": self.label.model_dump(),
            "summary": self.summary,
            "at": self.happened_at.isoformat(),
            "by": self.by,
        }


def kinds(session: Session) -> Mapping[str, ActivityKind]:
    """The kinds of activity of the living blueprint, by key."""
    return blueprint.part(session, blueprint.current(session).id, definition.kinds)


def last_contacts(
    session: Session, object_key: str, record_ids: Collection[int], limit: int = 3
) -> dict[int, list[Contact]]:
    """What was done last with each of these records, the latest first; nothing of one with which nothing was."""
    found: dict[int, list[Contact]] = {}
    known = kinds(session)
    rows = _LAST.rows(session, object=object_key, records=list(record_ids), most=limit)
    for record_id, kind, summary, happened_at, by in rows:
        label = known[kind].label if kind in known else Words(zh=kind, en=kind)
        told = Contact(kind=kind, label=label, summary=summary, happened_at=happened_at, by=by or "")
        found.setdefault(record_id, []).append(told)
    return found


def latest(session: Session, viewer: Viewer, object_key: str, record_ids: Collection[int]) -> dict[int, Activity]:
    """The last thing that was done for each of these records, with it or with one that refers to it, as far as seen."""
    about = records.about(session, viewer, object_key, record_ids)
    found: dict[int, Activity] = {}
    for key, whom in about.items():
        asked = (
            select(Activity)
            .where(Activity.object_key == key, Activity.record_id.in_(whom))
            .where(*org.seeing(viewer, Activity.owner_pos))
            .ext(distinct_on(Activity.record_id))
            .order_by(Activity.record_id, Activity.happened_at.desc(), Activity.id.desc())
        )
        for one in session.scalars(asked):
            before = found.get(whom[one.record_id])
            if before is None or before.happened_at < one.happened_at:
                found[whom[one.record_id]] = one
    return found


def count_since(
    session: Session, object_key: str, record_id: int, *, since: datetime, kinds: Sequence[str] = ()
) -> int:
    """How many activities of these kinds, or of any, a record has had since a moment, whoever sees them."""
    found = _SINCE.one(session, object=object_key, record=record_id, since=since, kinds=list(kinds) or None)
    return int(found[0]) if found else 0


def tasks(session: Session, viewer: Viewer, *, open_only: bool, limit: int) -> Sequence[Task]:
    """What waits for the viewer, the most urgent first; then what is done, the latest first."""
    question = select(Task).where(Task.person_id == viewer.person_id).limit(limit)
    if open_only:
        question = question.where(Task.done_at.is_(None))
    return session.scalars(
        question.order_by(Task.done_at.desc().nulls_first(), Task.due_at.asc().nulls_last(), Task.id)
    ).all()


def task(session: Session, viewer: Viewer, task_id: int) -> Task:
    """One of the viewer's tasks."""
    found = session.scalar(select(Task).where(Task.id == task_id, Task.person_id == viewer.person_id))
    if found is None:
        raise NotFound
    return found


def due_tasks(session: Session, *, now: datetime, limit: int) -> Sequence[int]:
    """Open tasks whose time has come and of which nobody was told yet, held; the longest waiting first."""
    asked = select(Task.id).where(Task.due_at <= now, Task.done_at.is_(None), Task.overdue_at.is_(None))
    return session.scalars(asked.order_by(Task.due_at, Task.id).limit(limit).with_for_update(skip_locked=True)).all()


def turned_late(
    session: Session, object_key: str, *, since: datetime, until: datetime, limit: int
) -> Sequence[tuple[int, datetime]]:
    """When tasks about records of an object turned late, each with its record, in order; the latest `limit`."""
    asked = select(Task.record_id, Task.overdue_at).where(Task.object_key == object_key, Task.record_id.is_not(None))
    found = asked.where(Task.overdue_at >= since, Task.overdue_at <= until).order_by(Task.overdue_at.desc(), Task.id)
    rows = session.execute(found.limit(limit)).all()
    return [(number, at) for number, at in reversed(rows) if number is not None and at is not None]


def tasks_of(session: Session, task_ids: Collection[int]) -> Sequence[Task]:
    """These tasks, as far as they are still to do."""
    return session.scalars(select(Task).where(Task.id.in_(task_ids), Task.done_at.is_(None)).order_by(Task.id)).all()


def count_done(session: Session, causes: Sequence[str]) -> int:
    """How many of the tasks that were asked for these causes are done."""
    found = _COUNT_DONE.one(session, causes=list(causes))
    assert found is not None, "a count always has a row"
    return int(found[0])


def done_before(session: Session, kind: str, journey_ids: Collection[int]) -> dict[str, datetime]:
    """When the tasks of a kind were done on these journeys, by what they were asked for."""
    asked = select(Task.cause, Task.done_at).where(
        Task.kind == kind,
        Task.journey_id == any_(literal(list(journey_ids), ARRAY(BigInteger))),
        Task.done_at.is_not(None),
    )
    return {cause: done_at for cause, done_at in session.execute(asked) if done_at is not None}
