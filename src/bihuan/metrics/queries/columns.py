"""The columns of the journeys' board: how many stand in each stage, and what they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, null, select
from sqlalchemy.orm import Session

from bihuan.metrics.definition import Grain
from bihuan.metrics.queries import sources
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.sources import JOURNEY


@dataclass(frozen=True, kw_only=True)
class Column:
    """One stage, or one outcome. `amount` is None where the process has none or the viewer may not see it."""

    key: str
    label: str
    count: int
    overdue: int
    amount: float | None


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The open ones by stage, the closed ones by outcome."""

    stages: tuple[Column, ...]
    outcomes: tuple[Column, ...]


def columns(session: Session, frame: Frame) -> Columns:
    """How many journeys stand in each stage or have ended, and the sum of their amounts."""
    found, amount = sources.source(frame, Grain.JOURNEY), _amount(frame)
    overdue = and_(JOURNEY.c.outcome.is_(None), JOURNEY.c.due_at < frame.now)
    stands = case((JOURNEY.c.outcome.is_(None), JOURNEY.c.stage_key)).label("stage")
    counted = (
        select(
            JOURNEY.c.outcome,
            stands,
            case((overdue, 1)).label("overdue"),
            (null() if amount is None else amount).label("amount"),
        )
        .select_from(found.rows)
        .where(*found.where)
        .subquery()
    )
    rows = session.execute(
        select(
            counted.c.outcome,
            counted.c.stage,
            func.count().label("count"),
            func.count(counted.c.overdue).label("overdue"),
            (null() if amount is None else func.coalesce(func.sum(counted.c.amount), 0)).label("amount"),
        ).group_by(counted.c.outcome, counted.c.stage)
    ).all()
    by_key = {row.outcome or row.stage: row for row in rows}
    lang, process = frame.viewer.lang, frame.process
    ends = (("won", process.won), ("lost", process.lost))
    return Columns(
        stages=tuple(_column(stage.key, stage.label.say(lang), by_key, amount) for stage in process.stages),
        outcomes=tuple(_column(key, label.say(lang), by_key, amount) for key, label in ends),
    )


def _amount(frame: Frame) -> ColumnElement[Any] | None:
    key = frame.process.amount
    return frame.amount() if key and key in frame.records.c and key not in frame.hidden else None


def _column(key: str, label: str, by_key: dict[str, Any], amount: ColumnElement[Any] | None) -> Column:
    row = by_key.get(key)
    worth = None if amount is None else round(float(row.amount), 2) if row else 0.0
    return Column(key=key, label=label, count=row.count if row else 0, overdue=row.overdue if row else 0, amount=worth)
