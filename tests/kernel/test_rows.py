"""Rows asked for by kept statements are what the ORM would make of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, inspect, select, text, update
from sqlalchemy.orm import Session

from bihuan.kernel import rows
from bihuan.kernel.rows import Asked
from bihuan.notices.models import Notice
from tests.company import Cast

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
FACTS = {"客户": '"三花" \\ 泵业', "days": [1, 2.5, None], "none": None}
OF_SOMEBODY = Asked(select(Notice).where(Notice.person_id == bindparam("person")).order_by(Notice.id.desc()))


def told(session: Session, cast: Cast, cause: str = "limit", **more: Any) -> Notice:  # noqa: ANN401
    new = {"person_id": cast.wang, "cause": cause, "kind": "review.asked", "level": "warn", "facts": FACTS}
    return rows.add(session, Notice, **new, made_at=NOW, **more)


def columns(notice: Notice) -> dict[str, object]:
    return {column.key: getattr(notice, column.key) for column in Notice.__table__.c}


def test_what_is_added_stands_in_the_database_as_it_is_in_hand(session: Session, cast: Cast) -> None:
    made = told(session, cast, record_id=7, object_key="opportunity")
    in_hand = columns(made)
    session.expunge(made)
    assert columns(session.scalars(select(Notice).where(Notice.id == made.id)).one()) == in_hand
    assert in_hand["facts"] == FACTS
    assert session.scalar(select(Notice.read_at).where(Notice.id == made.id)) is None


def test_the_session_keeps_it_as_its_own(session: Session, cast: Cast) -> None:
    made = told(session, cast)
    assert inspect(made).persistent
    assert rows.get(session, Notice, made.id) is session.get(Notice, made.id) is made
    assert OF_SOMEBODY.all(session, person=cast.wang)[0] is made


def test_what_is_set_on_it_is_written(session: Session, cast: Cast) -> None:
    number = told(session, cast).id
    session.expunge_all()
    found = OF_SOMEBODY.first(session, person=cast.wang)
    assert found is not None
    found.read_at = NOW
    # Asked again before anybody has written it, it is not lost.
    assert OF_SOMEBODY.all(session, person=cast.wang)[0].read_at == NOW
    assert session.scalar(text("SELECT read_at FROM notices_notice WHERE id = :id"), {"id": number}) == NOW


def test_asked_again_it_is_what_stands_there_now(session: Session, cast: Cast) -> None:
    made = told(session, cast)
    behind = update(Notice).where(Notice.id == made.id).values(level="due")
    session.execute(behind.execution_options(synchronize_session=False))
    assert rows.get(session, Notice, made.id) is made
    assert made.level == "warn"
    assert OF_SOMEBODY.all(session, person=cast.wang)[0] is made
    assert made.level == "due"


def test_many_come_in_their_order(session: Session, cast: Cast) -> None:
    made = [told(session, cast, cause) for cause in ("a", "b", "c")]
    assert OF_SOMEBODY.all(session, person=cast.wang)[:3] == made[::-1]


def test_what_is_not_there_is_nothing(session: Session) -> None:
    assert rows.get(session, Notice, 2**62) is None
    assert OF_SOMEBODY.first(session, person=2**62) is None
    assert OF_SOMEBODY.all(session, person=2**62) == []


def test_what_is_written_by_a_statement_is_not_written_again(session: Session, cast: Cast) -> None:
    made = told(session, cast)
    rows.written(made, level="escalate")
    assert made.level == "escalate"
    assert not session.is_modified(made)
