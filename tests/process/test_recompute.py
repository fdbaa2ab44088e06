"""A changed calendar moves the deadlines that are still to come, and says so."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.org import commands as org_commands
from bihuan.org import queries as org
from bihuan.org.models import Leave
from bihuan.process import commands
from tests.company import BLUEPRINT, MONDAY_9
from tests.process.deals import Deal

NewDeal = Callable[[], Deal]


def recompute(deal: Deal, owner: str | None = None) -> None:
    owner_id = deal.cast.id(owner) if owner else None
    after: int | None = 0
    while after is not None:
        after = commands.recompute(deal.session, owner_id=owner_id, after=after, now=deal.now, limit=2)


def leave(deal: Deal, login: str, begin: datetime, **length: float) -> None:
    person = org.person(deal.session, deal.cast.id(login))
    away = Leave(from_at=begin, to_at=begin + timedelta(**length), substitute_id=None)
    org_commands.take_leave(deal.session, None, person, away, now=deal.now)


def rescheduled(deal: Deal) -> list[dict[str, Any]]:
    return [event.payload for event in deal.events if event.kind == "stage.rescheduled"]


def test_leave_moves_what_is_still_to_come_and_the_ledger_says_from_when_to_when(deal: Deal) -> None:
    was = deal.stay.due_at
    assert was is not None
    leave(deal, "chen", MONDAY_9 + timedelta(days=1), days=1)
    recompute(deal, "chen")
    due = was + timedelta(days=1)
    assert (deal.stay.due_at, deal.journey.due_at) == (due, due)
    (told,) = rescheduled(deal)
    assert (told["was"], told["due_at"], told["stage"]) == (was.isoformat(), due.isoformat(), "lead")


def test_a_level_that_was_told_stays_where_it_was_told(deal: Deal) -> None:
    deal.later(days=1, hours=1).ring()
    warned, due = deal.stay.warn_at, deal.stay.due_at
    leave(deal, "chen", deal.now, days=2)
    recompute(deal, "chen")
    assert deal.stay.warn_at == warned
    assert due is not None
    assert deal.stay.due_at is not None
    assert deal.stay.due_at > due


def test_what_is_overdue_stays_overdue_and_its_escalation_may_still_move(deal: Deal) -> None:
    deal.later(days=2, hours=1).ring()
    due, escalate = deal.stay.due_at, deal.stay.escalate_at
    assert escalate is not None
    leave(deal, "chen", MONDAY_9 + timedelta(days=1), days=4)
    recompute(deal, "chen")
    assert (deal.stay.due_at, deal.journey.due_at) == (due, due)
    assert deal.stay.escalate_at is not None
    assert deal.stay.escalate_at > escalate


def test_the_leave_of_others_changes_nothing_and_nothing_is_told(deal: Deal) -> None:
    before = deal.stay.due_at
    leave(deal, "lin", MONDAY_9, days=3)
    recompute(deal, "lin")
    recompute(deal)
    assert deal.stay.due_at == before
    assert rescheduled(deal) == []


def test_new_working_hours_move_every_stay_that_lasts_and_no_other(session: Session, new_deal: NewDeal) -> None:
    lasting, ended = [new_deal().opened() for _ in range(5)], new_deal().opened()
    before = ended.stay.due_at
    ended.lose()
    document = deepcopy(BLUEPRINT)
    document["calendar"] = {"shifts": {"mon": ["09:00-12:00"], "thu": ["09:00-12:00"]}}
    design.release(session, None, document, now=MONDAY_9)
    recompute(lasting[0])
    assert {deal.stay.due_at for deal in lasting} == {MONDAY_9 + timedelta(days=7)}
    assert ended.stay.due_at == before


def test_a_new_limit_is_for_journeys_that_begin_under_it(session: Session, new_deal: NewDeal, deal: Deal) -> None:
    document = deepcopy(BLUEPRINT)
    document["processes"][0]["stages"][0]["limit"] = "5 workdays"
    before = deal.stay.due_at
    design.release(session, None, document, now=MONDAY_9)
    recompute(deal)
    assert deal.stay.due_at == before
    assert new_deal().opened().stay.due_at == MONDAY_9 + timedelta(days=7)


def test_whoever_comes_back_earlier_is_due_earlier(deal: Deal) -> None:
    leave(deal, "chen", MONDAY_9 + timedelta(days=1), days=2)
    recompute(deal, "chen")
    far = deal.stay.due_at
    (taken,) = org.leaves(deal.session, deal.cast.chen)
    org_commands.call_off_leave(deal.session, None, taken, now=deal.now)
    recompute(deal, "chen")
    assert far is not None
    assert deal.stay.due_at is not None
    assert deal.stay.due_at < far
