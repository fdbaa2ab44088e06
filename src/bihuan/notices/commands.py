"""Telling people, and what they do with what they were told."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, NotRequired, TypedDict, Unpack

from sqlalchemy import Text, any_, bindparam, func, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from bihuan.kernel import arrays, db, rows
from bihuan.kernel.prepared import Prepared
from bihuan.kernel.refusals import Invalid
from bihuan.ledger import commands as ledger
from bihuan.notices.models import Notice
from bihuan.org.viewer import Viewer

LONGEST_SNOOZE = timedelta(days=30)
_TELL = Prepared(
    text(
        "INSERT INTO notices_notice (person_id, cause, kind, level, object_key, record_id, journey_id, facts, made_at)"
        " SELECT n.*, :now FROM unnest(CAST(:person_id AS bigint[]), CAST(:cause AS text[]), CAST(:kind AS text[]),"
        " CAST(:level AS text[]), CAST(:object_key AS text[]), CAST(:record_id AS bigint[]),"
        " CAST(:journey_id AS bigint[]), CAST(:facts AS jsonb[])) AS n"
        " ON CONFLICT (person_id, cause) DO NOTHING RETURNING id"
    )
)
_MARKS = {
    mark.key: func.coalesce(bindparam(mark.key, type_=mark.type), mark)
    for mark in (Notice.read_at, Notice.acknowledged_at, Notice.snoozed_until)
}
_MARK = Prepared(update(Notice).where(Notice.id == bindparam("notice")).values(_MARKS))
_SETTLED = update(Notice).where(Notice.acknowledged_at.is_(None)).values(acknowledged_at=bindparam("now"))
_OF_JOURNEY = _SETTLED.where(Notice.journey_id == bindparam("journey"))
SETTLED = "notices_settle(:journey, :at)"  # what `settle` does without kinds, as a part of somebody's larger statement
_OVER = Prepared(text(f"SELECT {SETTLED}"))
_OVER_OF_KINDS = Prepared(_OF_JOURNEY.where(Notice.kind == any_(bindparam("kinds", type_=ARRAY(Text)))))
_OVER_CAUSE = Prepared(_SETTLED.where(Notice.person_id == bindparam("person"), Notice.cause == bindparam("of")))


class News(TypedDict):
    """What somebody shall be told. `cause` names the reason once for all: the same person never hears it twice."""

    person_id: int
    cause: str
    kind: str
    level: Literal["info", "warn", "due", "escalate"]
    facts: Mapping[str, object]
    object_key: NotRequired[str | None]
    record_id: NotRequired[int | None]
    journey_id: NotRequired[int | None]


def tell(session: Session, *, now: datetime, **news: Unpack[News]) -> bool:
    """Put a notice into a person's inbox. False if they were told for this cause already."""
    return bool(tell_all(session, [news], now=now))


def tell_all(session: Session, news: Sequence[News], *, now: datetime) -> int:
    """Put many notices into inboxes at once. How many: those who were told for their cause already are left alone."""
    if not news:
        return 0
    columns = {
        "person_id": arrays.numbers(one["person_id"] for one in news),
        "cause": arrays.texts(one["cause"] for one in news),
        "kind": arrays.texts(one["kind"] for one in news),
        "level": arrays.texts(one["level"] for one in news),
        "object_key": arrays.texts(one.get("object_key") for one in news),
        "record_id": arrays.numbers(one.get("record_id") for one in news),
        "journey_id": arrays.numbers(one.get("journey_id") for one in news),
        "facts": arrays.texts(json.dumps(one["facts"], ensure_ascii=False) for one in news),
    }
    with db.beyond_sight(session):
        return _TELL.written(session, **columns, now=now)


def read(session: Session, notice: Notice, *, now: datetime) -> None:
    """The person has looked at it."""
    _mark(session, notice, read_at=notice.read_at or now)


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


def settle(session: Session, journey_id: int, *, now: datetime, kinds: Collection[str] = ()) -> int:
    """Whatever these notices warned of is over: they leave every inbox. How many.

    Of the kinds named, or else of every kind that warns; what was only told for information stays to be read.
    """
    if not kinds:
        answer = _OVER.one(session, journey=journey_id, at=now)
        return int(answer[0]) if answer else 0
    with db.beyond_sight(session):
        return _OVER_OF_KINDS.written(session, journey=journey_id, kinds=list(kinds), now=now)


def settle_cause(session: Session, cause: str, *, person_id: int, now: datetime) -> bool:
    """What this person was told for this cause is over. False when nothing of it waited."""
    with db.beyond_sight(session):
        return bool(_OVER_CAUSE.written(session, person=person_id, of=cause, now=now))


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
