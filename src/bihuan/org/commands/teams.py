"""Changing the tree: teams come, change and move; people change teams; everything they own moves with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.refusals import Invalid, Refusal
from bihuan.org import positions, queries
from bihuan.org.commands import acts, places
from bihuan.org.commands.acts import Told
from bihuan.org.models import Person, Team
from bihuan.org.viewer import Viewer

KINDS = ("company", "region", "team")
LONGEST_NAME = 100
renumber = places.renumber


class TeamInsideItself(Refusal):
    """A team can't lie below itself."""

    code = "team_inside_itself"
    message = "A team cannot lie inside itself."


@dataclass(frozen=True, kw_only=True)
class Moves:
    """A reorganisation: new parents of teams, new teams of people."""

    teams: Mapping[int, int | None] = field(default_factory=dict)
    people: Mapping[int, int | None] = field(default_factory=dict)


def add_team(
    session: Session, viewer: Viewer | None, *, name: str, kind: str, parent_id: int | None, now: datetime
) -> Team:
    """Add an empty team, below another or on its own."""
    acts.may_manage(viewer)
    places.hold_tree(session)
    _check(name=name, kind=kind)
    parent = queries.team(session, parent_id) if parent_id is not None else None
    lo, hi = places.place_team(session, parent)
    team = Team(name=name.strip(), kind=kind, parent_id=parent_id, lo=lo, hi=hi)
    session.add(team)
    session.flush()
    told = {"team_id": team.id, "name": team.name, "kind": kind, "parent_id": parent_id}
    acts.note_org(session, acts.by(viewer), Told("team.added", told), now=now)
    return team


def change_team(
    session: Session, viewer: Viewer | None, team: Team, changes: Mapping[str, object], *, now: datetime
) -> None:
    """Give a team another name, kind or manager."""
    acts.may_manage(viewer)
    _check(name=str(changes.get("name", team.name)), kind=str(changes.get("kind", team.kind)))
    manager_id = changes.get("manager_id", team.manager_id)
    if isinstance(manager_id, int):
        queries.person(session, manager_id)
    before = {key: getattr(team, key) for key in changes}
    for key, value in changes.items():
        setattr(team, key, value.strip() if isinstance(value, str) else value)
    session.flush()
    changed = [{"field": key, "from": before[key], "to": getattr(team, key)} for key in changes]
    acts.note_org(session, acts.by(viewer), Told("team.changed", {"team_id": team.id, "changes": changed}), now=now)


def move_person(session: Session, viewer: Viewer | None, person: Person, team_id: int | None, *, now: datetime) -> None:
    """Put a person into another team, with all that person owns."""
    acts.may_manage(viewer)
    places.hold_tree(session)
    team = queries.team(session, team_id) if team_id is not None else None
    before = person.team_id
    pos = places.place_person(session, team)
    person.team_id, person.pos = team_id, pos
    session.flush()
    moved = db.reposition(session)
    told = Told("person.moved", {"from": before, "to": team_id, "rows": moved})
    acts.note_person(session, acts.by(viewer), person, told, now=now)


def reorganise(session: Session, viewer: Viewer | None, moves: Moves, *, now: datetime) -> int:
    """Move teams and people as one act: everybody sees by the new tree from the next moment on. How many rows moved."""
    acts.may_manage(viewer)
    places.hold_tree(session)
    for team_id, parent_id in moves.teams.items():
        queries.team(session, team_id).parent_id = (
            queries.team(session, parent_id).id if parent_id is not None else None
        )
    for person_id, own_id in moves.people.items():
        queries.person(session, person_id).team_id = queries.team(session, own_id).id if own_id is not None else None
    session.flush()
    if positions.circular(queries.tree(session).parents):
        raise TeamInsideItself
    moved = places.renumber(session)
    told = {
        "teams": {str(number): parent for number, parent in moves.teams.items()},
        "people": {str(number): team for number, team in moves.people.items()},
        "rows": moved,
    }
    acts.note_org(session, acts.by(viewer), Told("org.reorganised", told), now=now)
    return moved


def _check(*, name: str, kind: str) -> None:
    problems: list[dict[str, object]] = []
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        problems.append({"field": "name", "code": "length", "message": f"A name has 1 to {LONGEST_NAME} characters."})
    if kind not in KINDS:
        problems.append(
            {
                "field": "kind",
                "code": "unknown_choice",
                "message": "A team is a company, a region or a team.",
                "known": KINDS,
            }
        )
    if problems:
        raise Invalid(problems)
