"""Questions about journeys: which one, where it stands, what is due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import TypeVar, cast

from sqlalchemy import BigInteger, Table, and_, any_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.blueprint.models import Pilot
from bihuan.kernel import calendar, db, rows
from bihuan.kernel.calendar import Limit
from bihuan.kernel.db import Model
from bihuan.kernel.prepared import Prepared
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.rows import Asked
from bihuan.kernel.words import Words
from bihuan.objects import queries as objects
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process import definition, way
from bihuan.process.definition import Process, Sample, Stage
from bihuan.process.events import Level
from bihuan.process.models import Confirmation, HandedIn, Journey, Passage, Stay
from bihuan.records import queries as records

Row = TypeVar("Row", bound=Model)
_BESIDE = Asked(select(Journey).where(Journey.record_id == bindparam("record_id")))
_SEVERAL = Asked(select(Journey).where(Journey.id == any_(bindparam("journey_ids", type_=ARRAY(BigInteger)))))
_CONCERNED = Asked(
    select(Journey)
    .where(
        Journey.record_id == any_(bindparam("record_ids", type_=ARRAY(BigInteger))),
        or_(Journey.record_id == bindparam("own", type_=BigInteger), func.jsonb_array_length(Journey.debts) > 0),
        Journey.outcome.is_(None),
    )
    .order_by(Journey.id)
)
_PRESENT_STAY = Prepared(
    select(Stay.id).where(Stay.journey_id == bindparam("journey_id"), Stay.seq == bindparam("seq"))
)
_QUIET = Prepared(
    select(Journey.id)
    .where(Journey.quiet_due_at <= bindparam("now"), Journey.quiet_told_at.is_(None), Journey.outcome.is_(None))
    .order_by(Journey.quiet_due_at, Journey.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def processes(session: Session) -> dict[str, Process]:
    """The processes that live now, by key."""
    return blueprint.part(session, blueprint.current(session).id, definition.read)


def walked(session: Session) -> dict[str, Process]:
    """The processes as boards and lists show them: with the stages that others stand in while a pilot runs.

    Who looks need not work under the version of what they see. As a rule there is no pilot, and nothing is added.
    """
    own, others = processes(session), _others(session)
    if not others:
        return own
    fields = {key: frozenset(found.by_key) for key, found in objects.objects(session).items()}
    return {key: way.together(found, _also(session, key, others), fields) for key, found in own.items()}


_WITH = Words(zh="（试点流程）", en=" (pilot)")
_WITHOUT = Words(zh="（原流程）", en=" (before the pilot)")


def _others(session: Session) -> list[tuple[int, Words]]:
    """The versions that some walk by because of a pilot, other than the asker's own; and how their stages are told."""
    living = blueprint.living(session)
    tried = db.remembered(session, "tried", _tried)
    if living is None or (living.trial is None and not tried):
        return []
    own = blueprint.current(session).id
    now = [] if living.trial is None else [(living.live, _WITHOUT), (living.trial.version_id, _WITH)]
    return [(one, told) for one, told in (*now, *((before, _WITH) for before in tried)) if one != own]


def _tried(session: Session) -> list[int]:
    """The versions of pilots that are over without a release, where journeys still go on by them.

    They only become fewer, so that what was remembered is at worst too much.
    """
    open_there = select(Journey.id).where(Journey.version_id == Pilot.version_id, Journey.outcome.is_(None)).exists()
    over = select(Pilot.version_id).where(Pilot.state.in_(("taken_back", "ended")), open_there)
    return list(session.scalars(over.order_by(Pilot.id.desc())))


def _also(session: Session, key: str, others: Sequence[tuple[int, Words]]) -> list[tuple[Process, Words]]:
    found = ((blueprint.part(session, one, definition.read).get(key), told) for one, told in others)
    return [(process, told) for process, told in found if process is not None]


def process_for(session: Session, object_key: str) -> Process | None:
    """The process that new records of this object begin, or None."""
    return next((found for found in processes(session).values() if found.object == object_key), None)


def sample(session: Session, viewer: Viewer, process_key: str, deliverable_key: str) -> Sample:
    """The sample of what a live process asks for. NotFound where there is none or the viewer may not read it."""
    process = processes(session).get(process_key)
    asked = process.deliverable(deliverable_key) if process and viewer.may_do(process.object, "read") else None
    if asked is None or asked[1].sample is None:
        raise NotFound
    return asked[1].sample


def process_of(session: Session, journey: Journey) -> Process:
    """The version of the process that this journey lives under, with what rules ask of it besides."""
    found = blueprint.part(session, journey.version_id, definition.read)[journey.process_key]
    return found if not journey.demands else definition.demanding(found, journey.demands)


def whereabouts(session: Session, journey: Journey) -> tuple[Process, Stage]:
    """The journey's process and the stage in which it stands."""
    process = process_of(session, journey)
    here = process.stage(journey.stage_key)
    assert here is not None, "a journey stands in a stage of its own version"
    return process, here


def stage_in(session: Session, version_id: int, process_key: str, stage_key: str) -> Stage | None:
    """A stage as one version has it; None where that version has none of this name."""
    found = blueprint.part(session, version_id, definition.read).get(process_key)
    return found.stage(stage_key) if found else None


def version_number(session: Session, journey: Journey) -> int:
    """The number of the blueprint version that this journey lives under."""
    return blueprint.version(session, journey.version_id).number


def journey(session: Session, viewer: Viewer, journey_id: int) -> Journey:
    """One journey this viewer may see. NotFound otherwise."""
    asked = {"journey_id": journey_id, **org.sight_values(viewer)}
    found = _one_seen(org.sight_of(viewer)).first(session, **asked)
    if found is None or not viewer.may_do(found.object_key, "read"):
        raise NotFound
    return found


def journey_of(session: Session, journey_id: int) -> Journey:
    """A journey by its id, for commands that have seen one of its parts already."""
    return _by_id(session, Journey, journey_id)


def journeys_of(session: Session, journey_ids: Collection[int]) -> dict[int, Journey]:
    """Journeys by their ids, for jobs."""
    return {found.id: found for found in _SEVERAL.all(session, journey_ids=list(journey_ids))}


def lasting(session: Session, stay_ids: Collection[int]) -> Sequence[tuple[Stay, Journey]]:
    """Those of these stays that still last, with their journeys, as they stand in the database."""
    asked = (
        select(Stay, Journey)
        .join(Journey, Journey.id == Stay.journey_id)
        .where(Stay.id.in_(stay_ids), Stay.left_at.is_(None), Journey.outcome.is_(None))
        .order_by(Stay.id)
    )
    return [(stay, journey) for stay, journey in session.execute(asked.execution_options(populate_existing=True))]


def quiet(session: Session, journey_ids: Collection[int]) -> Sequence[Journey]:
    """Those of these journeys with which still nobody has been in touch since that was told."""
    asked = select(Journey).where(
        Journey.id.in_(journey_ids), Journey.outcome.is_(None), Journey.quiet_told_at.is_not(None)
    )
    return session.scalars(asked.order_by(Journey.id).execution_options(populate_existing=True)).all()


def journey_beside(session: Session, record_id: int) -> Journey | None:
    """The journey of a record, or None."""
    return _BESIDE.first(session, record_id=record_id)


def concerned(session: Session, object_key: str, record_id: int) -> Sequence[Journey]:
    """The journeys under way that may care about something new in a record: its own, and those that it may pay for.

    A record pays for those it refers to, where a deliverable asks for such records and they owe something.
    """
    record_ids = [record_id]
    if object_key in wanted(session):
        fields = objects.object_def(session, object_key).fields
        values = records.facts(session, object_key, record_id)
        record_ids += [values[field.key] for field in fields if field.type == "reference" and values[field.key]]
    return _CONCERNED.all(session, record_ids=record_ids, own=record_id)


def wanted(session: Session) -> frozenset[str]:
    """The objects whose records some deliverable asks for."""
    return frozenset(
        thing.object for found in processes(session).values() for thing in found.deliverables() if thing.object
    )


def handed_in(session: Session, viewer: Viewer, handed_in_id: int) -> tuple[HandedIn, Journey]:
    """Something handed in, and its journey. NotFound when the viewer may not see the journey."""
    found = _by_id(session, HandedIn, handed_in_id)
    return found, journey(session, viewer, found.journey_id)


def handed(session: Session, handed_in_id: int) -> HandedIn:
    """Something handed in by its id, for jobs."""
    return _by_id(session, HandedIn, handed_in_id)


def link(session: Session, confirmation_id: int) -> Confirmation:
    """A confirmation by its id, for jobs."""
    return _by_id(session, Confirmation, confirmation_id)


def passage(session: Session, exception_id: int) -> Passage:
    """An exception by its id, for jobs."""
    return _by_id(session, Passage, exception_id)


def confirmation(session: Session, token_hash: str) -> Confirmation:
    """What a customer's link stands for."""
    found = session.scalar(select(Confirmation).where(Confirmation.token_hash == token_hash))
    if found is None:
        raise NotFound
    return found


def present_stay(session: Session, journey: Journey) -> int:
    """The id of the stay that a journey is in, or of the last one when it has ended."""
    found = _PRESENT_STAY.one(session, journey_id=journey.id, seq=journey.stage_seq)
    assert found is not None, "a journey is always in a stay"
    return int(found[0])


def deadline(session: Session, limit: Limit, journey: Journey, *, now: datetime) -> datetime:
    """When a limit that begins now is over, on the owner's working calendar."""
    return calendar.deadline(limit, org.calendar(session, journey.owner_id), now)


def due_stays(session: Session, level: Level, *, now: datetime, limit: int) -> Sequence[int]:
    """Stays that have come to a level and were not told of, the longest waiting first; claimed for this transaction."""
    return [row[0] for row in _due(level).rows(session, now=now, most=limit)]


def quiet_journeys(session: Session, *, now: datetime, limit: int) -> Sequence[int]:
    """Journeys with which nobody has been in touch for too long, claimed for this transaction."""
    return [row[0] for row in _QUIET.rows(session, now=now, most=limit)]


def running_stays(session: Session, *, owner_id: int | None, after: int, limit: int) -> Sequence[tuple[Stay, Journey]]:
    """Stays that last and have a level to come, by id from `after` on; of one owner or of all. Claimed, with journeys.

    The journey is locked before its stay, as those do who move it, so that the two never wait for each other.
    """
    to_come = or_(
        and_(Stay.warn_at.is_not(None), Stay.warned_at.is_(None)),
        and_(Stay.due_at.is_not(None), Stay.overdue_at.is_(None)),
        and_(Stay.escalate_at.is_not(None), Stay.escalated_at.is_(None)),
    )
    asked = (
        select(Stay, Journey)
        .select_from(Journey)
        .join(Stay, and_(Stay.journey_id == Journey.id, Stay.seq == Journey.stage_seq))
        .where(Stay.left_at.is_(None), to_come, Stay.id > after)
        .order_by(Stay.id)
        .limit(limit)
        .with_for_update()
    )
    if owner_id is not None:
        asked = asked.where(Journey.owner_id == owner_id)
    return [(stay, journey) for stay, journey in session.execute(asked.execution_options(populate_existing=True))]


def numbers(session: Session, table: str, count: int) -> Sequence[int]:
    """The next ids of a table, for those who write many rows at once."""
    drawn = select(func.nextval(func.pg_get_serial_sequence(table, "id"))).select_from(func.generate_series(1, count))
    return session.scalars(drawn).all()


def _by_id(session: Session, table: type[Row], row_id: int) -> Row:
    found = rows.get(session, table, row_id)
    if found is None:
        raise NotFound
    return found


@cache
def _due(level: Level) -> Prepared:
    due, told = {
        "warn": (Stay.warn_at, Stay.warned_at),
        "due": (Stay.due_at, Stay.overdue_at),
        "escalate": (Stay.escalate_at, Stay.escalated_at),
    }[level]
    return Prepared(
        select(Stay.id)
        .where(due <= bindparam("now"), told.is_(None), Stay.left_at.is_(None))
        .where(or_(Stay.grace_until.is_(None), Stay.grace_until <= bindparam("now")))
        .order_by(due, Stay.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )


@cache
def _one_seen(sight: str) -> Asked[Journey]:
    """A journey by its id, in a range of this form (`org.seeing_by_name`); a shared record's journey is shared too."""
    seeing = org.seeing_by_name("range" if sight == "shared" else sight, cast(Table, Journey.__table__))
    if sight == "shared":
        seeing = [or_(*seeing, Journey.record_id == any_(bindparam("shared", type_=ARRAY(BigInteger))))]
    return Asked(select(Journey).where(Journey.id == bindparam("journey_id", type_=BigInteger), *seeing))
