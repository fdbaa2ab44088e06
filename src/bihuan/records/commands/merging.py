"""Making one record of several, and several of one again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from bihuan.kernel import db, events
from bihuan.kernel.refusals import Forbidden, Invalid, NotFound, Refusal, SomeoneWasFirst
from bihuan.ledger import commands as ledger
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.objects.definition import ObjectDef
from bihuan.org.viewer import Viewer
from bihuan.records import companions, merging, policy, queries, reading, rows
from bihuan.records.commands import carrying
from bihuan.records.commands.creating import told_apart
from bihuan.records.events import RecordChanged, RecordDeleted, RecordMerged
from bihuan.records.models import Merge, Merged
from bihuan.records.policy import FieldClosed
from bihuan.records.record import Record

MOST = 10  # records that become one in one act
UNDO = timedelta(days=30)


class StillRuns(Refusal):
    """What goes into another record has a journey under way, and a record has one journey only."""

    code = "merge_still_runs"
    message = "A record that would go still has a journey under way. Keep that one, or let its journey be closed."

    def __init__(self, record_ids: Sequence[int]) -> None:
        """Name the records."""
        super().__init__()
        self.record_ids = list(record_ids)

    def facts(self) -> dict[str, object]:
        """The records."""
        return {"records": self.record_ids}


class NotUndoable(Refusal):
    """A merge is taken back within thirty days, once."""

    code = "merge_not_undoable"
    message = "A merge can be taken back within 30 days, and once."


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which record stays, the revisions of all as they were shown, and whose value stays by field.

    `close`: end the journeys that are under way of those that go.
    """

    keep: int
    revisions: Mapping[int, int]
    choices: Mapping[str, int] = field(default_factory=dict)
    close: bool = False


@dataclass(frozen=True, kw_only=True)
class Undone:
    """A merge that was taken back, and what stayed where it is: the fields changed since, and how much by place."""

    record: Record
    fields: Sequence[str]
    places: Mapping[str, int]


def may(viewer: Viewer, object_key: str) -> None:
    """Whoever merges changes one record and takes away another. NotFound for what they may not even read."""
    can = policy.can(viewer, object_key)
    if not viewer.may_do(object_key, "read"):
        raise NotFound
    if not (can.change and can.delete):
        raise Forbidden("update" if not can.change else "delete")


def compared(session: Session, viewer: Viewer, object_key: str, record_ids: Sequence[int]) -> list[Record]:
    """The records that shall become one, in the order named, for who may merge them. Forbidden, NotFound, Invalid."""
    may(viewer, object_key)
    if len(set(record_ids)) != len(record_ids) or not 1 < len(record_ids) <= MOST:
        message = f"Name two records at least, {MOST} at most, each once."
        raise Invalid([{"field": "records", "code": "count", "message": message, "high": MOST}])
    found = [queries.record_or_where(session, viewer, object_key, record_id) for record_id in record_ids]
    if any(policy.lent(viewer, one) for one in found):
        raise Forbidden("delete")
    return found


def merge(session: Session, viewer: Viewer, object_key: str, wanted: Wanted, *, now: datetime) -> Merge:
    """Make one record of several: its values as chosen, and all that hung on the others.

    Forbidden, NotFound, Invalid, FieldClosed, StillRuns; SomeoneWasFirst where one of them is not as it was shown.
    """
    compared(session, viewer, object_key, list(wanted.revisions))
    if wanted.keep not in wanted.revisions:
        raise Invalid([{"field": "keep", "code": "not_found", "message": "Keep one of the records named."}])
    if queries.held(session, object_key, wanted.revisions) != dict(wanted.revisions):
        raise SomeoneWasFirst
    found = compared(session, viewer, object_key, list(wanted.revisions))
    object_def = objects.object_def(session, object_key)
    winner = next(one for one in found if one.id == wanted.keep)
    losers = [one for one in found if one is not winner]
    values = _values(session, viewer, object_def, found, wanted)
    ended = _end(session, viewer, losers, close=wanted.close, now=now)
    with db.beyond_sight(session):
        made = _noted(session, viewer, winner, losers, now=now)
        _take_away(session, object_key, losers, now=now)
        _write(session, winner, object_def, values, now=now)
        carried = {one.id: carrying.carry(session, made, one, winner) for one in losers}
        for one in losers:
            for key in ended.get(one.id, ()):
                carrying.note(session, made, one, f"{key}.ended", [one.id])
        _tell(
            session,
            viewer,
            made,
            winner=winner,
            losers=losers,
            object_def=object_def,
            values=values,
            carried=carried,
            now=now,
        )
    _announce(session, winner, values, losers, now=now)
    return made


def undo(session: Session, viewer: Viewer, record: Record, merge_id: int, *, now: datetime) -> Undone:
    """Make several records of one again: what went on since stays where it is, and is named.

    Forbidden, NotFound, NotUndoable; Invalid where a value that is unique is another record's by now.
    """
    may(viewer, record.object_key)
    if policy.lent(viewer, record):
        raise Forbidden("delete")
    with db.beyond_sight(session):
        found = queries.merge(session, merge_id, record.id)
        parts = queries.merge_parts(session, [found.id])
    object_def = objects.object_def(session, record.object_key)
    if object_def.visibility == "owner" and not all(viewer.sees(one.owner_pos) for one in parts):
        raise NotFound
    if found.undone_at is not None or now > found.made_at + UNDO:
        raise NotUndoable
    queries.held(session, record.object_key, [record.id])
    record = queries.record(session, viewer, record.object_key, record.id)
    with db.beyond_sight(session):
        values, left = _before(session, record, object_def, found)
        places = carrying.bring_back(session, found, record, {one.record_id: one for one in parts})
        _write(session, record, object_def, values, now=now)
        back = _back(session, record.object_key, [one.record_id for one in parts], object_def, now=now)
        found.undone_at, found.undone_by_id = now, viewer.person_id
        for part in parts:
            part.back_at = now
        session.flush()
        db.forget_stamp(session)
        _tell_undone(session, viewer, found, record=record, back=back, object_def=object_def, values=values, now=now)
    _announce(session, record, values, (), now=now)
    for one in back:
        events.tell(session, RecordMerged(object_key=one.object_key, record_id=one.id), now=now)
    again = queries.record(session, viewer, record.object_key, record.id)
    return Undone(record=again, fields=left, places=places)


def _values(
    session: Session, viewer: Viewer, object_def: ObjectDef, found: Sequence[Record], wanted: Wanted
) -> dict[str, Any]:
    """What the record that stays will have otherwise. FieldClosed for a choice that is not the viewer's to make."""
    open_ = {one.key: one for one in merging.settled(object_def, objects.graded(session, object_def.key))}
    closed = viewer.readonly(object_def.key) | policy.hidden(viewer, object_def)
    own = sorted(wanted.choices.keys() & (closed | (object_def.by_key.keys() - open_.keys())))
    if own:
        raise FieldClosed(own)
    wrong = [key for key, one in wanted.choices.items() if key not in open_ or one not in wanted.revisions]
    if wrong:
        message = "There is no such field, or its value is of none of these records."
        raise Invalid([{"field": key[:100], "code": "not_found", "message": message} for key in wrong])
    chosen = {
        key: wanted.choices.get(key) or (merging.kept if key in closed else merging.proposed)(found, wanted.keep, one)
        for key, one in open_.items()
    }
    values = merging.joined(found, wanted.keep, object_def, chosen)
    problems = reading.lacking(object_def, values, among=values)
    if problems:
        raise Invalid(problems)
    return values


def _end(
    session: Session, viewer: Viewer, losers: Sequence[Record], *, close: bool, now: datetime
) -> dict[int, list[str]]:
    """End what is under way of those that go, if that was wished; which, by record."""
    running = {
        one.id: [beside for beside in companions.introduced() if beside.runs(one.beside)]
        for one in losers
        if merging.running(one)
    }
    if running and not close:
        raise StillRuns(sorted(running))
    for one in losers:
        for beside in running.get(one.id, ()):
            beside.ended(session, viewer, one, now=now)
    return {record_id: [beside.key for beside in ended] for record_id, ended in running.items()}


def _noted(session: Session, viewer: Viewer, winner: Record, losers: Sequence[Record], *, now: datetime) -> Merge:
    made = Merge(
        object_key=winner.object_key,
        into_id=winner.id,
        by_id=viewer.person_id,
        made_at=now,
        owner_id=winner.owner_id,
        owner_pos=winner.owner_pos,
    )
    session.add(made)
    session.flush()
    for one in losers:
        seen_by = {"owner_id": one.owner_id, "owner_pos": one.owner_pos}
        went = Merged(merge_id=made.id, object_key=one.object_key, record_id=one.id, into_id=winner.id, **seen_by)
        session.add(went)
    session.flush()
    db.forget_stamp(session)
    return made


def _take_away(session: Session, object_key: str, losers: Sequence[Record], *, now: datetime) -> None:
    table = tables.table(session, object_key)
    gone = table.c.id.in_([one.id for one in losers]) & table.c.deleted_at.is_(None)
    session.execute(update(table).where(gone).values(deleted_at=now, updated_at=now, revision=table.c.revision + 1))


def _write(
    session: Session, record: Record, object_def: ObjectDef, values: Mapping[str, Any], *, now: datetime
) -> None:
    """The record that stays, as it is from now on."""
    sheet = queries.plain(session, object_def)
    written = {
        **rows.columns(object_def, values),
        "search": queries.tokens(object_def, {**record.values, **values}),
        "revision": record.revision + 1,
        "updated_at": now,
    }
    with told_apart(session, object_def, sheet.table, written=values):
        done = session.execute(sheet.changing, {"record_id": record.id, "seen": record.revision, **written})
    if done.one_or_none() is None:
        raise SomeoneWasFirst


def _before(session: Session, record: Record, object_def: ObjectDef, found: Merge) -> tuple[dict[str, Any], list[str]]:
    """The values that a merge gave and that nobody changed since, as they were; and the fields of all the others."""
    line = queries.merge_line(session, record, found.id, found.made_at)
    if line is None:
        return {}, []
    changes = [*line.payload.get("changes", ()), *(line.personal or {}).get("changes", ())]
    values: dict[str, Any] = {}
    left = set(line.payload.get("fields", ()))
    for change in changes:
        known = object_def.field(str(change["field"]))
        if known is None or rows.shown(known, record.values[known.key]) != change["to"]:
            continue
        values[known.key] = reading.value_of(known, change["from"])
        left.discard(known.key)
    return values, sorted(left)


def _back(
    session: Session, object_key: str, record_ids: Sequence[int], object_def: ObjectDef, *, now: datetime
) -> list[Record]:
    """Let the records be there again that went. Invalid where one has a unique value that is taken by now."""
    table = tables.table(session, object_key)
    apart = {one.key: True for one in object_def.fields if one.unique}
    with told_apart(session, object_def, table, written=apart):
        session.execute(
            update(table)
            .where(table.c.id.in_(record_ids), table.c.deleted_at.is_not(None))
            .values(deleted_at=None, updated_at=now, revision=table.c.revision + 1)
        )
    found = queries.several(session, object_key, record_ids)
    return [found[record_id] for record_id in sorted(found)]


def _tell(  # noqa: PLR0913 - all that a merge is told of
    session: Session,
    viewer: Viewer,
    made: Merge,
    *,
    winner: Record,
    losers: Sequence[Record],
    object_def: ObjectDef,
    values: Mapping[str, Any],
    carried: Mapping[int, Mapping[str, int]],
    now: datetime,
) -> None:
    """A line on each of them: what went where. What nobody may rewrite says it for good."""
    payload, personal = rows.payload(object_def, winner.values, values)
    into = {"merge": made.id, "into": winner.id}
    moved = dict(sum((Counter(each) for each in carried.values()), Counter[str]()))
    told = {**into, "from": [one.id for one in losers], "moved": moved, "revision": winner.revision + 1, **payload}
    lines = [_line(viewer, winner, "record.merged", told, now=now, personal=personal)]
    for one in losers:
        told = {**into, "from": [one.id], "moved": dict(carried[one.id]), "revision": one.revision + 1, "fields": []}
        lines.append(_line(viewer, one, "record.merged", told, now=now))
    ledger.append_many(session, lines)


def _tell_undone(  # noqa: PLR0913 - all that an undo is told of
    session: Session,
    viewer: Viewer,
    found: Merge,
    *,
    record: Record,
    back: Sequence[Record],
    object_def: ObjectDef,
    values: Mapping[str, Any],
    now: datetime,
) -> None:
    payload, personal = rows.payload(object_def, record.values, values)
    of = {"merge": found.id, "into": record.id, "from": [one.id for one in back]}
    told = {**of, "revision": record.revision + 1, **payload}
    lines = [_line(viewer, record, "record.merge_undone", told, now=now, personal=personal)]
    for one in back:
        told = {**of, "revision": one.revision, "fields": []}
        lines.append(_line(viewer, one, "record.merge_undone", told, now=now))
    ledger.append_many(session, lines)


def _line(
    viewer: Viewer,
    record: Record,
    what: str,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    personal: Mapping[str, Any] | None = None,
) -> ledger.Line:
    return ledger.Line(
        at=now,
        by_id=viewer.person_id,
        what=what,
        subject=record.subject,
        owner_id=record.owner_id,
        owner_pos=record.owner_pos,
        payload=payload,
        personal=personal,
    )


def _announce(
    session: Session, record: Record, values: Mapping[str, Any], gone: Sequence[Record], *, now: datetime
) -> None:
    """Let listeners follow: what was written, what is not there any more, and what has more or less hanging on it."""
    key, number = record.object_key, record.id
    if values:
        changed = RecordChanged(object_key=key, record_id=number, fields=tuple(sorted(values)))
        events.tell(session, changed, now=now)
    for one in gone:
        events.tell(session, RecordDeleted(object_key=one.object_key, record_id=one.id), now=now)
    events.tell(session, RecordMerged(object_key=key, record_id=number), now=now)
