"""Changing a record, and never over somebody else's change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bihuan.kernel import db, events
from bihuan.kernel.refusals import Forbidden, Invalid, SomeoneWasFirst
from bihuan.ledger import commands as ledger
from bihuan.objects import queries as objects
from bihuan.objects.definition import ObjectDef
from bihuan.org.viewer import Viewer
from bihuan.records import policy, queries, rows
from bihuan.records.commands import filing
from bihuan.records.commands.checking import Checked, checked
from bihuan.records.commands.creating import told_apart
from bihuan.records.events import RecordChanged
from bihuan.records.record import Record

_TRIES = 3


def change(
    session: Session, viewer: Viewer, record: Record, values: Mapping[str, Any], *, revision: int | None, now: datetime
) -> Record:
    """Write new values over those of `revision`, as the viewer saw them; None means as they are now.

    What somebody changed meanwhile in other fields stays; SomeoneWasFirst where it is the same field.
    """
    if not policy.can(viewer, record.object_key).change:
        raise Forbidden("update")
    object_def = objects.object_def(session, record.object_key)
    seen = record.revision if revision is None else revision
    if not 0 < seen <= record.revision:
        raise Invalid([{"field": "revision", "code": "no_such_revision", "message": "There is no such revision yet."}])
    for _ in range(_TRIES):
        found = checked(session, viewer, object_def, values, before=record.values)
        if record.revision != seen:
            _between(session, viewer, record, found, revision=seen)
        if not found.values:
            return record
        changed = _write(session, record, object_def, found, now=now)
        if changed is not None:
            _tell(session, viewer, record, object_def, found, now=now)
            return changed
        record = queries.record(session, viewer, record.object_key, record.id)
    raise SomeoneWasFirst


def _between(session: Session, viewer: Viewer, record: Record, found: Checked, *, revision: int) -> None:
    """SomeoneWasFirst when one of the fields about to be written has changed since that revision."""
    object_def = objects.object_def(session, record.object_key)
    meanwhile = queries.changed_since(session, record, revision=revision)
    differing = [key for key in found.values if key in meanwhile.fields or not meanwhile.complete]
    if not differing:
        return
    names = queries.names(session, viewer, {queries.PEOPLE: {meanwhile.by_id} if meanwhile.by_id else set()})
    by = names[queries.PEOPLE].get(meanwhile.by_id or 0)
    raise SomeoneWasFirst(
        {
            "revision": record.revision,
            "by": {"id": meanwhile.by_id, "name": by.name} if by else None,
            "at": meanwhile.at.isoformat() if meanwhile.at else None,
            "fields": [
                {
                    "field": key,
                    "label": object_def.by_key[key].label.say(viewer.lang),
                    "yours": rows.shown(object_def.by_key[key], found.values[key]),
                    "theirs": rows.shown(object_def.by_key[key], record.values[key]),
                }
                for key in differing
            ],
        }
    )


def _write(session: Session, record: Record, object_def: ObjectDef, found: Checked, *, now: datetime) -> Record | None:
    """Compare, then set: the record as it stands now. None when the row is no longer the one that was read."""
    sheet = queries.plain(session, object_def)
    searched = queries.tokens(object_def, {**record.values, **found.values})
    written = {
        **rows.columns(object_def, found.values),
        "search": searched,
        "revision": record.revision + 1,
        "updated_at": now,
    }
    with told_apart(session, object_def, sheet.table, written=found.values):
        row = session.execute(
            sheet.changing, {"record_id": record.id, "seen": record.revision, **written}
        ).one_or_none()
    return None if row is None else replace(sheet.record(row), beside=record.beside)


def _tell(
    session: Session, viewer: Viewer, record: Record, object_def: ObjectDef, found: Checked, *, now: datetime
) -> None:
    """The change in the ledger, in the files, and to its listeners."""
    payload, personal = rows.payload(object_def, record.values, found.values)
    ledger.append(
        session,
        at=now,
        by_id=viewer.person_id,
        what="record.changed",
        subject=record.subject,
        owner_id=record.owner_id,
        owner_pos=record.owner_pos,
        payload={"revision": record.revision + 1, **payload},
        personal=personal,
    )
    if found.uploads:
        with db.beyond_sight(session):
            for key, file in found.uploads.items():
                filing.give(session, file, record, field_key=key)
    changed = tuple(sorted(found.values))
    events.tell(session, RecordChanged(object_key=record.object_key, record_id=record.id, fields=changed), now=now)
