"""What ids point at, by name, as far as the viewer sees it: one statement for a whole page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import BigInteger, Select, Text, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.objects import fields, tables
from bihuan.objects import queries as objects
from bihuan.objects.definition import ObjectDef
from bihuan.objects.field_types import Target, TargetKind
from bihuan.org import queries as org
from bihuan.org.models import Person, Team
from bihuan.org.viewer import Viewer
from bihuan.records import policy
from bihuan.records.models import File
from bihuan.records.record import Record

PEOPLE = Target(kind="person")


@dataclass(frozen=True, kw_only=True)
class Named:
    """A thing pointed at: its name, and of a file its media type and its size."""

    name: str
    type: str | None = None
    size: int | None = None


Names = Mapping[Target, Mapping[int, Named]]
Found = Select[int, str, str | None, int | None]
_Finder = Callable[[Session, Viewer, Target, Collection[int]], Found | None]
_NO_FILE = (cast(null(), Text).label("type"), cast(null(), BigInteger).label("size"))


def pointed_at(viewer: Viewer, object_def: ObjectDef, records: Iterable[Record]) -> dict[Target, set[int]]:
    """All that these records point at by fields the viewer sees, and their owners."""
    closed = policy.hidden(viewer, object_def)
    targets = {
        field.key: target
        for field in object_def.fields
        if field.key not in closed and (target := fields.of(field.type).target(field)) is not None
    }
    found: dict[Target, set[int]] = {PEOPLE: set()}
    for record in records:
        found[PEOPLE].add(record.owner_id)
        for key, target in targets.items():
            if record.values[key] is not None:
                found.setdefault(target, set()).add(record.values[key])
    return found


def names(session: Session, viewer: Viewer, wanted: Mapping[Target, Collection[int]]) -> Names:
    """The names of what these ids point at. What the viewer may not see has none."""
    found: dict[Target, dict[int, Named]] = {target: {} for target in wanted}
    if PEOPLE in wanted:
        found[PEOPLE] = _known(session, wanted[PEOPLE])
    targets = [target for target, ids in wanted.items() if set(ids) - found[target].keys()]
    parts = []
    for number, target in enumerate(targets):
        asked = _FINDERS[target.kind](session, viewer, target, wanted[target])
        if asked is not None:
            parts.append(asked.add_columns(literal(number).label("target")))
    if parts:
        for row_id, name, media_type, size, number in session.execute(union_all(*parts)):
            found[targets[number]][row_id] = Named(name=name or "", type=media_type, size=size)
    for target in targets:
        lost = set(wanted[target]) - found[target].keys()
        if target.kind == "file" and lost:
            found[target].update(_files_for_everyone(session, viewer, lost))
    return found


def _known(session: Session, ids: Collection[int]) -> dict[int, Named]:
    everybody = org.directory(session)
    return {person_id: Named(name=everybody[person_id]) for person_id in ids if person_id in everybody}


def _files_for_everyone(session: Session, viewer: Viewer, ids: Collection[int]) -> dict[int, Named]:
    """Files of records that everyone sees: their owner may lie outside the viewer's range, and so the file's row."""
    objects_seen = [
        object_def.key
        for object_def in objects.objects(session).values()
        if object_def.visibility == "everyone" and viewer.may_do(object_def.key, "read")
    ]
    asked = select(File.id, File.name, File.type, File.size).where(File.id.in_(ids), File.object_key.in_(objects_seen))
    with db.beyond_sight(session):
        return {number: Named(name=name, type=kind, size=size) for number, name, kind, size in session.execute(asked)}


def _people(_session: Session, _viewer: Viewer, _target: Target, ids: Collection[int]) -> Found:
    return select(Person.id, Person.name, *_NO_FILE).where(Person.id.in_(ids))


def _teams(_session: Session, _viewer: Viewer, _target: Target, ids: Collection[int]) -> Found:
    return select(Team.id, Team.name, *_NO_FILE).where(Team.id.in_(ids))


def _files(_session: Session, _viewer: Viewer, _target: Target, ids: Collection[int]) -> Found:
    # Only asked for files in fields of records that the viewer sees.
    return select(File.id, File.name, File.type.label("type"), File.size.label("size")).where(File.id.in_(ids))


def _records(session: Session, viewer: Viewer, target: Target, ids: Collection[int]) -> Found | None:
    object_def = objects.objects(session).get(target.object_key or "")
    if object_def is None or not viewer.may_do(object_def.key, "read"):
        return None
    table = tables.table(session, object_def.key)
    closed = object_def.title in policy.hidden(viewer, object_def)
    title = cast(null(), Text) if closed else table.c[object_def.title]
    found = select(table.c.id, title.label("name"), *_NO_FILE)
    found = found.where(table.c.id.in_(ids), table.c.deleted_at.is_(None))
    return found if object_def.visibility == "everyone" else found.where(*org.seeing_record(viewer, table))


_FINDERS: Mapping[TargetKind, _Finder] = {"person": _people, "team": _teams, "file": _files, "record": _records}
