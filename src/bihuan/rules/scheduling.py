"""When a schedule comes next, on the company's calendar. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from bihuan.kernel import calendar
from bihuan.kernel.calendar import Calendar
from bihuan.rules.definition import Schedule

_FURTHEST = 400  # days: nobody's holidays last longer


def following(schedule: Schedule, hours: Calendar, after: datetime) -> datetime:
    """The first moment of a schedule behind another moment, where the company's clock hangs."""
    local = after.astimezone(hours.tz)
    at = time.fromisoformat(schedule.at)
    for days in range(_FURTHEST):
        day = local.date() + timedelta(days=days)
        moment = datetime.combine(day, at, tzinfo=hours.tz)
        if moment > after and _falls_on(schedule, day, hours):
            return moment.astimezone(after.tzinfo)
    raise ValueError("This schedule never comes.")


def _falls_on(schedule: Schedule, day: date, hours: Calendar) -> bool:
    if schedule.every == "day":
        return True
    if schedule.every == "workday":
        return calendar.is_workday(hours, day)
    if schedule.every == "week":
        return day.isoweekday() == schedule.day
    return day.day == min(schedule.day or 1, monthrange(day.year, day.month)[1])
