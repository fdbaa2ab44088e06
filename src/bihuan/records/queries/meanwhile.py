"""What happened to a record since somebody looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.ledger import queries as ledger
from bihuan.records.record import Record

_LOOKED_AT = 100


@dataclass(frozen=True, kw_only=True)
class Meanwhile:
    """The fields that changed, who changed something last, and when; `complete` unless it was too long ago to tell."""

    fields: frozenset[str]
    by_id: int | None
    at: datetime | None
    complete: bool


def changed_since(session: Session, record: Record, *, revision: int) -> Meanwhile:
    """What changed after a revision, as the ledger tells it. The record has been shown to whoever asks."""
    with db.beyond_sight(session):
        lines = ledger.timeline(session, record.subject, limit=_LOOKED_AT)
    later = [line for line in lines if int(line.payload.get("revision", 0)) > revision]
    fields = {str(key) for line in later for key in line.payload.get("fields", ())}
    return Meanwhile(
        fields=frozenset(fields),
        by_id=later[0].actor_id if later else None,
        at=later[0].recorded_at if later else None,
        complete=len(later) == record.revision - revision,
    )
