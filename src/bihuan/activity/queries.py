"""Questions about activities and tasks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from bihuan.activity import definition
from bihuan.activity.definition import ActivityKind
from bihuan.activity.models import Activity, Task
from bihuan.blueprint import queries as blueprint
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.words import Words
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.records import queries as records


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


def last_contacts(session: Session, object_key: str, record_id: int, limit: int = 3) -> list[Contact]:
    """What was done last with a record, the latest first."""
    found = session.scalars(
        select(Activity)
        .where(Activity.object_key == object_key, Activity.record_id == record_id)
        .order_by(Activity.happened_at.desc(), Activity.id.desc())
        .limit(limit)
    ).all()
    names = org.names(session, [one.person_id for one in found])
    known = kinds(session) if found else {}
    return [
        Contact(
            kind=one.kind,
            label=known[one.kind].label if one.kind in known else Words(zh=one.kind, en=one.kind),
            summary=one.summary,
            happened_at=one.happened_at,
            by=names.get(one.person_id, ""),
        )
        for one in found
    ]


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
    """How many activities of these kinds, or of any, a record has had since a moment."""
    question = select(func.count()).where(
        Activity.object_key == object_key, Activity.record_id == record_id, Activity.happened_at >= since
    )
    if kinds:
        question = question.where(Activity.kind.in_(kinds))
    return session.scalar(question) or 0


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
