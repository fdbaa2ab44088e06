"""Alerts bound to people: who is told, why, with what, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.kernel import events
from bihuan.kernel.events import Event, Listener
from bihuan.notices.models import Notice
from bihuan.org import commands as org_commands
from bihuan.org import queries as org
from bihuan.org.models import Leave
from bihuan.process.events import (
    CustomerAnswered,
    DeadlinesPassed,
    DeliverableHandedIn,
    DeliverableReviewed,
    ExceptionMade,
    FollowUpsMissed,
    Level,
)
from bihuan.rules import commands
from tests.process.deals import Deal

Browse = Callable[[str], TestClient]
TERMS = "三七开，质保一年，含运费"


@pytest.fixture
def heard() -> Iterator[Callable[[type[Event]], list[Event]]]:
    """What was told, to be handed to a rule later: `heard(DeadlinesPassed)`."""
    listening: list[tuple[type[Event], Listener]] = []

    def listen(kind: type[Event]) -> list[Event]:
        told: list[Event] = []

        def hear(_: Session, event: Event, _now: datetime) -> None:
            told.append(event)

        events.listen(kind, hear)
        listening.append((kind, hear))
        return told

    yield listen
    for kind, hear in listening:
        events.forget(kind, hear)


def alert(deal: Deal, level: Level) -> int:
    return commands.alert_deadlines(deal.session, stay_ids=[deal.stay.id], level=level, now=deal.now)


def told(deal: Deal, kind: str) -> dict[str, str]:
    """Who was told of this, and why each of them."""
    people = {deal.cast.id(login): login for login in ("chen", "lin", "wang", "zhao", "sun")}
    found = deal.session.scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.id))
    return {people[notice.person_id]: notice.facts["to"] for notice in found}


@pytest.mark.parametrize(
    ("level", "kind", "people"),
    [
        ("warn", "stage.nearly_due", {"chen": "owner", "wang": "manager"}),
        ("due", "stage.overdue", {"chen": "owner", "wang": "manager"}),
        ("escalate", "stage.escalated", {"chen": "owner", "wang": "manager", "sun": "leader"}),
    ],
)
def test_owner_and_direct_manager_are_told_and_an_escalation_reaches_one_further(
    deal: Deal, level: Level, kind: str, people: dict[str, str]
) -> None:
    deal.later(days=5)
    assert alert(deal, level) == len(people)
    assert told(deal, kind) == people


def test_nobody_is_told_twice_however_often_the_job_runs(deal: Deal) -> None:
    deal.later(days=5)
    assert [alert(deal, "due") for _ in range(4)] == [2, 0, 0, 0]
    assert len(deal.notices("chen")) == 1


def test_an_alert_says_where_how_long_and_what_was_said_last(deal: Deal) -> None:
    for number in range(4):
        deal.later(hours=1).contact(summary=f"第 {number + 1} 次沟通")
    deal.later(days=3)
    alert(deal, "due")
    facts = deal.notices("wang")[0].facts
    assert (facts["title"], facts["owner"]) == ("东方化工 · 循环泵", "陈销售")
    assert (facts["stage"]["zh"], facts["limit"]["zh"]) == ("线索", "2 个工作日")
    assert facts["stayed"] == (3 * 24 + 4) * 60
    assert [contact["summary"] for contact in facts["contacts"]] == ["第 4 次沟通", "第 3 次沟通", "第 2 次沟通"]
    assert facts["contacts"][0]["kind"] == {"zh": "电话", "en": "Call"}


def test_what_stands_in_the_inbox_is_a_sentence_with_its_reason(deal: Deal, browse: Browse) -> None:
    deal.contact(summary="客户在比价").later(days=3)
    alert(deal, "due")
    (shown,) = browse("wang").get("/api/notices").json()["items"]
    assert (shown["level"], shown["title"]) == ("due", "超时：东方化工 · 循环泵")
    assert "已停留 3 天" in shown["sentence"]
    assert shown["why"] == "因为你是陈销售的直属主管。"
    assert shown["facts"]["contacts"][0]["summary"] == "客户在比价"


def test_a_stay_that_has_ended_meanwhile_alarms_nobody(deal: Deal) -> None:
    stay = deal.later(days=5).stay
    deal.fill(amount="5000").advance()
    assert commands.alert_deadlines(deal.session, stay_ids=[stay.id], level="due", now=deal.now) == 0
    deal.lose()
    assert alert(deal, "due") == 0


def test_what_warned_of_a_stay_leaves_every_inbox_when_the_stay_ends(deal: Deal) -> None:
    deal.later(days=5)
    alert(deal, "escalate")
    assert len(deal.notices("wang")) == 1
    deal.fill(amount="5000").advance()
    assert [deal.notices(login) for login in ("chen", "wang", "sun")] == [[], [], []]


def test_the_present_owner_is_told_not_the_one_of_then(deal: Deal) -> None:
    deal.later(days=1, hours=1)
    alert(deal, "warn")
    deal.later(days=1).assign("lin")
    alert(deal, "due")
    assert told(deal, "stage.nearly_due") == {"chen": "owner", "wang": "manager"}
    assert told(deal, "stage.overdue") == {"lin": "owner", "wang": "manager"}
    assert deal.notices("lin")[0].facts["owner"] == "林销售"


def test_who_stands_in_is_told_as_well(deal: Deal) -> None:
    _away(deal, "chen", "lin")
    _away(deal, "wang", "zhao")
    deal.later(days=1)
    alert(deal, "due")
    assert told(deal, "stage.overdue") == {"chen": "owner", "lin": "substitute", "zhao": "manager"}


def _away(deal: Deal, login: str, substitute: str) -> None:
    person = org.person(deal.session, deal.cast.id(login))
    leave = Leave(from_at=deal.now, to_at=deal.now + timedelta(days=9), substitute_id=deal.cast.id(substitute))
    org_commands.take_leave(deal.session, None, person, leave, now=deal.now)


def test_a_silence_is_told_to_owner_and_manager_once(deal: Deal, heard: Callable[[type[Event]], list[Event]]) -> None:
    missed = heard(FollowUpsMissed)
    deal.later(days=3).ring()
    (event,) = missed
    assert isinstance(event, FollowUpsMissed)

    def tell() -> int:
        return commands.alert_follow_ups(deal.session, missed=event.missed, now=deal.now)

    assert [tell(), tell()] == [2, 0]
    assert told(deal, "follow_up.missed") == {"chen": "owner", "wang": "manager"}
    assert deal.notices("chen")[0].facts["limit"]["zh"] == "48 小时"
    deal.contact()
    assert (deal.notices("chen"), deal.notices("wang")) == ([], [])
    assert tell() == 0, "somebody has been in touch since"


def test_whoever_is_asked_to_review_is_told_until_it_is_done(
    deal: Deal, heard: Callable[[type[Event]], list[Event]]
) -> None:
    deal.reach("quote")
    handed = heard(DeliverableHandedIn)
    terms = deal.hand_in("terms", text=TERMS)
    (event,) = handed
    assert isinstance(event, DeliverableHandedIn)
    assert commands.tell_reviewer(deal.session, handed_in_id=event.handed_in_id, now=deal.now) == 1
    (notice,) = deal.notices("wang")
    assert (notice.kind, notice.facts["to"], notice.facts["by"]) == ("review.asked", "reviewer", "陈销售")
    deal.accept(terms)
    assert deal.notices("wang") == []
    assert commands.tell_reviewer(deal.session, handed_in_id=event.handed_in_id, now=deal.now) == 0


def test_what_needs_no_review_is_told_to_nobody(deal: Deal) -> None:
    thing = deal.reach("proposal").hand_in_file("proposal_pdf")
    assert commands.tell_reviewer(deal.session, handed_in_id=thing.id, now=deal.now) == 0


@pytest.mark.parametrize("accepted", [True, False])
def test_whoever_handed_in_is_told_what_became_of_it(
    deal: Deal, heard: Callable[[type[Event]], list[Event]], *, accepted: bool
) -> None:
    deal.reach("quote")
    reviewed = heard(DeliverableReviewed)
    terms = deal.hand_in("terms", text=TERMS)
    assert commands.tell_review(deal.session, handed_in_id=terms.id, now=deal.now) == 0, "it still waits"
    deal.accept(terms) if accepted else deal.reject(terms, "运费没含")
    (event,) = reviewed
    assert isinstance(event, DeliverableReviewed)
    assert commands.tell_review(deal.session, handed_in_id=event.handed_in_id, now=deal.now) == 1
    (notice,) = deal.notices("chen")
    assert (notice.kind, notice.facts["reason"]) == (
        ("deliverable.accepted", "") if accepted else ("deliverable.rejected", "运费没含")
    )


def test_the_owner_is_told_what_the_customer_said(deal: Deal, heard: Callable[[type[Event]], list[Event]]) -> None:
    deal.reach("proposal").hand_in_file("proposal_pdf")
    answered = heard(CustomerAnswered)
    deal.answered(deal.send(), "declined", "缺材质证明")
    (event,) = answered
    assert isinstance(event, CustomerAnswered)
    assert commands.tell_answer(deal.session, confirmation_id=event.confirmation_id, now=deal.now) == 1
    (notice,) = deal.notices("chen")
    assert (notice.kind, notice.facts["customer"], notice.facts["reason"]) == (
        "confirmation.declined",
        "李工",
        "缺材质证明",
    )


def test_an_exception_is_told_to_the_one_above_and_to_the_owner(
    deal: Deal, heard: Callable[[type[Event]], list[Event]]
) -> None:
    made = heard(ExceptionMade)
    deal.make_exception("展会现场确认")
    (event,) = made
    assert isinstance(event, ExceptionMade)
    assert commands.tell_exception(deal.session, exception_id=event.exception_id, now=deal.now) == 2
    assert told(deal, "exception.made") == {"sun": "leader", "chen": "owner"}
    assert commands.tell_exception(deal.session, exception_id=event.exception_id, now=deal.now) == 0
    facts = deal.notices("sun")[0].facts
    assert (facts["by"], facts["reason"], facts["stage"]["zh"]) == ("王主管", "展会现场确认", "线索")
    deal.fill(medium="热水").lose()
    assert len(deal.notices("sun")) == 1, "what was told for information stays until it is read"


def test_the_clock_tells_the_events_that_the_rules_hear(
    deal: Deal, heard: Callable[[type[Event]], list[Event]]
) -> None:
    passed = heard(DeadlinesPassed)
    deal.later(days=9).ring()
    assert [alert(deal, event.level) for event in passed if isinstance(event, DeadlinesPassed)] == [2, 2, 3]
