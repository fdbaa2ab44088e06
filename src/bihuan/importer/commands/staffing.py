"""The people of an import: teams by region and leader, people in them, each with a random first password."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.importer import queries
from bihuan.importer.definition import PEOPLE
from bihuan.importer.people import Newcomer, Staff
from bihuan.importer.table import folded
from bihuan.importer.world import Known, Pending
from bihuan.org import commands as org
from bihuan.org import queries as people
from bihuan.org.models import Person, Team
from bihuan.org.viewer import Viewer


@dataclass
class Hired:
    """Who came and which teams were made, by id."""

    person_ids: list[int] = field(default_factory=list)
    team_ids: list[int] = field(default_factory=list)
    ids: dict[Known, int] = field(default_factory=dict)


def hire(session: Session, viewer: Viewer, staff: Staff, *, now: datetime) -> Hired:
    """Make the teams and people of a table. Whoever an undone import had brought comes back instead of twice."""
    hired, teams = Hired(), _Teams(session, viewer, now)
    for region in staff.regions:
        teams.region(region)
    for team in staff.teams:
        teams.team(team.name, team.region)
    asleep = queries.sleeping(session, viewer)
    for new in staff.newcomers:
        team_id = teams.ids.get(folded(new.team)) if new.team else None
        person = _hired(session, viewer, new, asleep.get(new.login), team_id, now=now)
        hired.person_ids.append(person.id)
        hired.ids[Pending(PEOPLE, new.login)] = person.id
    by_name = {folded(new.name): hired.ids[Pending(PEOPLE, new.login)] for new in staff.newcomers}
    for team in staff.teams:
        leader = _leader(session, by_name, team.leader)
        made = people.team(session, teams.ids[folded(team.name)])
        if leader is not None and made.manager_id is None:
            org.change_team(session, viewer, made, {"manager_id": leader}, now=now)
    hired.team_ids = teams.made
    return hired


def _hired(
    session: Session, viewer: Viewer, new: Newcomer, asleep: Person | None, team_id: int | None, *, now: datetime
) -> Person:
    if asleep is not None:
        org.reactivate(session, viewer, asleep, now=now)
        org.move_person(session, viewer, asleep, team_id, now=now)
        return asleep
    person = org.NewPerson(
        login=new.login, name=new.name, role_key=new.role, team_id=team_id, email=new.email, phone=new.phone
    )
    return org.add_person(session, viewer, person, now=now).person


def _leader(session: Session, by_name: dict[str, int], name: str | None) -> int | None:
    if name is None:
        return None
    found = by_name.get(folded(name))
    if found is None:
        found = next((one.id for one in people.people(session, active=True) if folded(one.name) == folded(name)), None)
    return found


class _Teams:
    """The teams there are and those that are made, by name."""

    def __init__(self, session: Session, viewer: Viewer, now: datetime) -> None:
        self._session, self._viewer, self._now = session, viewer, now
        self._root = queries.company(session)
        self.ids = {folded(team.name): team.id for team in people.teams(session)}
        self.made: list[int] = []

    def region(self, name: str) -> None:
        """A region of this name, below the company."""
        self._add(name, "region", self._root)

    def team(self, name: str, region: str | None) -> None:
        """A team of this name, in its region or else in the company."""
        inside = people.team(self._session, self.ids[folded(region)]) if region else self._root
        self._add(name, "team", inside)

    def _add(self, name: str, kind: str, inside: Team | None) -> None:
        if folded(name) in self.ids:
            return
        parent_id = inside.id if inside else None
        team = org.add_team(self._session, self._viewer, name=name, kind=kind, parent_id=parent_id, now=self._now)
        self.ids[folded(name)] = team.id
        self.made.append(team.id)
