"""The tables of objects as SQLAlchemy sees them: columns go by the keys of their fields."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, MetaData, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel import db
from bihuan.objects import fields, naming, queries
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.objects.models import StoredColumn

_KEPT = 512
_kept: OrderedDict[tuple[object, ...], Table] = OrderedDict()
_lock = Lock()


def table(session: Session, object_key: str) -> Table:
    """The table of an object of the blueprint that lives now, read from the registry once for each version."""
    version = blueprint.current(session)
    place = (blueprint.database(session), db.workspace_of(session))
    key = (*place, version.id, version.digest, version.released_at, object_key)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _table(queries.object_def(session, object_key), queries.stored_columns(session, object_key))
    with _lock:
        _kept[key] = made
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return made


def columns(found: Table, object_def: ObjectDef) -> Mapping[str, Column[Any]]:
    """The main columns of an object's stored fields, by the keys of the fields."""
    return {field.key: found.c[field.key] for field in object_def.fields if fields.of(field.type).stored}


def by_owner(object_def: ObjectDef) -> frozenset[str]:
    """The fields in whose order, the largest first, the rows of one owner can be read by an index."""
    listed = (field for field in object_def.fields if field.key in object_def.list_columns)
    return frozenset(field.key for field in listed if fields.of(field.type).weighed)


def parts(found: Table, field: FieldDef) -> Mapping[str, Column[Any]]:
    """All columns of one field, by suffix."""
    return {suffix: found.c[naming.part(field.key, suffix)] for suffix in fields.of(field.type).columns(field)}


def _table(object_def: ObjectDef, stored: Sequence[StoredColumn]) -> Table:
    physical = {column.field_key: column for column in stored if column.live}
    made = Table(naming.table(object_def.key), MetaData(), *_system())
    for field in object_def.fields:
        column = physical.get(field.key)
        if column is None:
            continue
        for suffix, kind in fields.of(field.type).columns(field).items():
            name = naming.part(column.physical, suffix)
            made.append_column(Column(name, kind, key=naming.part(field.key, suffix), info={"stored": column.id}))
    return made


def _system() -> Sequence[Column[Any]]:
    return (
        Column("id", BigInteger, primary_key=True, server_default=text("nextval('record_id_seq')")),
        Column("owner_id", BigInteger, nullable=False),
        Column("owner_pos", BigInteger, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("created_by_id", BigInteger),
        Column("updated_at", DateTime(timezone=True), nullable=False),
        Column("revision", BigInteger, nullable=False, server_default=text("1")),
        Column("search", ARRAY(Text), nullable=False),
        Column("import_id", BigInteger),
        Column("deleted_at", DateTime(timezone=True)),
    )
