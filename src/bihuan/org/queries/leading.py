"""Who leads whom, who is away, who stands in, and when the company works."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel import db
from bihuan.kernel.calendar import Calendar
from bihuan.kernel.holidays import china
from bihuan.kernel.refusals import NotFound
from bihuan.org import definition, standing
from bihuan.org.definition import CalendarDef
from bihuan.org.models import Leave, Person, Team
from bihuan.org.queries.people import NOBODY, person, teams


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works or worked here: where they stand, and who could lead them."""

    id: int
    pos: int
    team_id: int | None
    manager_id: int | None
    active: bool
    login: str = ""
    role_key: str = ""
    skills: frozenset[str] = frozenset()

    @property
    def stands_in(self) -> bool:
        """Whether this is nobody, but stands for what belongs to nobody."""
        return self.login.startswith(NOBODY)


def colleagues(session: Session) -> Mapping[int, Colleague]:
    """Everybody, by id; asked for once, until somebody comes, goes or moves."""
    return db.remembered(session, "colleagues", _colleagues)


def colleague(session: Session, person_id: int) -> Colleague:
    """One of them. NotFound for nobody."""
    found = colleagues(session).get(person_id)
    if found is None:
        raise NotFound
    return found


def _colleagues(session: Session) -> dict[int, Colleague]:
    asked = select(
        *(Person.id, Person.pos, Person.team_id, Person.manager_id, Person.active),
        *(Person.login, Person.role_key, Person.skills),
    )
    return {row[0]: replace(Colleague(*row[:7]), skills=frozenset(row[7])) for row in session.execute(asked)}


@dataclass(frozen=True)
class Leading:
    """Who leads whom at one moment, and who stands in."""

    teams: Mapping[int, tuple[int | None, int | None]]  # each one's parent and manager
    people: Mapping[int, Colleague]
    away: Mapping[int, int]

    def manager(self, person_id: int) -> int | None:
        """The nearest active leader, or who stands in for them; None for who leads all."""
        active = [leader for leader in self._leaders(person_id) if self.people[leader].active]
        return standing.manager(person_id, active, self.away)

    def leader(self, person_id: int) -> int | None:
        """The nearest active leader themselves, on leave or not; None for who leads all."""
        leaders = (one for one in self._leaders(person_id) if one != person_id and self.people[one].active)
        return next(leaders, None)

    def standing_in(self, person_id: int) -> int:
        """The person, or on leave whoever stands in."""
        return standing.substitute(person_id, self.away)

    def nearest(self, person_id: int, fits: Callable[[Colleague], bool]) -> list[int]:
        """Everybody at work who fits, those in the smallest common team first; the person too, before all others."""
        own = self.people[person_id]
        chain = self._teams(own.team_id)

        def far(one: Colleague) -> int:
            theirs = set(self._teams(one.team_id))
            return next((level for level, team in enumerate(chain) if team in theirs), len(chain))

        found = [one for one in self.people.values() if one.active and fits(one)]
        found.sort(key=lambda one: (one.id != person_id, far(one), abs(one.pos - own.pos), one.id))
        return [one.id for one in found]

    def _teams(self, team_id: int | None) -> list[int]:
        """A team and all that it lies in, from the inside out."""
        chain: list[int] = []
        while team_id is not None and team_id not in chain:
            chain.append(team_id)
            team_id = self.teams[team_id][0]
        return chain

    def _leaders(self, person_id: int) -> list[int]:
        """Everyone who could lead this person: an own manager first, then the teams' managers from the inside out."""
        led = self.people[person_id]
        chain = [led.manager_id] if led.manager_id is not None else []
        team = led.team_id
        while team is not None:
            team, manager = self.teams[team]
            if manager is not None:
                chain.append(manager)
        return chain


def leading(session: Session, now: datetime) -> Leading:
    """Who leads whom now, and who stands in for whom; as a rule nothing needs to be asked for it."""
    return Leading(
        teams=db.remembered(session, "leading", _teams_led),
        people=colleagues(session),
        away=away(session, now),
    )


def teams_around(session: Session, team_id: int | None) -> frozenset[int]:
    """A team and all that it lies in; none without a team."""
    found, teams = set[int](), db.remembered(session, "leading", _teams_led) if team_id is not None else {}
    while team_id is not None and team_id not in found:
        found.add(team_id)
        team_id = teams[team_id][0]
    return frozenset(found)


def team_names(session: Session) -> Mapping[int, str]:
    """What teams and regions are called; asked for once, until one changes."""
    return db.remembered(session, "team names", lambda asking: {one.id: one.name for one in teams(asking)})


def _teams_led(session: Session) -> dict[int, tuple[int | None, int | None]]:
    asked = select(Team.id, Team.parent_id, Team.manager_id)
    return {number: (parent, manager) for number, parent, manager in session.execute(asked)}


def direct_manager(session: Session, person_id: int, now: datetime) -> Colleague | None:
    """Whom to tell about this person's work: the nearest active leader, or who stands in; None for who leads all."""
    found = leading(session, now).manager(colleague(session, person_id).id)
    return colleague(session, found) if found is not None else None


def direct_managers(session: Session, led: Iterable[Person], now: datetime) -> dict[int, int]:
    """The same for many people at once: whose manager is whom."""
    lines = leading(session, now)
    found = {one.id: lines.manager(one.id) for one in led}
    return {number: leader for number, leader in found.items() if leader is not None}


def with_role(session: Session, role_key: str, *, near: int, now: datetime) -> Person | None:
    """The nearest active person with a role, or who stands in; never the person themselves. None when nobody has it."""
    asking = person(session, near)
    rows = session.execute(
        select(Person.id, Person.pos).where(Person.role_key == role_key, Person.active, Person.id != near)
    )
    places = dict(iter(rows))
    around = [(team.lo, team.hi) for team in teams(session) if team.lo <= asking.pos <= team.hi]
    chain = standing.nearest(asking.pos, places, around)
    found = standing.manager(near, chain, away(session, now))
    return session.get(Person, found) if found is not None else None


@dataclass(frozen=True, slots=True)
class Absence:
    """When somebody is away, and who stands in."""

    person_id: int
    substitute_id: int | None
    from_at: datetime
    to_at: datetime


def absences(session: Session) -> Mapping[int, Sequence[Absence]]:
    """Everybody's leave, the earliest first; asked for once, until some is taken or called off."""
    return db.remembered(session, "absences", _absences)


def _absences(session: Session) -> dict[int, list[Absence]]:
    asked = select(Leave.person_id, Leave.substitute_id, Leave.from_at, Leave.to_at).order_by(Leave.from_at, Leave.id)
    found: dict[int, list[Absence]] = {}
    for row in session.execute(asked):
        found.setdefault(row[0], []).append(Absence(*row))
    return found


def away(session: Session, now: datetime) -> dict[int, int]:
    """Who is on leave now and has an active substitute; the leave that began last counts."""
    people = colleagues(session)
    return {
        one.person_id: one.substitute_id
        for each in absences(session).values()
        for one in each
        if one.from_at <= now < one.to_at and one.substitute_id is not None and people[one.substitute_id].active
    }


def standing_in(session: Session, person_id: int, now: datetime) -> Person:
    """The person, or on leave whoever stands in."""
    return person(session, standing.substitute(person_id, away(session, now)))


def away_until(session: Session, now: datetime) -> dict[int, datetime]:
    """Who is on leave now, and until when."""
    rows = session.execute(select(Leave.person_id, Leave.to_at).where(Leave.from_at <= now, Leave.to_at > now))
    return dict(iter(rows))


def leaves(session: Session, person_id: int) -> Sequence[Leave]:
    """A person's leave, the latest first."""
    return session.scalars(select(Leave).where(Leave.person_id == person_id).order_by(Leave.from_at.desc())).all()


def leave(session: Session, leave_id: int) -> Leave:
    """One leave."""
    found = session.get(Leave, leave_id)
    if found is None:
        raise NotFound
    return found


def calendar(session: Session, person_id: int | None = None) -> Calendar:
    """When the company works; of one person, by the version that applies to them and less their leave."""
    try:
        common = blueprint.part(session, _version(session, person_id), working_by)
    except NotFound:
        common = working_by({})
    if person_id is None:
        return common
    leave_spans = [(one.from_at, one.to_at) for one in absences(session).get(person_id, ())]
    return common.on_leave(leave_spans) if leave_spans else common


def _version(session: Session, person_id: int | None) -> int:
    found = blueprint.living(session) if person_id is not None else None
    if found is None or found.trial is None or person_id is None:
        return blueprint.current(session).id
    return found.version_for(teams_around(session, colleague(session, person_id).team_id))


def working_by(body: dict[str, Any]) -> Calendar:
    """When a company works that lives by this document."""
    said: CalendarDef = definition.hours(body)
    return Calendar(shifts=said.shifts, holidays=china.published() if said.holidays == "cn" else None, zone=said.zone)
