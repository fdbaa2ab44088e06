"""Whom a record is about: a deal refers to its customer, and what is done for the deal is done for the customer."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.objects import queries as objects
from bihuan.org.viewer import Viewer
from bihuan.records import policy
from bihuan.records.queries import sheets

_MOST = 2000


def about(session: Session, viewer: Viewer, object_key: str, record_ids: Collection[int]) -> dict[str, dict[int, int]]:
    """By object: the records that refer to these, as far as the viewer sees them, each with whom it is about.

    The records themselves are about themselves. Of very many the newest are told.
    """
    found = {object_key: {record_id: record_id for record_id in record_ids}}
    for object_def in objects.objects(session).values():
        closed = policy.hidden(viewer, object_def)
        for field in object_def.fields:
            if field.type != "reference" or field.to != object_key or field.key in closed:
                continue
            if not viewer.may_do(object_def.key, "read"):
                continue
            sheet = sheets.plain(session, object_def)
            pointing = sheet.columns[field.key]
            asked = (
                select(sheet.table.c.id, pointing)
                .where(pointing.in_(record_ids), sheet.table.c.deleted_at.is_(None), *sheets.seen(viewer, sheet))
                .order_by(sheet.table.c.updated_at.desc())
                .limit(_MOST)
            )
            found.setdefault(object_def.key, {}).update({row[0]: row[1] for row in session.execute(asked)})
    return found
