"""A record's history as its viewer reads it: sentences, and what changed from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.ledger import queries as ledger
from bihuan.ledger.queries import ERASED, Entry
from bihuan.objects import fields
from bihuan.objects import queries as objects
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.objects.field_types import Target, Wrong
from bihuan.org.viewer import Viewer
from bihuan.records import authors, narration, policy, reading
from bihuan.records.authors import Author
from bihuan.records.queries.merging import taken_in
from bihuan.records.queries.names import PEOPLE, Names, names
from bihuan.records.record import Record, subject


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field, from what to what, in words."""

    field: str
    label: str
    was: str | None
    now: str | None


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One event, as it is read. `through`: what did it, where no person did."""

    id: int
    seq: int
    at: datetime
    happened_at: datetime
    by_id: int | None
    by_name: str
    kind: str
    words: str
    changes: Sequence[Change]
    facts: Mapping[str, Any]
    journey_id: int | None
    through: Author | None = None


def timeline(session: Session, viewer: Viewer, record: Record, *, before: int | None, limit: int) -> list[Telling]:
    """What happened to a record the viewer sees, the latest first; hidden fields are left out."""
    object_def = objects.object_def(session, record.object_key)
    # The ledger's wall goes by the owner. Of a record that everyone sees, or one that is shared, the events are
    # asked for on behalf of whoever has been shown the record itself.
    # What went into it has its story told with it, whoever's it was: then the lines of all are one story.
    others = taken_in(session, record.id)
    by_owner = object_def.visibility == "owner" and viewer.sees(record.owner_pos) and not others
    with nullcontext() if by_owner else db.beyond_sight(session):
        lines = _lines(session, record, others, before, limit)
    closed = policy.hidden(viewer, object_def)
    changes = {line.id: list(_changes(line, object_def, closed)) for line in lines}
    known = names(session, viewer, _pointed_at(lines, changes))
    acting = {str(line.payload["through"]) for line in lines if "through" in line.payload}
    authors_ = {through: authors.author(session, viewer, through) for through in acting}
    return [
        replace(_telling(line, changes[line.id], viewer, known), through=authors_.get(str(line.payload.get("through"))))
        for line in lines
    ]


def _lines(session: Session, record: Record, others: Sequence[int], before: int | None, limit: int) -> list[Entry]:
    if not others:
        return ledger.timeline(session, record.subject, before, limit)
    story = [record.subject, *(subject(record.object_key, one) for one in others)]
    lines = ledger.timeline_of(session, story, before, limit, of_first=("record.merged",))
    return [replace(line, seq=line.id) for line in lines]  # the place of a page is that of its last line


@dataclass(frozen=True)
class _Raw:
    """A change as the ledger has it: values as JSON, not yet in words."""

    field: FieldDef
    was: Any
    now: Any
    erased: bool = False


def _changes(line: Entry, object_def: ObjectDef, closed: frozenset[str]) -> Iterator[_Raw]:
    open_ones = [*line.payload.get("changes", ()), *((line.personal or {}).get("changes", ()))]
    for change in open_ones:
        field = object_def.field(str(change.get("field")))
        if field is not None and field.key not in closed:
            yield _Raw(field, change.get("from"), change.get("to"))
    if line.erased:
        told = {change.get("field") for change in open_ones}
        for key in line.payload.get("fields", ()):
            field = object_def.field(str(key))
            if field is not None and field.personal and key not in told and key not in closed:
                yield _Raw(field, None, None, erased=True)


def _pointed_at(lines: Sequence[Entry], changes: Mapping[int, Sequence[_Raw]]) -> dict[Target, set[int]]:
    wanted: dict[Target, set[int]] = {PEOPLE: {line.actor_id for line in lines if line.actor_id is not None}}
    for each in (change for raws in changes.values() for change in raws):
        target = fields.of(each.field.type).target(each.field)
        if target is not None:
            wanted.setdefault(target, set()).update(value for value in (each.was, each.now) if isinstance(value, int))
    return wanted


def _telling(line: Entry, changes: Sequence[_Raw], viewer: Viewer, known: Names) -> Telling:
    told = [_told(change, viewer, known) for change in changes]
    payload = {**line.payload, **(line.personal or {}), "labels": [change.label for change in told]}
    actor = known[PEOPLE].get(line.actor_id) if line.actor_id is not None else None
    return Telling(
        id=line.id,
        seq=line.seq,
        at=line.recorded_at,
        happened_at=line.happened_at,
        by_id=line.actor_id,
        by_name=actor.name if actor else "",
        kind=line.kind,
        words=narration.said(line.kind, payload, viewer.lang),
        changes=told,
        facts=narration.shown(line.kind, line.payload),
        journey_id=line.journey_id,
    )


def _told(change: _Raw, viewer: Viewer, known: Names) -> Change:
    label = change.field.label.say(viewer.lang)
    if change.erased:
        return Change(field=change.field.key, label=label, was=None, now=ERASED.say(viewer.lang))
    return Change(
        field=change.field.key,
        label=label,
        was=_said(change.field, change.was, viewer, known),
        now=_said(change.field, change.now, viewer, known),
    )


def _said(field: FieldDef, shown: Any, viewer: Viewer, known: Names) -> str | None:  # noqa: ANN401
    """A value that the ledger kept as JSON, in words."""
    if shown is None:
        return None
    made = fields.of(field.type)
    target = made.target(field)
    if target is not None:
        named = known.get(target, {}).get(shown)
        return named.name if named else f"#{shown}"
    try:
        value = reading.value_of(field, shown) if made.given else shown
    except Wrong:
        return str(shown)  # the field has been narrowed since; what stood there still stood there
    return None if value is None else made.say(value, field, viewer.lang)
