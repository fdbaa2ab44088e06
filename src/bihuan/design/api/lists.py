"""What the screens of dictionaries, of kinds of activities and of the calendar ask, over HTTP."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import BaseModel

from bihuan.design import policy, queries
from bihuan.design.api import shapes
from bihuan.design.queries import Used
from bihuan.kernel import web
from bihuan.kernel.calendar import Calendar, Limit, deadline
from bihuan.kernel.refusals import Invalid
from bihuan.kernel.web import UnitOfWork
from bihuan.org import queries as org
from bihuan.org.asking import Asking

router = web.doors(tags=["design"])
Key = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class UsedOut(BaseModel):
    """How often each key is used; `whole` when nothing of it lies outside what the asker sees."""

    counts: dict[str, int]
    whole: bool


class CalendarDayOut(BaseModel):
    """One day as the calendar counts it: its hours, and what makes it other than its weekday."""

    day: date
    hours: list[str]
    kind: Literal["work", "free", "holiday", "make_up"]
    name: str | None


class CalendarMonthOut(BaseModel):
    """The days of a month; `guess` when the holidays of its year are not published yet."""

    days: list[CalendarDayOut]
    guess: bool


class DueAsked(shapes.Body):
    """When something begins, on the wall of the calendar's zone, and how long it may take."""

    start: datetime
    limit: Limit


class DueOut(BaseModel):
    """When it is due, on the wall of the calendar's zone."""

    due: datetime


@router.get("/dictionaries/{key}/used")
def entries_used(key: Key, viewer: Asking, session: UnitOfWork) -> UsedOut:
    """How many records have each entry of a dictionary."""
    policy.configure(viewer)
    return _used(queries.entries_used(session, viewer, key))


@router.get("/activity_kinds/used")
def kinds_used(viewer: Asking, session: UnitOfWork) -> UsedOut:
    """How many activities there are of each kind."""
    policy.configure(viewer)
    return _used(queries.kinds_used(session, viewer))


@router.get("/drafts/{draft_id}/calendar")
def month(
    draft_id: shapes.Id,
    year: Annotated[int, Query(ge=1971, le=2199)],
    month: Annotated[int, Query(ge=1, le=12)],
    viewer: Asking,
    session: UnitOfWork,
) -> CalendarMonthOut:
    """A month as the draft's calendar counts it."""
    policy.configure(viewer)
    found = _calendar(queries.draft(session, draft_id).body)
    days = [date(year, month, number) for number in range(1, monthrange(year, month)[1] + 1)]
    return CalendarMonthOut(days=[_day(found, day) for day in days], guess=found.is_guess(days[0]))


@router.post("/drafts/{draft_id}/calendar/due")
def due(draft_id: shapes.Id, asked: DueAsked, viewer: Asking, session: UnitOfWork) -> DueOut:
    """When something would be due under the draft's calendar."""
    policy.configure(viewer)
    found = _calendar(queries.draft(session, draft_id).body)
    start = asked.start.replace(tzinfo=found.tz) if asked.start.tzinfo is None else asked.start
    try:
        return DueOut(due=deadline(asked.limit, found, start).astimezone(found.tz))
    except ValueError as wrong:
        raise Invalid([{"field": "start", "code": "out_of_range", "message": str(wrong)}]) from wrong


def _used(found: Used) -> UsedOut:
    return UsedOut(counts=dict(found.counts), whole=found.whole)


def _calendar(body: dict[str, Any]) -> Calendar:
    return org.working_by(body)


def _day(found: Calendar, day: date) -> CalendarDayOut:
    holidays = found.holidays
    hours = found.said(day)
    kind: Literal["work", "free", "holiday", "make_up"] = "work" if hours else "free"
    if holidays is not None and day in holidays.off:
        kind = "holiday"
    elif holidays is not None and day in holidays.makeup:
        kind = "make_up"
    return CalendarDayOut(day=day, hours=hours, kind=kind, name=holidays.names.get(day) if holidays else None)
