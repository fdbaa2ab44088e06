"""Which records went from which grade to which, as far as somebody sees."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.refusals import NotFound
from bihuan.ledger import queries as ledger
from bihuan.objects import fields
from bihuan.objects import queries as objects
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.records import narration, policy
from bihuan.records.queries import sheets
from bihuan.records.queries.names import PEOPLE, names
from bihuan.records.record import Record

_ALWAYS = 2**62
_FIRST, _LAST = date(1900, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Regraded:
    """One change of a grade, in words: whose, when, from what to what, and why."""

    id: int
    at: datetime
    record_id: int
    title: str
    owner: str
    label: str
    was: str | None
    now: str | None
    why: str


@dataclass(frozen=True, kw_only=True)
class Span:
    """From which day to which, both within, as far as said; and from which grade, or to it."""

    grade: str | None = None
    first: date | None = None
    last: date | None = None


def regraded(
    session: Session, viewer: Viewer, object_key: str, span: Span, *, before: int | None, limit: int
) -> tuple[list[Regraded], int | None]:
    """Changes of the grades of records that the viewer sees, the latest first, and where the next page begins.

    NotFound where they see no field of the object that rules fill in.
    """
    object_def, graded = _graded(session, viewer, object_key)
    since, until = _within(session, span)
    # The ledger's wall goes by the owner; what everybody sees has no owner's range.
    with nullcontext() if object_def.visibility == "owner" else db.beyond_sight(session):
        lines = ledger.changes(
            session,
            object_key,
            kind="record.graded",
            fields=graded,
            value=span.grade,
            since=since,
            until=until,
            before=_ALWAYS if before is None else before,
            limit=limit + 1,
        )
    page = lines[:limit]
    told = _told(session, viewer, object_def, page)
    return told, page[-1].id if len(lines) > limit else None


def _graded(session: Session, viewer: Viewer, object_key: str) -> tuple[ObjectDef, Collection[str]]:
    object_def = objects.object_def(session, object_key)
    if not viewer.may_do(object_key, "read"):
        raise NotFound
    graded = set(objects.graded(session, object_key)) - policy.hidden(viewer, object_def)
    if not graded:
        raise NotFound
    return object_def, graded


def _within(session: Session, span: Span) -> tuple[datetime, datetime]:
    zone = org.calendar(session).tz
    first, last = (max(_FIRST, min(day, _LAST)) for day in (span.first or _FIRST, span.last or _LAST))
    return datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)


def _told(session: Session, viewer: Viewer, object_def: ObjectDef, lines: Sequence[ledger.Entry]) -> list[Regraded]:
    numbers = {line.id: int(line.subject.rpartition(":")[2]) for line in lines}
    there = _seen(session, viewer, object_def, set(numbers.values()))
    known = names(session, viewer, {PEOPLE: {record.owner_id for record in there.values()}})
    nameless = object_def.title in policy.hidden(viewer, object_def)
    found = []
    for line in lines:
        record = there.get(numbers[line.id])
        if record is None:  # deleted since, or handed to where the viewer doesn't see
            continue
        change = line.payload["changes"][0]
        field = object_def.by_key[change["field"]]
        owner = known[PEOPLE].get(record.owner_id)
        found.append(
            Regraded(
                id=line.id,
                at=line.recorded_at,
                record_id=record.id,
                title=f"#{record.id}" if nameless else record.title,
                owner=owner.name if owner else "",
                label=field.label.say(viewer.lang),
                was=_said(change["from"], field, viewer),
                now=_said(change["to"], field, viewer),
                why=narration.graded_by(line.payload.get("rule"), viewer.lang),
            )
        )
    return found


def _seen(session: Session, viewer: Viewer, object_def: ObjectDef, numbers: Collection[int]) -> dict[int, Record]:
    found = sheets.sheet(session, object_def)
    table = found.table
    asked = found.rows().where(table.c.id.in_(numbers), table.c.deleted_at.is_(None), *sheets.seen(viewer, found))
    return {each.id: each for each in map(found.record, session.execute(asked))}


def _said(key: str | None, field: FieldDef, viewer: Viewer) -> str | None:
    return None if key is None else fields.of(field.type).say(key, field, viewer.lang)
