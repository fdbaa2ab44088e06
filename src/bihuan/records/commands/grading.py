"""Giving records the grades that rules have worked out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from bihuan.kernel import events
from bihuan.ledger import commands as ledger
from bihuan.ledger.commands import Line
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.objects.grades import GradingDef
from bihuan.records.events import RecordChanged
from bihuan.records.queries import Regrade
from bihuan.records.record import subject


def grade(session: Session, grading: GradingDef, found: Sequence[Regrade], *, now: datetime) -> int:
    """Write the grades of records that this transaction holds; each in the ledger, done by nobody. How many."""
    if not found:
        return 0
    object_def = objects.object_def(session, grading.object)
    table = tables.table(session, object_def.key)
    written = {grading.field: bindparam("b_grade"), "revision": table.c.revision + 1, "updated_at": now}
    session.connection().execute(
        update(table).where(table.c.id == bindparam("b_id")).values(written),
        [{"b_id": one.record_id, "b_grade": one.grade} for one in found],
    )
    ledger.append_many(session, [_line(grading, one, now=now) for one in found])
    for one in found:
        changed = RecordChanged(object_key=grading.object, record_id=one.record_id, fields=(grading.field,))
        events.tell(session, changed, now=now)
    return len(found)


def _line(grading: GradingDef, one: Regrade, *, now: datetime) -> Line:
    return Line(
        subject=subject(grading.object, one.record_id),
        what="record.graded",
        at=now,
        owner_id=one.owner_id,
        owner_pos=one.owner_pos,
        payload={
            "revision": one.revision + 1,
            "fields": [grading.field],
            "changes": [{"field": grading.field, "from": one.had, "to": one.grade}],
            "grading": grading.label.model_dump(),
            "rule": one.rule,
        },
    )
