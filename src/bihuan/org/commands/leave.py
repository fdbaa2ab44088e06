"""Being away, with somebody who stands in."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bihuan.kernel import events
from bihuan.kernel.refusals import Forbidden, Invalid, Refusal
from bihuan.org import queries
from bihuan.org.commands import acts
from bihuan.org.commands.acts import Told
from bihuan.org.events import LeaveChanged
from bihuan.org.models import Leave, Person
from bihuan.org.viewer import Viewer

LONGEST = timedelta(days=366)


class LeaveOverlaps(Refusal):
    """Nobody is away twice at one time."""

    code = "leave_overlaps"
    message = "There is leave in that time already."

    def __init__(self, other: Leave) -> None:
        """Keep which leave it is, and its days."""
        super().__init__()
        self._facts: dict[str, object] = {
            "id": other.id,
            "from": other.from_at.isoformat(),
            "to": other.to_at.isoformat(),
        }

    def facts(self) -> dict[str, object]:
        """The leave that is in the way."""
        return self._facts


def take_leave(session: Session, viewer: Viewer | None, person: Person, leave: Leave, *, now: datetime) -> Leave:
    """Say when a person is away and who stands in: one's own leave, that of those one leads, or anybody's by right."""
    _may(session, viewer, person, now)
    leave.person_id = person.id
    _check(session, leave, now)
    for other in queries.leaves(session, person.id):
        if other.from_at < leave.to_at and leave.from_at < other.to_at:
            raise LeaveOverlaps(other)
    session.add(leave)
    session.flush()
    told: dict[str, object] = {
        "leave_id": leave.id,
        "from": leave.from_at.isoformat(),
        "to": leave.to_at.isoformat(),
        "substitute_id": leave.substitute_id,
    }
    acts.note_person(session, acts.by(viewer), person, Told("person.leave_taken", told), now=now)
    events.tell(session, LeaveChanged(person_id=person.id), now=now)
    return leave


def call_off_leave(session: Session, viewer: Viewer | None, leave: Leave, *, now: datetime) -> None:
    """End a leave that has begun, or take back one that hasn't."""
    person = queries.person(session, leave.person_id)
    _may(session, viewer, person, now)
    if leave.from_at < now < leave.to_at:
        leave.to_at = now
    elif leave.from_at >= now:
        session.delete(leave)
    session.flush()
    acts.note_person(session, acts.by(viewer), person, Told("person.leave_called_off", {"leave_id": leave.id}), now=now)
    events.tell(session, LeaveChanged(person_id=person.id), now=now)


def _may(session: Session, viewer: Viewer | None, person: Person, now: datetime) -> None:
    if viewer is None or viewer.person_id == person.id or viewer.may("org.manage"):
        return
    leader = queries.direct_manager(session, person.id, now)
    if leader is None or leader.id != viewer.person_id:
        raise Forbidden("org.manage")


def _check(session: Session, leave: Leave, now: datetime) -> None:
    problems: list[dict[str, object]] = []
    if not leave.from_at < leave.to_at <= leave.from_at + LONGEST:
        message = f"Leave ends after it begins, within {LONGEST.days} days."
        problems.append({"field": "to", "code": "interval", "message": message})
    elif leave.to_at <= now:
        problems.append({"field": "to", "code": "past", "message": "This leave is over already."})
    if leave.substitute_id is not None:
        substitute = session.get(Person, leave.substitute_id)
        if substitute is None or not substitute.active or substitute.id == leave.person_id:
            message = "A colleague who works here stands in."
            problems.append({"field": "substitute_id", "code": "unknown_person", "message": message})
    if problems:
        raise Invalid(problems)
