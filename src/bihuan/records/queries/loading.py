"""One record, or a few by their ids: the only way from an id to a thing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, func, literal_column, select, text
from sqlalchemy.orm import Session

from bihuan.kernel.prepared import Prepared
from bihuan.kernel.refusals import NotFound
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.objects.definition import ObjectDef
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.records import rows
from bihuan.records.queries import sheets
from bihuan.records.record import Record

_LARGEST = 2**63


def record(session: Session, viewer: Viewer, object_key: str, record_id: int) -> Record:
    """One record this viewer may see. NotFound for any other, and for one that isn't there: the same answer."""
    found = sheets.sheet(session, objects.object_def(session, object_key))
    if not 0 < record_id < _LARGEST:
        raise NotFound
    row = found.one(sheets.sight(viewer, found)).one(session, record_id=record_id, **org.sight_values(viewer))
    if row is None:
        raise NotFound
    return found.record(row)


def standing(session: Session, object_key: str, record_id: int) -> Record:
    """One record as far as this transaction sees: for jobs, and for commands that have asked their policy."""
    found = sheets.sheet(session, objects.object_def(session, object_key))
    row = found.one().one(session, record_id=record_id)
    if row is None:
        raise NotFound
    return found.record(row)


def several(session: Session, object_key: str, record_ids: Collection[int]) -> dict[int, Record]:
    """Records by id as far as this transaction sees; those that aren't there are left out."""
    found = sheets.sheet(session, objects.object_def(session, object_key))
    rows = session.execute(found.rows().where(found.table.c.id.in_(record_ids)))
    return {each.id: each for each in map(found.record, rows)}


def facts(session: Session, object_key: str, record_id: int) -> Mapping[str, Any]:
    """All values of a record, hidden ones too: for gates and rules, never for a screen."""
    found = sheets.plain(session, objects.object_def(session, object_key))
    row = found.one().one(session, record_id=record_id)
    if row is None:
        raise NotFound
    return found.record(row).values


def facts_of(session: Session, object_key: str, record_ids: Collection[int]) -> dict[int, Mapping[str, Any]]:
    """The same of many records, by id; those that are gone are left out."""
    found = sheets.plain(session, objects.object_def(session, object_key))
    rows = found.several.rows(session, record_ids=list(record_ids))
    return {record.id: record.values for record in map(found.record, rows)}


def title(session: Session, object_key: str, record_id: int) -> str:
    """What a record is called; empty for one that is gone."""
    object_def = objects.object_def(session, object_key)
    table = tables.table(session, object_key)
    asked = select(table.c[object_def.title]).where(table.c.id == record_id, table.c.deleted_at.is_(None))
    return session.scalar(asked) or ""


def titles(session: Session, object_key: str, record_ids: Collection[int]) -> dict[int, str]:
    """What these records are called; those that are gone are left out."""
    if not record_ids:
        return {}
    found = sheets.plain(session, objects.object_def(session, object_key))
    rows = found.titles.rows(session, record_ids=list(record_ids))
    return {record_id: called or "" for record_id, called in rows}


def count_referring(session: Session, object_key: str, *, to_object: str, record_id: int) -> int:
    """How many records of an object refer to this one, as far as the transaction sees."""
    object_def = objects.object_def(session, object_key)
    table = tables.table(session, object_key)
    return sum(
        session.scalar(
            select(func.count()).select_from(table).where(table.c[field.key] == record_id, table.c.deleted_at.is_(None))
        )
        or 0
        for field in object_def.fields
        if field.type == "reference" and field.to == to_object
    )


def referring(session: Session, found: Record) -> list[str]:
    """The objects that have records which refer to this one."""
    pointing = {
        object_def.key
        for object_def in objects.objects(session).values()
        for field in object_def.fields
        if field.type == "reference" and field.to == found.object_key
    }
    return [
        key for key in sorted(pointing) if count_referring(session, key, to_object=found.object_key, record_id=found.id)
    ]


def next_numbers(session: Session, table: Table, object_def: ObjectDef) -> Sequence[int]:
    """A new record's id, and the next number of each field that numbers itself."""
    drawn: Prepared | None = table.info.get("numbers")
    if drawn is None:
        sequences = [f"q_objects_column_{table.c[field.key].info['stored']}" for field in rows.numbered(object_def)]
        names = ("record_id_seq", *sequences)  # names of our own alone
        drawn = table.info["numbers"] = Prepared(select(*(func.nextval(literal_column(f"'{name}'")) for name in names)))
    found = drawn.one(session)
    assert found is not None, "sequences always answer"
    return found


def many_numbers(session: Session, sequence: str, count: int) -> Sequence[int]:
    """The next so many numbers of a sequence."""
    asked = text("SELECT nextval(CAST(:sequence AS regclass)) FROM generate_series(1, :count)")
    return session.scalars(asked, {"sequence": sequence, "count": count}).all()


def imported(session: Session, table: Table, import_id: int) -> Sequence[tuple[int, int]]:
    """The records an import brought that are still there, with their revisions."""
    asked = select(table.c.id, table.c.revision).where(table.c.import_id == import_id, table.c.deleted_at.is_(None))
    return session.execute(asked.order_by(table.c.id)).all()
