"""What stands behind a cell of the health board: each stay with its limit, its time, its evidence, its trace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, cast, null, select
from sqlalchemy.orm import Session

from bihuan.kernel import calendar
from bihuan.kernel.calendar import Calendar
from bihuan.kernel.refusals import NotFound
from bihuan.ledger import queries as ledger
from bihuan.ledger.queries import Entry
from bihuan.metrics.definition import Basis, Grain
from bihuan.metrics.queries import levels, sources
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.sources import HANDED_IN, HOLD, JOURNEY, PASSAGE, STAY
from bihuan.org import queries as org
from bihuan.process.definition import Stage
from bihuan.records import narration
from bihuan.records.models import File

MOST_STAYS = 50
MOST_EVENTS = 30  # of each stay, the latest
_MOST_EVENTS_READ = 2_000
_FILE = File.__table__
Row = Any


@dataclass(frozen=True, kw_only=True)
class Time:
    """How long something took, by the clock and in working time."""

    minutes: int
    working_minutes: int


@dataclass(frozen=True, kw_only=True)
class Traced:
    """One line of the ledger, in words."""

    id: int
    kind: str
    said: str
    happened_at: datetime
    recorded_at: datetime
    actor_id: int | None


@dataclass(frozen=True, kw_only=True)
class StayBehind:
    """One stay behind a cell, with everything that shows how it went."""

    row: Row
    stage: Stage
    time: Time
    held: Mapping[str, Time]
    holds: Sequence[Row]
    handed_in: Sequence[Row]
    exceptions: Sequence[Row]
    events: Sequence[Traced]


@dataclass(frozen=True, kw_only=True)
class CellBehind:
    """All of a cell: whose it is, its stays with the worst first, the names of everyone in it."""

    person_id: int
    stage: Stage
    stays: tuple[StayBehind, ...]
    names: Mapping[int, str]
    minutes_a_day: int  # of work


def cell(session: Session, frame: Frame, stage_key: str) -> CellBehind:
    """The stays of one person in one stage in these days. NotFound for a stage the process doesn't have."""
    stage = frame.process.stage(stage_key)
    if stage is None or frame.person_id is None:
        raise NotFound
    rows = session.execute(_stays(frame, stage_key)).all()
    ids = [row.id for row in rows]
    holds = _by(
        session.execute(select(HOLD).where(HOLD.c.stay_id.in_(ids)).order_by(HOLD.c.since, HOLD.c.id)), "stay_id"
    )
    things = _by(session.execute(_things(ids)), "stay_id")
    passages = _by(session.execute(select(PASSAGE).where(PASSAGE.c.stay_id.in_(ids)).order_by(PASSAGE.c.at)), "stay_id")
    events = _events(session, frame, rows)
    working = org.calendar(session, frame.person_id)
    stays = tuple(
        StayBehind(
            row=row,
            stage=stage,
            time=_time(working, row.entered_at, row.left_at or frame.now),
            held=_held(working, holds[row.id], frame.now),
            holds=holds[row.id],
            handed_in=things[row.id],
            exceptions=passages[row.id],
            events=_during(row, events, frame),
        )
        for row in rows
    )
    return CellBehind(
        person_id=frame.person_id,
        stage=stage,
        stays=stays,
        names=org.names(session, _people(frame, stays)),
        minutes_a_day=max(sum(end - start for start, end in day) for day in working.shifts.week),
    )


def _stays(frame: Frame, stage_key: str) -> Select[Any]:
    found, title, level = sources.source(frame, Grain.STAY), frame.title(), levels.level(frame.now)
    return (
        select(
            STAY,
            JOURNEY.c.record_id,
            JOURNEY.c.object_key,
            JOURNEY.c.outcome,
            (cast(null(), Text) if title is None else title).label("title"),
            level.label("level"),
        )
        .select_from(found.rows)
        .where(
            *found.where, levels.judged(), *sources.in_days(frame, found, Basis.OVERLAP), STAY.c.stage_key == stage_key
        )
        .order_by((level == "red").desc(), (level == "yellow").desc(), STAY.c.due_at.asc().nulls_last(), STAY.c.id)
        .limit(MOST_STAYS)
    )


def _things(stay_ids: Sequence[int]) -> Select[Any]:
    return (
        select(
            HANDED_IN, _FILE.c.name.label("file_name"), _FILE.c.type.label("file_type"), _FILE.c.size.label("file_size")
        )
        .select_from(HANDED_IN.join(_FILE, _FILE.c.id == HANDED_IN.c.file_id, isouter=True))
        .where(HANDED_IN.c.stay_id.in_(stay_ids))
        .order_by(HANDED_IN.c.at, HANDED_IN.c.id)
    )


def _events(session: Session, frame: Frame, rows: Sequence[Row]) -> Mapping[str, Sequence[Entry]]:
    if not rows:
        return {}
    subjects = {_subject(row) for row in rows}
    since = min(row.entered_at for row in rows)
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for event in ledger.during(session, subjects, since=since, until=frame.now, limit=_MOST_EVENTS_READ):
        found[event.subject].append(event)
    return found


def _during(row: Row, events: Mapping[str, Sequence[Entry]], frame: Frame) -> Sequence[Traced]:
    until = row.left_at or frame.now
    inside = [event for event in events.get(_subject(row), ()) if row.entered_at <= event.happened_at <= until]
    return tuple(_traced(event, frame) for event in inside[:MOST_EVENTS])


def _traced(event: Entry, frame: Frame) -> Traced:
    told = [*event.payload.get("changes", ()), *(event.personal or {}).get("changes", ())]
    changed = [frame.object_def.field(str(change.get("field"))) for change in told]
    labels = [
        field.label.say(frame.viewer.lang) for field in changed if field is not None and field.key not in frame.hidden
    ]
    return Traced(
        id=event.id,
        kind=event.kind,
        said=narration.said(
            event.kind, {**event.payload, **(event.personal or {}), "labels": labels}, frame.viewer.lang
        ),
        happened_at=event.happened_at,
        recorded_at=event.recorded_at,
        actor_id=event.actor_id,
    )


def _held(working: Calendar, holds: Sequence[Row], now: datetime) -> Mapping[str, Time]:
    found: dict[str, Time] = {}
    for hold in holds:
        part, before = (
            _time(working, hold.since, hold.until or now),
            found.get(hold.holder, Time(minutes=0, working_minutes=0)),
        )
        found[hold.holder] = Time(
            minutes=before.minutes + part.minutes, working_minutes=before.working_minutes + part.working_minutes
        )
    return found


def _time(working: Calendar, since: datetime, until: datetime) -> Time:
    until = max(since, until)
    minutes = int((until - since).total_seconds() // 60)
    return Time(minutes=minutes, working_minutes=calendar.working_minutes(working, since, until))


def _by(rows: Any, key: str) -> Mapping[int, list[Row]]:  # noqa: ANN401 - a result of any shape
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _people(frame: Frame, stays: Sequence[StayBehind]) -> set[int | None]:
    found: set[int | None] = {frame.person_id}
    for stay in stays:
        found |= {event.actor_id for event in stay.events} | {one.by_id for one in stay.exceptions}
        found |= {who for thing in stay.handed_in for who in (thing.by_id, thing.reviewer_id, thing.reviewed_by_id)}
    return found


def _subject(row: Row) -> str:
    return f"{row.object_key}:{row.record_id}"
