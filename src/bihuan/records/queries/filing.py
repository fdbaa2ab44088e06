"""Files, seen through what they belong to: whoever sees the record sees its files, and nobody else does."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.kernel import db, rows
from bihuan.kernel.refusals import NotFound
from bihuan.objects import queries as objects
from bihuan.org.viewer import Viewer
from bihuan.records import policy
from bihuan.records.models import File
from bihuan.records.queries import loading

_LARGEST = 2**63


def file(session: Session, viewer: Viewer, file_id: int) -> File:
    """One file this viewer may see: of a record they see, in a field not hidden from them, or their own upload."""
    if not 0 < file_id < _LARGEST:
        raise NotFound
    # A file follows its record, and a record that everyone sees may lie outside the viewer's range. So the row is
    # read first and its record asked for after: nothing of it leaves this function unless the record is seen.
    with db.beyond_sight(session):
        found = rows.get(session, File, file_id)
    if found is None:
        raise NotFound
    if found.object_key is None or found.record_id is None:
        if found.made_by_id != viewer.person_id:
            raise NotFound
        return found
    loading.record(session, viewer, found.object_key, found.record_id)
    if found.field_key in policy.hidden(viewer, objects.object_def(session, found.object_key)):
        raise NotFound
    return found


def kept_file(session: Session, file_id: int) -> File:
    """A file by its id, as far as this transaction sees: for who has asked their own policy first."""
    found = rows.get(session, File, file_id)
    if found is None:
        raise NotFound
    return found


def uploads(session: Session, viewer: Viewer, file_ids: Collection[int]) -> dict[int, File]:
    """The viewer's own uploads among these that belong to no record yet."""
    asked = select(File).where(File.id.in_(file_ids), File.record_id.is_(None), File.made_by_id == viewer.person_id)
    return {found.id: found for found in session.scalars(asked)}


def files_of(session: Session, record_id: int) -> Sequence[File]:
    """The files of a record, as far as this transaction sees."""
    return session.scalars(select(File).where(File.record_id == record_id).order_by(File.id)).all()
