"""Paying debts: what earlier stages asked for is shown after all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.process import queries
from bihuan.process.commands import door
from bihuan.process.models import Journey


def pay(session: Session, journey: Journey, *, by_id: int | None, now: datetime) -> int:
    """Strike out the debts for which the evidence is there by now. How many."""
    if not journey.debts or journey.outcome is not None:
        return 0
    # Held until the end: two who bring evidence at once pay one after the other, and neither is sent away.
    # Not against what refers to it: two who hand in at once would each wait for the other.
    session.refresh(journey, with_for_update={"key_share": True})
    process = queries.process_of(session, journey)
    still = queries.owed(session, journey, process, now=now)
    paid = [debt for debt in journey.debts if debt not in still]
    if paid:
        journey.debts = still
        session.flush()
        keys = [debt["key"] for debt in paid]
        door.note(session, journey, "debt.paid", by_id=by_id, now=now, told={"keys": keys, "left": len(still)})
    return len(paid)
