"""The tree of teams, and changing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from bihuan.kernel import clock, web
from bihuan.kernel.web import UnitOfWork
from bihuan.org import commands, queries
from bihuan.org.api.shapes import Asked, Id, Ref, TeamOut
from bihuan.org.asking import Asking
from bihuan.org.commands import Moves
from bihuan.org.models import Team

router = web.doors(prefix="/teams", tags=["people"])
Name = Annotated[str, Field(max_length=100)]
Kind = Literal["company", "region", "team"]


class Teams(BaseModel):
    """The tree as a list: each team after the one it lies in."""

    items: list[TeamOut]


class TeamAsked(Asked):
    """A new team."""

    name: Name
    kind: Kind = "team"
    parent_id: Id | None = None
    manager_id: Id | None = None


class TeamChanged(Asked):
    """What shall be different; what is not named stays."""

    name: Name = ""
    kind: Kind = "team"
    manager_id: Id | None = None


class TeamMoved(Asked):
    """A team and the one it shall lie in."""

    id: Id
    parent_id: Id | None


class PersonMoved(Asked):
    """A person and the team to be in."""

    id: Id
    team_id: Id | None


class Reorganisation(Asked):
    """What moves, all at once."""

    teams: Annotated[list[TeamMoved], Field(max_length=1000, default_factory=list)]
    people: Annotated[list[PersonMoved], Field(max_length=10_000, default_factory=list)]


class Reorganised(BaseModel):
    """The new tree, and how many rows moved with it."""

    items: list[TeamOut]
    moved: int


@router.get("")
def teams(_: Asking, session: UnitOfWork) -> Teams:
    """All teams."""
    return Teams(items=_shown(session, queries.teams(session)))


@router.post("", status_code=201)
def add_team(asked: TeamAsked, viewer: Asking, session: UnitOfWork) -> TeamOut:
    """Add a team."""
    now = clock.now()
    team = commands.add_team(session, viewer, name=asked.name, kind=asked.kind, parent_id=asked.parent_id, now=now)
    if asked.manager_id is not None:
        commands.change_team(session, viewer, team, {"manager_id": asked.manager_id}, now=now)
    return _shown(session, [team])[0]


@router.post("/reorganise")
def reorganise(asked: Reorganisation, viewer: Asking, session: UnitOfWork) -> Reorganised:
    """Move teams and people as one act."""
    moves = Moves(
        teams={team.id: team.parent_id for team in asked.teams},
        people={person.id: person.team_id for person in asked.people},
    )
    moved = commands.reorganise(session, viewer, moves, now=clock.now())
    return Reorganised(items=_shown(session, queries.teams(session)), moved=moved)


@router.patch("/{team_id}")
def change_team(team_id: Id, asked: TeamChanged, viewer: Asking, session: UnitOfWork) -> TeamOut:
    """Give a team another name, kind or manager."""
    team = queries.team(session, team_id)
    commands.change_team(session, viewer, team, asked.model_dump(exclude_unset=True), now=clock.now())
    return _shown(session, [team])[0]


def _shown(session: Session, found: Sequence[Team]) -> list[TeamOut]:
    names = queries.names(session, [team.manager_id for team in found])
    sizes = queries.sizes(session)
    return [
        TeamOut(
            id=team.id,
            name=team.name,
            kind=team.kind,
            parent_id=team.parent_id,
            manager=Ref(id=team.manager_id, name=names[team.manager_id]) if team.manager_id is not None else None,
            people=sizes.get(team.id, 0),
        )
        for team in found
    ]
