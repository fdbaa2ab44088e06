"""Telling people, each cause once; and what is over leaves every inbox."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Literal, NotRequired, TypedDict, Unpack

from sqlalchemy import Text, any_, bindparam, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from bihuan.kernel import arrays, db
from bihuan.kernel.prepared import Prepared
from bihuan.notices.models import Notice

_TELL = Prepared(
    text(
        "WITH told AS (INSERT INTO notices_notice"
        " (person_id, cause, kind, level, object_key, record_id, journey_id, facts, made_at)"
        " SELECT n.*, :now FROM unnest(CAST(:person_id AS bigint[]), CAST(:cause AS text[]), CAST(:kind AS text[]),"
        " CAST(:level AS text[]), CAST(:object_key AS text[]), CAST(:record_id AS bigint[]),"
        " CAST(:journey_id AS bigint[]), CAST(:facts AS jsonb[])) AS n"
        " ON CONFLICT (person_id, cause) DO NOTHING RETURNING id, person_id)"
        # Whoever carries it finds it here, and needs not look through all that was ever told.
        " INSERT INTO notices_pending (notice_id, person_id) SELECT id, person_id FROM told"
    )
)
_SETTLED = update(Notice).where(Notice.acknowledged_at.is_(None)).values(acknowledged_at=bindparam("now"))
_OF_JOURNEY = _SETTLED.where(Notice.journey_id == bindparam("journey"))
SETTLED = "notices_settle(:journey, :at)"  # what `settle` does without kinds, as a part of somebody's larger statement
_OVER = Prepared(text(f"SELECT {SETTLED}"))
_OVER_OF_KINDS = Prepared(_OF_JOURNEY.where(Notice.kind == any_(bindparam("kinds", type_=ARRAY(Text)))))
_OVER_CAUSE = Prepared(_SETTLED.where(Notice.person_id == bindparam("person"), Notice.cause == bindparam("of")))


_PASS = text(
    "UPDATE notices_notice AS n SET person_id = :to_id WHERE n.id = :id AND n.person_id = :from_id"
    " AND n.acknowledged_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM notices_notice o WHERE o.person_id = :to_id AND o.cause = n.cause)"
)
_PASS_ON = tuple(
    text(f"UPDATE {table} SET person_id = :to_id WHERE notice_id = :id AND person_id = :from_id")  # noqa: S608 - names of ours
    for table in ("notices_pending", "notices_climb")
)
_TOLD_ALREADY = text(
    "UPDATE notices_notice SET acknowledged_at = :now WHERE id = :id AND person_id = :from_id"
    " AND acknowledged_at IS NULL"
)


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


def pass_on(session: Session, notice_id: int, *, from_id: int, to_id: int, now: datetime) -> bool:
    """Let what still waits in one inbox wait in another. Whoever was told the same already is not told again.

    False when it is over, or somebody else's by now.
    """
    people = {"id": notice_id, "from_id": from_id, "to_id": to_id}
    with db.beyond_sight(session):
        if session.execute(_PASS, people).rowcount:  # type: ignore[attr-defined]
            for statement in _PASS_ON:
                session.execute(statement, people)
            return True
        over = session.execute(_TOLD_ALREADY, {"id": notice_id, "from_id": from_id, "now": now})
        return bool(over.rowcount)  # type: ignore[attr-defined]
