"""Questions about pilots: whom they concern, what is under way by them, and how their teams do beside the rest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import false, func, or_, select
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as versions
from bihuan.blueprint.models import Pilot
from bihuan.design import trying
from bihuan.design.trying import Stranded
from bihuan.kernel.words import Words
from bihuan.metrics import catalogue
from bihuan.metrics import queries as metrics
from bihuan.metrics.definition import Figure, Measure, Metric
from bihuan.metrics.queries import Behind, Frame, Wanted
from bihuan.org import queries as org
from bihuan.org.models import Person, Team
from bihuan.org.viewer import Viewer
from bihuan.process import definition as processes
from bihuan.process import queries as journeys

NUMBERS = ("on_time_rate", "stay_days", "stage_conversion", "activities_count")
PER_PERSON = frozenset({"activities_count"})  # of two groups of different sizes only what each one does compares
FEW = 20  # rows behind a number, below which it says nothing yet
_WEEK = 7 * 24 * 3600
Places = Sequence[tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class UnderWay:
    """What goes on by some version, in some teams or everywhere, and what of it could not go on by another."""

    count: int
    stranded: Sequence[Stranded]

    @property
    def movable(self) -> int:
        """How many could go on by the other."""
        return self.count - sum(one.count for one in self.stranded)


@dataclass(frozen=True, kw_only=True)
class Side:
    """A number of one side, what it was made of, and of how many people."""

    value: float | None
    count: int
    people: int

    @property
    def few(self) -> bool:
        """Whether it says nothing yet."""
        return self.count < FEW


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One number of the pilot's teams beside that of everybody else."""

    metric: Metric
    pilot: Side
    rest: Side

    @property
    def each(self) -> bool:
        """Whether it is told for one person and week."""
        return self.metric.key in PER_PERSON


def places(session: Session, team_ids: Collection[int]) -> list[tuple[int, int]]:
    """The positions of these teams, as far as they are there; all below a team lie within its own."""
    rows = session.execute(select(Team.lo, Team.hi).where(Team.id.in_(set(team_ids))).order_by(Team.lo))
    return [(lo, hi) for lo, hi in rows]


def pilot_due(session: Session, *, now: datetime) -> bool:
    """Whether the clock has something to do with the pilot that runs: its end has come, or has to be told of."""
    near = (Pilot.warned_at.is_(None)) & (Pilot.warn_at <= now)
    asked = select(Pilot.id).where(Pilot.state == "running", near | (Pilot.until <= now))
    return session.scalar(asked) is not None


def headcount(session: Session, among: Places, *, outside: bool = False) -> int:
    """How many work in these places, or everywhere else."""
    inside = or_(false(), *(Person.pos.between(lo, hi) for lo, hi in among))
    asked = select(func.count()).select_from(Person).where(Person.active, ~inside if outside else inside)
    return session.scalar(asked) or 0


def joining(session: Session, viewer: Viewer, body: dict[str, object], team_ids: Collection[int]) -> UnderWay:
    """What people of these teams have under way, as far as the viewer sees, and what could not go on by a draft."""
    live = versions.live(session)
    found = journeys.standing(session, viewer, places=places(session, team_ids))
    here = versions.part(session, live.id, processes.read)
    counted = [(one.process_key, one.stage_key, one.count) for one in found]
    there = processes.read(body)
    return UnderWay(count=sum(one.count for one in found), stranded=trying.stranded(counted, here, there, viewer.lang))


def going_back(session: Session, viewer: Viewer, pilot: Pilot) -> UnderWay:
    """What is under way by a pilot, as far as the viewer sees, and what could not go back to what lives."""
    found = journeys.standing(session, viewer, version_id=pilot.version_id)
    here = versions.part(session, pilot.version_id, processes.read)
    there = versions.part(session, versions.live(session).id, processes.read)
    counted = [(one.process_key, one.stage_key, one.count) for one in found]
    return UnderWay(count=sum(one.count for one in found), stranded=trying.stranded(counted, here, there, viewer.lang))


def frames(
    session: Session, viewer: Viewer, pilot: Pilot, process: str | None, *, now: datetime
) -> tuple[Frame, Frame]:
    """The work of a pilot's teams since it began, and that of everybody else."""
    among = tuple(places(session, pilot.team_ids))
    zone = org.calendar(session).tz
    until = min(now, pilot.ended_at or now)
    first, last = (moment.astimezone(zone).date() for moment in (pilot.from_at, until))
    frame = metrics.frame(session, viewer, Wanted(process=process, first=first, last=last), now=now)
    return replace(frame, inside=among), replace(frame, outside=among)


def comparable(session: Session, viewer: Viewer) -> dict[str, Words]:
    """The processes whose numbers this viewer may read, with their words."""
    found = journeys.processes(session).values()
    return {process.key: process.label for process in found if viewer.may_do(process.object, "read")}


def compared(session: Session, viewer: Viewer, pilot: Pilot, process: str | None, *, now: datetime) -> list[Compared]:
    """The four numbers of a pilot: its teams beside the rest, since it began."""
    inside, outside = frames(session, viewer, pilot, process, now=now)
    among = places(session, pilot.team_ids)
    people = headcount(session, among), headcount(session, among, outside=True)
    weeks = max(((min(now, pilot.ended_at or now)) - pilot.from_at).total_seconds() / _WEEK, 1 / 7)
    found = []
    for key in NUMBERS:
        metric = catalogue.metric(key)
        sides = [
            _side(metric, metrics.answer(session, frame, metric).figure, many, weeks)
            for frame, many in zip((inside, outside), people, strict=True)
        ]
        found.append(Compared(metric=metric, pilot=sides[0], rest=sides[1]))
    return found


def behind(
    session: Session,
    frame: Frame,
    key: str,
    *,
    before: int | None,
    limit: int,
) -> list[Behind]:
    """The rows that one side of one number was made of."""
    return metrics.behind(session, frame, catalogue.metric(key), before=before, limit=limit)


def _side(metric: Metric, figure: Figure, people: int, weeks: float) -> Side:
    value = figure.median if metric.measure is Measure.AVERAGE else figure.value
    if metric.key in PER_PERSON:
        value = round(figure.count / people / weeks, 1) if people else None
    elif not figure.count:
        value = None
    return Side(value=value, count=figure.count, people=people)
