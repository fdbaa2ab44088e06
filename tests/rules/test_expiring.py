"""A day that comes near is told in time, by a rule that looks every morning: as the builder's sample has it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.rules import commands
from tests.company import BLUEPRINT, MONDAY_9
from tests.process.deals import Deal
from tests.rules.conftest import runs, work

NewDeal = Callable[[], Deal]
ENDS = {"key": "ends_on", "label": {"zh": "合同到期", "en": "Contract ends"}, "type": "date"}


def ahead(days: int) -> dict[str, Any]:
    after, before = ({"field": "ends_on", "op": op, "value": {"days": n}} for op, n in _around(days))
    return {"all": [after, before]}


def _around(days: int) -> tuple[tuple[str, int], tuple[str, int]]:
    return ("after", days - 1), ("before", days + 1)


RULE: dict[str, Any] = {
    "key": "ends",
    "label": "合同到期前 30 天和 7 天提醒",
    "object": "opportunity",
    "on": [{"event": "schedule", "schedule": {"every": "day", "at": "08:30"}}],
    "when": {"any": [ahead(30), ahead(7)]},
    "then": [
        {"key": "task", "do": "task", "to": {"who": "owner"}, "title": "续约：{name}", "due": "5 workdays"},
        {"key": "tell", "do": "alert", "to": [{"who": "owner"}, {"who": "manager"}], "text": "{ends_on} 到期"},
    ],
}


@pytest.fixture(autouse=True)
def _released(session: Session) -> None:
    document = deepcopy(BLUEPRINT)
    next(one for one in document["objects"] if one["key"] == "opportunity")["fields"].append(ENDS)
    document["rules"] = [RULE]
    design.release(session, None, document, note="ends", now=MONDAY_9)


def let(deal: Deal, days: float, *, every: float = 6) -> None:
    """Let days go by; the clock looks every few hours."""
    until = deal.now + timedelta(days=days)
    while deal.now < until:
        deal.later(hours=every)
        while commands.go_round(deal.session, now=deal.now, limit=100) is not None:
            pass
        work(deal)


def told(deal: Deal) -> list[date]:
    """The days of the company on which the rule has done something about this deal."""
    return [(run.at + timedelta(hours=8)).date() for run in runs(deal, "ends") if run.record_id == deal.record_id]


def test_thirty_and_seven_days_before_the_owner_has_a_task_and_the_manager_knows(new_deal: NewDeal) -> None:
    today = MONDAY_9.date()
    deal = new_deal().opened(ends_on=str(today + timedelta(days=40)))
    other = new_deal().opened()
    let(deal, 45)
    assert told(deal) == [today + timedelta(days=10), today + timedelta(days=33)], "each once, on its day"
    assert told(other) == [], "a deal without an end"
    (first, _second) = runs(deal, "ends")
    assert [did["do"] for did in first.did] == ["task", "alert"]
    (one,) = {notice.facts["text"]["zh"] for notice in deal.notices("wang") if notice.kind == "rule.alert"}
    assert one.endswith("到期"), one


def test_a_day_that_was_moved_counts_as_it_stands(new_deal: NewDeal) -> None:
    today = MONDAY_9.date()
    deal = new_deal().opened(ends_on=str(today + timedelta(days=35)))
    let(deal, 2)
    deal.fill(ends_on=str(today + timedelta(days=60)))
    let(deal, 10)
    assert told(deal) == []
    let(deal, 30)
    assert told(deal) == [today + timedelta(days=30)]


def test_a_night_without_a_worker_loses_nobody(new_deal: NewDeal) -> None:
    today = MONDAY_9.date()
    deal = new_deal().opened(ends_on=str(today + timedelta(days=31)))
    let(deal, 1 / 24, every=1)
    let(deal, 1, every=29)
    assert told(deal) == [today + timedelta(days=1)], "looked at later on the day, and still on the day"
