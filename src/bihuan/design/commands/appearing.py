"""Looking at a draft as somebody else: it changes nothing, and it never stays unseen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.design import policy
from bihuan.ledger import commands as ledger
from bihuan.org.models import Person
from bihuan.org.viewer import Viewer


def note_look(session: Session, viewer: Viewer, person: Person, *, draft_id: int, what: str, now: datetime) -> None:
    """Write down who looked as whom, at what, for whoever sees that person to read."""
    policy.configure(viewer)
    ledger.append(
        session,
        at=now,
        by_id=viewer.person_id,
        what="person.looked_as",
        subject=f"person:{person.id}",
        owner_id=person.id,
        owner_pos=person.pos,
        payload={"draft": draft_id, "what": what},
    )
