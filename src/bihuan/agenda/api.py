"""My day and my team's day over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from bihuan.agenda import commands, policy, queries, showing, things
from bihuan.agenda.showing import ThingOut
from bihuan.kernel import clock, web
from bihuan.kernel.refusals import Invalid, NotFound
from bihuan.kernel.web import UnitOfWork
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.org.queries import Colleague
from bihuan.org.viewer import Scope, Viewer

router = web.doors(prefix="/day", tags=["agenda"])
PersonId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Key = Annotated[str, Field(max_length=160)]
_LATELY = timedelta(days=7)


class DayOut(BaseModel):
    """What waits, the first to go red on top; how much of it is red, and how much is for today."""

    items: list[ThingOut]
    red: int
    today: int
    all: int
    put_off: int
    given: int
    more: bool


class ThingsOut(BaseModel):
    """Some things, in order."""

    items: list[ThingOut]


class ActIn(BaseModel):
    """What to do with these: done, put off `until`, take up again, or give `to` a colleague with a `note`.

    `person` is whose list they are on, when it is not one's own.
    """

    model_config = ConfigDict(extra="forbid")

    act: Literal["done", "put_off", "take_up", "give"]
    things: Annotated[list[Key], Field(min_length=1, max_length=200)]
    until: AwareDatetime | None = None
    to: PersonId | None = None
    note: Annotated[str, Field(max_length=200)] = ""
    person: PersonId | None = None


class ThingDone(BaseModel):
    """What became of one of them: `no` says why not."""

    thing: str
    no: str | None


class ActOut(BaseModel):
    """What became of each."""

    items: list[ThingDone]


class NudgeIn(BaseModel):
    """Whom to ask about what."""

    model_config = ConfigDict(extra="forbid")

    person: PersonId
    thing: Key


class TakerOut(BaseModel):
    """Somebody who may be asked, and how much waits for them already."""

    id: int
    name: str
    waiting: int


class Takers(BaseModel):
    """Whom one may give work to, those with the least to do first."""

    items: list[TakerOut]


class TeamRowOut(BaseModel):
    """How much one person has. `untouched`: journeys with which nobody has been in touch for too long."""

    id: int
    name: str
    tasks: int
    tasks_red: int
    stages: int
    stages_red: int
    untouched: int


class TeamDayOut(BaseModel):
    """A team's day: who has how much, the reddest first; and what nobody touches, the longest first."""

    people: list[TeamRowOut]
    untouched: list[ThingOut]
    can_give: bool


@router.get("")
def day(
    viewer: Asking,
    session: UnitOfWork,
    person: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    limit: Annotated[int, Query(ge=1, le=300)] = 300,
) -> DayOut:
    """What waits for me, or for somebody whose work I see."""
    now, whose = clock.now(), _whose(session, viewer, person)
    tonight = queries.tonight(session, now)
    found = queries.waiting(session, viewer, whose, now=now)
    mine = whose.id == viewer.person_id
    return DayOut(
        items=showing.shown(session, viewer, found.now[:limit], now=now, own=mine),
        red=things.red(found.now, now),
        today=sum(one.moment is not None and one.moment <= tonight for one in found.now),
        all=len(found.now),
        put_off=len(found.put_off),
        given=len(queries.given(session, viewer, since=now - _LATELY)) if mine else 0,
        more=len(found.now) > limit,
    )


@router.get("/put_off")
def put_off(viewer: Asking, session: UnitOfWork) -> ThingsOut:
    """What I put off, with the moment until which."""
    now = clock.now()
    found = queries.waiting(session, viewer, _whose(session, viewer, None), now=now).put_off
    shown = showing.shown(session, viewer, [one for one, _ in found], now=now)
    until = {one.key: moment for one, moment in found}
    return ThingsOut(items=[one.model_copy(update={"put_off_until": until[one.thing]}) for one in shown])


@router.get("/given")
def given(viewer: Asking, session: UnitOfWork) -> ThingsOut:
    """What I gave to others: what is open, and what was done within a week."""
    now = clock.now()
    return ThingsOut(items=showing.given(session, viewer, queries.given(session, viewer, since=now - _LATELY), now=now))


@router.get("/takers")
def takers(
    viewer: Asking, session: UnitOfWork, person: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None
) -> Takers:
    """Whom I may give what waits for me, or for this person."""
    now, whose = clock.now(), _whose(session, viewer, person)
    if not policy.may_act_for(viewer, whose.id):
        return Takers(items=[])
    led = {viewer.person_id: org.leading(session, now).manager(viewer.person_id)}
    found = [
        one
        for one in org.colleagues(session).values()
        if one.id != whose.id
        and (policy.may_ask(viewer, one, led) or (one.id == viewer.person_id and whose.id != viewer.person_id))
    ]
    loads = queries.loads(session, viewer, [one for one in found if viewer.sees(one.pos)], now=now)
    names = org.directory(session)
    items = [
        TakerOut(id=one.id, name=names.get(one.id, ""), waiting=loads[one.id].tasks if one.id in loads else 0)
        for one in found
    ]
    return Takers(items=sorted(items, key=lambda one: (one.waiting, one.name)))


@router.post("/acts")
def act(asked: ActIn, viewer: Asking, session: UnitOfWork) -> ActOut:
    """Do the same with one thing or many; each says what became of it."""
    now = clock.now()
    did = _did(session, viewer, asked, now=now)
    return ActOut(items=[ThingDone(thing=one.thing, no=one.no) for one in did])


@router.post("/nudges", status_code=204)
def nudge(asked: NudgeIn, viewer: Asking, session: UnitOfWork) -> None:
    """Ask somebody how it goes: once an hour and thing, whoever asks."""
    thing = things.named(asked.thing)
    if thing is None:
        raise NotFound
    commands.nudge(session, viewer, asked.person, thing, asked.thing, now=clock.now())


@router.get("/team")
def team(viewer: Asking, session: UnitOfWork) -> TeamDayOut:
    """How much waits for those whose work I see; nobody for who sees only their own."""
    now = clock.now()
    if viewer.scope is Scope.OWN:
        return TeamDayOut(people=[], untouched=[], can_give=False)
    found = queries.team(session, viewer)
    loads, names = queries.loads(session, viewer, found, now=now), org.directory(session)
    people = [TeamRowOut(id=one.id, name=names.get(one.id, ""), **vars(loads[one.id])) for one in found]
    people.sort(key=lambda one: (-(one.tasks_red + one.stages_red), -one.untouched, -(one.tasks + one.stages), one.id))
    return TeamDayOut(
        people=people,
        untouched=showing.untouched(session, viewer, queries.untouched(session, viewer, now=now, limit=20), now=now),
        can_give=viewer.may("records.assign"),
    )


def _did(session: Session, viewer: Viewer, asked: ActIn, *, now: datetime) -> Sequence[commands.Did]:
    match asked.act:
        case "done":
            return commands.each(
                session, asked.things, lambda thing, key: commands.finish(session, viewer, thing, key, now=now)
            )
        case "put_off":
            until = asked.until
            if until is None:
                raise Invalid([{"field": "until", "code": "required", "message": "Say until when."}])
            return commands.each(
                session,
                asked.things,
                lambda thing, key: commands.put_off(session, viewer, thing, key, until=until, now=now),
            )
        case "take_up":
            return commands.each(session, asked.things, lambda _, key: commands.take_up(session, viewer, key))
        case "give":
            if asked.to is None:
                raise Invalid([{"field": "to", "code": "required", "message": "Say to whom."}])
            holder = asked.person or viewer.person_id
            giving = commands.giving(session, viewer, person_id=holder, to_id=asked.to, note=asked.note, now=now)
            return commands.each(
                session, asked.things, lambda thing, _: commands.give(session, viewer, thing, giving, now=now)
            )


def _whose(session: Session, viewer: Viewer, person_id: int | None) -> Colleague:
    found = queries.person_seen(session, viewer, person_id or viewer.person_id)
    if found is None:
        raise NotFound
    return found
