"""What people and programs carry to get in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bihuan.kernel.refusals import NotFound
from bihuan.org import keys
from bihuan.org.models import LogIn, Person, Token
from bihuan.org.viewer import Viewer


def log_in(session: Session, key: str, now: datetime) -> tuple[LogIn, Person] | None:
    """The log-in this cookie belongs to and its person, while it lives and the person is active."""
    found = session.execute(
        select(LogIn, Person)
        .join(Person, Person.id == LogIn.person_id)
        .where(
            LogIn.token_hash == keys.digest(key),
            LogIn.expires_at > now,
            LogIn.seen_at > now - keys.IDLE,
            Person.active,
        )
    ).one_or_none()
    return (found[0], found[1]) if found else None


def token_used(session: Session, key: str, now: datetime) -> Token | None:
    """The token this is, while it lives and its person is active."""
    return session.scalar(
        select(Token)
        .join(Person, Person.id == Token.person_id)
        .where(
            Token.token_hash == keys.digest(key),
            Token.revoked_at.is_(None),
            or_(Token.expires_at.is_(None), Token.expires_at > now),
            Person.active,
        )
    )


def tokens(session: Session, person_id: int) -> Sequence[Token]:
    """A person's tokens that were not revoked, the newest first."""
    return session.scalars(
        select(Token).where(Token.person_id == person_id, Token.revoked_at.is_(None)).order_by(Token.id.desc())
    ).all()


def token(session: Session, viewer: Viewer, token_id: int) -> Token:
    """One of the viewer's own tokens."""
    found = session.get(Token, token_id)
    if found is None or found.person_id != viewer.person_id:
        raise NotFound
    return found
