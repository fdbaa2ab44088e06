"""Working time as one long row of minutes: a moment is a number, and going forward is adding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bihuan.kernel import calendar
from bihuan.kernel.calendar import Calendar, Limit
from bihuan.process import way
from bihuan.process.definition import Stage
from bihuan.process.way import Deadlines

STEP = 5  # minutes between two moments on the row
HOUR = 60 // STEP


class Clockface:
    """Every fifth working minute from one moment to another, and the deadlines of what begins at one of them."""

    def __init__(self, working: Calendar, begin: datetime, end: datetime) -> None:
        """Lay out the row."""
        self.working = working
        self.moments: Sequence[datetime] = _row(working, begin, end)
        self._deadlines: dict[tuple[str, int], Deadlines] = {}

    @property
    def end(self) -> int:
        """The last place on the row."""
        return len(self.moments) - 1

    def at(self, place: int) -> datetime:
        """The moment at a place."""
        return self.moments[place]

    def deadlines(self, stage: Stage, place: int) -> Deadlines:
        """When a stay that begins here warns, is due, and escalates."""
        known = self._deadlines.get((stage.key, place))
        if known is None:
            known = way.deadlines(stage, self.working, entered=self.moments[place])
            self._deadlines[stage.key, place] = known
        return known

    def quiet(self, limit: Limit, contact: datetime) -> datetime:
        """When nobody has been in touch for too long after a contact."""
        return calendar.deadline(limit, self.working, contact)


def _row(working: Calendar, begin: datetime, end: datetime) -> list[datetime]:
    step, row = timedelta(minutes=STEP), []
    moment = calendar.next_working_moment(working, begin)
    while moment < end:
        row.append(moment)
        moment += step
        if moment.minute == 0:  # work begins and ends with an hour
            moment = calendar.next_working_moment(working, moment)
    return row
