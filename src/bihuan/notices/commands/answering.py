"""What people do with what they were told: look at it, take note of it, put it off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, update
from sqlalchemy.orm import Session

from bihuan.kernel import rows
from bihuan.kernel.prepared import Prepared
from bihuan.kernel.refusals import Invalid
from bihuan.ledger import commands as ledger
from bihuan.notices.models import Notice
from bihuan.org.viewer import Viewer

LONGEST_SNOOZE = timedelta(days=30)
_MARKS = {
    mark.key: func.coalesce(bindparam(mark.key, type_=mark.type), mark)
    for mark in (Notice.read_at, Notice.acknowledged_at, Notice.snoozed_until)
}
_MARK = Prepared(update(Notice).where(Notice.id == bindparam("notice")).values(_MARKS))


def read(session: Session, notice: Notice, *, now: datetime) -> None:
    """The person has looked at it."""
    _mark(session, notice, read_at=notice.read_at or now)


def see(session: Session, viewer: Viewer, notice_ids: Sequence[int], *, now: datetime) -> None:
    """The viewer has looked at these; those of others are left alone."""
    seen = update(Notice).where(Notice.id.in_(notice_ids), Notice.person_id == viewer.person_id)
    session.execute(seen.where(Notice.read_at.is_(None)).values(read_at=now))


def acknowledge(session: Session, viewer: Viewer, notice: Notice, *, now: datetime) -> None:
    """The person has taken note; it leaves the inbox. Again is as good as once."""
    if notice.acknowledged_at is not None:
        return
    _mark(session, notice, read_at=notice.read_at or now, acknowledged_at=now)
    _note(session, viewer, notice, "notice.acknowledged", now=now)


def snooze(session: Session, viewer: Viewer, notice: Notice, until: datetime, *, now: datetime) -> None:
    """Put it off: it comes back at `until` by itself."""
    if not now < until <= now + LONGEST_SNOOZE:
        message = f"Put it off to a moment within {LONGEST_SNOOZE.days} days from now."
        raise Invalid([{"field": "until", "code": "interval", "message": message}])
    _mark(session, notice, read_at=notice.read_at or now, snoozed_until=until)
    _note(session, viewer, notice, "notice.snoozed", now=now, until=until.isoformat())


def _mark(session: Session, notice: Notice, **marks: datetime) -> None:
    _MARK.written(session, notice=notice.id, **{mark: marks.get(mark) for mark in _MARKS})
    rows.written(notice, **marks)


def _note(session: Session, viewer: Viewer, notice: Notice, what: str, *, now: datetime, until: str = "") -> None:
    subject = (
        f"{notice.object_key}:{notice.record_id}" if notice.record_id is not None else f"person:{viewer.person_id}"
    )
    payload: dict[str, object] = {"notice": notice.id, "kind": notice.kind, "level": notice.level}
    if until:
        payload["until"] = until
    ledger.append(
        session,
        at=now,
        by_id=viewer.person_id,
        what=what,
        subject=subject,
        journey_id=notice.journey_id,
        payload=payload,
    )
