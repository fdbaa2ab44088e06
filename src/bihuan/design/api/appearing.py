"""A draft as one of the people would see it, over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import BaseModel
from sqlalchemy.orm import Session

from bihuan.design import appearing, commands, policy, queries
from bihuan.design.api import shapes
from bihuan.design.commands import BlueprintFaulty
from bihuan.design.examining import examined
from bihuan.kernel import clock, web
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.web import UnitOfWork
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer

router = web.doors(tags=["design"], prefix="/drafts/{draft_id}/as")
Key = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class AsPerson(BaseModel):
    """Somebody as whom one may look."""

    id: int
    name: str
    role: str


class AsPeople(BaseModel):
    """Those as whom one may look, by name."""

    items: list[AsPerson]


class AsObject(BaseModel):
    """An object in their menu: how many records now and under the draft (null: not yours to know), what they may do."""

    key: str
    now: int | None
    then: int | None
    there: bool
    only_drafted: bool
    actions: list[str]
    hidden: list[str]
    readonly: list[str]


class AsOut(BaseModel):
    """What somebody would see and may do under a draft, and what changes for them. `narrowed`: they see beyond you."""

    person: AsPerson
    scope: str
    rights: list[str]
    objects: list[AsObject]
    changes: list[str]
    narrowed: bool


class AsRecord(BaseModel):
    """A record as they would read it."""

    id: int
    title: str
    owner: str
    values: dict[str, Any]


class AsRecords(BaseModel):
    """Records as they would read them; `closed` are fields that you may not see yourself, so that none is shown."""

    items: list[AsRecord]
    closed: list[str]


@router.get("")
def people(
    draft_id: shapes.Id, viewer: Asking, session: UnitOfWork, q: Annotated[str, Query(max_length=100)] = ""
) -> AsPeople:
    """Those as whom one may look."""
    policy.configure(viewer)
    queries.draft(session, draft_id)
    found = queries.people(session, viewer, q)
    return AsPeople(items=[AsPerson(id=one.id, name=one.name, role=one.role_key) for one in found])


@router.get("/{person_id}")
def look_as(draft_id: shapes.Id, person_id: shapes.Id, viewer: Asking, session: UnitOfWork) -> AsOut:
    """What one of the people would see and may do; that one looked is written down."""
    one = _guise(session, viewer, draft_id, person_id, what="*")
    return AsOut(
        person=AsPerson(id=one.person.id, name=one.person.name, role=one.person.role_key),
        scope=str(one.then.viewer.scope),
        rights=sorted(one.then.viewer.rights),
        objects=[_object(session, one, key) for key in dict.fromkeys([*one.then.objects, *one.now.objects])],
        changes=appearing.changes(one.now, one.then, viewer.lang),
        narrowed=_narrowed(one),
    )


@router.get("/{person_id}/records/{object_key}")
def records_as(
    draft_id: shapes.Id, person_id: shapes.Id, object_key: Key, viewer: Asking, session: UnitOfWork
) -> AsRecords:
    """The records of one object that they would see, the latest changed first; that one looked is written down."""
    one = _guise(session, viewer, draft_id, person_id, what=object_key)
    if object_key not in one.then.objects:
        raise NotFound
    items = queries.listed(session, one, object_key, now=clock.now())
    live = one.now.objects.get(object_key)
    closed = live.telling_of(viewer.hidden(object_key)) if live is not None else frozenset()
    shown = [
        AsRecord(id=item["id"], title=item["title"], owner=item["owner"]["name"] or "", values=item["values"])
        for item in items
    ]
    return AsRecords(items=shown, closed=sorted(closed))


def _guise(session: Session, viewer: Viewer, draft_id: int, person_id: int, *, what: str) -> queries.Guise:
    policy.configure(viewer)
    found, faults = examined(queries.draft(session, draft_id).body)
    if found is None:
        raise BlueprintFaulty([one.problem() for one in faults])
    one = queries.guise(session, viewer, found, person_id)
    commands.note_look(session, viewer, one.person, draft_id=draft_id, what=what, now=clock.now())
    return one


def _object(session: Session, one: queries.Guise, key: str) -> AsObject:
    look = appearing.look(one.then.viewer, one.then.objects.get(key))
    return AsObject(
        key=key,
        now=queries.counted(session, one, one.now, key),
        then=queries.counted(session, one, one.then, key),
        there=look.there,
        only_drafted=key not in one.now.objects,
        actions=list(look.actions),
        hidden=sorted(look.hidden),
        readonly=sorted(look.readonly),
    )


def _narrowed(one: queries.Guise) -> bool:
    mine, theirs = one.designer.sight, one.then.viewer.sight
    return not mine.all and (theirs.all or theirs.lo < mine.lo or theirs.hi > mine.hi)
