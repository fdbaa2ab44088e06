"""The inbox: told once, each their own, acknowledged, put off, back again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.kernel import clock, db
from bihuan.notices import commands, queries
from bihuan.notices.models import Notice
from bihuan.org import queries as org
from tests.company import MONDAY_9, Cast
from tests.notices.conftest import Browse

FACTS = {
    "title": "东方化工",
    "stage": {"zh": "方案", "en": "Proposal"},
    "owner": "陈销售",
    "limit": {"zh": "3 个工作日", "en": "3 workdays"},
    "stayed": 3000,
    "to": "owner",
    "contacts": [{"kind": {"zh": "电话", "en": "Call"}, "summary": "等预算", "at": MONDAY_9.isoformat(), "by": "陈"}],
}


def tell(session: Session, person_id: int, cause: str = "stay:1:due", **news: Any) -> bool:  # noqa: ANN401
    given: dict[str, Any] = {"kind": "stage.overdue", "level": "due", "facts": FACTS, "journey_id": 7, **news}
    return commands.tell(session, person_id=person_id, cause=cause, now=MONDAY_9, **given)


def test_one_cause_is_told_once_to_each(session: Session, cast: Cast) -> None:
    assert tell(session, cast.chen) is True
    assert tell(session, cast.chen) is False
    assert tell(session, cast.wang) is True
    assert tell(session, cast.chen, "stay:1:escalate") is True


def test_a_notice_says_everything_in_the_readers_language(browse: Browse, session: Session, cast: Cast) -> None:
    tell(session, cast.chen, object_key="customer", record_id=5)
    chen = browse("chen")
    (notice,) = chen.get("/api/notices?open=1").json()["items"]
    assert notice["title"] == "超时：东方化工"
    assert notice["sentence"] == "“东方化工”在“方案”已停留 2 天 2 小时，超过时限 3 个工作日。负责人：陈销售。"
    assert notice["why"] == "因为你是负责人。"
    assert notice["facts"]["contacts"][0]["kind"] == "电话"
    assert (notice["object"], notice["record_id"], notice["journey_id"]) == ("customer", 5, 7)
    (english,) = chen.get("/api/notices", headers={"accept-language": "en-US,en"}).json()["items"]
    assert english["title"] == "Overdue: 东方化工"
    assert english["facts"]["contacts"][0]["kind"] == "Call"


@pytest.mark.parametrize("who", ["lin", "wang", "zhao", "sun"])
def test_an_inbox_is_its_persons_own_however_far_one_sees(
    browse: Browse, session: Session, cast: Cast, who: str
) -> None:
    tell(session, cast.chen)
    number = session.scalar(text("SELECT id FROM notices_notice"))
    other = browse(who)
    assert other.get("/api/notices").json()["items"] == []
    assert other.get("/api/notices/count").json()["open"] == 0
    for verb in ("read", "acknowledge"):
        assert other.post(f"/api/notices/{number}/{verb}").status_code == 404
    assert other.post(f"/api/notices/{number}/snooze", json={"hours": 1}).status_code == 404
    assert session.execute(text("SELECT acknowledged_at, snoozed_until FROM notices_notice")).all() in (
        [],
        [(None, None)],
    )


def test_the_wall_hides_another_persons_notices(session: Session, cast: Cast) -> None:
    tell(session, cast.chen)
    db.see(session, org.viewer(session, cast.lin).sight)
    assert session.scalars(text("SELECT id FROM notices_notice")).all() == []
    db.see(session, org.viewer(session, cast.chen).sight)
    assert len(session.scalars(text("SELECT id FROM notices_notice")).all()) == 1


def test_a_rep_tells_the_manager_without_seeing_the_managers_inbox(session: Session, cast: Cast) -> None:
    db.see(session, org.viewer(session, cast.chen).sight)
    assert tell(session, cast.wang) is True
    assert session.scalars(text("SELECT id FROM notices_notice")).all() == []


def test_acknowledged_it_leaves_the_inbox_and_stays_in_the_book(browse: Browse, session: Session, cast: Cast) -> None:
    tell(session, cast.chen)
    chen = browse("chen")
    number = chen.get("/api/notices").json()["items"][0]["id"]
    first = chen.post(f"/api/notices/{number}/acknowledge").json()
    assert first["acknowledged_at"] is not None
    assert first["read_at"] is not None
    assert chen.post(f"/api/notices/{number}/acknowledge").json()["acknowledged_at"] == first["acknowledged_at"]
    assert chen.get("/api/notices?open=1").json()["items"] == []
    assert len(chen.get("/api/notices").json()["items"]) == 1
    db.see(session, db.EVERYTHING)
    assert session.scalar(text("SELECT count(*) FROM ledger_event WHERE kind = 'notice.acknowledged'")) == 1


def test_read_is_not_acknowledged(browse: Browse, session: Session, cast: Cast) -> None:
    tell(session, cast.chen)
    chen = browse("chen")
    number = chen.get("/api/notices").json()["items"][0]["id"]
    assert chen.post(f"/api/notices/{number}/read").json()["read_at"] is not None
    assert chen.get("/api/notices/count").json() == {"open": 1, "levels": {"due": 1}}


def test_put_off_it_comes_back_by_itself(browse: Browse, session: Session, cast: Cast) -> None:
    tell(session, cast.chen)
    chen = browse("chen")
    number = chen.get("/api/notices").json()["items"][0]["id"]
    assert chen.post(f"/api/notices/{number}/snooze", json={"hours": 2}).status_code == 200
    assert chen.get("/api/notices?open=1").json()["items"] == []
    assert chen.get("/api/notices/count").json()["open"] == 0
    db.see(session, db.EVERYTHING)
    viewer, now = org.viewer(session, cast.chen), clock.now()
    session.expire_all()
    before, after = now + timedelta(hours=1, minutes=59), now + timedelta(hours=2, minutes=1)
    assert queries.inbox(session, viewer, waiting_at=before, before=None, limit=9) == []
    assert [one.id for one in queries.inbox(session, viewer, waiting_at=after, before=None, limit=9)] == [number]
    assert queries.counts(session, viewer, after) == {"due": 1}


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"hours": 0},
        {"hours": 721},
        {"until": "2020-01-01T00:00:00Z"},
        {"until": "2999-01-01T00:00:00Z"},
        {"until": "2030-01-01"},
        {"until": "2030-01-01T00:00:00Z", "hours": 1},
        {"minutes": 5},
    ],
)
def test_put_off_to_when(browse: Browse, session: Session, cast: Cast, asked: dict[str, object]) -> None:
    tell(session, cast.chen)
    number = session.scalar(text("SELECT id FROM notices_notice"))
    assert browse("chen").post(f"/api/notices/{number}/snooze", json=asked).status_code == 422


def test_a_long_inbox_is_read_page_by_page(browse: Browse, session: Session, cast: Cast) -> None:
    for number in range(5):
        tell(session, cast.chen, f"stay:{number}:due", level="warn" if number else "due")
    chen = browse("chen")
    seen, cursor = [], None
    while True:
        page = chen.get("/api/notices", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 5
    assert chen.get("/api/notices/count").json() == {"open": 5, "levels": {"warn": 4, "due": 1}}


def test_what_is_over_leaves_every_inbox(session: Session, cast: Cast) -> None:
    tell(session, cast.chen)
    tell(session, cast.wang)
    tell(session, cast.chen, "other", journey_id=8)
    tell(session, cast.chen, "info", level="info")
    db.see(session, org.viewer(session, cast.chen).sight)
    assert commands.settle(session, 7, now=MONDAY_9) == 2
    assert commands.settle(session, 7, now=MONDAY_9) == 0
    db.see(session, db.EVERYTHING)
    open_ones = session.query(Notice).filter(Notice.acknowledged_at.is_(None)).all()
    assert {one.cause for one in open_ones} == {"other", "info"}
