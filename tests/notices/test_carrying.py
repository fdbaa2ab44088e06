"""From what was told to what reaches people: merged, at its time, once, whatever becomes of the mail server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from typing import cast as typed

import pytest
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.orm import Session

from bihuan.kernel import clock, db
from bihuan.notices import channels, commands, jobs
from bihuan.notices.mail import Mail, Post
from bihuan.notices.models import Notice, Parcel
from tests.company import MONDAY_9, Cast
from tests.conftest import WORKSPACE
from tests.notices import post
from tests.notices.conftest import Browse
from tests.notices.post import Office

CONTACTS = [
    {"kind": {"zh": "电话", "en": "Call"}, "summary": f"第 {number} 次 <b>", "at": MONDAY_9.isoformat(), "by": "陈销售"}
    for number in (4, 3, 2, 1)
]
FACTS = {
    "title": "东方化工",
    "stage": {"zh": "方案", "en": "Proposal"},
    "owner": "陈销售",
    "limit": {"zh": "3 个工作日", "en": "3 workdays"},
    "stayed": 3000,
    "to": "owner",
    "contacts": CONTACTS,
}


@dataclass
class Company:
    """The company, its mail server, and a clock that moves when it is told to."""

    kept: Session
    connection: Connection
    cast: Cast
    office: Office
    now: datetime = MONDAY_9 + timedelta(minutes=30)
    sent: list[int] = field(default_factory=list)

    @property
    def session(self) -> Session:
        db.see(self.kept, db.EVERYTHING)
        self.kept.expire_all()
        return self.kept

    def later(self, **length: float) -> Company:
        self.now += timedelta(**length)
        return self

    def tell(self, who: str = "chen", number: int = 1, **news: Any) -> None:  # noqa: ANN401
        given: dict[str, Any] = {
            "kind": "stage.overdue",
            "level": "due",
            "facts": {**FACTS, "title": f"东方化工 {number}"},
            "object_key": "opportunity",
            "record_id": number,
            "journey_id": number,
            "cause": f"stay:{number}:due",
            **news,
        }
        commands.tell(self.session, person_id=self.cast.id(who), now=self.now, **given)

    def carry(self) -> int:
        return jobs.carry(
            typed(Engine, self.connection), WORKSPACE, base="https://b.example.com/", ask=lambda: self.now
        )

    def day(self, *, hours: int = 24, step: int = 10) -> Company:
        """Let the clock run, and whoever carries work all the while."""
        for _ in range(hours * 60 // step):
            self.later(minutes=step).carry()
        return self

    def parcels(self, who: str = "chen") -> list[Parcel]:
        asked = select(Parcel).where(Parcel.person_id == self.cast.id(who)).order_by(Parcel.id)
        return list(self.session.scalars(asked))


@pytest.fixture
def firm(session: Session, connection: Connection, cast: Cast) -> Iterator[Company]:
    """The company with a mail server; everybody has an address."""
    session.execute(text("UPDATE org_person SET email = login || '@example.com'"))
    with post.opened(Office()) as office:
        channels.use([Mail(Post(host="127.0.0.1", port=office.port, security="none", sender="b@x.cn"))])
        yield Company(session, connection, cast, office)
    channels.use([])


def subjects(firm: Company, who: str = "chen") -> list[str]:
    return [str(mail["Subject"]) for mail in firm.office.to(f"{who}@example.com")]


def body(firm: Company, kind: str = "plain", place: int = -1) -> str:
    found = firm.office.mails[place].get_body((kind,))
    assert found is not None
    return str(found.get_content())


def test_an_overdue_deal_is_a_letter_within_the_minute_with_its_reason_and_the_last_contacts(firm: Company) -> None:
    firm.tell()
    assert firm.carry() == 1
    assert subjects(firm) == ["超时：东方化工 1"]
    said = body(firm)
    assert "“东方化工 1”在“方案”已停留 2 天 2 小时" in said
    assert "因为你是负责人。" in said
    assert [f"第 {number} 次" in said for number in (4, 3, 2, 1)] == [True, True, True, False]
    assert "https://b.example.com/r/opportunity/1" in said
    assert "第 4 次 &lt;b&gt;" in body(firm, "html")
    assert firm.carry() == 0


def test_a_letter_speaks_the_language_of_its_reader(firm: Company) -> None:
    firm.session.execute(text("UPDATE org_person SET lang = 'en' WHERE login = 'chen'"))
    firm.tell()
    firm.carry()
    assert subjects(firm) == ["Overdue: 东方化工 1"]
    assert "Because you are the owner." in body(firm)


def test_what_is_told_of_one_deal_is_one_line_and_several_deals_are_one_letter(firm: Company) -> None:
    firm.tell(kind="stage.nearly_due", level="warn", cause="stay:1:warn")
    firm.tell()
    firm.tell(kind="follow_up.missed", cause="follow_up:1", level="warn")
    firm.tell(number=2)
    assert firm.carry() == 1
    assert subjects(firm) == ["超时：东方化工 2，等 2 件"]
    assert "快到了" not in body(firm)  # what is overdue was nearly due: that is not said twice
    assert re.search(r"另外：“东方化工 1”超过.*没有跟进", body(firm))


def test_what_can_wait_comes_with_the_digest_and_once(firm: Company) -> None:
    firm.tell(kind="record.assigned", level="info", cause="assigned:1")
    firm.tell(kind="stage.nearly_due", level="warn", cause="stay:2:warn", number=2)
    firm.day(hours=6)
    assert subjects(firm) == []
    firm.day()
    assert subjects(firm) == ["提醒汇总：2 件"]
    assert [one.kind for one in firm.parcels()] == ["digest"]


def test_what_was_seen_or_is_over_is_no_letter(firm: Company, browse: Browse) -> None:
    firm.tell(level="info")
    firm.tell(level="info", number=2, cause="two")
    firm.tell(level="info", number=3, cause="three")
    chen = browse("chen")
    items = chen.get("/api/notices?open=1").json()["items"]
    assert chen.post("/api/notices/seen", json={"ids": [items[0]["id"]]}).status_code == 204
    chen.post(f"/api/notices/{items[1]['id']}/acknowledge")
    db.see(firm.kept, db.EVERYTHING)
    firm.day()
    assert subjects(firm) == ["超时：东方化工 1"]


def test_after_some_letters_of_a_day_the_rest_waits_for_the_digest(firm: Company) -> None:
    for number in range(1, 9):
        firm.tell(number=number)
        firm.carry()
        firm.later(minutes=70)  # 09:30 to 17:40, with lunch between
    kinds = [one.kind for one in firm.parcels()]
    assert kinds.count("at_once") == 3
    assert kinds.count("digest") == 1
    firm.day()
    assert len(subjects(firm)) == len(firm.parcels()) == 5
    carried = [number for one in firm.parcels() for number in one.notice_ids]
    assert len(carried) == len(set(carried)) == 8


def test_a_mail_server_that_is_down_for_an_hour_loses_nothing_and_doubles_nothing(firm: Company) -> None:
    channels.use([Mail(Post(host="127.0.0.1", port=1, security="none", sender="b@x.cn"))])
    firm.tell()
    for minute in range(60):
        if minute == 30:
            firm.tell(number=2)
        assert firm.later(minutes=1).carry() == 0
    channels.use([Mail(Post(host="127.0.0.1", port=firm.office.port, security="none", sender="b@x.cn"))])
    firm.day(hours=3)
    assert subjects(firm) == ["超时：东方化工 2，等 2 件"]  # the second joined the first, and one letter came
    assert [one.status for one in firm.parcels()] == ["folded", "sent"]
    assert firm.parcels()[-1].tries == 1


def test_a_letter_that_waited_too_long_says_nothing_old(firm: Company) -> None:
    channels.use([Mail(Post(host="127.0.0.1", port=1, security="none", sender="b@x.cn"))])
    firm.tell()
    firm.tell(number=2)
    firm.day(hours=26, step=60)
    firm.session.execute(text("UPDATE notices_notice SET acknowledged_at = now() WHERE record_id = 1"))
    channels.use([Mail(Post(host="127.0.0.1", port=firm.office.port, security="none", sender="b@x.cn"))])
    firm.day()
    assert subjects(firm) == ["超时：东方化工 2"]


def test_whoever_dies_between_sending_and_writing_it_down_sends_once_more_under_the_same_number(firm: Company) -> None:
    firm.tell()
    mail = channels.found("mail")
    assert mail is not None
    with db.transaction(firm.connection, workspace=WORKSPACE, sight=db.EVERYTHING) as session:
        commands.pack(session, by_mail=True, now=firm.now)
        claimed = commands.claim(session, base="https://b.example.com", now=firm.now)
    assert claimed is not None
    assert claimed.letter is not None
    mail.carry(claimed.letter)  # and here the worker dies
    assert firm.later(minutes=1).carry() == 0
    assert firm.later(minutes=5).carry() == 1
    assert firm.later(minutes=10).carry() == 0
    assert len({one["Message-ID"] for one in firm.office.mails}) == 1
    assert len(firm.office.mails) == 2


def test_an_address_that_does_not_exist_is_seen_by_whoever_runs_the_system(firm: Company, browse: Browse) -> None:
    firm.office.recipients["chen@example.com"] = "550 nobody"
    firm.tell()
    firm.carry()
    sun = browse("sun")
    page = sun.get("/api/system").json()
    assert [(one["to"], one["error"]) for one in page["letters"]] == [("陈销售", "550 nobody")]
    assert {one["key"]: one["level"] for one in page["checks"]}["mail"] == "warn"
    number = page["letters"][0]["id"]
    assert browse("chen").post(f"/api/system/letters/{number}/again").status_code == 403
    firm.office.recipients.clear()
    assert sun.post(f"/api/system/letters/{number}/again").status_code == 204
    assert sun.post(f"/api/system/letters/{number}/again").status_code == 404
    db.see(firm.kept, db.EVERYTHING)
    firm.now = clock.now()
    firm.carry()
    assert subjects(firm) == ["超时：东方化工 1"]
    assert sun.get("/api/system").json()["letters"] == []


def test_a_letter_is_given_up_after_some_tries_or_by_hand(firm: Company, browse: Browse) -> None:
    firm.office.data = "451 not now"
    firm.tell()
    firm.day(hours=5)
    assert [one.status for one in firm.parcels()] == ["dead"]
    sun = browse("sun")
    assert sun.post(f"/api/system/letters/{firm.parcels()[0].id}/drop").status_code == 204
    assert [one.status for one in firm.parcels()] == ["dropped"]


def test_who_wants_no_letters_gets_none(firm: Company, browse: Browse) -> None:
    chen = browse("chen")
    asked = {"mail": False, "popups": True, "digests": ["10:00"], "quiet_from": "19:00", "quiet_until": "07:00"}
    shown = chen.post("/api/notices/manners", json=asked).json()
    assert (shown["mail"], shown["digests"], shown["company"]["digests"]) == (False, ["10:00"], ["08:45", "16:30"])
    assert browse("lin").get("/api/notices/manners").json()["mail"] is True
    db.see(firm.kept, db.EVERYTHING)
    firm.tell()
    firm.tell("lin")
    firm.carry()
    assert [one.status for one in firm.parcels()] == ["shown"]
    assert [subjects(firm, who) for who in ("chen", "lin")] == [[], ["超时：东方化工 1"]]


@pytest.mark.parametrize(
    "wrong", [{"digests": ["9:00"]}, {"digests": ["25:00"]}, {"quiet_from": "x"}, {"at_once": ["info"]}]
)
def test_times_that_are_none_are_refused(browse: Browse, wrong: dict[str, Any]) -> None:
    assert browse("chen").post("/api/notices/manners", json=wrong).status_code == 422


# ── what nobody answers ───────────────────────────────────────────────────────


def heard(firm: Company) -> dict[str, str]:
    people = {firm.cast.id(login): login for login in ("chen", "lin", "wang", "zhao", "sun")}
    found = firm.session.scalars(select(Notice).order_by(Notice.id))
    return {people[one.person_id]: one.facts["to"] for one in found}


def test_what_nobody_answers_goes_one_leader_up_and_no_further(firm: Company) -> None:
    firm.tell()
    firm.day(hours=23)  # Tuesday morning: some seven working hours
    assert heard(firm) == {"chen": "owner"}
    firm.day(hours=5)
    assert heard(firm) == {"chen": "owner", "wang": "ladder"}
    assert "因为陈销售在规定的时间里没有回应。" in body(firm)
    firm.day(hours=24 * 10, step=60)
    assert heard(firm) == {"chen": "owner", "wang": "ladder"}


@pytest.mark.parametrize("verb", ["acknowledge", "snooze"])
def test_what_one_of_them_has_answered_goes_no_further(firm: Company, browse: Browse, verb: str) -> None:
    firm.tell()
    firm.tell("wang", facts={**FACTS, "to": "manager"})
    wang = browse("wang")
    number = wang.get("/api/notices").json()["items"][0]["id"]
    assert (
        wang.post(f"/api/notices/{number}/{verb}", json={"hours": 720} if verb == "snooze" else {}).status_code == 200
    )
    db.see(firm.kept, db.EVERYTHING)
    firm.session.execute(text("UPDATE notices_notice SET snoozed_until = '2026-04-01' WHERE snoozed_until IS NOT NULL"))
    firm.day(hours=72, step=60)
    assert set(heard(firm)) == {"chen", "wang"}


# ── one line for each thing ───────────────────────────────────────────────────


def test_the_inbox_has_one_line_for_each_deal_and_answers_all_of_it_that_was_seen(
    firm: Company, browse: Browse
) -> None:
    firm.tell(kind="stage.nearly_due", level="warn", cause="stay:1:warn")
    firm.tell(number=2)
    firm.tell()
    firm.tell(kind="follow_up.missed", level="warn", cause="follow_up:1")
    chen = browse("chen")
    assert chen.get("/api/notices/count").json() == {"open": 2, "levels": {"due": 2}}
    first, second = chen.get("/api/notices?open=1").json()["items"]
    assert (first["title"], [one["title"] for one in first["also"]]) == (
        "超时：东方化工 1",
        ["该跟进了：东方化工 1", "快到时限：东方化工 1"],
    )
    assert [one["sentence"] != "" for one in first["also"]] == [True, False]
    assert (second["title"], second["also"]) == ("超时：东方化工 2", [])
    db.see(firm.kept, db.EVERYTHING)
    firm.tell(kind="stage.escalated", level="escalate", cause="stay:1:escalate")  # just then
    also = [one["id"] for one in first["also"]]
    assert chen.post(f"/api/notices/{first['id']}/acknowledge", json={"also": also}).status_code == 200
    assert [one["title"] for one in chen.get("/api/notices?open=1").json()["items"]] == [
        "严重超时：东方化工 1",
        "超时：东方化工 2",
    ]


def test_nobody_answers_for_another_by_naming_numbers(firm: Company, browse: Browse) -> None:
    firm.tell()
    firm.tell("lin", number=2)
    numbers = {one.person_id: one.id for one in firm.session.scalars(select(Notice))}
    chen = browse("chen")
    other = numbers[firm.cast.lin]
    assert chen.post(f"/api/notices/{numbers[firm.cast.chen]}/acknowledge", json={"also": [other]}).status_code == 200
    chen.post("/api/notices/seen", json={"ids": [other]})
    (kept,) = firm.session.scalars(select(Notice).where(Notice.id == other))
    assert (kept.acknowledged_at, kept.read_at) == (None, None)


def test_lines_are_read_page_by_page(firm: Company, browse: Browse) -> None:
    for number in range(1, 6):
        firm.tell(number=number)
        firm.tell(number=number, kind="follow_up.missed", cause=f"f:{number}")
    chen, seen, cursor = browse("chen"), list[int](), None
    while True:
        page = chen.get(f"/api/notices?open=1&limit=2{f'&cursor={cursor}' if cursor else ''}").json()
        seen += [one["record_id"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [5, 4, 3, 2, 1]


# ── how much it is ────────────────────────────────────────────────────────────


def test_whoever_sets_limits_sees_how_much_each_is_told(firm: Company, browse: Browse) -> None:
    firm.now = typed(datetime, firm.session.scalar(text("SELECT now()"))) - timedelta(days=2)
    for number in range(1, 5):
        firm.tell(number=number)
    firm.tell("wang", kind="record.assigned", level="info")
    load = browse("sun").get("/api/notices/load").json()
    assert [(one["name"], one["notices"], one["urgent"]) for one in load["items"]] == [
        ("陈销售", 4, 4),
        ("王主管", 1, 0),
    ]
    assert load["items"][0]["notices_a_day"] == round(4 / load["days"], 1)
    for other in ("chen", "wang"):
        assert browse(other).get("/api/notices/load").status_code == 403
