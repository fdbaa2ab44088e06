"""Giving teams and people their places on the line; the one writer of `lo`, `hi` and `pos`."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import BigInteger, Values, column, func, update, values
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.org import positions, queries
from bihuan.org.models import Person, Team
from bihuan.org.positions import GAP, Interval


def hold_tree(session: Session) -> None:
    """One change of the tree at a time: two people adding to one team would take one place."""
    session.scalar(func.pg_advisory_xact_lock(func.hashtext(f"org:{db.workspace_of(session)}")))


def place_person(session: Session, team: Team | None) -> int:
    """A free place in a team, or beyond all teams. Makes room first where the team is full."""
    if team is None:
        return queries.end(session) + GAP
    found = positions.point((team.lo, team.hi), *queries.taken(session, team))
    if found is None:
        renumber(session)
        found = positions.point((team.lo, team.hi), *queries.taken(session, team))
        assert found is not None, "a renumbered team has room"
    return found


def place_team(session: Session, parent: Team | None) -> Interval:
    """A free interval inside a team, or beyond all teams. Makes room first where it is full."""
    if parent is None:
        begin = queries.end(session) + GAP
        return begin, begin + GAP
    found = positions.interval((parent.lo, parent.hi), *queries.taken(session, parent))
    if found is None:
        renumber(session)
        found = positions.interval((parent.lo, parent.hi), *queries.taken(session, parent))
        assert found is not None, "a renumbered team has room"
    return found


def renumber(session: Session) -> int:
    """Give everybody a new place, evenly apart, and every row with an owner that owner's place. How many rows moved."""
    tree = queries.tree(session)
    places = positions.numbered(tree.parents, tree.members)
    session.flush()
    if places.teams:
        new = _rows("new_team", places.teams)
        session.execute(
            update(Team).where(Team.id == new.c.id).values(lo=new.c.first, hi=new.c.second),
            execution_options={"synchronize_session": False},
        )
    if places.people:
        new = _rows("new_person", {number: (pos, pos) for number, pos in places.people.items()})
        session.execute(
            update(Person).where(Person.id == new.c.id).values(pos=new.c.first),
            execution_options={"synchronize_session": False},
        )
    for known in list(session.identity_map.values()):
        if isinstance(known, Team | Person):
            session.expire(known)
    return db.reposition(session)


def _rows(name: str, numbers: Mapping[int, Interval]) -> Values:
    columns = (column("id", BigInteger), column("first", BigInteger), column("second", BigInteger))
    return values(*columns, name=name).data([(number, *pair) for number, pair in numbers.items()])
