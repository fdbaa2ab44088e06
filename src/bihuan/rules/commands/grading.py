"""Grades, worked out: at once when a record changes, and all of them when their rules do, or their day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bihuan.kernel import conditions, db
from bihuan.kernel.conditions import Count
from bihuan.objects import queries as objects
from bihuan.objects.grades import GradingDef
from bihuan.org import queries as org
from bihuan.records import commands as writing
from bihuan.records import queries as records
from bihuan.rules import queries
from bihuan.rules.models import GradingPass

_NIGHT = 2  # what depends on the day is worked out when it is two hours old


def grade_after(
    session: Session, object_key: str, record_id: int, *, fields: Collection[str] | None, now: datetime
) -> int:
    """Work out the grades that a record's being made, changed or deleted may have changed. How many did change.

    Its own, and those of what it points at where rules count it. `fields` are those that changed, None for all.
    """
    gradings = objects.gradings(session)
    if not gradings:
        return 0
    graded = 0
    with db.beyond_sight(session):
        for grading in gradings.values():
            touched = _touched(session, grading, object_key, record_id, fields)
            if touched:
                found = records.regrades(session, grading, sorted(touched), now=now)
                graded += writing.grade(session, grading, found, now=now)
    return graded


def _touched(
    session: Session, grading: GradingDef, object_key: str, record_id: int, fields: Collection[str] | None
) -> set[int]:
    """The records of a grading whose grade this change may change."""
    own = grading.object == object_key and (fields is None or any(key != grading.field for key in fields))
    touched = {record_id} if own else set()
    counts = [counted for counted in grading.counted() if _counts_otherwise(session, counted, object_key, fields)]
    for via in {counted.via for counted in counts}:
        moved = fields is not None and via in fields
        touched |= queries.pointed_at(session, object_key, record_id, via, moved=moved)
    return touched


def _counts_otherwise(session: Session, counted: Count, object_key: str, fields: Collection[str] | None) -> bool:
    """Whether a change of these fields may change a count: what it goes by, or what it asks of each, is among them."""
    if counted.count != object_key or fields is None or counted.via in fields:
        return counted.count == object_key
    asked = conditions.fields_of(counted.where) if counted.where is not None else set()
    known = objects.object_def(session, object_key).by_key
    return any(key in fields or known[key].type == "formula" for key in asked)


def regrade_some(session: Session, *, now: datetime, limit: int) -> int | None:
    """Look at the next records of a grading whose rules are new, or that nobody has looked at today.

    How many got another grade; None when there is nothing left to look at.
    """
    gradings = objects.gradings(session)
    if not gradings:
        return None
    for key in sorted(gradings.keys() - queries.known_passes(session)):
        session.add(GradingPass(key=key, digest="", day=date.min, after=None))
    session.flush()
    today = (now - timedelta(hours=_NIGHT)).astimezone(org.calendar(session).tz).date()
    for found in queries.passes(session):
        grading = gradings.get(found.key)
        if grading is None:
            session.delete(found)
            continue
        if found.digest != grading.digest or (found.after is None and found.day != today):
            found.digest, found.day, found.after = grading.digest, today, 0
        if found.after is not None:
            return _graded(session, grading, found, now=now, limit=limit)
    return None


def _graded(session: Session, grading: GradingDef, found: GradingPass, *, now: datetime, limit: int) -> int:
    record_ids = records.to_grade(session, grading, after=found.after or 0, limit=limit)
    found.after = record_ids[-1] if len(record_ids) == limit else None
    return writing.grade(session, grading, records.regrades(session, grading, record_ids, now=now), now=now)
