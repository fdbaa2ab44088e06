"""The one compiler of questions about records: an object's table with all that one may show, filter and sort by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Numeric,
    Select,
    Table,
    any_,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from bihuan.kernel import conditions, conditions_sql
from bihuan.kernel.conditions import Count, FieldKind, Node
from bihuan.kernel.prepared import Prepared
from bihuan.kernel.refusals import Invalid, NotFound
from bihuan.objects import checking, fields, formulas_sql, tables
from bihuan.objects import queries as objects
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.objects.field_types import FieldType
from bihuan.objects.field_types import kinds as field_kinds
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.records import companions, policy
from bihuan.records.policy import FieldHidden
from bihuan.records.ports import Companion
from bihuan.records.record import Record

OWN: Mapping[str, tuple[str, FieldKind]] = {
    "id": ("id", "integer"),
    "owner": ("owner_id", "integer"),
    "created_by": ("created_by_id", "integer"),
    "created_at": ("created_at", "datetime"),
    "updated_at": ("updated_at", "datetime"),
}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """An object's table beside its companions: the columns by the names a question may use, and their kinds.

    Made once for each version of the blueprint and kept with the table; nobody changes it.
    """

    object_def: ObjectDef
    table: Table
    source: FromClause
    columns: Mapping[str, ColumnElement[Any]]
    kinds: Mapping[str, FieldKind]
    beside: Mapping[str, ColumnElement[Any]]
    only: frozenset[str] | None = None

    def narrowed(self, keys: frozenset[str] | None) -> Sheet:
        """The same sheet, whose rows have these fields alone and the title: enough to show them, for nothing else.

        A field that is worked out needs others, so that with one of these the rows stay whole.
        """
        if keys is None or not keys.isdisjoint(field.key for field in self._worked_out):
            return self
        made = self._narrowed.get(keys)
        if made is None:
            if len(self._narrowed) >= _MOST_NARROWED:
                self._narrowed.clear()
            made = self._narrowed[keys] = replace(self, only=keys | {self.object_def.title})
        return made

    @cached_property
    def _narrowed(self) -> dict[frozenset[str], Sheet]:
        return {}

    @cached_property
    def own(self) -> frozenset[ColumnElement[Any]]:
        """The columns of the object's own table: not of what stands beside it, and not worked out."""
        return frozenset(self.table.c)

    def rows(self) -> Select[Any]:
        """All that a record is made of, of the records that are still there."""
        return self._rows

    def one(self, sight: str = "all") -> Prepared:
        """The one of these rows whose id is `record_id`, if it lies in a range of this form (`org.seeing_by_name`)."""
        if sight not in self._ones:
            asked = self._rows.where(self.table.c.id == bindparam("record_id", type_=BigInteger))
            self._ones[sight] = Prepared(asked.where(*org.seeing_by_name(sight, self.table)))
        return self._ones[sight]

    @cached_property
    def several(self) -> Prepared:
        """Those of these rows whose ids are `record_ids`."""
        return Prepared(self._rows.where(self.table.c.id == any_(bindparam("record_ids", type_=ARRAY(BigInteger)))))

    @cached_property
    def _ones(self) -> dict[str, Prepared]:
        return {}

    @cached_property
    def titles(self) -> Prepared:
        """Ids and titles of the rows whose ids are `record_ids`."""
        columns = self.table.c
        asked = columns.id == any_(bindparam("record_ids", type_=ARRAY(BigInteger)))
        title = columns[self.object_def.title]
        return Prepared(select(columns.id, title).where(asked, columns.deleted_at.is_(None)))

    @cached_property
    def arriving(self) -> Prepared:
        """A new row, with the parameters by the keys of its columns; it answers as one of these rows."""
        written: dict[str, ColumnElement[Any]] = {
            str(column.key): bindparam(str(column.key), type_=column.type) for column in self.table.c
        }
        written["id"] = func.coalesce(written["id"], func.nextval("record_id_seq"))
        return Prepared(insert(self.table).values(written).returning(*self._own))

    @cached_property
    def nothing(self) -> dict[str, Any]:
        """An empty row by the keys of its columns."""
        return dict.fromkeys(str(column.key) for column in self.table.c)

    @cached_property
    def changing(self) -> ReturningUpdate[Any]:
        """The row `record_id` if it is still of the revision `seen`, with the other parameters by their columns."""
        columns = self.table.c
        same = (columns.id == bindparam("record_id"), columns.revision == bindparam("seen"))
        return update(self.table).where(*same, columns.deleted_at.is_(None)).returning(*self._own)

    @property
    def straight(self) -> bool:
        """Whether each field's value stands in one column as it is, so that rows can be shown as they are."""
        return not (self._joined or self._worked_out)

    def place(self, key: str) -> int:
        """Where a field, or what every record has, stands in a row. KeyError for what is not in these rows."""
        return self._where[key]

    def companions(self, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of `rows`
        """What the companions keep beside the record of a row, by `key.column`."""
        return dict(zip(self._names_beside, row[len(self._own) :], strict=False))

    @cached_property
    def _names_beside(self) -> tuple[str, ...]:
        if self.only is None:
            return tuple(self.beside)
        shown = companions.shown()
        return tuple(name for name in self.beside if name in shown)

    @cached_property
    def _where(self) -> dict[str, int]:
        return dict(self._system) | dict(self._plain)

    def record(self, row: Any) -> Record:  # noqa: ANN401 - a row of `rows`
        """One row as a record; what a question has added stands behind and is left alone."""
        values = {key: row[place] for key, place in self._plain}
        for key, made, places in self._joined:
            values[key] = made.whole({suffix: row[place] for suffix, place in places})
        for field in self._worked_out:
            values[field.key] = fields.of(field.type).work_out(values, field)
        return Record(
            object_key=self.object_def.key,
            title=values.get(self.object_def.title) or "",
            values=values,
            beside={name: row[place] for name, place in self._beside},
            **{key: row[place] for key, place in self._system},
        )

    @cached_property
    def _rows(self) -> Select[Any]:
        labelled = [self.beside[name].label(name) for name in self._names_beside]
        return select(*self._own, *labelled).select_from(self.source).where(self.table.c.deleted_at.is_(None))

    @cached_property
    def _own(self) -> list[Column[Any]]:
        other = {"search"} if self.only is None else {"search", "import_id", "deleted_at"}
        for field in self.object_def.fields:
            if self.only is not None and field.key not in self.only and fields.of(field.type).stored:
                other.update(str(column.key) for column in tables.parts(self.table, field).values())
        return [column for column in self.table.c if column.key not in other]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {str(column.key): place for place, column in enumerate(self._own)}

    @cached_property
    def _system(self) -> list[tuple[str, int]]:
        return [(key, self._places[key]) for key in _SYSTEM]

    @cached_property
    def _beside(self) -> list[tuple[str, int]]:
        return [(name, place) for place, name in enumerate(self._names_beside, start=len(self._own))]

    @cached_property
    def _fields(self) -> list[tuple[str, FieldType, list[tuple[str, int]]]]:
        return [
            (
                field.key,
                fields.of(field.type),
                [(suffix, self._places[str(column.key)]) for suffix, column in tables.parts(self.table, field).items()],
            )
            for field in self.object_def.fields
            if fields.of(field.type).stored and (self.only is None or field.key in self.only)
        ]

    @cached_property
    def _plain(self) -> list[tuple[str, int]]:
        """Fields whose one column holds their value as it is."""
        return [(key, places[0][1]) for key, made, places in self._fields if type(made).whole is FieldType.whole]

    @cached_property
    def _joined(self) -> list[tuple[str, FieldType, list[tuple[str, int]]]]:
        return [each for each in self._fields if type(each[1]).whole is not FieldType.whole]

    @cached_property
    def _worked_out(self) -> list[FieldDef]:
        if self.only is not None:
            return []
        return [field for field in self.object_def.fields if not fields.of(field.type).stored]


_MOST_NARROWED = 100
_SYSTEM = ("id", "owner_id", "owner_pos", "revision", "created_at", "created_by_id", "updated_at")


def sheet(session: Session, object_def: ObjectDef) -> Sheet:
    """The sheet of one object: its fields, its formulas, what every record has, and what stands beside it."""
    table, beside = tables.table(session, object_def.key), companions.introduced()
    kept = table.info.get("sheet")
    if kept is None or kept[0] != beside:
        kept = table.info["sheet"] = (beside, _joined(_plain(table, object_def), beside))
    return cast(Sheet, kept[1])


def plain(session: Session, object_def: ObjectDef) -> Sheet:
    """The sheet of one object's own columns alone."""
    table = tables.table(session, object_def.key)
    if "plain" not in table.info:
        table.info["plain"] = _plain(table, object_def)
    return cast(Sheet, table.info["plain"])


def _joined(found: Sheet, introduced: Sequence[Companion]) -> Sheet:
    columns, kinds = dict(found.columns), dict(found.kinds)
    for field in found.object_def.fields:
        if field.formula is not None:
            columns[field.key] = formulas_sql.compile(field.formula, found.columns, found.kinds)
            kinds[field.key] = "decimal"
    source: FromClause = found.table
    beside: dict[str, ColumnElement[Any]] = {}
    for companion in introduced:
        there, bound = companion.join(found.table)
        source = source.outerjoin(there, bound)
        beside.update(companion.columns())
    kinds.update({name: _kind_of(column) for name, column in beside.items()})
    return replace(found, source=source, columns=columns | beside, kinds=kinds, beside=beside)


def _plain(table: Table, object_def: ObjectDef) -> Sheet:
    columns: dict[str, ColumnElement[Any]] = dict(tables.columns(table, object_def))
    kinds = {key: _sql_kind(kind) for key, kind in field_kinds(object_def).items() if key in columns}
    for name, (key, kind) in OWN.items():
        columns[name], kinds[name] = table.c[key], kind
    return Sheet(object_def=object_def, table=table, source=table, columns=columns, kinds=kinds, beside={})


def seen(viewer: Viewer, found: Sheet) -> list[ColumnElement[bool]]:
    """The viewer's range, as literal conditions. NotFound for an object the role may not read at all."""
    if not viewer.may_do(found.object_def.key, "read"):
        raise NotFound
    if found.object_def.visibility == "everyone":
        return []
    return org.seeing_record(viewer, found.table)


def sight(viewer: Viewer, found: Sheet) -> str:
    """The form of the viewer's range on this sheet, for a kept statement. NotFound for an object they may not read."""
    if not viewer.may_do(found.object_def.key, "read"):
        raise NotFound
    return "all" if found.object_def.visibility == "everyone" else org.sight_of(viewer)


def allowed(viewer: Viewer, found: Sheet, names: Iterable[str]) -> None:
    """FieldHidden when a question looks at what the viewer never sees; Invalid when there is no such thing."""
    asked = set(names)
    closed = sorted(asked & policy.hidden(viewer, found.object_def))
    if closed:
        raise FieldHidden(closed)
    unknown = sorted(asked - found.columns.keys())
    if unknown:
        raise Invalid(
            [{"field": name[:100], "code": "unknown_field", "message": "There is no such field."} for name in unknown]
        )


def holding(session: Session, viewer: Viewer, found: Sheet, tree: Node, *, now: datetime) -> ColumnElement[bool]:
    """A condition over a sheet as SQL. Refused when it looks at hidden or unknown fields, or compares what can't be."""
    allowed(viewer, found, conditions.fields_of(tree))
    counts = [part for part in conditions.comparisons(tree) if isinstance(part, Count)]
    related = _related(session, viewer, found, counts)
    faults = conditions.check(tree, found.kinds, related={key: other.kinds for key, other in related.items()})
    if faults:
        raise Invalid(
            [
                {"field": "where", "place": one.place, "code": one.code, "message": one.message, **one.facts}
                for one in faults
            ]
        )
    count = partial(_counted, viewer, found, related, now)
    return conditions_sql.compile(tree, found.columns, found.kinds, now=now, count=count, zone=_zone(session))


def _related(session: Session, viewer: Viewer, found: Sheet, counts: list[Count]) -> dict[str, Sheet]:
    """The sheets whose records are counted: of objects that point here, and that the viewer may read."""
    if not counts:
        return {}
    known = objects.objects(session)
    pointing = checking.related(known, found.object_def)
    others = {}
    for asked in counts:
        if asked.key not in pointing or not viewer.may_do(asked.count, "read"):
            continue
        other = others[asked.key] = plain(session, known[asked.count])
        inside = conditions.fields_of(asked.where) if asked.where is not None else frozenset()
        allowed(viewer, other, inside | {asked.via})
    return others


def _counted(
    viewer: Viewer, found: Sheet, related: Mapping[str, Sheet], now: datetime, asked: Count
) -> ColumnElement[int]:
    other = related[asked.key]
    there = other.table.alias()  # an object may point at itself
    columns = {name: there.c[str(column.key)] for name, column in other.columns.items()}
    question = (
        select(func.count())
        .select_from(there)
        .where(columns[asked.via] == found.table.c.id, there.c.deleted_at.is_(None))
    )
    if other.object_def.visibility == "owner":
        question = question.where(*org.seeing_record(viewer, there))
    if asked.where is not None:
        question = question.where(conditions_sql.compile(asked.where, columns, other.kinds, now=now))
    return question.correlate(found.table).scalar_subquery()


def _zone(session: Session) -> str:
    return str(org.calendar(session).zone)


def _sql_kind(kind: FieldKind) -> FieldKind:
    """Ids are whole numbers in the database; a text is none of them."""
    return "integer" if kind in {"reference", "member"} else kind


def _kind_of(column: ColumnElement[Any]) -> FieldKind:
    for made, kind in _KINDS:
        if isinstance(column.type, made):
            return kind
    return "text"


_KINDS: tuple[tuple[type, FieldKind], ...] = (
    (BigInteger, "integer"),
    (Numeric, "decimal"),
    (DateTime, "datetime"),
    (Date, "date"),
)
