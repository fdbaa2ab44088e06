"""How many records there are of each kind, and what they add up to, as far as the viewer sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bihuan.kernel.refusals import Invalid
from bihuan.objects import queries as objects
from bihuan.org.viewer import Viewer
from bihuan.records.queries import paging, sheets
from bihuan.records.queries.paging import SHORT, Question

MOST_GROUPS = 500
_GROUPED_BY = frozenset({"choice", "boolean", "text", "integer", "date"})


@dataclass(frozen=True, kw_only=True)
class Group:
    """One value of the field grouped by, how many records have it, and their sum."""

    value: Any
    count: int
    total: Any


def groups(  # noqa: PLR0913 - a question, what to group by, and what to add up
    session: Session, viewer: Viewer, object_key: str, question: Question, *, by: str, total: str | None, now: datetime
) -> list[Group]:
    """The records a question picks, grouped by one field and added up over another; the largest groups first."""
    found = sheets.sheet(session, objects.object_def(session, object_key))
    matching = paging.restriction(session, viewer, found, question, now=now)
    name = SHORT.get(by, by)
    sheets.allowed(viewer, found, [name, *([total] if total else [])])
    if found.kinds[name] not in _GROUPED_BY:
        raise Invalid([{"field": "by", "code": "not_groupable", "message": "Records can't be grouped by this field."}])
    if total and found.kinds[total] not in {"integer", "decimal"}:
        raise Invalid([{"field": "total", "code": "not_a_number", "message": "This field can't be added up."}])
    column, number = found.columns[name], func.count().label("number")
    added = func.sum(found.columns[total]) if total else func.sum(0)
    asked = (
        select(column.label("value"), number, added.label("total"))
        .select_from(found.source)
        .where(found.table.c.deleted_at.is_(None), *matching)
        .group_by(column)
        .order_by(number.desc(), column.asc().nulls_last())
        .limit(MOST_GROUPS)
    )
    return [
        Group(value=row.value, count=row.number, total=row.total if total else None) for row in session.execute(asked)
    ]
