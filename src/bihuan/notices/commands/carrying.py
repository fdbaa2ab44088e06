"""Parcels on their way: claimed in one breath, carried outside every transaction, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.words import lang_of
from bihuan.ledger import commands as ledger
from bihuan.notices import letters, merging, queries
from bihuan.notices.channels import Failed, Letter, Unreachable
from bihuan.notices.letters import Reader
from bihuan.notices.models import Parcel, Pending
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer

LEASE = timedelta(minutes=5)  # who has not come back by then has died on the way
USEFUL = timedelta(hours=24)  # a letter that is older says nothing new: what still waits goes with the next digest
MOST_TRIES = 6
AWAY = timedelta(minutes=1)
_CLAIM = text(
    "UPDATE notices_parcel SET status = 'sending', tries = tries + 1, next_at = :until WHERE id = ("
    "SELECT id FROM notices_parcel WHERE status IN ('waiting', 'sending') AND next_at <= :now"
    " ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id"
)
_AGAIN = text(
    "INSERT INTO notices_pending (notice_id, person_id) SELECT id, person_id FROM notices_notice"
    " WHERE id = ANY(:ids) AND acknowledged_at IS NULL AND read_at IS NULL ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A parcel that nobody else carries now; without a letter there was nothing left to say."""

    parcel_id: int
    letter: Letter | None


def claim(session: Session, *, base: str, now: datetime) -> Claimed | None:
    """Take the next letter that is due, in the words of this moment. None when there is none.

    What was seen or is over meanwhile is left out of it; what came too late goes with the next digest.
    """
    parcel_id = session.scalar(_CLAIM, {"now": now, "until": now + LEASE})
    if parcel_id is None:
        return None
    parcel = queries.parcel(session, int(parcel_id))
    session.refresh(parcel)
    if parcel.made_at < now - USEFUL:
        session.execute(_AGAIN, {"ids": parcel.notice_ids})
        parcel.status, parcel.ended_at = "folded", now
        return Claimed(parcel_id=parcel.id, letter=None)
    letter = _letter(session, parcel, base)
    if letter is None:
        parcel.status, parcel.ended_at = "over", now
    session.flush()
    return Claimed(parcel_id=parcel.id, letter=letter)


def finish(session: Session, parcel_id: int, fault: Failed | Unreachable | None, *, now: datetime) -> None:
    """Write down what became of a parcel: brought, given up, or to be tried again later."""
    parcel = queries.parcel(session, parcel_id)
    if parcel.status != "sending":
        return
    if fault is None:
        parcel.status, parcel.ended_at, parcel.error = "sent", now, ""
    elif isinstance(fault, Unreachable):
        # The channel's own trouble says nothing about the letter, so it is no try of it.
        parcel.status, parcel.tries, parcel.error = "waiting", parcel.tries - 1, str(fault)
        parcel.next_at = now + AWAY
    else:
        last = fault.for_good or parcel.tries >= MOST_TRIES
        parcel.status, parcel.error = ("dead" if last else "waiting"), str(fault)
        parcel.next_at = now + timedelta(minutes=2**parcel.tries)
    session.flush()


def again(session: Session, viewer: Viewer, parcel_id: int, *, now: datetime) -> None:
    """Try a letter once more that was given up."""
    parcel = queries.dead(session, parcel_id)
    parcel.status, parcel.tries, parcel.next_at, parcel.made_at = "waiting", 0, now, now
    _note(session, viewer, parcel, "letter.again", now)


def drop(session: Session, viewer: Viewer, parcel_id: int, *, now: datetime, reason: str = "") -> None:
    """Give up a letter for good; what it says still stands in the inbox."""
    parcel = queries.dead(session, parcel_id)
    parcel.status, parcel.ended_at = "dropped", now
    session.execute(delete(Pending).where(Pending.notice_id.in_(parcel.notice_ids)))
    _note(session, viewer, parcel, "letter.dropped", now, reason)


def _letter(session: Session, parcel: Parcel, base: str) -> Letter | None:
    lines = merging.lines(queries.in_parcel(session, parcel))
    person = org.person(session, parcel.person_id)
    if not lines or not person.email or not person.active:
        return None
    lang = lang_of(person.lang)
    reader = Reader(name=person.name, lang=lang, zone=org.calendar(session).tz, base=base.rstrip("/"))
    named = sha256(f"{db.workspace_of(session)}/{parcel.key}".encode()).hexdigest()[:32]
    return Letter(
        number=f"bihuan-{named}",
        to=person.email,
        name=person.name,
        subject=letters.subject(parcel.kind, lines, lang),  # type: ignore[arg-type]  # the table takes no other kind
        text=letters.text(lines, reader),
        html=letters.html(lines, reader),
    )


def _note(session: Session, viewer: Viewer, parcel: Parcel, what: str, now: datetime, reason: str = "") -> None:
    session.flush()
    payload: dict[str, object] = {"parcel": parcel.id, "person": parcel.person_id}
    if reason:
        payload["reason"] = reason
    ledger.append(session, at=now, by_id=viewer.person_id, what=what, subject="system", payload=payload)
