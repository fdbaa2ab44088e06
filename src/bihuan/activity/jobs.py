"""What listeners start: activities and tasks follow their record."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bihuan.activity import commands
from bihuan.kernel.events import Event
from bihuan.records.events import RecordAssigned


def follow(session: Session, event: Event) -> None:
    """A record has a new owner: its activities and follow-ups are theirs, in the same transaction."""
    assert isinstance(event, RecordAssigned)
    commands.hand_over(session, event.object_key, event.record_id, owner_id=event.owner_id)
