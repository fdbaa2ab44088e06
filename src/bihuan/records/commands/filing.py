"""Keeping files, and giving them to records."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from sqlalchemy.orm import Session

from bihuan.kernel import rows
from bihuan.kernel.files import LARGEST, FileTooLarge, Store
from bihuan.kernel.refusals import NotFound
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.records import file_names, file_types, queries
from bihuan.records.models import File
from bihuan.records.record import Record


def keep(  # noqa: PLR0913 - a content, its name, and where it goes
    session: Session,
    viewer: Viewer,
    content: IO[bytes],
    *,
    name: str,
    store: Store,
    now: datetime,
    limit: int = LARGEST,
) -> File:
    """Keep an upload, the viewer's own until it is given to a record. Refused unless it is what its name says."""
    content.seek(0, 2)
    if content.tell() > limit:
        raise FileTooLarge(limit)
    shown = file_names.tidy(name)
    media_type = file_types.recognised(content, shown)
    stored = store.put(content, limit=limit)
    owner = org.colleague(session, viewer.person_id)
    return rows.add(
        session,
        File,
        sha256=stored.sha256,
        name=shown,
        type=media_type,
        size=stored.size,
        made_by_id=owner.id,
        made_at=now,
        owner_id=owner.id,
        owner_pos=owner.pos,
    )


def attach(session: Session, viewer: Viewer, file: File, *, object_key: str, record_id: int) -> File:
    """Give one's own upload to a record one sees. NotFound for a file that belongs to another record already."""
    record = queries.record(session, viewer, object_key, record_id)
    if file.record_id == record.id and file.object_key == object_key:
        return file
    if file.record_id is not None or file.made_by_id != viewer.person_id:
        raise NotFound
    give(session, file, record, field_key=None)
    return file


def give(session: Session, file: File, record: Record, *, field_key: str | None) -> None:
    """From now on the file is part of the record, and seen by whoever sees that."""
    file.object_key, file.record_id, file.field_key = record.object_key, record.id, field_key
    file.owner_id, file.owner_pos = record.owner_id, record.owner_pos
    session.flush()
