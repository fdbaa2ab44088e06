"""Bringing in many records at once, and taking a whole batch back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from psycopg import Connection, errors, sql
from sqlalchemy import Table, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bihuan.kernel.refusals import Invalid
from bihuan.ledger import commands as ledger
from bihuan.ledger.commands import Line
from bihuan.objects import fields, tables
from bihuan.objects import queries as objects
from bihuan.objects.definition import ObjectDef
from bihuan.org import queries as org
from bihuan.records import queries, reading, rows
from bihuan.records.reading import Problem, Read
from bihuan.records.record import subject

BATCH = 2_000
_TOLD = 200  # problems named before the rest is only stopped
_OWN = frozenset({"owner_id", "created_at"})
Row = Mapping[str, Any]
# What is written beside a batch of records, given the number of its first row and its ids, and what the ledger shall
# say of that.
Beside = Callable[[int, Sequence[int]], Sequence[Line]]


@dataclass(frozen=True, kw_only=True)
class _Load:
    """One import of one object."""

    session: Session
    object_def: ObjectDef
    table: Table
    positions: Mapping[int, int]
    import_id: int
    by_id: int | None
    now: datetime
    clean: bool
    beside: Beside | None


@dataclass(frozen=True, slots=True)
class _Ready:
    """One row that has been read."""

    row: Row
    values: dict[str, Any]
    tokens: list[str]


def load(  # noqa: PLR0913 - where they come from, how they are, and what comes with them
    session: Session,
    object_key: str,
    arriving: Iterable[Row],
    *,
    import_id: int,
    now: datetime,
    by_id: int | None = None,
    clean: bool = False,
    beside: Beside | None = None,
) -> list[int]:
    """Make many records, thousands in a second, and say their ids in order. All of them or, with Invalid, none.

    Each row has its values by field, `owner_id`, and `created_at` where it is older than now. Values are read by
    their fields as everywhere, unless they are `clean`: read and checked already. No companion is born, no listener
    told: an import is silent, and lands its own journeys, `beside` each batch and in one call to the ledger with it.
    """
    object_def = objects.object_def(session, object_key)
    coming = _Load(
        session=session,
        object_def=object_def,
        table=tables.table(session, object_key),
        positions={person.id: person.pos for person in org.people(session)},
        import_id=import_id,
        by_id=by_id,
        now=now,
        clean=clean,
        beside=beside,
    )
    ids: list[int] = []
    writing: Future[Sequence[int]] | None = None
    waiting, first = iter(arriving), 0
    # While the database writes one batch, the next one is read: each has a processor of its own.
    with ThreadPoolExecutor(max_workers=1) as hand:
        while some := list(islice(waiting, BATCH)):
            ready = _read(coming, some, first=first)
            ids += writing.result() if writing else ()
            writing, first = hand.submit(_write, coming, ready, first=first), first + len(some)
        ids += writing.result() if writing else ()
    return ids


def unload(session: Session, import_id: int, *, now: datetime, by_id: int | None = None) -> int:
    """Take back every record an import brought; how many. The ledger goes on telling of them."""
    taken = 0
    for key in objects.objects(session):
        table = tables.table(session, key)
        there = queries.imported(session, table, import_id)
        if not there:
            continue
        gone = (table.c.import_id == import_id) & table.c.deleted_at.is_(None)
        session.execute(update(table).where(gone).values(deleted_at=now, updated_at=now, revision=table.c.revision + 1))
        ledger.append_many(
            session, [_taken_back(key, number, revision, import_id, by_id, now) for number, revision in there]
        )
        taken += len(there)
    return taken


def _taken_back(key: str, record_id: int, revision: int, import_id: int, by_id: int | None, now: datetime) -> Line:
    payload = {"import_id": import_id, "revision": revision + 1, "fields": []}
    return Line(subject=subject(key, record_id), what="record.deleted", at=now, by_id=by_id, payload=payload)


def _read(load: _Load, arriving: Sequence[Row], *, first: int) -> list[_Ready]:
    """The rows as they will be written. Invalid with the problems of all, each with its row's number from zero."""
    found, problems = [], list[Problem]()
    defaults = reading.defaults(load.object_def)
    for number, row in enumerate(arriving, start=first):
        sent = {key: raw for key, raw in row.items() if key not in _OWN}
        read = Read(sent) if load.clean else reading.read(load.object_def, sent)
        values = {**defaults, **read.values}
        wrong = [] if load.clean else [*read.problems, *reading.lacking(load.object_def, values)]
        if row.get("owner_id") not in load.positions:
            wrong.append({"field": "owner_id", "code": "not_found", "message": "There is no such person."})
        problems += [{"row": number, **problem} for problem in wrong]
        if len(problems) > _TOLD:
            break
        if not problems:
            found.append(_Ready(row, values, queries.tokens(load.object_def, values)))
    if problems:
        raise Invalid(problems)
    return found


def _write(load: _Load, ready: Sequence[_Ready], *, first: int) -> Sequence[int]:
    """One batch, in its table, with what stands beside it, and in the ledger; its ids."""
    ids = queries.many_numbers(load.session, "record_id_seq", len(ready))
    for field in rows.numbered(load.object_def):
        sequence = f"q_objects_column_{load.table.c[field.key].info['stored']}"
        for one, number in zip(ready, queries.many_numbers(load.session, sequence, len(ready)), strict=True):
            own = {field.key: fields.of(field.type).numbered_as(number, field)}
            one.values.update(own)
            one.tokens.extend(queries.tokens(load.object_def, own))
    _copy(load, ids, ready)
    lines = [_arrived(load, number, one) for number, one in zip(ids, ready, strict=True)]
    ledger.append_many(load.session, [*lines, *(load.beside(first, ids) if load.beside else ())])
    return ids


def _copy(load: _Load, ids: Sequence[int], ready: Sequence[_Ready]) -> None:
    """Through a temporary table: COPY itself may not write below a policy."""
    names = [column for column in load.table.c if column.key != "deleted_at"]
    listed = sql.SQL(", ").join(sql.Identifier(column.name) for column in names)
    target = sql.Identifier(load.table.name)
    made = sql.SQL("CREATE TEMP TABLE arriving ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(listed, target)
    connection = _driver(load.session)
    connection.execute(made)
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY pg_temp.arriving ({}) FROM STDIN").format(listed)) as copy,
    ):
        for number, one in zip(ids, ready, strict=True):
            written = _row(load, number, one)
            copy.write_row([written.get(str(column.key)) for column in names])
    try:
        connection.execute(
            sql.SQL("INSERT INTO {} ({}) SELECT {} FROM pg_temp.arriving").format(target, listed, listed)
        )
    except errors.IntegrityError as fault:
        raise _refused(load, fault) from fault
    connection.execute("DROP TABLE pg_temp.arriving")


def _driver(session: Session) -> Connection[Any]:
    connection: Connection[Any] = session.connection().connection.driver_connection  # type: ignore[assignment]
    return connection


def _row(load: _Load, number: int, one: _Ready) -> dict[str, Any]:
    return {
        "id": number,
        "owner_id": one.row["owner_id"],
        "owner_pos": load.positions[one.row["owner_id"]],
        "created_at": one.row.get("created_at") or load.now,
        "created_by_id": load.by_id,
        "updated_at": load.now,
        "revision": 1,
        # Tokens are letters, digits and a colon, so the array needs no quotes; psycopg would look for them in each.
        "search": f"{{{','.join(one.tokens)}}}",
        "import_id": load.import_id,
        **rows.columns(load.object_def, one.values),
    }


def _arrived(load: _Load, number: int, one: _Ready) -> Line:
    payload, personal = rows.payload(load.object_def, {}, one.values)
    return Line(
        subject=subject(load.object_def.key, number),
        what="record.imported",
        at=load.now,
        by_id=load.by_id,
        happened_at=one.row.get("created_at"),
        owner_id=one.row["owner_id"],
        owner_pos=load.positions[one.row["owner_id"]],
        payload={"import_id": load.import_id, "revision": 1, **payload},
        personal=personal,
    )


def _refused(load: _Load, fault: errors.IntegrityError | IntegrityError) -> Invalid:
    """What the database said about the whole batch: a value taken already, or one that points at nothing."""
    diagnosis = fault.diag  # type: ignore[union-attr]
    name = str(diagnosis.constraint_name)
    taken = [str(column.key) for column in load.table.c if name == f"ux_objects_column_{column.info.get('stored')}"]
    detail = {"code": "taken", "message": "Two records have the same value here."}
    if not taken:
        detail = {"code": "not_found", "message": "A value points at nothing."}
    return Invalid([{"field": taken[0] if taken else name, **detail}])
