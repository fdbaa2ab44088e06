"""Everybody: the directory for all, and changing it for whoever runs the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from bihuan.kernel import clock, web
from bihuan.kernel.refusals import Forbidden
from bihuan.kernel.web import UnitOfWork
from bihuan.kernel.words import Lang
from bihuan.org import commands, queries
from bihuan.org.api import shapes
from bihuan.org.api.me import LeaveAsked
from bihuan.org.api.shapes import Around, Asked, Id, LeaveOut, PersonOut
from bihuan.org.asking import Asking
from bihuan.org.commands import NewPerson
from bihuan.org.models import Leave, Person
from bihuan.org.viewer import Viewer

router = web.doors(prefix="/people", tags=["people"])

Name = Annotated[str, Field(max_length=100)]
Skills = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=50)]


class People(BaseModel):
    """A list of people."""

    items: list[PersonOut]


class PersonAsked(Asked):
    """Somebody new."""

    login: Annotated[str, Field(max_length=64)]
    name: Name
    role: Annotated[str, Field(max_length=40)]
    team_id: Id | None = None
    manager_id: Id | None = None
    email: Annotated[str, Field(max_length=200)] | None = None
    phone: Annotated[str, Field(max_length=40)] | None = None
    lang: Lang = "zh"
    skills: Annotated[Skills, Field(default_factory=list)]


class PersonChanged(Asked):
    """What shall be different; what is not named stays. `team_id` moves the person with all they own."""

    name: Name = ""
    role: Annotated[str, Field(max_length=40)] = ""
    team_id: Id | None = None
    manager_id: Id | None = None
    email: Annotated[str, Field(max_length=200)] | None = None
    phone: Annotated[str, Field(max_length=40)] | None = None
    lang: Lang = "zh"
    skills: Annotated[Skills, Field(default_factory=list)]
    active: bool = True


class Welcomed(BaseModel):
    """Somebody new with a first password: shown this once, changed at the first log-in."""

    person: PersonOut
    first_password: str


class FirstPassword(BaseModel):
    """A new first password: shown this once."""

    first_password: str


@router.get("")
def people(viewer: Asking, session: UnitOfWork, team: Id | None = None, active: bool | None = True) -> People:
    """Everybody at work, or those of a team and the teams below."""
    found = queries.people(session, active=active, team=queries.team(session, team) if team is not None else None)
    around = _around(session, found)
    return People(items=[shapes.colleague(viewer, person, around) for person in found])


@router.get("/{person_id}")
def person(person_id: Id, viewer: Asking, session: UnitOfWork) -> PersonOut:
    """One person."""
    return _shown(session, viewer, queries.person(session, person_id))


@router.post("", status_code=201)
def add_person(asked: PersonAsked, viewer: Asking, session: UnitOfWork) -> Welcomed:
    """Add somebody; the first password is in the answer and nowhere else."""
    given = asked.model_dump(exclude={"role", "skills"})
    new = NewPerson(**given, role_key=asked.role, skills=tuple(asked.skills))
    welcome = commands.add_person(session, viewer, new, now=clock.now())
    assert welcome.first_password is not None, "no password was sent, so one was made"
    return Welcomed(person=_shown(session, viewer, welcome.person), first_password=welcome.first_password)


@router.patch("/{person_id}")
def change_person(person_id: Id, asked: PersonChanged, viewer: Asking, session: UnitOfWork) -> PersonOut:
    """Change, move, deactivate or bring back somebody."""
    found, now = queries.person(session, person_id), clock.now()
    wanted = asked.model_dump(exclude_unset=True)
    active, moves = wanted.pop("active", None), "team_id" in wanted
    team_id = wanted.pop("team_id", None)
    if "role" in wanted:
        wanted["role_key"] = wanted.pop("role")
    if wanted:
        commands.change_person(session, viewer, found, wanted, now=now)
    if moves and team_id != found.team_id:
        commands.move_person(session, viewer, found, team_id, now=now)
    if active is False and found.active:
        commands.deactivate(session, viewer, found, now=now)
    if active is True and not found.active:
        commands.reactivate(session, viewer, found, now=now)
    return _shown(session, viewer, found)


@router.post("/{person_id}/password")
def reset_password(person_id: Id, viewer: Asking, session: UnitOfWork) -> FirstPassword:
    """A new first password for somebody who forgot theirs."""
    made = commands.reset_password(session, viewer, queries.person(session, person_id), now=clock.now())
    return FirstPassword(first_password=made)


@router.get("/{person_id}/leave")
def leave(person_id: Id, viewer: Asking, session: UnitOfWork) -> list[LeaveOut]:
    """Somebody's leave: one's own, or by right."""
    if person_id != viewer.person_id and not viewer.may("org.manage"):
        raise Forbidden("org.manage")
    found = queries.leaves(session, person_id)
    names = queries.names(session, [one.substitute_id for one in found])
    return [shapes.leave_out(one, names) for one in found]


@router.post("/{person_id}/leave", status_code=201)
def take_leave(person_id: Id, asked: LeaveAsked, viewer: Asking, session: UnitOfWork) -> LeaveOut:
    """Say when somebody one leads is away and who stands in."""
    found = queries.person(session, person_id)
    wanted = Leave(from_at=asked.from_at, to_at=asked.to_at, substitute_id=asked.substitute_id)
    taken = commands.take_leave(session, viewer, found, wanted, now=clock.now())
    return shapes.leave_out(taken, queries.names(session, [taken.substitute_id]))


def _shown(session: Session, viewer: Viewer, found: Person) -> PersonOut:
    return shapes.colleague(viewer, found, _around(session, [found]))


def _around(session: Session, found: Sequence[Person]) -> Around:
    now = clock.now()
    managers = queries.direct_managers(session, found, now)
    return Around(
        teams={team.id: team for team in queries.teams(session)},
        names=queries.names(session, managers.values()),
        managers=managers,
        away_until=queries.away_until(session, now),
    )
