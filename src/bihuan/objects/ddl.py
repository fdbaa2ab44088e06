"""The one door to the tables of objects. Whoever changes an object comes through here, one at a time.

Only ever additive: a field that goes is hidden, comes back as it was within thirty days, and is then
purged. No statement waits long for a lock: after two seconds at most all locks are let go, and it is tried again.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from psycopg import errors
from sqlalchemy import Dialect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from bihuan.kernel import db, walls
from bihuan.kernel.refusals import Refusal
from bihuan.kernel.walls import quoted
from bihuan.kernel.words import Words
from bihuan.ledger import commands as ledger
from bihuan.objects import fields, naming, queries, tables
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.objects.models import StoredColumn

RESTORABLE = timedelta(days=30)
# How long each try waits for its locks, and then pauses without any. Readers queue behind a waiting
# ALTER, so the first tries are short; twelve tries pass within half a minute.
_TRIES = ((0.1, 0.1), (0.2, 0.2), (0.5, 0.5), (1, 1), *(((2, 1),) * 8))
_DIALECT: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
_WALL = {"owner": "record", "everyone": "open"}


class TablesBusy(Refusal):
    """Somebody kept a table for so long that it could not be changed; nothing was changed."""

    code = "tables_busy"
    message = "The tables are busy. Nothing was changed; try again in a minute."


class TypeIsForGood(Refusal):
    """A field would change its type or its target under its old key."""

    code = "type_is_for_good"
    message = "A field keeps its type. Add a field with a new key instead."

    def __init__(self, object_key: str, field_key: str) -> None:
        """Name the field."""
        super().__init__()
        self.object_key, self.field_key = object_key, field_key

    def facts(self) -> dict[str, object]:
        """The field."""
        return {"object": self.object_key, "field": self.field_key}


class NotUnique(Refusal):
    """A field should be unique, and its records are not."""

    code = "not_unique"
    message = "Two records have the same value in a field that should be unique. Join them first."


@dataclass
class _Plan:
    """Statements to run, and what they do in words."""

    schema: str
    statements: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def add(self, statements: Sequence[str], words: str) -> None:
        self.statements.extend(statements)
        self.done.append(words)


@dataclass(frozen=True)
class _Place:
    """A field and the column that holds it: one it had, or one that is made for it."""

    field: FieldDef
    column: StoredColumn
    made: bool


def apply(session: Session, old: Mapping[str, ObjectDef], new: Mapping[str, ObjectDef], *, now: datetime) -> list[str]:
    """Make the tables fit the new objects, all or nothing; what was done, one sentence each."""
    for found in new.values():
        _same_types(old.get(found.key), found)
    with _gate(session) as plan:
        standing = queries.existing_tables(session)
        for found in new.values():
            if naming.table(found.key) not in standing:
                plan.add(_table(plan.schema, found), f"made table {naming.table(found.key)}")
            elif found.key not in old or old[found.key].visibility != found.visibility:
                # One that comes back may be seen by others than when it went.
                plan.add(_wall(plan.schema, found), f"{naming.table(found.key)} is now seen by {found.visibility}")
        stored = queries.stored_columns(session)
        _fit(session, plan, new, stored, queries.unique_indexes(session))
        _hide(session, plan, new, stored, now)
        _carry_out(session, plan.statements)
    return plan.done


def add(session: Session, new: Mapping[str, ObjectDef]) -> list[str]:
    """Make room for what only some will use for now: new objects and fields, all or nothing; what was done.

    Whatever would touch those who don't use it waits for `apply`: nothing is hidden, no table is seen by others than
    before, and no column that others use has to be unique, or need not be so any longer.
    """
    with _gate(session) as plan:
        standing = queries.existing_tables(session)
        for found in new.values():
            if naming.table(found.key) not in standing:
                plan.add(_table(plan.schema, found), f"made table {naming.table(found.key)}")
        _fit(session, plan, new, queries.stored_columns(session), None)
        _carry_out(session, plan.statements)
    return plan.done


def purge(session: Session, *, now: datetime) -> list[str]:
    """Drop the columns that were hidden for more than thirty days. Their names are never used again."""
    with _gate(session) as plan:
        for column in queries.hidden_before(session, moment=now - RESTORABLE):
            names = [naming.part(column.physical, suffix) for suffix in _suffixes(column)]
            drops = ", ".join(f"DROP COLUMN IF EXISTS {quoted(name)}" for name in names)
            plan.add(
                [
                    f"ALTER TABLE {quoted(naming.table(column.object_key))} {drops}",
                    f"DROP SEQUENCE IF EXISTS {quoted(column.sequence_name)}",
                ],
                f"purged {naming.table(column.object_key)}.{column.physical}",
            )
            column.purged_at = now
            ledger.append(
                session,
                at=now,
                by_id=None,
                what="field.purged",
                subject=f"object:{column.object_key}",
                payload={"field": column.field_key, "column": column.physical},
            )
        _carry_out(session, plan.statements)
        session.flush()
    return plan.done


def _same_types(old: ObjectDef | None, new: ObjectDef) -> None:
    for was in old.fields if old else ():
        now = new.field(was.key)
        if now is not None and (now.type, now.to) != (was.type, was.to):
            raise TypeIsForGood(new.key, now.key)


@contextmanager
def _gate(session: Session) -> Iterator[_Plan]:
    """One at a time, as the owner of the tables, with time enough for the work itself."""
    with db.as_owner(session):
        before = session.execute(
            text("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
        ).one()
        session.execute(_LIMITS, {"statement": "0", "lock": "30s"})
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('bihuan ddl ' || current_schema(), 0))"))
        yield _Plan(schema=db.schema_of(db.workspace_of(session)))
        session.execute(_LIMITS, {"statement": before[0], "lock": before[1]})


_LIMITS = text("SELECT set_config('statement_timeout', :statement, true), set_config('lock_timeout', :lock, true)")


def _carry_out(session: Session, statements: Sequence[str]) -> None:
    """All statements, or none. A savepoint that is rolled back lets go of every lock it took."""
    if not statements:
        return
    session.flush()
    for patience, pause in _TRIES:
        try:
            with session.begin_nested():
                session.execute(_LIMITS, {"statement": "0", "lock": f"{int(patience * 1000)}ms"})
                # In one go, and as they are: looking for parameters in them took as long as some of the work.
                together = ";\n".join(statements)
                session.connection().exec_driver_sql(together, execution_options={"no_parameters": True})
        except IntegrityError as fault:
            raise NotUnique from fault
        except DBAPIError as fault:
            if not isinstance(fault.orig, errors.LockNotAvailable | errors.DeadlockDetected):
                raise
            time.sleep(pause)
        else:
            return
    raise TablesBusy


def _table(schema: str, found: ObjectDef) -> list[str]:
    name = naming.table(found.key)
    where, short = quoted(name), name[2:]
    columns = (
        " id bigint PRIMARY KEY DEFAULT nextval('record_id_seq'),"
        " owner_id bigint NOT NULL REFERENCES org_person (id), owner_pos bigint NOT NULL,"
        " created_at timestamptz NOT NULL, created_by_id bigint REFERENCES org_person (id),"
        " updated_at timestamptz NOT NULL, revision bigint NOT NULL DEFAULT 1,"
        " search text[] NOT NULL DEFAULT '{}', import_id bigint, deleted_at timestamptz"
    )
    here = "WHERE deleted_at IS NULL"
    return [
        f"CREATE TABLE {where} ({columns})",
        # The first two serve the list of a viewer with a range and of one without; both only hold what is there.
        f"CREATE INDEX {quoted(f'ix_o_{short}_sight')} ON {where} (owner_pos, updated_at DESC, id) {here}",
        f"CREATE INDEX {quoted(f'ix_o_{short}_latest')} ON {where} (updated_at DESC, id) {here}",
        f"CREATE INDEX {quoted(f'ix_o_{short}_owner')} ON {where} (owner_id)",
        f"CREATE INDEX {quoted(f'ix_o_{short}_search')} ON {where} USING gin (search)",
        f"CREATE INDEX {quoted(f'ix_o_{short}_import')} ON {where} (import_id) WHERE import_id IS NOT NULL",
        *_wall(schema, found),
    ]


def _wall(schema: str, found: ObjectDef) -> Sequence[str]:
    return walls.protect(schema, naming.table(found.key), _WALL[found.visibility])


def _fit(
    session: Session,
    plan: _Plan,
    new: Mapping[str, ObjectDef],
    stored: Sequence[StoredColumn],
    unique_now: set[str] | None,
) -> None:
    """Columns for all fields: shown again, or made; and the indexes that keep them unique.

    Which columns are unique now is None where those that others use stay as they are.
    """
    ever, taken = defaultdict[tuple[str, str], list[StoredColumn]](list), queries.physical_names(session)
    for one in stored:
        ever[one.object_key, one.field_key].append(one)
    places = [
        (found, [_place(found, each, ever[found.key, each.key], taken[found.key]) for each in _stored(found)])
        for found in new.values()
    ]
    _register(session, [place.column for _, listed in places for place in listed if place.made])
    for found, listed in places:
        _fit_one(plan, found, listed, unique_now)


def _register(session: Session, made: Sequence[StoredColumn]) -> None:
    """Write all of them at once: from here on each has the number by which its indexes are called."""
    if made:
        told = {name: [getattr(one, name) for one in made] for name in _TOLD}
        rows = session.execute(_REGISTER, told)
        numbers = {(object_key, physical): number for number, object_key, physical in rows}
        for one in made:
            one.id = numbers[one.object_key, one.physical]


_TOLD = ("object_key", "field_key", "physical", "type", "to_key")
_REGISTER = text(
    f"INSERT INTO objects_column ({', '.join(_TOLD)})"  # noqa: S608 - names of our own
    f" SELECT * FROM unnest({', '.join(f'CAST(:{name} AS text[])' for name in _TOLD)})"
    " RETURNING id, object_key, physical"
)


def _stored(found: ObjectDef) -> Iterator[FieldDef]:
    return (each for each in found.fields if fields.of(each.type).stored)


def _fit_one(plan: _Plan, found: ObjectDef, places: Sequence[_Place], unique_now: set[str] | None) -> None:
    table, added, then = naming.table(found.key), list[str](), list[str]()
    ordered = tables.by_owner(found)
    for place in places:
        column, each = place.column, place.field
        if place.made:
            added.extend(_additions(column, each))
            then.extend(_companions(table, column, each, by_owner=each.key in ordered))
            plan.done.append(f"added {table}.{column.physical}")
        elif column.hidden_at is not None:
            column.hidden_at = None
            plan.done.append(f"restored {table}.{column.physical}")
        if place.made or unique_now is not None:
            is_now = column.unique_name in (unique_now or ())
            then.extend(_uniqueness(table, column, wanted=each.unique, is_now=is_now))
    if added:
        plan.statements.append(f"ALTER TABLE {quoted(table)} {', '.join(added)}")
    plan.statements.extend(then)


def _place(found: ObjectDef, each: FieldDef, ever: Sequence[StoredColumn], taken: set[str]) -> _Place:
    """Where a field stands. `ever` are the columns that fields of its key had, `taken` the names of this table's."""
    same = [column for column in ever if (column.type, column.to_key) == (each.type, each.to)]
    for column in sorted(same, key=lambda column: (not column.live, -column.id)):
        return _Place(field=each, column=column, made=False)
    physical = naming.column(each.key, taken)
    taken.add(physical)
    column = StoredColumn(object_key=found.key, field_key=each.key, physical=physical, type=each.type, to_key=each.to)
    return _Place(field=each, column=column, made=True)


def _additions(column: StoredColumn, each: FieldDef) -> Iterator[str]:
    made = fields.of(each.type)
    target = made.target(each)
    points = ""
    if target is not None:
        table = target.table or naming.table(target.object_key or "")
        points = f" REFERENCES {quoted(table)} (id) ON DELETE RESTRICT"
    for suffix, kind in made.columns(each).items():
        sql_type = kind.compile(dialect=_DIALECT)
        yield f"ADD COLUMN {quoted(naming.part(column.physical, suffix))} {sql_type}{points}"


def _companions(table: str, column: StoredColumn, each: FieldDef, *, by_owner: bool) -> Iterator[str]:
    made = fields.of(each.type)
    name = quoted(column.physical)
    if by_owner:
        # Whoever has thousands looks at the largest of a stage first: read in that order, a page's worth is enough.
        order = f"(owner_id, {name} DESC NULLS LAST, id) WHERE deleted_at IS NULL"
        yield f"CREATE INDEX {quoted(column.index_name)} ON {quoted(table)} {order}"
    if made.target(each) is not None:
        yield f"CREATE INDEX {quoted(column.index_name)} ON {quoted(table)} ({name}) WHERE {name} IS NOT NULL"
    if made.numbered:
        yield f"CREATE SEQUENCE {quoted(column.sequence_name)}"
        yield f"GRANT USAGE ON SEQUENCE {quoted(column.sequence_name)} TO {db.APP_ROLE}"


def _uniqueness(table: str, column: StoredColumn, *, wanted: bool, is_now: bool) -> Iterator[str]:
    name, index = quoted(column.physical), quoted(column.unique_name)
    if wanted and not is_now:
        yield f"CREATE UNIQUE INDEX {index} ON {quoted(table)} ({name}) WHERE {name} IS NOT NULL AND deleted_at IS NULL"
    if is_now and not wanted:
        yield f"DROP INDEX {index}"


def _hide(
    session: Session, plan: _Plan, new: Mapping[str, ObjectDef], stored: Sequence[StoredColumn], now: datetime
) -> None:
    for column in stored:
        found = new.get(column.object_key)
        each = found.field(column.field_key) if found else None
        if column.live and (each is None or (each.type, each.to) != (column.type, column.to_key)):
            column.hidden_at = now
            plan.done.append(f"hid {naming.table(column.object_key)}.{column.physical}")
    session.flush()


def _suffixes(column: StoredColumn) -> Sequence[str]:
    shape = FieldDef.model_construct(
        key=column.field_key, label=Words(zh="", en=""), type=column.type, to=column.to_key
    )
    return tuple(fields.of(column.type).columns(shape))
