"""Questions about notices: each person's own, and nobody else's, however far they see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Text, bindparam, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from bihuan.kernel.refusals import NotFound
from bihuan.kernel.rows import Asked
from bihuan.notices import merging
from bihuan.notices.merging import WORST, Line, levels
from bihuan.notices.models import Notice
from bihuan.org.viewer import Viewer

TOPIC = func.coalesce(Notice.object_key + ":" + cast(Notice.record_id, Text), Notice.cause)
_WORST = literal(list(WORST), ARRAY(Text))


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
    """How many lines wait, by the worst that is told of each."""
    rank = func.max(func.array_position(_WORST, Notice.level))
    asked = select(rank).where(Notice.person_id == viewer.person_id, *_waiting(now)).group_by(TOPIC)
    return dict(levels(WORST[place - 1] for place in session.scalars(asked)))


def lines(
    session: Session, viewer: Viewer, *, now: datetime, before: int | None, limit: int
) -> tuple[list[Line], int | None]:
    """A page of what waits, a line for each topic, the one that was told of last first; and the next page's cursor."""
    newest = func.max(Notice.id)
    asked = select(TOPIC, newest).where(Notice.person_id == viewer.person_id, *_waiting(now)).group_by(TOPIC)
    if before is not None:
        asked = asked.having(newest < before)
    topics = {str(topic): last for topic, last in session.execute(asked.order_by(newest.desc()).limit(limit))}
    told = session.scalars(
        select(Notice).where(Notice.person_id == viewer.person_id, *_waiting(now), TOPIC.in_(topics))
    )
    found = sorted(merging.lines(told), key=lambda line: topics[line.first.topic], reverse=True)
    return found, min(topics.values()) if len(topics) == limit else None


def own(session: Session, viewer: Viewer, notice_ids: Sequence[int]) -> Sequence[Notice]:
    """Those of these notices that are the viewer's."""
    return session.scalars(
        select(Notice).where(Notice.id.in_(notice_ids), Notice.person_id == viewer.person_id).order_by(Notice.id)
    ).all()


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
