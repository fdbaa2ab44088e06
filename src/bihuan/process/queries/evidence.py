"""Questions about what was handed in, and what a gate says of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bihuan.activity import queries as activity
from bihuan.kernel.conditions import Count
from bihuan.objects import queries as objects
from bihuan.process import gates
from bihuan.process.definition import Deliverable, Process, Stage
from bihuan.process.gates import Evidence, Tally, Verdict
from bihuan.process.models import Confirmation, HandedIn, Journey
from bihuan.process.queries import journeys
from bihuan.records import queries as records


def verdict(session: Session, journey: Journey, process: Process, stage: Stage, *, now: datetime) -> Verdict:
    """What the gate of this stage says of a journey as it stands now."""
    labels = {key: field.label for key, field in objects.object_def(session, process.object).by_key.items()}
    return gates.judge(stage.gate, evidence(session, journey, stage), labels, now=now)


def evidence(session: Session, journey: Journey, stage: Stage) -> Evidence:
    """Everything that a stage's gate looks at: all values, hidden ones too, and all that was handed in."""
    given = tallies(session, journey)
    for thing in stage.gate.deliverables:
        if thing.kind in {"summary", "record"}:
            given[thing.key] = Tally(accepted=_counted(session, journey, thing))
    values = records.facts(session, journey.object_key, journey.record_id)
    return Evidence(values=values, handed_in=given, counts=counts(session, journey))


def counts(session: Session, journey: Journey) -> Callable[[Count], int]:
    """How conditions count the records that refer to a journey's record."""
    return lambda asked: records.count_referring(
        session, asked.count, via=asked.via, record_id=journey.record_id, where=asked.where
    )


def tallies(session: Session, journey: Journey) -> dict[str, Tally]:
    """How much was handed in for each deliverable of a journey, by what became of it."""
    rows = session.execute(
        select(HandedIn.key, HandedIn.status, func.count())
        .where(HandedIn.journey_id == journey.id)
        .group_by(HandedIn.key, HandedIn.status)
    )
    found: defaultdict[str, Tally] = defaultdict(Tally)
    for key, status, count in rows:
        found[key] = replace(found[key], **{status: count})
    sent = session.execute(
        select(Confirmation.key, func.count())
        .where(Confirmation.journey_id == journey.id, Confirmation.answer.is_(None))
        .group_by(Confirmation.key)
    )
    for key, count in sent:
        found[key] = replace(found[key], sent=count)
    return found


def newest(session: Session, journey: Journey, key: str) -> HandedIn | None:
    """The newest thing handed in for a deliverable that was not sent back."""
    return session.scalars(
        select(HandedIn)
        .where(HandedIn.journey_id == journey.id, HandedIn.key == key, HandedIn.status != "rejected")
        .order_by(HandedIn.at.desc(), HandedIn.id.desc())
        .limit(1)
    ).first()


def waiting_reviews(session: Session, journey: Journey) -> int:
    """How many things of this journey still wait for a reviewer."""
    waiting = select(func.count()).where(HandedIn.journey_id == journey.id, HandedIn.status == "waiting")
    return session.scalar(waiting) or 0


def _counted(session: Session, journey: Journey, thing: Deliverable) -> int:
    if thing.kind == "record":
        assert thing.object is not None, "checked when the blueprint was released"
        return records.count_referring(
            session, thing.object, to_object=journey.object_key, record_id=journey.record_id
        )
    stay = journeys.present_stay(session, journey)
    return activity.count_since(
        session, journey.object_key, journey.record_id, since=stay.entered_at, kinds=thing.activity_kinds
    )

