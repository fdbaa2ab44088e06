"""Whom a record is about: a deal refers to its customer, and what is done for the deal is done for the customer."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bihuan.objects import queries as objects
from bihuan.org.viewer import Viewer
from bihuan.records import policy
from bihuan.records.queries import sheets
from bihuan.records.queries.sheets import Sheet

_MOST = 2000


def about(
    session: Session, viewer: Viewer | None, object_key: str, record_ids: Collection[int]
) -> dict[str, dict[int, int]]:
    """By object: the records that refer to these, each with whom it is about; and these, about themselves.

    As far as the viewer sees them; without a viewer as far as the transaction does. Of very many the newest are told.
    """
    found = {object_key: {record_id: record_id for record_id in record_ids}}
    for object_def in objects.objects(session).values():
        if viewer is not None and not viewer.may_do(object_def.key, "read"):
            continue
        closed = policy.hidden(viewer, object_def) if viewer is not None else frozenset()
        sheet = sheets.plain(session, object_def)
        seen = sheets.seen(viewer, sheet) if viewer is not None else []
        for field in object_def.fields:
            if field.type == "reference" and field.to == object_key and field.key not in closed:
                asked = _pointing(sheet, field.key, record_ids).where(*seen)
                found.setdefault(object_def.key, {}).update({row[0]: row[1] for row in session.execute(asked)})
    return found


def _pointing(found: Sheet, key: str, record_ids: Collection[int]) -> Select[Any]:
    """The records whose field points at one of these."""
    pointing = found.columns[key]
    return (
        select(found.table.c.id, pointing)
        .where(pointing.in_(record_ids), found.table.c.deleted_at.is_(None))
        .order_by(found.table.c.updated_at.desc())
        .limit(_MOST)
    )
