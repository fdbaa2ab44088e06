"""Deadlines on the real calendar, and a clock that tells each of them once."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel import events
from bihuan.process import commands
from bihuan.process.events import DeadlinesPassed
from tests.company import BLUEPRINT, MONDAY_9
from tests.process.deals import Deal

SHANGHAI = ZoneInfo("Asia/Shanghai")
NewDeal = Callable[[], Deal]


def at(text: str) -> datetime:
    """A moment on the wall of the company."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def limited(session: Session, new_deal: NewDeal, begin: str, **limits: str) -> Deal:
    """A deal that begins at this moment in a first stage with these limits."""
    document = deepcopy(BLUEPRINT)
    lead = document["processes"][0]["stages"][0]
    for name in ("limit", "warn_before", "escalate_after"):
        lead.pop(name, None)
    lead.update(limits)
    design.release(session, None, document, now=MONDAY_9)
    deal = new_deal()
    deal.now = at(begin)
    return deal.opened()


@pytest.mark.parametrize(
    ("begin", "limit", "due"),
    [
        ("2026-02-13 10:00", "3 workdays", "2026-02-25 10:00"),  # over Spring Festival
        ("2026-09-18 10:00", "1 workday", "2026-09-20 10:00"),  # a Sunday that makes up for a holiday
        ("2026-03-02 09:00", "2 workdays", "2026-03-04 09:00"),
        ("2026-03-06 17:00", "2 working_hours", "2026-03-09 10:00"),
        ("2026-03-06 17:00", "48 hours", "2026-03-08 17:00"),
        ("2026-02-13 10:00", "5 days", "2026-02-18 10:00"),
    ],
)
def test_a_limit_ends_on_the_working_calendar(
    session: Session, new_deal: NewDeal, begin: str, limit: str, due: str
) -> None:
    deal = limited(session, new_deal, begin, limit=limit)
    assert deal.stay.due_at == at(due)
    assert deal.journey.due_at == at(due)
    assert (deal.stay.warn_at, deal.stay.escalate_at) == (None, None)


def test_warning_and_escalation_are_counted_from_the_limit_s_end(session: Session, new_deal: NewDeal) -> None:
    deal = limited(
        session,
        new_deal,
        "2026-03-05 09:00",
        limit="3 workdays",
        warn_before="1 workday",
        escalate_after="1 workday",
    )
    stay = deal.stay
    assert (stay.warn_at, stay.due_at, stay.escalate_at) == (
        at("2026-03-09 09:00"),
        at("2026-03-10 09:00"),
        at("2026-03-11 09:00"),
    )


def test_a_stage_without_a_limit_is_never_due(deal: Deal) -> None:
    deal.reach("sign").later(days=400)
    deal.ring()
    assert deal.stay.due_at is None
    assert "stage.overdue" not in deal.kinds


def test_each_level_is_told_once_and_in_its_time(deal: Deal) -> None:
    told = []
    for _ in range(30):
        deal.ring()
        deal.ring()
        told.append((deal.now, [kind for kind in deal.kinds if kind.startswith("stage.")]))
        deal.later(hours=4)
    stay = deal.stay
    assert [kinds for _, kinds in told][-1] == ["stage.nearly_due", "stage.overdue", "stage.escalated"]
    for moment, kinds in told:
        levels = (stay.warn_at, stay.due_at, stay.escalate_at)
        assert len(kinds) == sum(level is not None and level <= moment for level in levels)


def test_a_level_that_was_told_says_when_it_was_due(deal: Deal) -> None:
    deal.later(days=1, hours=2).ring()
    told, stay = deal.events[-1], deal.stay
    assert stay.warn_at is not None
    assert (told.kind, told.payload["stay"], told.payload["due_at"]) == (
        "stage.nearly_due",
        stay.id,
        stay.warn_at.isoformat(),
    )
    assert (told.actor_id, told.payload["label"]["zh"]) == (None, "线索")
    assert (stay.warned_at, stay.overdue_at, stay.escalated_at) == (deal.now, None, None)


def test_an_outage_is_caught_up_and_nothing_is_told_twice_or_forgotten(new_deal: NewDeal) -> None:
    deals = [new_deal().opened(name=f"单 {number}") for number in range(7)]
    late = MONDAY_9 + timedelta(days=30)
    for deal in deals:
        deal.now = late
    assert sum(deal.ring() for deal in deals) >= 7 * 4
    for deal in deals:
        kinds = [kind for kind in deal.kinds if kind != "journey.started"]
        assert sorted(kinds) == ["follow_up.missed", "stage.escalated", "stage.nearly_due", "stage.overdue"]
    assert sum(deal.ring() for deal in deals) == 0


def test_the_clock_takes_no_more_than_it_is_told_to_and_the_longest_waiting_first(new_deal: NewDeal) -> None:
    deals = []
    for hours in (5, 1, 3):
        deal = new_deal().later(hours=hours)
        deals.append(deal.opened())
    now = MONDAY_9 + timedelta(days=30)
    assert commands.ring(deals[0].session, "due", now=now, limit=2) == 2
    assert [deal.stay.overdue_at is not None for deal in deals] == [False, True, True]
    assert commands.ring(deals[0].session, "due", now=now, limit=2) == 1
    assert commands.ring(deals[0].session, "due", now=now, limit=2) == 0


def test_a_stay_that_has_ended_is_not_told_of(deal: Deal) -> None:
    deal.fill(amount="5000").later(hours=1).advance().lose()
    deal.later(days=30).ring()
    assert {kind for kind in deal.kinds if "due" in kind} == set()


def test_an_alarm_is_told_as_an_event_of_its_level(deal: Deal) -> None:
    heard: list[DeadlinesPassed] = []

    def hear(_: Session, event: events.Event, _now: datetime) -> None:
        assert isinstance(event, DeadlinesPassed)
        heard.append(event)

    events.listen(DeadlinesPassed, hear)
    deal.later(days=30).ring()
    events.forget(DeadlinesPassed, hear)
    assert [(event.level, event.stay_ids) for event in heard] == [
        (level, (deal.stay.id,)) for level in ("warn", "due", "escalate")
    ]
