"""Counting what refers to a record, for gates and rules: what is there counts, whoever may see it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bihuan.kernel import conditions, conditions_sql
from bihuan.kernel.conditions import Count
from bihuan.objects import queries as objects
from bihuan.org import queries as org
from bihuan.records.queries import sheets


def count_where(session: Session, asked: Count, record_id: int, *, now: datetime) -> int:
    """How many records a condition counts for this one, as far as the transaction sees.

    None of an object or a field that the blueprint has taken away since the condition was written.
    """
    other = objects.objects(session).get(asked.count)
    if other is None or asked.via not in other.by_key:
        return 0
    found = sheets.sheet(session, other)
    question = select(func.count()).select_from(found.source)
    question = question.where(found.columns[asked.via] == record_id, found.table.c.deleted_at.is_(None))
    if asked.where is not None:
        if conditions.check(asked.where, found.kinds):
            return 0
        zone = str(org.calendar(session).zone)
        question = question.where(conditions_sql.compile(asked.where, found.columns, found.kinds, now=now, zone=zone))
    return session.scalar(question) or 0
