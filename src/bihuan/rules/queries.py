"""Questions about what rules have gone through, and about what they have to look at."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.ledger import queries as ledger
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.records.record import subject
from bihuan.rules.models import GradingPass


def passes(session: Session) -> Sequence[GradingPass]:
    """How far each grading is, held until the transaction ends; those that somebody else goes on with are left out."""
    return session.scalars(select(GradingPass).with_for_update(skip_locked=True)).all()


def known_passes(session: Session) -> set[str]:
    """The gradings that were begun."""
    return set(session.scalars(select(GradingPass.key)))


def pointed_at(session: Session, object_key: str, record_id: int, field_key: str, *, moved: bool) -> set[int]:
    """What a record points at by a field, also when it is deleted; `moved`, also what it pointed at before."""
    table = tables.table(session, objects.object_def(session, object_key).key)
    found = {session.scalar(select(table.c[field_key]).where(table.c.id == record_id))}
    if moved:
        for line in ledger.timeline(session, subject(object_key, record_id), limit=1):
            found |= {one.get("from") for one in line.payload.get("changes", ()) if one.get("field") == field_key}
    return {one for one in found if isinstance(one, int)}
