"""Writing down who asked for a single record, and what they were answered. Whoever calls has asked the policy."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.org.models import Share


def ask_share(session: Session, person_id: int, object_key: str, record_id: int, *, now: datetime) -> Share:
    """Somebody would like to see a record and to work on it."""
    with db.beyond_sight(session):
        asked = Share(person_id=person_id, object_key=object_key, record_id=record_id, state="asked", asked_at=now)
        session.add(asked)
        session.flush()
    return asked


def answer_share(
    session: Session, share: Share, state: Literal["granted", "declined", "ended"], *, by_id: int, now: datetime
) -> None:
    """It was granted, declined, or is over. From the next request on, they see as far as that."""
    with db.beyond_sight(session):
        share.state, share.answered_at, share.answered_by_id = state, now, by_id
        session.flush()
    db.forget_stamp(session)
