"""Asking the customer to confirm: a signed, expiring link that needs no log-in, and what came of it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from bihuan.kernel import db, events
from bihuan.kernel.refusals import Forbidden, Kind, Refusal, SomeoneWasFirst
from bihuan.org.viewer import Viewer
from bihuan.process import policy, queries
from bihuan.process.commands import door, owing, setting
from bihuan.process.commands.handing_in import NoSuchDeliverable, asked_for
from bihuan.process.commands.moving import LONGEST_REASON, JourneyOver
from bihuan.process.events import CustomerAnswered
from bihuan.process.models import Confirmation, HandedIn, Journey

LINK_LIVES = timedelta(days=14)
LONGEST_NAME = 100
Answer = Literal["confirmed", "declined"]


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
    _, wanted = asked_for(session, journey, key)
    if wanted.kind != "confirmation" or wanted.of is None:
        raise NoSuchDeliverable(key, [])
    thing = queries.newest(session, journey, wanted.of)
    if thing is None or thing.file_id is None:
        raise NothingToSend(wanted.of)
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
    told = {"key": key, "label": wanted.label.model_dump(), "confirmation": confirmation.id}
    door.note(session, journey, "confirmation.sent", by_id=viewer.person_id, now=now, told=told)
    return confirmation, token


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def view(session: Session, confirmation: Confirmation, *, now: datetime) -> None:
    """The customer opened the link; only the first time is news."""
    _alive(confirmation, now=now)
    if setting.compare_and_set(session, confirmation, Confirmation.viewed_at.is_(None), viewed_at=now):
        journey = queries.journey_of(session, confirmation.journey_id)
        door.note(
            session, journey, "confirmation.viewed", by_id=None, now=now, told=_told(session, journey, confirmation)
        )


def answer(
    session: Session, confirmation: Confirmation, *, said: Answer, name: str, reason: str, now: datetime
) -> None:
    """The customer confirms or declines, once; the ball goes back to the rep. SomeoneWasFirst when answered before."""
    _alive(confirmation, now=now)
    name, reason = name.strip()[:LONGEST_NAME], reason.strip()[:LONGEST_REASON]
    values = {"answer": said, "answered_at": now, "answered_name": name, "answer_reason": reason}
    if not setting.compare_and_set(session, confirmation, Confirmation.answer.is_(None), **values):
        raise SomeoneWasFirst({"answer": confirmation.answer})
    journey = queries.journey_of(session, confirmation.journey_id)
    if journey.outcome is None:
        _count(session, journey, confirmation, late=journey.due_at is not None and now > journey.due_at)
        door.pass_ball(session, journey, holder="rep", cause=f"confirmation.{said}", now=now)
        owing.pay(session, journey, by_id=None, now=now)
    personal, told = {"name": name, "reason": reason}, _told(session, journey, confirmation)
    door.note(session, journey, f"confirmation.{said}", by_id=None, now=now, told=told, personal=personal)
    answered = CustomerAnswered(
        **door.whose(journey), confirmation_id=confirmation.id, key=confirmation.key, answer=said
    )
    events.tell(session, answered, now=now)


def _count(session: Session, journey: Journey, confirmation: Confirmation, *, late: bool) -> None:
    answered_at, asked = confirmation.answered_at, queries.process_of(session, journey).deliverable(confirmation.key)
    assert answered_at is not None
    session.add(
        HandedIn(
            journey_id=journey.id,
            stay_id=queries.present_stay(session, journey),
            stage_key=asked[0].key if asked else journey.stage_key,
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


def _told(session: Session, journey: Journey, confirmation: Confirmation) -> dict[str, object]:
    asked = queries.process_of(session, journey).deliverable(confirmation.key)
    label = asked[1].label.model_dump() if asked else {"zh": confirmation.key, "en": confirmation.key}
    return {"key": confirmation.key, "label": label, "confirmation": confirmation.id}


def _alive(confirmation: Confirmation, *, now: datetime) -> None:
    if now > confirmation.expires_at:
        raise LinkOver
