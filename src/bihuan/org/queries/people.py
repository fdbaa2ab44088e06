"""Who works here, in which team, and under which name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, column, func, select, table
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.refusals import NotFound
from bihuan.org import positions
from bihuan.org.models import Person, Team

NOBODY = "#"  # how the login of an owner begins that is no person: no login that people have does


def person(session: Session, person_id: int) -> Person:
    """One person, active or not."""
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound
    return found


def workspace_name(session: Session, key: str) -> str:
    """What the company is called."""
    workspace = table("workspace", column("key"), column("name"))
    return str(session.scalar(select(workspace.c.name).where(workspace.c.key == key)))


def by_login(session: Session, login: str) -> Person | None:
    """Whoever has this login."""
    return session.scalar(select(Person).where(Person.login == login))


def people(session: Session, *, active: bool | None = None, team: Team | None = None) -> Sequence[Person]:
    """Everybody by name; only those at work or those who left, only those in a team and the teams below.

    What stands for nobody in particular, as a pool does, is none of them.
    """
    question = select(Person).where(Person.login.not_like(f"{NOBODY}%")).order_by(Person.name, Person.id)
    if active is not None:
        question = question.where(Person.active.is_(active))
    if team is not None:
        question = question.where(Person.pos.between(team.lo, team.hi))
    return session.scalars(question).all()


def in_sight(session: Session, seen: Sequence[ColumnElement[bool]], *, q: str, limit: int) -> Sequence[Person]:
    """People at work whose name has these words, of those that a range covers (`org.seeing` of their places)."""
    named = Person.name.icontains(q.strip(), autoescape=True)
    question = select(Person).where(Person.active, named, *seen).order_by(Person.name, Person.id)
    return session.scalars(question.limit(limit)).all()


def names(session: Session, person_ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these people."""
    wanted = {person_id for person_id in person_ids if person_id is not None}
    known = directory(session) if wanted else {}
    found = {person_id: known[person_id] for person_id in wanted if person_id in known}
    if new := wanted - found.keys():
        found |= dict(iter(session.execute(select(Person.id, Person.name).where(Person.id.in_(new)))))
    return found


def directory(session: Session) -> Mapping[int, str]:
    """Everybody's name. Who came in this very transaction may not stand in it yet."""
    return db.remembered(session, "directory", _directory)


def _directory(session: Session) -> dict[int, str]:
    return dict(iter(session.execute(select(Person.id, Person.name))))


def team(session: Session, team_id: int) -> Team:
    """One team."""
    found = session.get(Team, team_id)
    if found is None:
        raise NotFound
    return found


def teams(session: Session) -> Sequence[Team]:
    """All teams, each before the teams inside it."""
    return session.scalars(select(Team).order_by(Team.lo)).all()


def sizes(session: Session) -> dict[int, int]:
    """How many people work in each team and the teams below it."""
    rows = session.execute(
        select(Team.id, func.count(Person.id))
        .join(Person, Person.pos.between(Team.lo, Team.hi))
        .where(Person.active)
        .group_by(Team.id)
    )
    return dict(iter(rows))


def holders(session: Session) -> dict[str, int]:
    """How many people at work have each role; a role that nobody has is not named."""
    rows = session.execute(select(Person.role_key, func.count()).where(Person.active).group_by(Person.role_key))
    return dict(iter(rows))


@dataclass(frozen=True)
class Tree:
    """Who lies inside what: each team's parent, each person's team."""

    parents: dict[int, int | None]
    members: dict[int, int | None]


def tree(session: Session) -> Tree:
    """The whole organisation."""
    parents = session.execute(select(Team.id, Team.parent_id))
    members = session.execute(select(Person.id, Person.team_id))
    return Tree(parents=dict(iter(parents)), members=dict(iter(members)))


def taken(session: Session, own: Team) -> tuple[list[int], list[positions.Interval]]:
    """The places in use directly inside a team: its people's points, its teams' intervals."""
    points = session.scalars(select(Person.pos).where(Person.team_id == own.id)).all()
    intervals = session.execute(select(Team.lo, Team.hi).where(Team.parent_id == own.id)).all()
    return list(points), [(lo, hi) for lo, hi in intervals]


def end(session: Session) -> int:
    """The last place in use."""
    last_team = session.scalar(select(Team.hi).order_by(Team.hi.desc()).limit(1))
    last_person = session.scalar(select(Person.pos).order_by(Person.pos.desc()).limit(1))
    return max(last_team or 0, last_person or 0)
