"""Activities and tasks over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from bihuan.activity import commands, policy, queries
from bihuan.activity.models import Activity, Task
from bihuan.kernel import clock, web
from bihuan.kernel.refusals import Forbidden
from bihuan.kernel.web import UnitOfWork
from bihuan.objects.field_types import Target
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer
from bihuan.records import queries as records

router = web.doors(tags=["activity"])
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
ObjectKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class ActivityAsked(BaseModel):
    """What was done, what came of it, and when to go on."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, Field(max_length=40)]
    summary: Annotated[str, Field(max_length=commands.LONGEST_SUMMARY)]
    happened_at: AwareDatetime | None = None
    next_at: AwareDatetime | None = None


class ActivityOut(BaseModel):
    """One activity as it was written down."""

    id: int
    kind: str
    summary: str
    happened_at: datetime
    recorded_at: datetime
    next_at: datetime | None
    person_id: int


class LatestOut(BaseModel):
    """The latest activity of each record that has one."""

    items: dict[int, ActivityOut]


class ScriptOut(BaseModel):
    """Something worth saying, and the situation it is for."""

    label: str
    text: str


class KindOut(BaseModel):
    """A kind of activity one can log, with what to say and what not to forget."""

    key: str
    label: str
    counts_as_contact: bool
    scripts: list[ScriptOut]
    checklist: list[str]


class NumberOut(BaseModel):
    """A number one can ring: whose it is, and what the field is called."""

    name: str
    label: str
    number: str


class HelpAsked(BaseModel):
    """Whom to ask, or nobody in particular: the direct manager; and what for."""

    model_config = ConfigDict(extra="forbid")

    helper_id: Id | None = None
    note: Annotated[str, Field(max_length=500)] = ""


class HelpOut(BaseModel):
    """Who was asked."""

    helper_id: int
    name: str


class TaskOut(BaseModel):
    """Something that waits for me. `about` is what its record is called, as far as I see it."""

    id: int
    kind: str
    title: str
    about: str
    object: str | None
    record_id: int | None
    journey_id: int | None
    deliverable_id: int | None
    due_at: datetime | None
    made_at: datetime
    done_at: datetime | None


class Tasks(BaseModel):
    """My list, the most urgent first."""

    items: list[TaskOut]


@router.post("/records/{object_key}/{record_id}/activities", status_code=201)
def log(object_key: ObjectKey, record_id: Id, asked: ActivityAsked, viewer: Asking, session: UnitOfWork) -> ActivityOut:
    """Write down what was done with a record."""
    record = records.record(session, viewer, object_key, record_id)
    if not policy.may_log(viewer, object_key):
        raise Forbidden
    activity = commands.log(
        session,
        viewer,
        record,
        kind=asked.kind,
        summary=asked.summary,
        happened_at=asked.happened_at,
        next_at=asked.next_at,
        now=clock.now(),
    )
    return _shown(activity)


@router.get("/records/{object_key}/{record_id}/numbers")
def numbers(object_key: ObjectKey, record_id: Id, viewer: Asking, session: UnitOfWork) -> list[NumberOut]:
    """Whom I can ring up about a record."""
    record = records.record(session, viewer, object_key, record_id)
    return [
        NumberOut(name=one.name, label=one.label.say(viewer.lang), number=one.number)
        for one in records.numbers(session, viewer, record)
    ]


@router.post("/records/{object_key}/{record_id}/help")
def ask_help(object_key: ObjectKey, record_id: Id, asked: HelpAsked, viewer: Asking, session: UnitOfWork) -> HelpOut:
    """Ask my manager, or a colleague, to help me with it."""
    record = records.record(session, viewer, object_key, record_id)
    if not policy.may_log(viewer, object_key):
        raise Forbidden
    found = commands.ask_help(session, viewer, record, helper_id=asked.helper_id, note=asked.note, now=clock.now())
    return HelpOut(helper_id=found, name=org.names(session, [found]).get(found, ""))


@router.get("/activities/kinds")
def kinds(viewer: Asking, session: UnitOfWork) -> list[KindOut]:
    """What kinds of activity there are."""
    lang = viewer.lang
    return [
        KindOut(
            key=kind.key,
            label=kind.label.say(lang),
            counts_as_contact=kind.counts_as_contact,
            scripts=[ScriptOut(label=one.label.say(lang), text=one.text.say(lang)) for one in kind.scripts],
            checklist=[line.say(lang) for line in kind.checklist],
        )
        for kind in queries.kinds(session).values()
    ]


@router.get("/activities/latest")
def latest(
    object_key: Annotated[ObjectKey, Query(alias="object")],
    record: Annotated[list[Id], Query(max_length=200)],
    viewer: Asking,
    session: UnitOfWork,
) -> LatestOut:
    """The last thing that was done for each of these records, by record id: for a customer, with any of their deals."""
    if not viewer.may_do(object_key, "read"):
        raise Forbidden
    found = queries.latest(session, viewer, object_key, record)
    return LatestOut(items={record_id: _shown(one) for record_id, one in found.items()})


@router.get("/tasks")
def tasks(
    viewer: Asking,
    session: UnitOfWork,
    open: bool = True,  # noqa: A002 - the word of the address
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> Tasks:
    """What waits for me; `open=0` with what is done already."""
    return Tasks(items=_tasks(session, viewer, queries.tasks(session, viewer, open_only=open, limit=limit)))


@router.post("/tasks/{task_id}/done")
def done(task_id: Id, viewer: Asking, session: UnitOfWork) -> TaskOut:
    """I have done it."""
    task = queries.task(session, viewer, task_id)
    commands.finish(session, viewer, task, now=clock.now())
    return _tasks(session, viewer, [task])[0]


def _shown(activity: Activity) -> ActivityOut:
    return ActivityOut(
        id=activity.id,
        kind=activity.kind,
        summary=activity.summary,
        happened_at=activity.happened_at,
        recorded_at=activity.recorded_at,
        next_at=activity.next_at,
        person_id=activity.person_id,
    )


def _tasks(session: Session, viewer: Viewer, found: Sequence[Task]) -> list[TaskOut]:
    """Tasks with what their records are called, all in one statement."""
    wanted: dict[Target, set[int]] = {}
    for task in found:
        if task.object_key is not None and task.record_id is not None:
            wanted.setdefault(_target(task), set()).add(task.record_id)
    names = records.names(session, viewer, wanted)
    abouts = [names.get(_target(task), {}).get(task.record_id or 0) for task in found]
    return [_task(task, named.name if named else "") for task, named in zip(found, abouts, strict=True)]


def _target(task: Task) -> Target:
    return Target(kind="record", object_key=task.object_key)


def _task(task: Task, about: str) -> TaskOut:
    return TaskOut(
        id=task.id,
        kind=task.kind,
        title=task.title,
        about=about,
        object=task.object_key,
        record_id=task.record_id,
        journey_id=task.journey_id,
        deliverable_id=task.deliverable_id,
        due_at=task.due_at,
        made_at=task.made_at,
        done_at=task.done_at,
    )
