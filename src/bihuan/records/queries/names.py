"""What ids point at, by name, as far as the viewer sees it: one statement for each kind of thing, kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnElement, any_, bindparam, func, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.prepared import Prepared
from bihuan.objects import fields
from bihuan.objects import queries as objects
from bihuan.objects.definition import ObjectDef
from bihuan.objects.field_types import Target, TargetKind
from bihuan.org import queries as org
from bihuan.org.models import Person, Team
from bihuan.org.viewer import Viewer
from bihuan.records import policy
from bihuan.records.models import File
from bihuan.records.queries import sheets
from bihuan.records.queries.sheets import Sheet
from bihuan.records.record import Record

PEOPLE = Target(kind="person")


@dataclass(frozen=True, kw_only=True)
class Named:
    """A thing pointed at: its name, and of a file its media type and its size."""

    name: str
    type: str | None = None
    size: int | None = None


Names = Mapping[Target, Mapping[int, Named]]
_Finder = Callable[[Session, Viewer, Target, Collection[int]], Mapping[int, Named]]


def pointed_at(
    viewer: Viewer, object_def: ObjectDef, records: Iterable[Record], *, only: frozenset[str] | None = None
) -> dict[Target, set[int]]:
    """All that these records point at by fields the viewer sees, or by these fields `only`, and their owners."""
    pointing = targets(viewer, object_def, only=only)
    found: dict[Target, set[int]] = {PEOPLE: set()}
    for record in records:
        found[PEOPLE].add(record.owner_id)
        for key, target in pointing.items():
            if record.values[key] is not None:
                found.setdefault(target, set()).add(record.values[key])
    return found


def targets(viewer: Viewer, object_def: ObjectDef, *, only: frozenset[str] | None = None) -> dict[str, Target]:
    """What the fields point at that the viewer sees, or these fields `only`, by the fields' keys."""
    closed = policy.hidden(viewer, object_def)
    return {
        field.key: target
        for field in object_def.fields
        if field.key not in closed
        and (only is None or field.key in only)
        and (target := fields.of(field.type).target(field)) is not None
    }


def names(session: Session, viewer: Viewer, wanted: Mapping[Target, Collection[int]]) -> Names:
    """The names of what these ids point at. What the viewer may not see has none."""
    found: dict[Target, dict[int, Named]] = {target: {} for target in wanted}
    if PEOPLE in wanted:
        found[PEOPLE] = _known(session, wanted[PEOPLE])
    for target, ids in wanted.items():
        asked = set(ids) - found[target].keys()
        if asked:
            found[target].update(_FINDERS[target.kind](session, viewer, target, asked))
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


def _people(session: Session, _viewer: Viewer, _target: Target, ids: Collection[int]) -> dict[int, Named]:
    asked = select(Person.id, Person.name).where(Person.id.in_(ids))
    return {number: Named(name=name) for number, name in session.execute(asked)}


def _teams(session: Session, _viewer: Viewer, _target: Target, ids: Collection[int]) -> dict[int, Named]:
    asked = select(Team.id, Team.name).where(Team.id.in_(ids))
    return {number: Named(name=name) for number, name in session.execute(asked)}


def _files(session: Session, viewer: Viewer, _target: Target, ids: Collection[int]) -> dict[int, Named]:
    # Only asked for files in fields of records that the viewer sees.
    asked = select(File.id, File.name, File.type, File.size).where(File.id.in_(ids))
    found = {number: Named(name=name, type=kind, size=size) for number, name, kind, size in session.execute(asked)}
    lost = set(ids) - found.keys()
    return found | _files_for_everyone(session, viewer, lost) if lost else found


def _records(session: Session, viewer: Viewer, target: Target, ids: Collection[int]) -> dict[int, Named]:
    object_def = objects.objects(session).get(target.object_key or "")
    if object_def is None or not viewer.may_do(object_def.key, "read"):
        return {}
    found = sheets.plain(session, object_def)
    shared = list(viewer.sight.shared)
    given = {"ids": list(ids), "lo": viewer.sight.lo, "hi": viewer.sight.hi, **({"shared": shared} if shared else {})}
    nameless = object_def.title in policy.hidden(viewer, object_def)
    rows = _titles(found, sheets.sight(viewer, found)).rows(session, **given)
    return {number: Named(name="" if nameless else name or "") for number, name in rows}


@dataclass(frozen=True, kw_only=True)
class Naming:
    """A field that points at one record, and how far its viewer sees records of that object."""

    field: str
    object_key: str
    sight: str


def namings(session: Session, viewer: Viewer, found: Sheet) -> tuple[Naming, ...]:
    """The fields of a sheet whose records' names this viewer may read: a row can say them itself, by `name_of`."""
    known, said = objects.objects(session), []
    for key, target in targets(viewer, found.object_def, only=found.only).items():
        there = known.get(target.object_key or "") if target.kind == "record" else None
        if there is None or not viewer.may_do(there.key, "read") or there.title in policy.hidden(viewer, there):
            continue
        sight = sheets.sight(viewer, sheets.plain(session, there))
        said.append(Naming(field=key, object_key=there.key, sight=sight))
    return tuple(said)


def name_of(session: Session, found: Sheet, naming: Naming) -> ColumnElement[str]:
    """The name of what a row points at, for a statement that is kept; nothing where its viewer doesn't see it.

    A question within the row: it is asked of the rows that are shown, and not of all that are sorted.
    """
    other = sheets.plain(session, objects.object_def(session, naming.object_key))
    there = other.table.alias()  # an object may point at itself
    title = func.coalesce(there.c[other.object_def.title], literal_column("''"))
    seen = (there.c.deleted_at.is_(None), *org.seeing_by_name(naming.sight, there))
    asked = select(title).where(there.c.id == found.columns[naming.field], *seen)
    return asked.correlate(found.table).scalar_subquery().label(f"{naming.field}.name")


def _titles(found: Sheet, sight: str) -> Prepared:
    """What records are called that one sees this far; kept with the object's table."""
    kept: dict[str, Prepared] = found.table.info.setdefault("titles", {})
    if sight not in kept:
        columns = found.table.c
        asked = columns.id == any_(bindparam("ids", type_=ARRAY(BigInteger)))
        there = (asked, columns.deleted_at.is_(None), *org.seeing_by_name(sight, found.table))
        kept[sight] = Prepared(select(columns.id, columns[found.object_def.title]).where(*there))
    return kept[sight]


_FINDERS: Mapping[TargetKind, _Finder] = {"person": _people, "team": _teams, "file": _files, "record": _records}
