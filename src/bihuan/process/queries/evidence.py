"""Questions about what was handed in, and what a gate says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from bihuan.activity import queries as activity
from bihuan.approvals import queries as approvals
from bihuan.kernel import db
from bihuan.kernel.conditions import Count, Counts
from bihuan.kernel.prepared import Prepared
from bihuan.objects import queries as objects
from bihuan.org import queries as org
from bihuan.process import debts, gates, way
from bihuan.process.definition import Deliverable, Process, Stage
from bihuan.process.gates import Evidence, Tally, Verdict
from bihuan.process.models import Confirmation, HandedIn, Journey
from bihuan.records import queries as records

_COUNTED = frozenset({"summary", "record", "task", "approval"})  # what nobody hands in: it is there, or it is not
_TALLIES = Prepared(
    union_all(
        select(HandedIn.key, HandedIn.status, func.count())
        .where(HandedIn.journey_id == bindparam("journey_id"))
        .group_by(HandedIn.key, HandedIn.status),
        select(Confirmation.key, literal_column("'sent'"), func.count())
        .where(Confirmation.journey_id == bindparam("journey_id"), Confirmation.answer.is_(None))
        .group_by(Confirmation.key),
    )
)


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What the gate says of a journey as it stands now, which stage comes next, and the facts both go by.

    `next` is None at the end of the way.
    """

    verdict: Verdict
    next: Stage | None
    found: Evidence


def outlook(  # noqa: PLR0913 - whoever knows a part of it already brings it along
    session: Session,
    journey: Journey,
    process: Process,
    here: Stage,
    *,
    now: datetime,
    given: Mapping[str, Tally] | None = None,
    values: Mapping[str, Any] | None = None,
) -> Outlook:
    """Judge the gate of the stage where a journey stands, and look on: both by the same facts, read once.

    `given` is what was handed in, and `values` what stands in the record, where one knows it already. What it asks
    is what its owner could fill in, whoever looks: fields that only the owner's team tries are asked of the team.
    """
    with org.as_of(session, journey.owner_id):
        known, fields = objects.objects(session), objects.object_def(session, process.object).by_key
        known_approvals = approvals.approvals(session)
        labels = {key: fields[key].label for key in here.gate.fields if key in fields}
        found = evidence(session, journey, here, since=journey.entered_at, now=now, given=given, values=values)
        return Outlook(
            found=found,
            verdict=gates.judge(gates.askable(here.gate, fields, known, known_approvals), found, labels, now=now),
            next=way.after(process, here.key, found, now=now),
        )


def evidence(
    session: Session,
    journey: Journey,
    *stages: Stage,
    since: datetime,
    now: datetime,
    given: Mapping[str, Tally] | None = None,
    values: Mapping[str, Any] | None = None,
) -> Evidence:
    """Everything that the gates of these stages look at; summaries count from `since` on.

    A gate asks what is there, not what the asker may see: a quote that a colleague made opens it, and so does a
    value in a hidden field. What leaves here is a verdict, never the rows.
    """
    things = [thing for stage in stages for thing in stage.gate.deliverables]
    known = objects.objects(session)
    asked = [thing for thing in things if thing.kind == "approval"]
    counted = [thing for thing in things if thing.kind in _COUNTED and (thing.object is None or thing.object in known)]
    handed = any(thing.kind not in _COUNTED for thing in things)
    # The record and what was handed in lie where their journey lies: whoever sees one sees the other.
    if values is None:
        values = records.facts(session, journey.object_key, journey.record_id)
    if given is None:
        given = tallies(session, journey) if handed else {}
    found = replace(of_values(session, journey.record_id, values, now=now), handed_in=given)
    there = {
        thing.key: Tally(accepted=_counted(session, journey, thing, since=since))
        for thing in counted
        if thing.kind != "approval"
    }
    there |= _approved(session, journey, asked, values, now=now) if asked else {}
    return replace(found, handed_in={**given, **there}) if there else found


def known(session: Session, object_key: str, record_id: int, *, now: datetime) -> Evidence:
    """What is known of a record: all its values, hidden ones too, and how many others refer to it."""
    with db.beyond_sight(session):
        values = records.facts(session, object_key, record_id)
    return of_values(session, record_id, values, now=now)


def of_values(session: Session, record_id: int, values: Mapping[str, Any], *, now: datetime) -> Evidence:
    """The same of a record whose values one has already."""
    zone = str(org.calendar(session).zone)
    return Evidence(values=values, counts=counting(session, record_id, now=now), zone=zone)


def counting(session: Session, record_id: int, *, now: datetime) -> Counts:
    """How others that refer to a record are counted, whoever sees them."""

    def count(asked: Count) -> int:
        with db.beyond_sight(session):
            return records.count_where(session, asked, record_id, now=now)

    return count


def owed(session: Session, journey: Journey, process: Process, *, now: datetime) -> list[dict[str, Any]]:
    """Of the debts a journey began with, those that nobody has paid yet."""
    if not journey.debts:
        return []
    with org.as_of(session, journey.owner_id):
        found = evidence(session, journey, *process.stages, since=journey.started_at, now=now)
        still = debts.owed(process.stages, found, now=now)
    return [debt for debt in journey.debts if debt in still]


def tallies(session: Session, journey: Journey) -> dict[str, Tally]:
    """How much was handed in for each deliverable of a journey, by what became of it."""
    return gates.tallied(_TALLIES.rows(session, journey_id=journey.id))


def newest(session: Session, journey: Journey, key: str) -> HandedIn | None:
    """The newest thing handed in for a deliverable that was accepted, by a reviewer or because none is asked."""
    return session.scalars(
        select(HandedIn)
        .where(HandedIn.journey_id == journey.id, HandedIn.key == key, HandedIn.status == "accepted")
        .order_by(HandedIn.at.desc(), HandedIn.id.desc())
        .limit(1)
    ).first()


def waiting(session: Session, journey: Journey) -> list[int]:
    """What was handed in on this journey and still waits for a reviewer, by id."""
    asked = select(HandedIn.id).where(HandedIn.journey_id == journey.id, HandedIn.status == "waiting")
    return list(session.scalars(asked.order_by(HandedIn.id)))


def task_causes(journey_id: int, thing: Deliverable) -> list[str]:
    """What the tasks of a deliverable are asked for, once for all: one for each that is counted."""
    return [f"stage_task:{journey_id}:{thing.key}:{number}" for number in range(1, thing.count + 1)]


def _approved(
    session: Session, journey: Journey, things: list[Deliverable], values: Mapping[str, Any], *, now: datetime
) -> dict[str, Tally]:
    """How the latest request of each approval stands; what needs no step for these values is given unasked."""
    with db.beyond_sight(session):
        states = approvals.latest(session, journey.id)
    known, found = approvals.approvals(session), {}
    for thing in things:
        state, _ = states.get(thing.approval or "", ("", 0))
        approval = known.get(thing.approval or "")
        if state in {"", "withdrawn"} and approval is not None and approval.object == journey.object_key:
            needed = approvals.plan(session, approval, journey.record_id, values, now=now)
            state = state if needed else "approved"
        found[thing.key] = Tally(accepted=thing.count if state == "approved" else 0, stands=state)
    return found


def held_by_others(session: Session, journey: Journey) -> bool:
    """Whether a reviewer or an approver has to act on a journey before its owner can."""
    if waiting(session, journey):
        return True
    with db.beyond_sight(session):
        return approvals.waiting_on(session, journey.id)


def _counted(session: Session, journey: Journey, thing: Deliverable, *, since: datetime) -> int:
    if thing.kind == "task":
        with db.beyond_sight(session):
            return activity.count_done(session, task_causes(journey.id, thing))
    if thing.kind == "record":
        assert thing.object is not None, "checked when the blueprint was released"
        with db.beyond_sight(session):
            return records.count_referring(
                session, thing.object, to_object=journey.object_key, record_id=journey.record_id
            )
    return activity.count_since(session, journey.object_key, journey.record_id, since=since, kinds=thing.activity_kinds)
