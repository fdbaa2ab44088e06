"""Questions about people. `seeing` is the only rule of visibility in the product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, any_, bindparam, column, func, or_, select, table
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel import db
from bihuan.kernel.calendar import Calendar
from bihuan.kernel.db import Sight
from bihuan.kernel.holidays import china
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.words import lang_of
from bihuan.org import definition, keys, positions, standing
from bihuan.org.definition import CalendarDef, RoleDef
from bihuan.org.models import Leave, LogIn, Person, Team, Token
from bihuan.org.viewer import Access, Scope, Viewer

OwnerPos = ColumnElement[int] | InstrumentedAttribute[int]


def seeing(viewer: Viewer, owner_pos: OwnerPos) -> list[ColumnElement[bool]]:
    """The viewer's range as conditions for a WHERE; none for who sees all, and nothing matches for who sees nothing."""
    sight = viewer.sight
    if sight.all:
        return []
    if sight.lo == sight.hi:
        return [owner_pos == sight.lo]
    return [owner_pos.between(sight.lo, sight.hi)]


def sight_of(viewer: Viewer) -> str:
    """The form of the viewer's range, for `seeing_by_name`."""
    sight = viewer.sight
    if sight.all:
        return "all"
    return "shared" if sight.shared else "point" if sight.lo == sight.hi else "range"


def sight_values(viewer: Viewer) -> dict[str, Any]:
    """The viewer's range as the parameters of such a statement."""
    sight = viewer.sight
    return {"lo": sight.lo, "hi": sight.hi, "shared": list(sight.shared)}


def seeing_by_name(sight: str, records: FromClause) -> list[ColumnElement[bool]]:
    """The range of `seeing_record` for a statement that is kept: its parameters are `lo`, `hi` and `shared`."""
    lo, hi = (bindparam(name, type_=BigInteger) for name in ("lo", "hi"))
    if sight == "all":
        return []
    if sight == "point":
        return [records.c.owner_pos == lo]
    own = records.c.owner_pos.between(lo, hi)
    return [own | (records.c.id == any_(bindparam("shared", type_=ARRAY(BigInteger)))) if sight == "shared" else own]


def seeing_record(viewer: Viewer, records: FromClause) -> list[ColumnElement[bool]]:
    """The viewer's range on a table of records, and the single records shared with the viewer."""
    found = seeing(viewer, records.c.owner_pos)
    if found and viewer.sight.shared:
        return [or_(*found, records.c.id.in_(viewer.sight.shared))]
    return found


def viewer(session: Session, person_id: int) -> Viewer:
    """This person as one who asks: how far they see and what they may do. NotFound for who has left."""
    found = session.get(Person, person_id)
    if found is None or not found.active:
        raise NotFound
    role = roles(session).get(found.role_key)
    scope = Scope(role.scope) if role else Scope.OWN
    return Viewer(
        person_id=found.id,
        name=found.name,
        role_key=found.role_key,
        scope=scope,
        sight=_sight(session, found, scope),
        rights=frozenset(role.rights) if role else frozenset(),
        objects=_access(role) if role else {},
        lang=lang_of(found.lang),
        team_id=found.team_id,
    )


def _sight(session: Session, found: Person, scope: Scope) -> Sight:
    if scope is Scope.ALL:
        return Sight(all=True, lo=found.pos, hi=found.pos, person_id=found.id)
    own = session.get(Team, found.team_id) if found.team_id is not None and scope is not Scope.OWN else None
    if own is None:
        return Sight(lo=found.pos, hi=found.pos, person_id=found.id)
    reach = region(session, own) if scope is Scope.REGION else own
    return Sight(lo=reach.lo, hi=reach.hi, person_id=found.id)


def _access(role: RoleDef) -> dict[str, Access]:
    return {
        key: Access(
            actions=frozenset(definition.named(role.objects, key)),
            hidden=frozenset(definition.named(role.hidden, key)),
            readonly=frozenset(definition.named(role.readonly, key)),
        )
        for key in {*role.objects, *role.hidden, *role.readonly}
    }


def roles(session: Session) -> Mapping[str, RoleDef]:
    """The roles of the living blueprint, by key; none before the first release."""
    try:
        version = blueprint.current(session)
    except NotFound:
        return {}
    return blueprint.part(session, version.id, definition.roles)


def region(session: Session, team: Team) -> Team:
    """The nearest region a team lies in or is; without one, the team itself."""
    found = session.scalar(
        select(Team)
        .where(Team.kind == "region", Team.lo <= team.lo, Team.hi >= team.hi)
        .order_by(Team.lo.desc())
        .limit(1)
    )
    return found or team


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
    """Everybody by name; only those at work or those who left, only those in a team and the teams below."""
    question = select(Person).order_by(Person.name, Person.id)
    if active is not None:
        question = question.where(Person.active.is_(active))
    if team is not None:
        question = question.where(Person.pos.between(team.lo, team.hi))
    return session.scalars(question).all()


def names(session: Session, person_ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these people."""
    wanted = {person_id for person_id in person_ids if person_id is not None}
    if not wanted:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return dict(iter(rows))


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


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works or worked here: where they stand, and who could lead them."""

    id: int
    pos: int
    team_id: int | None
    manager_id: int | None
    active: bool


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
    asked = select(Person.id, Person.pos, Person.team_id, Person.manager_id, Person.active)
    return {row[0]: Colleague(*row) for row in session.execute(asked)}


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

    def standing_in(self, person_id: int) -> int:
        """The person, or on leave whoever stands in."""
        return standing.substitute(person_id, self.away)

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
    """When the company works; of one person, less that person's leave."""
    try:
        common = blueprint.part(session, blueprint.current(session).id, _common)
    except NotFound:
        common = _common({})
    if person_id is None:
        return common
    leave_spans = [(one.from_at, one.to_at) for one in absences(session).get(person_id, ())]
    return common.on_leave(leave_spans) if leave_spans else common


def _common(body: dict[str, Any]) -> Calendar:
    said: CalendarDef = definition.hours(body)
    return Calendar(shifts=said.shifts, holidays=china.published() if said.holidays == "cn" else None, zone=said.zone)


def log_in(session: Session, key: str, now: datetime) -> tuple[LogIn, Person] | None:
    """The log-in this cookie belongs to and its person, while it lives and the person is active."""
    found = session.execute(
        select(LogIn, Person)
        .join(Person, Person.id == LogIn.person_id)
        .where(
            LogIn.token_hash == keys.digest(key),
            LogIn.expires_at > now,
            LogIn.seen_at > now - keys.IDLE,
            Person.active,
        )
    ).one_or_none()
    return (found[0], found[1]) if found else None


def token_used(session: Session, key: str, now: datetime) -> Token | None:
    """The token this is, while it lives and its person is active."""
    return session.scalar(
        select(Token)
        .join(Person, Person.id == Token.person_id)
        .where(
            Token.token_hash == keys.digest(key),
            Token.revoked_at.is_(None),
            or_(Token.expires_at.is_(None), Token.expires_at > now),
            Person.active,
        )
    )


def tokens(session: Session, person_id: int) -> Sequence[Token]:
    """A person's tokens that were not revoked, the newest first."""
    return session.scalars(
        select(Token).where(Token.person_id == person_id, Token.revoked_at.is_(None)).order_by(Token.id.desc())
    ).all()


def token(session: Session, viewer: Viewer, token_id: int) -> Token:
    """One of the viewer's own tokens."""
    found = session.get(Token, token_id)
    if found is None or found.person_id != viewer.person_id:
        raise NotFound
    return found
