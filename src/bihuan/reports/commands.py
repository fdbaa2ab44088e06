"""The link to one's calendar: made, renewed, taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.ledger import commands as ledger
from bihuan.org import keys
from bihuan.org.viewer import Viewer
from bihuan.reports.models import Feed


def open_feed(session: Session, viewer: Viewer, *, now: datetime) -> str:
    """Make the viewer's link, in place of the one there was, which opens nothing any more. The secret, said once."""
    token = keys.made(db.workspace_of(session))
    values = {"token_hash": keys.digest(token), "made_at": now, "used_at": None}
    made = insert(Feed).values(person_id=viewer.person_id, **values)
    session.execute(made.on_conflict_do_update(index_elements=["person_id"], set_=values))
    _note(session, viewer, "feed.opened", now)
    return token


def close_feed(session: Session, viewer: Viewer, *, now: datetime) -> None:
    """Take the viewer's link back: it opens nothing any more."""
    session.execute(delete(Feed).where(Feed.person_id == viewer.person_id))
    _note(session, viewer, "feed.closed", now)


def _note(session: Session, viewer: Viewer, what: str, now: datetime) -> None:
    subject = f"person:{viewer.person_id}"
    ledger.append(session, at=now, by_id=viewer.person_id, what=what, subject=subject, payload={})
