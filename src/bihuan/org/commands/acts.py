"""What every act on people shares: the right to it, and its line in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.refusals import Forbidden
from bihuan.ledger import commands as ledger
from bihuan.org.models import Person
from bihuan.org.viewer import Viewer


@dataclass(frozen=True)
class Told:
    """What happened, for the ledger; `personal` is what must be erasable."""

    what: str
    payload: Mapping[str, object] = field(default_factory=dict)
    personal: Mapping[str, object] | None = None


def may_manage(viewer: Viewer | None) -> None:
    """Forbidden unless the viewer runs the organisation; the system itself (None) may."""
    if viewer is not None and not viewer.may("org.manage"):
        raise Forbidden("org.manage")


def by(viewer: Viewer | None) -> int | None:
    """Who did it; None for the system itself."""
    return viewer.person_id if viewer is not None else None


def note_person(session: Session, by_id: int | None, person: Person, told: Told, *, now: datetime) -> None:
    """One line about a person. What this transaction remembers of people was so before."""
    db.forget_stamp(session)
    ledger.append(
        session,
        at=now,
        by_id=by_id,
        what=told.what,
        subject=f"person:{person.id}",
        owner_id=person.id,
        owner_pos=person.pos,
        payload=told.payload,
        personal=told.personal,
    )


def note_org(session: Session, by_id: int | None, told: Told, *, now: datetime) -> None:
    """One line about the organisation; only who sees all sees it. What this transaction remembers of it was before."""
    db.forget_stamp(session)
    ledger.append(
        session,
        at=now,
        by_id=by_id,
        what=told.what,
        subject="org",
        owner_pos=0,
        payload=told.payload,
        personal=told.personal,
    )
