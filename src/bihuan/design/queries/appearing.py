"""What a person would see under a draft: asked of the database in their range, and never beyond the designer's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from bihuan.design import appearing, policy
from bihuan.design.appearing import Side
from bihuan.design.definition import Blueprint
from bihuan.kernel import db
from bihuan.kernel.refusals import NotFound
from bihuan.objects import definition as definitions
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.objects.definition import ObjectDef
from bihuan.org import queries as org
from bihuan.org.models import Person
from bihuan.org.viewer import Access, Viewer
from bihuan.records import queries as records
from bihuan.records.showing import Shower

FOUND = 20  # people that a search names
SHOWN = 20  # records of a list


@dataclass(frozen=True, kw_only=True)
class Guise:
    """A designer who looks as somebody: the person now, and the person under the draft."""

    designer: Viewer
    person: Person
    now: Side
    then: Side


def people(session: Session, viewer: Viewer, q: str) -> Sequence[Person]:
    """Those as whom this designer may look: people in their own range."""
    return org.in_sight(session, org.seeing(viewer, Person.pos), q=q, limit=FOUND)


def guise(session: Session, viewer: Viewer, blueprint: Blueprint, person_id: int) -> Guise:
    """Look as somebody under a draft. Forbidden without the right, NotFound for whom the designer doesn't see."""
    policy.configure(viewer)
    found = org.person(session, person_id)
    if not found.active or not viewer.sees(found.pos):
        raise NotFound
    roles = {role.key: role for role in blueprint.roles}
    known = definitions.with_entries(blueprint.objects, blueprint.dictionaries)
    return Guise(
        designer=viewer,
        person=found,
        now=Side(viewer=org.viewer(session, found.id), objects=objects.objects(session)),
        then=Side(viewer=org.viewer_under(session, found, roles), objects=known),
    )


def counted(session: Session, one: Guise, side: Side, object_key: str) -> int | None:
    """How many records of an object they see on one side; None where the designer may not read them."""
    if object_key not in side.objects or not side.viewer.may_do(object_key, "read"):
        return 0
    live = one.now.objects.get(object_key)
    if live is None:  # it comes with the draft
        return 0
    if not one.designer.may_do(object_key, "read"):
        return None
    table = tables.table(session, object_key)
    with db.looking_as(session, _sight(side, object_key)):
        asked = select(func.count()).select_from(table).where(table.c.deleted_at.is_(None))
        return session.scalar(asked.where(*_range(session, side, object_key))) or 0


def listed(session: Session, one: Guise, object_key: str, *, now: datetime) -> list[dict[str, Any]]:
    """The records changed last of those they would see, as they would read them and the designer may too."""
    if not counted(session, one, one.then, object_key):
        return []
    table = tables.table(session, object_key)
    with db.looking_as(session, _sight(one.then, object_key)):
        asked = select(table.c.id).where(table.c.deleted_at.is_(None), *_range(session, one.then, object_key))
        found = session.scalars(asked.order_by(table.c.updated_at.desc(), table.c.id).limit(SHOWN)).all()
        there = records.several(session, object_key, found)
        both = _both(one, object_key)
        known = one.now.objects[object_key]
        shown = [there[number] for number in found if number in there]
        names = records.names(session, both, records.pointed_at(both, known, shown))
        shower = Shower(both, known, names, now=now)
        return [shower.item(each) for each in shown]


def _sight(side: Side, object_key: str) -> db.Sight:
    return side.viewer.sight if side.objects[object_key].visibility == "owner" else db.EVERYTHING


def _range(session: Session, side: Side, object_key: str) -> list[ColumnElement[bool]]:
    if side.objects[object_key].visibility != "owner":
        return []
    return org.seeing_record(side.viewer, tables.table(session, object_key))


def _both(one: Guise, object_key: str) -> Viewer:
    """One who reads what both may: the person under the draft and the designer now. They may change nothing."""
    live, drafted = one.now.objects, one.then.objects
    access = {
        key: Access(
            actions=frozenset({"read"} if _reads(one, key) else ()),
            hidden=_closed(live[key], drafted.get(key), one),
        )
        for key in live
    }
    sight = db.common(one.designer.sight, _sight(one.then, object_key))
    person = one.then.viewer
    return Viewer(
        person_id=person.person_id,
        name=person.name,
        role_key=person.role_key,
        scope=person.scope,
        sight=sight,
        objects=access,
        lang=one.designer.lang,
        team_id=person.team_id,
    )


def _reads(one: Guise, key: str) -> bool:
    return all(viewer.may_do(key, "read") for viewer in (one.designer, one.then.viewer))


def _closed(live: ObjectDef, drafted: ObjectDef | None, one: Guise) -> frozenset[str]:
    """Closed to either, with the formulas that would tell of it, as they are now and as they would be."""
    theirs = appearing.look(one.then.viewer, drafted).hidden
    return live.telling_of(one.designer.hidden(live.key)) | live.telling_of(theirs)
