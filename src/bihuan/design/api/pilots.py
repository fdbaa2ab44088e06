"""Pilots and releases at a moment over HTTP: planned, begun, compared, ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as versions
from bihuan.blueprint.models import Pilot
from bihuan.design import commands, policy, queries, trying
from bihuan.design.api import shapes
from bihuan.design.queries import Compared, Side, UnderWay
from bihuan.kernel import clock, web
from bihuan.kernel.web import UnitOfWork
from bihuan.metrics import portrait
from bihuan.metrics.shapes import BehindPage
from bihuan.objects import definition as objects
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer

router = web.doors(tags=["design"])
Revision = Annotated[int, Field(ge=0, le=2**31 - 1)]
TeamId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Note = Annotated[str, Field(max_length=2000)]
Key = Annotated[str, Path(min_length=1, max_length=80)]
Word = Annotated[str, Query(min_length=1, max_length=80)]
State = Literal["running", "released", "taken_back", "ended"]


class StrandedOut(BaseModel):
    """What can't go on by another version: it stands where that has no stage."""

    process: str
    stage: str
    count: int


class UnderWayOut(BaseModel):
    """What is under way, how much of it could go on by the other version, and where the rest stands."""

    count: int
    movable: int
    stranded: list[StrandedOut]


class PilotTeam(BaseModel):
    """A team that may try a version; `depth` says how deep it lies."""

    id: int
    name: str
    depth: int
    people: int


class PilotBrief(BaseModel):
    """A pilot in a line: its version, its teams, its days."""

    id: int
    number: int
    base_number: int
    state: State
    teams: list[str]
    from_at: datetime
    last_day: date
    days_left: int
    then_release: bool
    with_running: bool
    note: str
    by: str
    ended_at: datetime | None


class Pilots(BaseModel):
    """All pilots, the newest first."""

    items: list[PilotBrief]


class WaysOut(BaseModel):
    """In which ways a draft may be released, and whom a pilot with these teams would concern."""

    teams: list[PilotTeam]
    people: int
    under_way: UnderWayOut
    waiting: list[str]
    first_workday: datetime
    running: PilotBrief | None


class SideOfNumber(BaseModel):
    """A number of one side, how many rows it was made of and of how many people; `few`: it says nothing yet."""

    value: float | None
    said: str
    count: int
    people: int
    few: bool


class ComparedOut(BaseModel):
    """One number of the teams beside that of everybody else; `each`: for one person and week."""

    key: str
    label: str
    definition: str
    each: bool
    pilot: SideOfNumber
    rest: SideOfNumber


class ProcessChoice(BaseModel):
    """A process whose numbers can be compared."""

    key: str
    label: str


class PilotOut(PilotBrief):
    """A pilot whole: what it changes, whom it concerns, what is under way by it, and its numbers."""

    people: int
    changes: list[shapes.Said]
    waiting: list[str]
    under_way: UnderWayOut
    process: str | None
    processes: list[ProcessChoice]
    numbers: list[ComparedOut]


class PilotAsked(shapes.Body):
    """The revision that was looked at; which teams, until which day, and what then."""

    revision: Revision
    teams: Annotated[list[TeamId], Field(max_length=500)]
    last_day: Annotated[date, Field(strict=False)]
    then_release: bool = False
    with_running: bool = False
    note: Note = ""


class PilotChanged(shapes.Body):
    """Its last day, and what then."""

    last_day: Annotated[date, Field(strict=False)]
    then_release: bool


class TakeBackAsked(shapes.Body):
    """Whether what is under way goes back too, where it can."""

    move_back: bool


class TakenBack(BaseModel):
    """How many journeys went back to the live version."""

    moved: int


class PilotReleased(BaseModel):
    """The number of the version that lives now."""

    number: int


class ScheduleAsked(shapes.Body):
    """The revision that was looked at, when it shall be released, and why."""

    revision: Revision
    at: Annotated[AwareDatetime, Field(strict=False)]
    note: Note = ""


@router.get("/drafts/{draft_id}/ways")
def ways(
    draft_id: shapes.Id,
    viewer: Asking,
    session: UnitOfWork,
    team: Annotated[list[TeamId], Query(max_length=500)] = [],  # noqa: B006 - FastAPI's way to say "none"
) -> WaysOut:
    """How a draft may be released, and what a pilot with these teams would mean."""
    policy.configure(viewer)
    draft, now = queries.draft(session, draft_id), clock.now()
    versions.stand_on(session, versions.live(session).id)
    running = versions.running(session)
    return WaysOut(
        teams=_teams(session),
        people=queries.headcount(session, queries.places(session, team)),
        under_way=_under_way(queries.joining(session, viewer, draft.body, team)),
        waiting=_waiting(versions.live(session).body, draft.body, viewer),
        first_workday=trying.first_workday(org.calendar(session), now),
        running=None if running is None else PilotBrief(**_brief(session, running, now=now)),
    )


@router.post("/drafts/{draft_id}/pilot", status_code=201)
def begin(draft_id: shapes.Id, asked: PilotAsked, viewer: Asking, session: UnitOfWork) -> PilotBrief:
    """Let some teams try a draft."""
    wanted = commands.Wanted(
        team_ids=asked.teams,
        last_day=asked.last_day,
        then_release=asked.then_release,
        with_running=asked.with_running,
        note=asked.note.strip(),
    )
    now = clock.now()
    pilot = commands.begin_pilot(session, viewer, draft_id, wanted, revision=asked.revision, now=now)
    return PilotBrief(**_brief(session, pilot, now=now))


@router.post("/drafts/{draft_id}/schedule")
def schedule(draft_id: shapes.Id, asked: ScheduleAsked, viewer: Asking, session: UnitOfWork) -> shapes.DraftOut:
    """Let a draft be released at a moment."""
    draft = commands.schedule(
        session, viewer, draft_id, revision=asked.revision, at=asked.at, note=asked.note.strip(), now=clock.now()
    )
    return shapes.shown(session, viewer, draft)


@router.delete("/drafts/{draft_id}/schedule")
def call_off(draft_id: shapes.Id, viewer: Asking, session: UnitOfWork) -> shapes.DraftOut:
    """Call a release at a moment off."""
    return shapes.shown(session, viewer, commands.call_off(session, viewer, draft_id, now=clock.now()))


@router.get("/pilots")
def pilots(viewer: Asking, session: UnitOfWork) -> Pilots:
    """The pilots there have been."""
    policy.configure(viewer)
    now = clock.now()
    return Pilots(items=[PilotBrief(**_brief(session, one, now=now)) for one in versions.pilots(session)])


@router.get("/pilots/{pilot_id}")
def pilot(pilot_id: shapes.Id, viewer: Asking, session: UnitOfWork, process: Word | None = None) -> PilotOut:
    """A pilot, with its teams' numbers beside those of everybody else."""
    policy.configure(viewer)
    found, now = versions.pilot(session, pilot_id), clock.now()
    versions.stand_on(session, versions.live(session).id)
    base, tried = (versions.version(session, one).body for one in (found.base_id, found.version_id))
    choices = queries.comparable(session, viewer)
    chosen = process or next(iter(choices), None)
    compared = queries.compared(session, viewer, found, chosen, now=now) if chosen else []
    return PilotOut(
        **_brief(session, found, now=now),
        people=queries.headcount(session, queries.places(session, found.team_ids)),
        changes=shapes.changes(base, tried, viewer),
        waiting=_waiting(base, tried, viewer) if found.state == "running" else [],
        under_way=_under_way(queries.going_back(session, viewer, found)),
        process=chosen,
        processes=[ProcessChoice(key=key, label=label.say(viewer.lang)) for key, label in choices.items()],
        numbers=[_compared(one, viewer) for one in compared],
    )


@router.patch("/pilots/{pilot_id}")
def change(pilot_id: shapes.Id, asked: PilotChanged, viewer: Asking, session: UnitOfWork) -> PilotBrief:
    """Let a pilot end on another day, or otherwise."""
    now = clock.now()
    found = commands.change_pilot(
        session, viewer, pilot_id, last_day=asked.last_day, then_release=asked.then_release, now=now
    )
    return PilotBrief(**_brief(session, found, now=now))


@router.post("/pilots/{pilot_id}/release")
def release(pilot_id: shapes.Id, viewer: Asking, session: UnitOfWork) -> PilotReleased:
    """Let a pilot's version live for all."""
    return PilotReleased(number=commands.release_pilot(session, viewer, pilot_id, now=clock.now()).number)


@router.post("/pilots/{pilot_id}/take_back")
def take_back(pilot_id: shapes.Id, asked: TakeBackAsked, viewer: Asking, session: UnitOfWork) -> TakenBack:
    """End a pilot: its teams return to the live version."""
    moved = commands.take_back(session, viewer, pilot_id, move_back=asked.move_back, now=clock.now())
    return TakenBack(moved=moved)


@router.get("/pilots/{pilot_id}/numbers/{key}/records")
def behind(  # noqa: PLR0913 - each is one thing FastAPI hands over
    *,
    pilot_id: shapes.Id,
    key: Key,
    side: Literal["pilot", "rest"],
    viewer: Asking,
    session: UnitOfWork,
    process: Word | None = None,
    cursor: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> BehindPage:
    """The rows behind a number of one side, the newest first."""
    policy.configure(viewer)
    versions.stand_on(session, versions.live(session).id)
    inside, outside = queries.frames(session, viewer, versions.pilot(session, pilot_id), process, now=clock.now())
    frame = inside if side == "pilot" else outside
    return portrait.behind(queries.behind(session, frame, key, before=cursor, limit=limit), frame, limit=limit)


def _brief(session: Session, pilot: Pilot, *, now: datetime) -> dict[str, object]:
    zone, names = org.calendar(session).zone, {team.id: team.name for team in org.teams(session)}
    last = trying.last_day(pilot.until, zone)
    today = trying.last_day(now, zone)
    return {
        "id": pilot.id,
        "number": versions.version(session, pilot.version_id).number,
        "base_number": versions.version(session, pilot.base_id).number,
        "state": pilot.state,
        "teams": [names[one] for one in pilot.team_ids if one in names],
        "from_at": pilot.from_at,
        "last_day": last,
        "days_left": max((last - today).days, 0) if pilot.state == "running" else 0,
        "then_release": pilot.then_release,
        "with_running": pilot.with_running,
        "note": pilot.note,
        "by": org.directory(session).get(pilot.by_id or 0, ""),
        "ended_at": pilot.ended_at,
    }


def _teams(session: Session) -> list[PilotTeam]:
    sizes, depth, found = org.sizes(session), dict[int, int](), list[PilotTeam]()
    for team in org.teams(session):
        depth[team.id] = depth.get(team.parent_id or 0, -1) + 1
        found.append(PilotTeam(id=team.id, name=team.name, depth=depth[team.id], people=sizes.get(team.id, 0)))
    return found


def _waiting(live: dict[str, object], new: dict[str, object], viewer: Viewer) -> list[str]:
    return [one.say(viewer.lang) for one in trying.waiting(objects.read(live), objects.read(new))]


def _under_way(found: UnderWay) -> UnderWayOut:
    stranded = [StrandedOut(process=one.process, stage=one.stage, count=one.count) for one in found.stranded]
    return UnderWayOut(count=found.count, movable=found.movable, stranded=stranded)


def _compared(found: Compared, viewer: Viewer) -> ComparedOut:
    metric = found.metric

    def side(one: Side) -> SideOfNumber:
        said = "" if one.value is None else f"{one.value:g}" if found.each else metric.say(one.value, viewer.lang)
        return SideOfNumber(value=one.value, said=said, count=one.count, people=one.people, few=one.few)

    return ComparedOut(
        key=metric.key,
        label=metric.label.say(viewer.lang),
        definition=metric.definition.say(viewer.lang),
        each=found.each,
        pilot=side(found.pilot),
        rest=side(found.rest),
    )
