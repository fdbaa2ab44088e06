"""Who works here and could be asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.approvals.who import Company, Worker
from bihuan.kernel import db
from bihuan.org import queries as org
from bihuan.org.models import Team


def company(session: Session, *, near: int, now: datetime) -> Company:
    """Everybody as they can be asked now, the nearest to this person first."""
    lines, absent = org.leading(session, now), absentees(session, now)
    return Company(
        workers={
            number: Worker(login=one.login, role=one.role_key, skills=one.skills)
            for number, one in lines.people.items()
            if one.active
        },
        leaders=db.remembered(session, "leaders", lambda _: _leaders(lines)),
        substitutes={person: lines.standing_in(person) for person in absent},
        absent=absent,
        teams=db.remembered(session, "team managers", _managers),
        nearest=lines.nearest(near, lambda _: True),
    )


def absentees(session: Session, now: datetime) -> frozenset[int]:
    """Everybody who is on leave now, with or without somebody who stands in."""
    return frozenset(
        one.person_id for leaves in org.absences(session).values() for one in leaves if one.from_at <= now < one.to_at
    )


def _leaders(lines: org.Leading) -> dict[int, int]:
    found = {person: lines.leader(person) for person in lines.people}
    return {person: leader for person, leader in found.items() if leader is not None}


def _managers(session: Session) -> dict[str, int | None]:
    rows = session.execute(select(Team.name, Team.manager_id).order_by(Team.id.desc()))
    return {name: manager for name, manager in rows}  # noqa: C416 - of two with one name, the older
