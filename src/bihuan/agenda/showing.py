"""Things as a screen shows them: what they are called and about, as far as the viewer sees it; asked for together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy.orm import Session

from bihuan.activity.models import Task
from bihuan.agenda import queries
from bihuan.agenda.things import Thing, Why
from bihuan.objects import queries as objects
from bihuan.objects.field_types import Target
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process import queries as journeys
from bihuan.process.models import Journey
from bihuan.records import queries as records


class AboutOut(BaseModel):
    """A record by its name."""

    object: str
    id: int
    name: str


class AboutPerson(BaseModel):
    """Whose list it is on."""

    id: int
    name: str


class ThingOut(BaseModel):
    """One row. `about` and `customer` are missing where the viewer does not see them; `why` says why it stands here.

    `can`: what may be done with it by whoever's list it is on.
    """

    thing: str
    kind: str
    title: str
    about: AboutOut | None
    customer: AboutOut | None
    journey_id: int | None
    task_id: int | None
    deliverable_id: int | None
    stage: str
    field: str
    days: int | None
    due_at: datetime | None
    warn_at: datetime | None
    made_at: datetime
    done_at: datetime | None
    put_off_until: datetime | None
    why: Why
    red: bool
    can: list[str]
    given_by: str
    holder: AboutPerson | None


def shown(
    session: Session, viewer: Viewer, found: Sequence[Thing], *, now: datetime, own: bool = True
) -> list[ThingOut]:
    """These things, in their order. On somebody else's list, what is about a record one does not see has no words."""
    tonight, named, stages = queries.tonight(session, now), _Names(session, viewer, found), _Stages(session, viewer)
    givers = queries.givers(session, [one.task_id for one in found if one.task_id])
    people = org.directory(session)
    known = objects.objects(session)
    shown = []
    for one in found:
        about = named.about(one.object_key, one.record_id)
        kind = known.get(one.object_key or "")
        field = kind.field(one.field) if kind and one.field else None
        due = one.due_at is not None and one.due_at <= now
        shown.append(
            ThingOut(
                thing=one.key,
                kind=one.kind,
                title=(one.title if own or about or one.record_id is None else "") or (about.name if about else ""),
                about=about,
                customer=named.customer(one.object_key, one.record_id) or about,
                journey_id=one.journey_id,
                task_id=one.task_id,
                deliverable_id=one.deliverable_id,
                stage=stages.label(one.version_id, one.process_key, one.stage_key),
                field=field.label.say(viewer.lang) if field else "",
                days=one.days,
                due_at=one.due_at,
                warn_at=one.warn_at,
                made_at=one.made_at,
                done_at=None,
                put_off_until=None,
                holder=None,
                why=one.why(now=now, tonight=tonight),
                red=due,
                can=_can(one),
                given_by=people.get(givers.get(one.task_id or 0, 0), ""),
            )
        )
    return shown


def given(session: Session, viewer: Viewer, found: Sequence[Task], *, now: datetime) -> list[ThingOut]:
    """What the viewer gave to others, with whoever has it now."""
    rows = {one.id: one for one in found}
    people = org.directory(session)
    made = [
        Thing(
            key=f"task:{one.id}",
            kind=one.kind,
            title=one.title,
            object_key=one.object_key,
            record_id=one.record_id,
            journey_id=one.journey_id,
            task_id=one.id,
            deliverable_id=one.deliverable_id,
            due_at=one.due_at,
            made_at=one.made_at,
        )
        for one in found
    ]
    return [
        one.model_copy(
            update={
                "done_at": rows[one.task_id or 0].done_at,
                "red": one.red and rows[one.task_id or 0].done_at is None,
                "can": ["nudge"] if rows[one.task_id or 0].done_at is None else [],
                "holder": AboutPerson(
                    id=rows[one.task_id or 0].person_id, name=people.get(rows[one.task_id or 0].person_id, "")
                ),
            }
        )
        for one in shown(session, viewer, made, now=now)
    ]


def untouched(session: Session, viewer: Viewer, found: Sequence[Journey], *, now: datetime) -> list[ThingOut]:
    """Journeys that nobody touches, with whose they are; `due_at` is since when."""
    owners, people = {f"journey:{one.id}": one.owner_id for one in found}, org.directory(session)
    made = [
        Thing(
            key=f"journey:{one.id}",
            kind="stage",
            title="",
            object_key=one.object_key,
            record_id=one.record_id,
            journey_id=one.id,
            due_at=one.quiet_due_at,
            made_at=one.entered_at,
            version_id=one.version_id,
            process_key=one.process_key,
            stage_key=one.stage_key,
        )
        for one in found
    ]
    return [
        one.model_copy(update={"holder": AboutPerson(id=owners[one.thing], name=people.get(owners[one.thing], ""))})
        for one in shown(session, viewer, made, now=now)
    ]


def _can(one: Thing) -> list[str]:
    found = ["put_off"]
    if one.ticked:
        found.append("done")
    if one.kind != "expiry":
        found.append("give")
    return found


class _Names:
    """What records are called, and whom they are about: three statements for each object, however many things."""

    def __init__(self, session: Session, viewer: Viewer, found: Sequence[Thing]) -> None:
        ids: dict[str, set[int]] = {}
        for one in found:
            if one.object_key is not None and one.record_id is not None:
                ids.setdefault(one.object_key, set()).add(one.record_id)
        self._whom = {key: queries.customers(session, viewer, key, wanted) for key, wanted in ids.items()}
        for pointed in list(self._whom.values()):
            for key, number in pointed.values():
                ids.setdefault(key, set()).add(number)
        targets = {Target(kind="record", object_key=key): wanted for key, wanted in ids.items()}
        self._named = records.names(session, viewer, targets)

    def about(self, key: str | None, number: int | None) -> AboutOut | None:
        if key is None or number is None:
            return None
        found = self._named.get(Target(kind="record", object_key=key), {}).get(number)
        return AboutOut(object=key, id=number, name=found.name) if found else None

    def customer(self, key: str | None, number: int | None) -> AboutOut | None:
        return self.about(*self._whom.get(key or "", {}).get(number or 0, (None, None)))


class _Stages:
    """What stages are called in the version by which a journey goes."""

    def __init__(self, session: Session, viewer: Viewer) -> None:
        self._session, self._viewer = session, viewer

    def label(self, version_id: int | None, process_key: str | None, stage_key: str | None) -> str:
        if version_id is None or process_key is None or stage_key is None:
            return ""
        stage = journeys.stage_in(self._session, version_id, process_key, stage_key)
        return stage.label.say(self._viewer.lang) if stage else stage_key
