"""Questions about notices: each person's own, and nobody else's, however far they see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import Session

from bihuan.kernel.refusals import NotFound
from bihuan.kernel.rows import Asked
from bihuan.notices.models import Notice
from bihuan.org.viewer import Viewer


def notice(session: Session, viewer: Viewer, notice_id: int) -> Notice:
    """One of the viewer's notices."""
    found = session.scalar(select(Notice).where(Notice.id == notice_id, Notice.person_id == viewer.person_id))
    if found is None:
        raise NotFound
    return found


def inbox(
    session: Session, viewer: Viewer, *, waiting_at: datetime | None, before: int | None, limit: int
) -> Sequence[Notice]:
    """The viewer's notices, the latest first; with a moment, only those that wait then."""
    asked = _inbox(waiting=waiting_at is not None, older=before is not None)
    return asked.all(session, person=viewer.person_id, now=waiting_at, before=before, most=limit)


def counts(session: Session, viewer: Viewer, now: datetime) -> dict[str, int]:
    """How many notices wait, by level."""
    rows = session.execute(
        select(Notice.level, func.count())
        .where(Notice.person_id == viewer.person_id, *_waiting(now))
        .group_by(Notice.level)
    )
    return dict(iter(rows))


@cache
def _inbox(*, waiting: bool, older: bool) -> Asked[Notice]:
    asked = select(Notice).where(Notice.person_id == bindparam("person"))
    if waiting:
        asked = asked.where(*_waiting(bindparam("now")))
    if older:
        asked = asked.where(Notice.id < bindparam("before"))
    return Asked(asked.order_by(Notice.id.desc()).limit(bindparam("most")))


def _waiting(now: datetime | ColumnElement[datetime]) -> list[ColumnElement[bool]]:
    """Neither acknowledged nor put off: what was put off comes back by itself."""
    return [Notice.acknowledged_at.is_(None), or_(Notice.snoozed_until.is_(None), Notice.snoozed_until <= now)]
