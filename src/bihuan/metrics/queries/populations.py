"""Which rows belong to a metric, and what is measured of each: SQL for the words of the definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, Numeric, case, cast, extract, func, literal, select, type_coerce

from bihuan.metrics.definition import Grain, Of, Which
from bihuan.metrics.queries import levels
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.sources import ACTIVITY, EVENT, HANDED_IN, HOLD, JOURNEY, STAY

Conditions = Sequence[ColumnElement[bool]]
ONWARD = ("advanced", "exception", "won")
_HOUR, _DAY = 3600, 86400


def members(frame: Frame, grain: Grain, which: Which) -> Conditions:
    """What holds for the rows of a metric."""
    return _MEMBERS[grain, which](frame)


def measured(frame: Frame, of: Of) -> ColumnElement[Any]:
    """What is measured of each row."""
    return _MEASURED[of](frame)


def cycle_days(frame: Frame) -> ColumnElement[Any]:
    """Whole days from start to close, by the calendar on the workspace's wall."""
    return type_coerce(frame.day(JOURNEY.c.closed_at) - frame.day(JOURNEY.c.started_at), Integer)


def _age_days(frame: Frame) -> ColumnElement[Any]:
    return type_coerce(literal(frame.today) - frame.day(JOURNEY.c.started_at), Integer)


def _longest_cycle(frame: Frame) -> ColumnElement[Any]:
    closed = select(func.max(cycle_days(frame))).select_from(frame.journeys())
    return closed.where(*frame.within(), JOURNEY.c.closed_at.is_not(None)).scalar_subquery()


def _first_contact(_frame: Frame) -> ColumnElement[Any]:
    about = (ACTIVITY.c.object_key == JOURNEY.c.object_key, ACTIVITY.c.record_id == JOURNEY.c.record_id)
    first = select(func.min(ACTIVITY.c.happened_at)).where(*about).scalar_subquery()
    # Not `greatest`: that takes no contact at all for a contact at once.
    return case((first < JOURNEY.c.started_at, 0), else_=_seconds(first - JOURNEY.c.started_at)) / _HOUR


def _held_hours(frame: Frame) -> ColumnElement[Any]:
    since, until = frame.bounds
    begin = HOLD.c.since if since is None else func.greatest(HOLD.c.since, literal(since))
    last = literal(frame.now if until is None else min(frame.now, until))
    end = func.least(func.coalesce(HOLD.c.until, literal(frame.now)), last)
    return func.greatest(_seconds(end - begin), 0) / _HOUR


def _seconds(length: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(extract("epoch", length), Numeric)


def _left(_frame: Frame) -> Conditions:
    return [STAY.c.left_at.is_not(None), STAY.c.left_how != "moved", STAY.c.opening.is_(False)]


_MEMBERS: Mapping[tuple[Grain, Which], Callable[[Frame], Conditions]] = {
    (Grain.JOURNEY, Which.ALL): lambda _: [],
    (Grain.JOURNEY, Which.OPEN): lambda _: [JOURNEY.c.outcome.is_(None)],
    (Grain.JOURNEY, Which.CLOSED): lambda _: [JOURNEY.c.outcome.is_not(None)],
    (Grain.JOURNEY, Which.WON): lambda _: [JOURNEY.c.outcome == "won"],
    (Grain.JOURNEY, Which.LOST): lambda _: [JOURNEY.c.outcome == "lost"],
    (Grain.JOURNEY, Which.STALE): lambda f: [JOURNEY.c.outcome.is_(None), _age_days(f) > _longest_cycle(f)],
    (Grain.JOURNEY, Which.CONTACTED): lambda f: [_first_contact(f).is_not(None)],
    (Grain.STAY, Which.LEFT): _left,
    (Grain.STAY, Which.LEFT_ON): lambda _: [STAY.c.left_how.in_(ONWARD)],
    (Grain.STAY, Which.LEFT_BACK): lambda _: [STAY.c.left_how == "back"],
    (Grain.STAY, Which.DECIDED): lambda f: [levels.judged(), levels.decided(f.now)],
    (Grain.STAY, Which.ON_TIME): lambda f: [levels.level(f.now) == "green"],
    (Grain.STAY, Which.OVERDUE): lambda f: [STAY.c.left_at.is_(None), STAY.c.due_at < f.now],
    (Grain.HOLD, Which.ALL): lambda _: [],
    (Grain.HANDED_IN, Which.ALL): lambda _: [],
    (Grain.HANDED_IN, Which.LATE): lambda _: [HANDED_IN.c.late],
    (Grain.HANDED_IN, Which.REVIEWED): lambda _: [HANDED_IN.c.reviewed_at.is_not(None)],
    (Grain.HANDED_IN, Which.REJECTED): lambda _: [HANDED_IN.c.status == "rejected"],
    (Grain.EXCEPTION, Which.ALL): lambda _: [],
    (Grain.ACTIVITY, Which.ALL): lambda _: [],
    (Grain.EVENT, Which.FOLLOW_UP_MISSED): lambda _: [EVENT.c.kind == "follow_up.missed"],
}
_MEASURED: Mapping[Of, Callable[[Frame], ColumnElement[Any]]] = {
    Of.AMOUNT: Frame.amount,
    Of.CYCLE_DAYS: cycle_days,
    Of.AGE_DAYS: _age_days,
    Of.STAY_DAYS: lambda _: _seconds(STAY.c.left_at - STAY.c.entered_at) / _DAY,
    Of.HELD_HOURS: _held_hours,
    Of.FIRST_CONTACT_HOURS: _first_contact,
    Of.REVIEW_HOURS: lambda _: _seconds(HANDED_IN.c.reviewed_at - HANDED_IN.c.at) / _HOUR,
    Of.DEBTS: lambda _: func.jsonb_array_length(JOURNEY.c.debts),
}
