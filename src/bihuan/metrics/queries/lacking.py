"""What is missing most often where stays are red: many gates judged at once, in a fixed number of questions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, and_, any_, func, literal, or_, select
from sqlalchemy.orm import Session

from bihuan.activity.models import Activity
from bihuan.approvals import queries as approvals
from bihuan.kernel.conditions import Count, comparisons
from bihuan.kernel.words import Words
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.sources import HANDED_IN, JOURNEY, STAY
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.org import queries as org
from bihuan.org.models import Person
from bihuan.process import gates
from bihuan.process.definition import Deliverable, Gate, Stage
from bihuan.process.gates import Evidence, Tally
from bihuan.process.models import Confirmation, HandedIn, Journey
from bihuan.records import queries as records

MOST_JUDGED = 100  # enough to know what is missing most often; all of them would cost more than the answer is worth
_CONFIRMATION = Confirmation.__table__
_Given = dict[int, defaultdict[str, Tally]]


@dataclass(frozen=True, kw_only=True)
class Lack:
    """What is missing most often, on how many journeys, and how many pieces of it each one lacks on the whole."""

    key: str
    label: Words
    journeys: int
    short: int


def most(session: Session, frame: Frame, stage_key: str) -> Lack | None:
    """What the open overdue stays of a stage lack most often. None when nothing is, or nothing the viewer may know."""
    stage = frame.process.stage(stage_key)
    stays = _overdue(session, frame, stage_key)
    if stage is None or not stays:
        return None
    facts = records.several(session, frame.process.object, {found.record_id for found in stays})
    given = _given(session, frame, stage, stays)
    fields = frame.object_def.by_key
    labels = {key: field.label for key, field in fields.items()}
    gate = _without_counts(gates.askable(stage.gate, fields, objects.objects(session)))
    count: Counter[str] = Counter()
    found: dict[str, tuple[Words, Counter[int]]] = {}
    for journey in stays:
        record = facts.get(journey.record_id)
        if record is None:
            continue
        evidence = Evidence(values=record.values, handed_in=given[journey.id])
        for item in gates.judge(gate, evidence, labels, now=frame.now).missing:
            if item.key not in frame.hidden:
                count[item.key] += 1
                found.setdefault(item.key, (item.label, Counter()))[1][item.need - item.have] += 1
    if not count:
        return None
    key, journeys = count.most_common(1)[0]
    label, short = found[key]
    return Lack(key=key, label=label, journeys=journeys, short=short.most_common(1)[0][0])


def _without_counts(gate: Gate) -> Gate:
    """The gate less the checks that count related records: those would take a question for each journey."""
    cheap = [check for check in gate.checks if not any(isinstance(part, Count) for part in comparisons(check.holds))]
    return gate.model_copy(update={"checks": tuple(cheap)})


def _overdue(session: Session, frame: Frame, stage_key: str) -> Sequence[Journey]:
    """The journeys longest overdue: found among the stays alone, by their index, before anything is joined to them."""
    _, until = frame.bounds
    people = select(Person.id).where(*org.seeing(frame.viewer, Person.pos))
    longest = (
        select(STAY.c.journey_id, STAY.c.due_at)
        .where(
            STAY.c.process_key == frame.process.key,
            STAY.c.stage_key == stage_key,
            STAY.c.left_at.is_(None),
            STAY.c.due_at < frame.now,
            *org.seeing(frame.viewer, STAY.c.owner_pos),
            *frame.among(STAY.c.person_id),
            STAY.c.person_id.in_(people),
        )
        .order_by(STAY.c.due_at)
        .limit(MOST_JUDGED)
    )
    if until is not None:
        longest = longest.where(STAY.c.entered_at < until)
    found = longest.subquery()
    asked = select(Journey).join(found, found.c.journey_id == Journey.id).order_by(found.c.due_at)
    return session.scalars(asked).all()


def _given(session: Session, frame: Frame, stage: Stage, stays: Sequence[Journey]) -> Mapping[int, Mapping[str, Tally]]:
    """What was handed in for each journey, as `process.queries.evidence` counts it, for all of them at once."""
    ids, known = [journey.id for journey in stays], objects.objects(session)
    given: _Given = {journey_id: defaultdict(Tally) for journey_id in ids}
    for journey_id, key, status, count in session.execute(
        select(HandedIn.journey_id, HandedIn.key, HandedIn.status, func.count())
        .where(_one_of(HANDED_IN.c.journey_id, ids))
        .group_by(HandedIn.journey_id, HandedIn.key, HandedIn.status)
    ):
        counted_so: dict[str, Any] = {status: count}
        given[journey_id][key] = replace(given[journey_id][key], **counted_so)
    for journey_id, key, count in session.execute(
        select(Confirmation.journey_id, Confirmation.key, func.count())
        .where(_one_of(_CONFIRMATION.c.journey_id, ids), Confirmation.answer.is_(None))
        .group_by(Confirmation.journey_id, Confirmation.key)
    ):
        given[journey_id][key] = replace(given[journey_id][key], sent=count)
    for thing in stage.gate.deliverables:
        if thing.kind in {"summary", "record"} and (thing.object is None or thing.object in known):
            counted = (
                _summaries(session, ids, thing) if thing.kind == "summary" else _referring(session, frame, stays, thing)
            )
            for journey_id in ids:
                given[journey_id][thing.key] = Tally(accepted=counted.get(journey_id, 0))
        if thing.kind == "approval":  # whether one is needed that nobody asked for, is not asked here
            states = approvals.states(session, ids)
            for journey_id in ids:
                state = states.get((journey_id, thing.approval or ""), "approved")
                given[journey_id][thing.key] = Tally(accepted=thing.count * (state == "approved"), stands=state)
    return given


def _one_of(column: ColumnElement[int], ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether it is one of these: as one value, so that the statement is the same however many there are."""
    return column == any_(literal(list(ids), ARRAY(BigInteger)))


def _summaries(session: Session, ids: Sequence[int], thing: Deliverable) -> dict[int, int]:
    asked = (
        select(JOURNEY.c.id, func.count())
        .select_from(
            JOURNEY.join(STAY, and_(STAY.c.journey_id == JOURNEY.c.id, STAY.c.seq == JOURNEY.c.stage_seq)).join(
                Activity,
                and_(
                    Activity.object_key == JOURNEY.c.object_key,
                    Activity.record_id == JOURNEY.c.record_id,
                    Activity.happened_at >= STAY.c.entered_at,
                ),
            )
        )
        .where(_one_of(JOURNEY.c.id, ids))
        .group_by(JOURNEY.c.id)
    )
    if thing.activity_kinds:
        asked = asked.where(Activity.kind.in_(thing.activity_kinds))
    return dict(session.execute(asked).all())


def _referring(session: Session, frame: Frame, stays: Sequence[Journey], thing: Deliverable) -> dict[int, int]:
    assert thing.object is not None, "checked when the blueprint was released"
    other, table = objects.object_def(session, thing.object), tables.table(session, thing.object)
    pointing = [
        table.c[field.key] for field in other.fields if field.type == "reference" and field.to == frame.process.object
    ]
    if not pointing:
        return {}
    ids = [journey.id for journey in stays]
    asked = (
        select(JOURNEY.c.id, func.count())
        .select_from(JOURNEY.join(table, or_(*(column == JOURNEY.c.record_id for column in pointing))))
        .where(_one_of(JOURNEY.c.id, ids), table.c.deleted_at.is_(None))
        .group_by(JOURNEY.c.id)
    )
    return dict(session.execute(asked).all())
