"""Asking for more than the process says: one journey's gate gets one more thing, and says by what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bihuan.kernel import db, rows
from bihuan.kernel.words import Words
from bihuan.process import queries
from bihuan.process.commands import door
from bihuan.process.definition import Deliverable
from bihuan.process.models import Journey


def demand(session: Session, journey: Journey, thing: Deliverable, *, by: Words, now: datetime) -> bool:
    """Ask for one more thing before this journey may leave the stage where it stands. `by` says what asks for it.

    False, and nothing is asked, when the journey is over or is asked for a thing of this key already.
    """
    process, here = queries.whereabouts(session, journey)
    if journey.outcome is not None or process.deliverable(thing.key) is not None:
        return False
    demand = {"stage": here.key, "deliverable": thing.model_dump(mode="json", exclude_none=True), "by": by.model_dump()}
    demands = [*(journey.demands or []), demand]
    with db.beyond_sight(session):
        session.execute(update(Journey).where(Journey.id == journey.id).values(demands=demands))
        rows.written(journey, demands=demands)
        asked = here.model_copy(update={"gate": here.gate.model_copy(update={"deliverables": (thing,)})})
        door.ask_others(session, asked, journey, now=now)
    told = {"key": thing.key, "label": thing.label.model_dump(), "stage": here.key, "rule": by.model_dump()}
    door.note(session, journey, "deliverable.demanded", by_id=None, now=now, told=told)
    return True
