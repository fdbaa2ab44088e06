"""Giving a record to somebody else, and taking it away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bihuan.kernel import db, events
from bihuan.kernel.refusals import Forbidden, Refusal, SomeoneWasFirst
from bihuan.ledger import commands as ledger
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.org import queries as org
from bihuan.org.queries import Colleague
from bihuan.org.viewer import Viewer
from bihuan.records import companions, policy, queries
from bihuan.records.commands.creating import active_person
from bihuan.records.events import RecordAssigned, RecordDeleted
from bihuan.records.models import File
from bihuan.records.record import Record


class StillNeeded(Refusal):
    """Something stands beside the record, or other records refer to it: it can't go from under them."""

    code = "still_needed"
    message = "This record is still needed and can't be deleted."

    def __init__(self, *, beside: list[str], referring: list[dict[str, object]]) -> None:
        """Name what stands beside it, and the objects that refer to it."""
        super().__init__()
        self.beside, self.referring = beside, referring

    def facts(self) -> dict[str, object]:
        """Both."""
        return {"beside": self.beside, "referring": self.referring}


def assign(session: Session, viewer: Viewer, record: Record, owner_id: int, *, now: datetime) -> Record:
    """Give a record, with all that belongs to it, to another owner. Who did what so far stays as it was."""
    if not policy.can_with(viewer, record).assign:
        raise Forbidden("records.assign")
    return give_over(session, record, owner_id, by_id=viewer.person_id, now=now)


def give_over(
    session: Session, record: Record, owner_id: int, *, by_id: int | None, now: datetime, cause: str = ""
) -> Record:
    """The same for a command that has asked its policy; `cause` stands in the ledger. Invalid, SomeoneWasFirst."""
    return _give(session, record, active_person(session, owner_id), by_id=by_id, now=now, cause=cause)


def lay_down(
    session: Session, record: Record, owner_id: int, *, by_id: int | None, now: datetime, cause: str
) -> Record:
    """Let a record belong to nobody who works here but to what stands for many of them. SomeoneWasFirst."""
    return _give(session, record, org.colleague(session, owner_id), by_id=by_id, now=now, cause=cause)


def _give(
    session: Session, record: Record, owner: Colleague, *, by_id: int | None, now: datetime, cause: str
) -> Record:
    if owner.id == record.owner_id:
        return record
    table = tables.table(session, record.object_key)
    new = {"owner_id": owner.id, "owner_pos": owner.pos}
    # The new owner's records may lie outside the viewer's range: giving one away is losing sight of it.
    with db.beyond_sight(session):
        done = session.execute(
            update(table)
            .where(table.c.id == record.id, table.c.owner_id == record.owner_id, table.c.deleted_at.is_(None))
            .values(**new, revision=table.c.revision + 1, updated_at=now)
        )
        if not done.rowcount:  # type: ignore[attr-defined]
            raise SomeoneWasFirst
        session.execute(update(File).where(File.record_id == record.id).values(**new))
        ledger.append(
            session,
            at=now,
            by_id=by_id,
            what="record.assigned",
            subject=record.subject,
            owner_id=owner.id,
            owner_pos=owner.pos,
            payload={
                **({"cause": cause} if cause else {}),
                "from_id": record.owner_id,
                "owner_id": owner.id,
                "revision": record.revision + 1,
                "fields": [],
            },
        )
        for companion in companions.introduced():
            companion.handed_over(session, record, owner_id=owner.id)
        events.tell(
            session,
            RecordAssigned(object_key=record.object_key, record_id=record.id, owner_id=owner.id, cause=cause),
            now=now,
        )
        return queries.standing(session, record.object_key, record.id)


def delete(session: Session, viewer: Viewer, record: Record, *, now: datetime) -> None:
    """Take a record away. It vanishes from every list and answer; the ledger goes on telling of it."""
    if not policy.can_with(viewer, record).delete:
        raise Forbidden("delete")
    beside = [key for key, found in companions.beside(record.beside, now=now).items() if found is not None]
    with db.beyond_sight(session):
        referring = queries.referring(session, record)
    if beside or referring:
        known = objects.objects(session)
        raise StillNeeded(
            beside=beside, referring=[{"object": key, "label": known[key].label.say(viewer.lang)} for key in referring]
        )
    table = tables.table(session, record.object_key)
    done = session.execute(
        update(table)
        .where(table.c.id == record.id, table.c.revision == record.revision, table.c.deleted_at.is_(None))
        .values(deleted_at=now, updated_at=now, revision=record.revision + 1)
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise SomeoneWasFirst
    ledger.append(
        session,
        at=now,
        by_id=viewer.person_id,
        what="record.deleted",
        subject=record.subject,
        owner_id=record.owner_id,
        owner_pos=record.owner_pos,
        payload={"revision": record.revision + 1, "fields": []},
    )
    events.tell(session, RecordDeleted(object_key=record.object_key, record_id=record.id), now=now)
