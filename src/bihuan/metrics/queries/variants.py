"""The ways journeys went from beginning to end, how many went each, and which they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Subquery, Text, case, cast, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from bihuan.metrics import paths
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.sources import STAY
from bihuan.metrics.queries.transitions import Passing, journeys, passing, seconds
from bihuan.org import queries as org

MOST_VARIANTS = 20
_HALF, _HOUR, _DIGITS = 0.5, 3600, 4
_BETWEEN = ">"


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One way: its stages and, where it has one, its outcome; how many went it, and how long they took."""

    key: str
    steps: tuple[str, ...]
    count: int
    share: float
    mean_hours: float
    median_hours: float


@dataclass(frozen=True, kw_only=True)
class Variants:
    """The most frequent ways of the journeys that are over, and how many different ones there are in all."""

    journeys: int
    different: int
    rows: tuple[Variant, ...]


def variants(session: Session, frame: Frame, *, limit: int = MOST_VARIANTS) -> Variants:
    """The ways of the journeys that began in these days and are over: one under way has no whole way yet."""
    ways = _ways(frame)
    asked = select(
        ways.c.way,
        func.count().label("times"),
        func.avg(ways.c.hours).label("mean"),
        func.percentile_cont(_HALF).within_group(ways.c.hours).label("median"),
        func.sum(func.count()).over().label("journeys"),
        func.count().over().label("different"),
        _name(ways.c.way).label("key"),
    ).group_by(ways.c.way)
    rows = session.execute(asked.order_by(func.count().desc(), ways.c.way).limit(limit)).all()
    whole = int(rows[0].journeys) if rows else 0
    return Variants(
        journeys=whole,
        different=rows[0].different if rows else 0,
        rows=tuple(_variant(row, whole) for row in rows),
    )


def going(session: Session, frame: Frame, key: str, *, offset: int = 0, limit: int = 50) -> list[Passing]:
    """The journeys that went one way, the longest first."""
    ways = _ways(frame)
    asked = select(ways).where(_name(ways.c.way) == key).order_by(ways.c.hours.desc(), ways.c.id)
    rows = session.execute(asked.offset(offset).limit(limit)).all()
    names = org.names(session, [row.owner_id for row in rows])
    return [passing(frame, row, names, row_id=row.id, at=row.started_at) for row in rows]


def _ways(frame: Frame) -> Subquery:
    """Each journey that is over, with its way as one text."""
    cohort = journeys(frame)
    outcome = case((STAY.c.left_how.in_(paths.OUTCOMES), literal(_BETWEEN) + STAY.c.left_how), else_="")
    step = cast(STAY.c.stage_key + outcome, Text)
    gone = (
        select(STAY.c.journey_id, func.string_agg(step, aggregate_order_by(literal(_BETWEEN), STAY.c.seq)).label("way"))
        .select_from(STAY.join(cohort, cohort.c.id == STAY.c.journey_id))
        .where(cohort.c.closed_at.is_not(None))
        .group_by(STAY.c.journey_id)
        .subquery("gone")
    )
    hours = (seconds(cohort.c.closed_at - cohort.c.started_at) / _HOUR).label("hours")
    return (
        select(cohort, gone.c.way, hours)
        .select_from(cohort.join(gone, gone.c.journey_id == cohort.c.id))
        .subquery("ways")
    )


def _name(way: ColumnElement[str]) -> ColumnElement[str]:
    """A short name by which a way is asked for again."""
    return func.md5(way)


def _variant(row: Any, whole: int) -> Variant:  # noqa: ANN401 - a row of `variants`
    return Variant(
        key=row.key,
        steps=tuple(row.way.split(_BETWEEN)),
        count=row.times,
        share=round(100 * row.times / whole, 2),
        mean_hours=round(float(row.mean), _DIGITS),
        median_hours=round(float(row.median), _DIGITS),
    )
