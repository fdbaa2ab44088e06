"""What of a list is in use, as far as somebody sees: an entry that stands in records is archived, never taken away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bihuan.activity.models import Activity
from bihuan.objects import queries as objects
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.records import queries as records


@dataclass(frozen=True, kw_only=True)
class Used:
    """How often each key is used, and whether that is all: what somebody doesn't see may be used as well."""

    counts: Mapping[str, int]
    whole: bool


def entries_used(session: Session, viewer: Viewer, dictionary_key: str) -> Used:
    """How many records have each entry of a dictionary, in the fields that share it now."""
    counts: Counter[str] = Counter()
    whole = True
    for found in objects.objects(session).values():
        sharing = [field.key for field in found.fields if field.dictionary == dictionary_key]
        closed = set(sharing) & viewer.hidden(found.key)
        if sharing and (not viewer.may_do(found.key, "read") or closed):
            whole = False
        if not sharing or not viewer.may_do(found.key, "read"):
            continue
        sheet = records.plain(session, found)
        range_ = records.seen(viewer, sheet)
        whole = whole and not range_
        for key in sharing:
            if key in closed:
                continue
            column = sheet.columns[key]
            value = func.unnest(column) if sheet.kinds[key] == "multi" else column
            asked = select(value.label("entry"), func.count()).where(
                sheet.table.c.deleted_at.is_(None), column.is_not(None), *range_
            )
            counts.update(dict(iter(session.execute(asked.group_by("entry")))))
    return Used(counts=counts, whole=whole)


def kinds_used(session: Session, viewer: Viewer) -> Used:
    """How many activities there are of each kind."""
    range_ = org.seeing(viewer, Activity.owner_pos)
    asked = select(Activity.kind, func.count()).where(*range_).group_by(Activity.kind)
    return Used(counts=dict(iter(session.execute(asked))), whole=not range_)
