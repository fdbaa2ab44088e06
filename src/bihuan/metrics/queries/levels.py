"""Green, yellow, red in SQL: word for word what `judging.py` says, tested against it on random stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, not_, or_

from bihuan.metrics.judging import GIVEN_UP
from bihuan.metrics.queries.sources import HANDED_IN, STAY


def late_evidence() -> ColumnElement[bool]:
    """Whether something for the stay's own stage was handed in after the stay was due."""
    return exists().where(
        HANDED_IN.c.journey_id == STAY.c.journey_id,
        HANDED_IN.c.stay_id == STAY.c.id,
        HANDED_IN.c.stage_key == STAY.c.stage_key,
        HANDED_IN.c.late,
    )


def level(now: datetime) -> ColumnElement[str]:
    """The level of a stay."""
    ended = func.coalesce(STAY.c.left_at, literal(now))
    late = func.coalesce(ended > STAY.c.due_at, False)
    unmade = or_(STAY.c.left_at.is_(None), STAY.c.left_how.in_(GIVEN_UP))
    nearly = and_(STAY.c.left_at.is_(None), STAY.c.warn_at <= now)
    excepted = STAY.c.left_how == "exception"
    return case((and_(late, unmade), "red"), (or_(late, nearly, excepted, late_evidence()), "yellow"), else_="green")


def decided(now: datetime) -> ColumnElement[bool]:
    """Whether it is known if the stay was on time."""
    return or_(STAY.c.left_at.is_not(None), func.coalesce(STAY.c.due_at < now, False))


def judged() -> ColumnElement[bool]:
    """Whether there is anything to judge: what an import found without a limit has only the old system's dates."""
    return not_(and_(STAY.c.opening, STAY.c.due_at.is_(None)))
