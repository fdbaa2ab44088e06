"""Asking the customer to confirm: a signed, expiring link that needs no log-in, and what came of it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from bihuan.kernel import db, events
from bihuan.kernel.refusals import Forbidden, Kind, Refusal, SomeoneWasFirst
from bihuan.org.viewer import Viewer
from bihuan.process import policy, queries
from bihuan.process.commands import door
from bihuan.process.commands.handing_in import NoSuchDeliverable
from bihuan.process.commands.moving import JourneyOver
from bihuan.process.events import CustomerAnswered
from bihuan.process.models import Confirmation, HandedIn, Journey

LINK_LIVES = timedelta(days=14)


class LinkOver(Refusal):
    """The link is older than it may be."""

    code = "link_over"
    message = "This link has expired. Ask for a new one."


class NothingToSend(Refusal):
    """There is no file to confirm yet."""

    code = "nothing_to_send"
    kind = Kind.INVALID
    message = "Hand in the file first; then it can be sent for confirmation."

    def __init__(self, key: str) -> None:
        """Keep which deliverable the file belongs to."""
        super().__init__()
        self._key = key

    def facts(self) -> dict[str, object]:
        """The deliverable that has no file yet."""
        return {"deliverable": self._key}


def send(session: Session, viewer: Viewer, journey: Journey, key: str, *, now: datetime) -> tuple[Confirmation, str]:
    """Make the link by which the customer sees the newest file and says that it came. The token is told only once."""
    if journey.outcome is not None:
        raise JourneyOver
    if not policy.can(viewer, journey).hand_in:
        raise Forbidden("process.move_any")
    process, _ = queries.whereabouts(session, journey)
    found = process.deliverable(key)
    if found is None or found[1].kind != "confirmation" or found[1].of is None:
        raise NoSuchDeliverable(key, [])
    thing = queries.newest(session, journey, found[1].of)
    if thing is None or thing.file_id is None:
        raise NothingToSend(found[1].of)
    token = f"{db.workspace_of(session)}.{secrets.token_urlsafe(32)}"
    confirmation = Confirmation(
        token_hash=hashed(token),
        handed_in_id=thing.id,
        journey_id=journey.id,
        key=key,
        file_id=thing.file_id,
        sent_at=now,
        sent_by_id=viewer.person_id,
        expires_at=now + LINK_LIVES,
        owner_id=journey.owner_id,
        owner_pos=journey.owner_pos,
    )
    session.add(confirmation)
    session.flush()
    door.pass_ball(session, journey, holder="customer", cause="confirmation.sent", now=now)
    door.note(
        session, journey, "confirmation.sent", by_id=viewer.person_id, now=now, key=key, confirmation=confirmation.id
    )
    return confirmation, token


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def view(session: Session, confirmation: Confirmation, *, now: datetime) -> None:
    """The customer opened the link; only the first time is news."""
    _alive(confirmation, now=now)
    first = session.execute(
        update(Confirmation)
        .where(Confirmation.id == confirmation.id, Confirmation.viewed_at.is_(None))
        .values(viewed_at=now)
    ).rowcount  # type: ignore[attr-defined]
    if first:
        session.refresh(confirmation)
        journey = queries.journey_of(session, confirmation.journey_id)
        door.note(session, journey, "confirmation.viewed", by_id=None, now=now, key=confirmation.key)


def answer(  # noqa: PLR0913 - who said what, and why
    session: Session, confirmation: Confirmation, *, said: str, name: str, reason: str, now: datetime
) -> None:
    """The customer confirms or declines, once; the ball goes back to the rep. SomeoneWasFirst when answered before."""
    _alive(confirmation, now=now)
    values = {"answer": said, "answered_at": now, "answered_name": name[:100], "answer_reason": reason[:2000]}
    changed = session.execute(
        update(Confirmation).where(Confirmation.id == confirmation.id, Confirmation.answer.is_(None)).values(values)
    ).rowcount  # type: ignore[attr-defined]
    if not changed:
        raise SomeoneWasFirst({"answer": confirmation.answer})
    session.refresh(confirmation)
    journey = queries.journey_of(session, confirmation.journey_id)
    stay = queries.present_stay(session, journey) if journey.outcome is None else None
    if stay is not None:
        _count(session, journey, confirmation, late=stay.due_at is not None and now > stay.due_at, stay_id=stay.id)
        door.pass_ball(session, journey, holder="rep", cause=f"confirmation.{said}", now=now)
    what = f"confirmation.{said}"
    door.note(session, journey, what, by_id=None, now=now, key=confirmation.key, name=name[:100], reason=reason[:2000])
    events.tell(
        session, CustomerAnswered(confirmation_id=confirmation.id, journey_id=journey.id, answer=said)
    )


def _count(session: Session, journey: Journey, confirmation: Confirmation, *, late: bool, stay_id: int) -> None:
    answered_at = confirmation.answered_at
    assert answered_at is not None
    session.add(
        HandedIn(
            journey_id=journey.id,
            stay_id=stay_id,
            stage_key=journey.stage_key,
            key=confirmation.key,
            kind="confirmation",
            status="accepted" if confirmation.answer == "confirmed" else "rejected",
            text=confirmation.answer_reason or None,
            file_id=confirmation.file_id,
            by_id=confirmation.sent_by_id,
            at=answered_at,
            late=late,
            review_reason=confirmation.answer_reason or None,
            owner_id=journey.owner_id,
            owner_pos=journey.owner_pos,
        )
    )
    session.flush()


def _alive(confirmation: Confirmation, *, now: datetime) -> None:
    if now > confirmation.expires_at:
        raise LinkOver
