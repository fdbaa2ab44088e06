"""What stands still: the open journeys of each stage that have stood there longest, found by an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, ColumnElement, Table, Text, and_, bindparam, cast, func, null, select, true
from sqlalchemy.orm import Session

from bihuan.kernel.prepared import Prepared
from bihuan.metrics.judging import Level
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.sources import HOLD, JOURNEY, STAY
from bihuan.org.models import Person

MOST_STUCK = 10  # of each stage
_DAY = 86400
_OF_JOURNEY = ("id", "record_id", "stage_key", "stage_seq", "owner_id", "entered_at", "due_at")
_PERSON = Person.__table__


class Stuck(NamedTuple):
    """An open journey, and since when it has stood where it stands."""

    journey_id: int
    record_id: int
    title: str
    stage: str
    owner_id: int
    owner: str
    days: float
    level: Level
    holder: str | None


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What a statement depends on besides the values that are filled in."""

    records: Table
    title: ColumnElement[Any] | None
    reach: bool
    point: bool
    person: bool
    since: bool
    until: bool


def stuck(session: Session, frame: Frame) -> tuple[Stuck, ...]:
    """The open journeys that began in these days, of each stage those that have stood there longest."""
    reach, (since, until) = frame.reach, frame.bounds
    asked = _Asked(
        records=frame.records,
        title=frame.title(),
        reach=reach is not None,
        point=reach is not None and reach[0] == reach[1],
        person=frame.person_id is not None,
        since=since is not None,
        until=until is not None,
    )
    lo, hi = reach or (None, None)
    given: dict[str, Any] = {
        "process": frame.process.key, "stages": [stage.key for stage in frame.process.stages],
        "lo": lo, "hi": hi, "person": frame.person_id, "since": since, "until": until,
    }  # fmt: skip
    label, now = frame.object_def.label.say(frame.viewer.lang), frame.now
    found = _longest(asked).rows(session, **{name: value for name, value in given.items() if value is not None})
    return tuple(
        Stuck(
            journey_id=journey_id,
            record_id=record_id,
            title=title or f"{label} {record_id}",
            stage=stage,
            owner_id=owner_id,
            owner=owner,
            days=round((now - entered_at).total_seconds() / _DAY, 1),
            level=_level(warn_at, due_at, now),
            holder=holder,
        )
        for journey_id, record_id, stage, owner_id, entered_at, due_at, warn_at, holder, owner, title in found
    )


@lru_cache(maxsize=256)
def _longest(asked: _Asked) -> Prepared:
    """The statement for one kind of question, made once."""
    stages = func.unnest(bindparam("stages", type_=ARRAY(Text))).table_valued("key", name="stage").render_derived()
    standing = (
        select(*(JOURNEY.c[name] for name in _OF_JOURNEY))
        .where(JOURNEY.c.process_key == bindparam("process"), JOURNEY.c.outcome.is_(None))
        .where(JOURNEY.c.stage_key == stages.c.key, *_within(asked))
        .order_by(JOURNEY.c.entered_at, JOURNEY.c.id)
        .limit(MOST_STUCK)
        .lateral("standing")
    )
    found, records = standing.c, asked.records
    present = and_(STAY.c.journey_id == found.id, STAY.c.seq == found.stage_seq)
    holding = and_(HOLD.c.stay_id == STAY.c.id, HOLD.c.until.is_(None))
    return Prepared(
        select(
            *(found.id, found.record_id, found.stage_key, found.owner_id, found.entered_at, found.due_at),
            *(STAY.c.warn_at, HOLD.c.holder, _PERSON.c.name.label("owner")),
            (cast(null(), Text) if asked.title is None else asked.title).label("title"),
        )
        .select_from(
            stages.join(standing, true())
            .join(records, and_(records.c.id == found.record_id, records.c.deleted_at.is_(None)))
            .join(_PERSON, _PERSON.c.id == found.owner_id)
            .join(STAY, present)
            .join(HOLD, holding, isouter=True)
        )
        .order_by(found.entered_at, found.id)
    )


def _within(asked: _Asked) -> list[Any]:
    owner, began = JOURNEY.c.owner_pos, JOURNEY.c.started_at
    wanted = {
        owner == bindparam("lo"): asked.point,
        owner.between(bindparam("lo"), bindparam("hi")): asked.reach and not asked.point,
        JOURNEY.c.owner_id == bindparam("person"): asked.person,
        began >= bindparam("since"): asked.since,
        began < bindparam("until"): asked.until,
    }
    return [holds for holds, said in wanted.items() if said]


def _level(warn_at: datetime | None, due_at: datetime | None, now: datetime) -> Level:
    if due_at is not None and now > due_at:
        return "red"
    return "yellow" if warn_at is not None and now >= warn_at else "green"
