"""Making a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime
from typing import Any

from psycopg import errors
from sqlalchemy import Table
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bihuan.kernel import arrays, db, events
from bihuan.kernel.db import Sight
from bihuan.kernel.refusals import Forbidden, Invalid
from bihuan.ledger import commands as ledger
from bihuan.ledger.commands import Line
from bihuan.objects import fields
from bihuan.objects import queries as objects
from bihuan.objects.definition import ObjectDef
from bihuan.org import queries as org
from bihuan.org.queries import Colleague
from bihuan.org.viewer import Viewer
from bihuan.records import companions, policy, queries, rows
from bihuan.records.commands import filing
from bihuan.records.commands.checking import checked
from bihuan.records.events import RecordCreated
from bihuan.records.record import Record


def create(  # noqa: PLR0913 - whose record it is and where it came from are facts of their own
    session: Session,
    viewer: Viewer,
    object_key: str,
    values: Mapping[str, Any],
    *,
    now: datetime,
    owner_id: int | None = None,
    origin: str = "web",
    despite: bool = False,
) -> Record:
    """Make a record with these values; the viewer's own, or with the right to assign, somebody else's.

    `despite`: whoever makes it was told that it may be there already; the ledger keeps whose those are.
    """
    object_def = objects.object_def(session, object_key)
    if not viewer.may_do(object_key, "create"):
        raise Forbidden("create")
    owner = _owner(session, viewer, owner_id)
    found = checked(session, viewer, object_def, values, before=None)
    others = _alike(session, viewer, object_def, found.values) if despite else []
    # Somebody else's record may lie outside the viewer's range; it is made whole all the same.
    with nullcontext() if _in_sight(session, owner) else db.beyond_sight(session):
        record = _made(session, object_def, found.values, _system(viewer, owner, now=now))
        for key, file in found.uploads.items():
            filing.give(session, file, record, field_key=key)
        born = [companion.born(session, viewer, record, now=now) for companion in companions.introduced()]
    payload, personal = rows.payload(object_def, {}, found.values)
    line = Line(
        at=now,
        by_id=viewer.person_id,
        what="record.created",
        subject=record.subject,
        owner_id=owner.id,
        owner_pos=owner.pos,
        payload={"origin": origin, "revision": 1, **({"despite": others} if others else {}), **payload},
        personal=personal,
    )
    ledger.append_many(session, [line, *(told for one in born for told in one.lines)])
    events.tell(session, RecordCreated(object_key=object_key, record_id=record.id), now=now)
    return replace(record, beside={name: value for one in born for name, value in one.beside.items()})


def _made(session: Session, object_def: ObjectDef, values: dict[str, Any], system: dict[str, Any]) -> Record:
    """The record, as it stands in its table; the fields that number themselves are put among the values."""
    found = queries.plain(session, object_def)
    numbered = list(rows.numbered(object_def))
    if numbered:
        system["id"], *numbers = queries.next_numbers(session, found.table, object_def)
        for field, number in zip(numbered, numbers, strict=True):
            values[field.key] = fields.of(field.type).numbered_as(number, field)
    searched = arrays.texts(queries.tokens(object_def, values))  # a hundred of them: the driver looks at each for long
    written = {**system, **rows.columns(object_def, values), "search": searched}
    with told_apart(session, object_def, found.table, written=values):
        row = found.arriving.one(session, **{**found.nothing, **written})
    assert row is not None, "an insert answers with its row"
    return found.record(row)


def _alike(
    session: Session, viewer: Viewer, object_def: ObjectDef, values: Mapping[str, Any]
) -> list[dict[str, object]]:
    """Whose records are alike, and by what: as much as the maker was told."""
    like = queries.like_of(object_def, values, policy.hidden(viewer, object_def))
    alike = queries.alike(session, viewer, object_def.key, like) if viewer.may_do(object_def.key, "read") else []
    return [{"owner_id": one.owner_id, "alike": one.alike} for one in alike]


def _owner(session: Session, viewer: Viewer, owner_id: int | None) -> Colleague:
    """Who will answer for the record."""
    if owner_id is not None and owner_id != viewer.person_id and not viewer.may("records.assign"):
        raise Forbidden("records.assign")
    return active_person(session, viewer.person_id if owner_id is None else owner_id)


def _in_sight(session: Session, owner: Colleague) -> bool:
    """Whether this transaction sees what is this person's."""
    sight: Sight = session.info["sight"]
    return sight.all or sight.lo <= owner.pos <= sight.hi


def active_person(session: Session, person_id: int) -> Colleague:
    """A person at work. Invalid for somebody who has left, or nobody."""
    found = org.colleagues(session).get(person_id)
    if found is None or not found.active:
        raise Invalid([{"field": "owner_id", "code": "not_found", "message": "There is no such person at work."}])
    return found


def _system(viewer: Viewer, owner: Colleague, *, now: datetime) -> dict[str, Any]:
    return {
        "owner_id": owner.id,
        "owner_pos": owner.pos,
        "created_at": now,
        "created_by_id": viewer.person_id,
        "updated_at": now,
        "revision": 1,
    }


@contextmanager
def told_apart(session: Session, object_def: ObjectDef, table: Table, *, written: Mapping[str, Any]) -> Iterator[None]:
    """Turn a second value in a unique field into a problem of that field, and leave the transaction whole."""
    apart = any(field.unique and written.get(field.key) is not None for field in object_def.fields)
    guard = session.begin_nested() if apart else nullcontext()
    try:
        with guard:
            yield
    except IntegrityError as fault:
        if not isinstance(fault.orig, errors.UniqueViolation):
            raise
        name = str(fault.orig.diag.constraint_name)
        taken = [str(column.key) for column in table.c if name == f"ux_objects_column_{column.info.get('stored')}"]
        message = "Another record has this value already."
        raise Invalid([{"field": key, "code": "taken", "message": message} for key in taken]) from fault
