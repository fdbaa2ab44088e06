"""How journeys went from stage to stage: how often each step was taken, how long it took, and which cases took it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Double, Select, Subquery, Text, case, cast, extract, func, null, select
from sqlalchemy.orm import Session

from bihuan.metrics import paths
from bihuan.metrics.definition import Basis, Grain
from bihuan.metrics.paths import Reach, Throughput, Transition, Transitions
from bihuan.metrics.queries import sources
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.sources import JOURNEY, STAY
from bihuan.org import queries as org

_HALF, _MICROS_AN_HOUR, _DAY, _DIGITS = 0.5, 3.6e9, 86400, 4


@dataclass(frozen=True, kw_only=True)
class Passing:
    """A journey that took a step or went a way: how many hours that took, and when it began."""

    row_id: int
    journey_id: int
    record_id: int
    title: str
    owner_id: int
    owner: str
    stage: str
    outcome: str | None
    hours: float
    at: datetime


def transitions(session: Session, frame: Frame, *, at_least: int | None = None) -> Transitions:
    """The steps of the journeys that began in these days, the slowest on average first.

    A step counts when it was left for another stage or an outcome. What an import placed in a stage has no length
    there, what a mapping moved was not a step, and after the last line of a log nobody knows.
    """
    cohort = journeys(frame)
    begun, throughput = _throughput(session, cohort)
    least = at_least if at_least is not None else paths.usual_least(begun)
    counted = session.execute(_counted(cohort)).all()
    whole = sum(float(row.total) for row in counted)
    told = [_transition(frame, row, whole) for row in counted if row.times >= least]
    return Transitions(
        process=frame.process,
        journeys=begun,
        throughput=throughput,
        rows=tuple(sorted(told, key=lambda row: (-row.mean_hours, row.frm, row.to))),
        at_least=least,
        rare=len(counted) - len(told),
        reach=_reach(session, frame, cohort),
    )


def taking(session: Session, frame: Frame, frm: str, to: str, *, offset: int = 0, limit: int = 50) -> list[Passing]:
    """The journeys that took one step, the longest first; one that took it twice stands there twice."""
    cohort = journeys(frame)
    steps = _steps(cohort)
    asked = (
        select(steps.c.stay_id, steps.c.hours, steps.c.entered_at, cohort)
        .select_from(steps.join(cohort, cohort.c.id == steps.c.journey_id))
        .where(steps.c.frm == frm, steps.c.to == to)
        .order_by(steps.c.hours.desc(), steps.c.stay_id)
    )
    rows = session.execute(asked.offset(offset).limit(limit)).all()
    names = org.names(session, [row.owner_id for row in rows])
    return [passing(frame, row, names, row_id=row.stay_id, at=row.entered_at) for row in rows]


def journeys(frame: Frame) -> Subquery:
    """The journeys that began in the days asked for, with what is shown of each."""
    found = sources.source(frame, Grain.JOURNEY)
    title = frame.title()
    return (
        select(
            JOURNEY.c.id,
            JOURNEY.c.record_id,
            JOURNEY.c.owner_id,
            JOURNEY.c.stage_key,
            JOURNEY.c.outcome,
            JOURNEY.c.started_at,
            JOURNEY.c.closed_at,
            (cast(null(), Text) if title is None else title).label("title"),
        )
        .select_from(found.rows)
        .where(*found.where, *sources.in_days(frame, found, Basis.STARTED))
        .subquery("cohort")
    )


def passing(frame: Frame, row: Any, names: dict[int, str], *, row_id: int, at: datetime) -> Passing:  # noqa: ANN401 - a row
    """One journey as it is shown in a list; `row` has the columns of `journeys`, and hours."""
    label = frame.object_def.label.say(frame.viewer.lang)
    return Passing(
        row_id=row_id,
        journey_id=row.id,
        record_id=row.record_id,
        title=row.title or f"{label} {row.record_id}",
        owner_id=row.owner_id,
        owner=names.get(row.owner_id, ""),
        stage=row.stage_key,
        outcome=row.outcome,
        hours=round(float(row.hours), _DIGITS),
        at=at,
    )


def seconds(length: ColumnElement[Any]) -> ColumnElement[Any]:
    """A length of time in seconds."""
    return cast(extract("epoch", length), Double)


def _steps(cohort: Subquery) -> Subquery:
    """Every stay of which it is known how long it lasted, with what came after it."""
    following = func.lead(STAY.c.stage_key).over(partition_by=STAY.c.journey_id, order_by=STAY.c.seq)
    ends = case((STAY.c.left_how.in_(paths.OUTCOMES), STAY.c.left_how), else_=following)
    stays = (
        select(
            STAY.c.id.label("stay_id"),
            STAY.c.journey_id,
            STAY.c.stage_key.label("frm"),
            ends.label("to"),
            STAY.c.entered_at,
            (cast(STAY.c.lasted, Double) / _MICROS_AN_HOUR).label("hours"),
        )
        .select_from(STAY.join(cohort, cohort.c.id == STAY.c.journey_id))
        .subquery("stays")
    )
    return select(stays).where(stays.c.to.is_not(None), stays.c.hours.is_not(None)).subquery("steps")


def _counted(cohort: Subquery) -> Select[Any]:
    steps = _steps(cohort)
    return select(
        steps.c.frm,
        steps.c.to,
        func.count().label("times"),
        func.avg(steps.c.hours).label("mean"),
        func.percentile_cont(_HALF).within_group(steps.c.hours).label("median"),
        func.max(steps.c.hours).label("longest"),
        func.sum(steps.c.hours).label("total"),
    ).group_by(steps.c.frm, steps.c.to)


def _transition(frame: Frame, row: Any, whole: float) -> Transition:  # noqa: ANN401 - a row of `_counted`
    return Transition(
        frm=row.frm,
        to=row.to,
        kind=paths.kind(frame.process, row.frm, row.to),
        count=row.times,
        mean_hours=round(float(row.mean), _DIGITS),
        median_hours=round(float(row.median), _DIGITS),
        longest_hours=round(float(row.longest), _DIGITS),
        total_hours=round(float(row.total), _DIGITS),
        share=round(100 * float(row.total) / whole, 2) if whole else 0.0,
    )


def _throughput(session: Session, cohort: Subquery) -> tuple[int, Throughput]:
    """How many began, and how long those that are over took."""
    days = seconds(cohort.c.closed_at - cohort.c.started_at) / _DAY
    row = session.execute(
        select(
            func.count().label("begun"),
            func.count(cohort.c.closed_at).label("ended"),
            func.avg(days).label("mean"),
            func.percentile_cont(_HALF).within_group(days).label("median"),
            func.max(days).label("longest"),
        ).select_from(cohort)
    ).one()
    mean, median, longest = (
        None if value is None else round(float(value), _DIGITS) for value in (row.mean, row.median, row.longest)
    )
    found = Throughput(ended=row.ended, mean_days=mean, median_days=median, longest_days=longest)
    return row.begun, found


def _reach(session: Session, frame: Frame, cohort: Subquery) -> tuple[Reach, ...]:
    """How many came to each stage, in the order of the process."""
    visits = (
        select(STAY.c.journey_id, STAY.c.stage_key, func.count().label("visits"))
        .select_from(STAY.join(cohort, cohort.c.id == STAY.c.journey_id))
        .group_by(STAY.c.journey_id, STAY.c.stage_key)
        .subquery("visits")
    )
    rows = session.execute(
        select(
            visits.c.stage_key,
            func.count().label("journeys"),
            func.sum(visits.c.visits).label("visits"),
            func.count(case((visits.c.visits > 1, 1))).label("repeated"),
        ).group_by(visits.c.stage_key)
    ).all()
    found = [
        Reach(stage=row.stage_key, journeys=row.journeys, visits=int(row.visits), repeated=row.repeated) for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (frame.process.position(one.stage), one.stage)))
