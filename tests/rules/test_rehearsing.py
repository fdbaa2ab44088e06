"""The past told to a rule once more: it would have done what the engine does, at the same moments, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from bihuan.activity import commands as activity
from bihuan.design import queries
from bihuan.design.queries import Rehearsal
from bihuan.org import queries as org
from bihuan.rules import rehearsing
from bihuan.rules.definition import RuleDef
from bihuan.rules.happenings import HAPPENINGS
from bihuan.rules.models import Run, Timer
from tests.approvals.asking import Asking
from tests.approvals.conftest import new_asking
from tests.process.deals import Deal
from tests.rules.conftest import alert, ring, rule, runs, work

__all__ = ["new_asking"]
NewDeal = Callable[[], Deal]
Release = Callable[..., int]
BIG = {"field": "amount", "op": "gt", "value": 500_000}
CONTACT = {"event": "activity.logged"}


def rehearse(deal: Deal, raw: dict[str, Any], *, by: str = "sun", days: int = 30) -> Rehearsal:
    viewer = org.viewer(deal.session, deal.cast.id(by))
    found = RuleDef.model_validate(raw)
    return queries.rehearse(deal.session, viewer, found, days=days, until=deal.now, drafted={})


def told(found: Rehearsal) -> list[tuple[int, datetime]]:
    return [(one.moment.record_id, one.moment.at) for one in found.fired]


def lived(deal: Deal, key: str) -> list[tuple[int, datetime]]:
    return [(run.record_id, run.at) for run in runs(deal, key)]


RULES = [
    rule("changed", "record.changed", alert(), only=("amount",), when=BIG),
    rule("entered", "stage.entered", alert(), only=("proposal", "quote")),
    rule("logged", "activity.logged", alert()) | {"otherwise": [{"key": "small", **alert("小")}], "when": BIG},
    rule("silent", "record.created", alert(), wait={"limit": "2 days", "unless": [CONTACT]}),
    rule("again", "activity.logged", alert(), wait={"limit": "36 hours"}),
    rule("on", "record.changed", alert(), wait={"limit": "3 days", "restart": False}),
    rule("working", "record.changed", alert(), wait={"limit": "1 workday", "unless": [{"event": "stage.entered"}]}),
    rule("closed", "journey.closed", alert(), only=("lost",)),
]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(("small", "big", "contact", "advance", "lose", "rest")),
        st.integers(0, 1),
        st.sampled_from((0.2, 5, 20, 50)),
    ),
    min_size=1,
    max_size=9,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_a_rehearsal_of_what_was_lived_comes_to_what_the_engine_did(
    released: Release, new_deal: NewDeal, acts: Sequence[tuple[str, int, float]]
) -> None:
    first = new_deal()
    first.session.execute(delete(Run))
    first.session.execute(delete(Timer))
    released(*RULES)
    deals = [first.opened(), new_deal().opened()]
    live(deals, acts)
    for raw in RULES:
        found = rehearse(deals[0], raw)
        ours = {deal.record_id for deal in deals}
        done = sorted(one for one in told(found) if one[0] in ours)
        expected = [run for run in runs(deals[0], raw["key"]) if run.record_id in ours]
        assert sorted((run.record_id, run.why != []) for run in expected if run.state == "done") == sorted(
            (number, bool(one.judgement.judged)) for one in found.fired if (number := one.moment.record_id) in ours
        ), raw["key"]
        if "wait" not in raw:
            assert done == sorted((run.record_id, run.at) for run in expected if run.state == "done"), raw["key"]
        assert found.whole
        assert not found.closed


def live(deals: Sequence[Deal], acts: Sequence[tuple[str, int, float]]) -> None:
    """Let people act on these deals, one clock for all; rules meet everything at once."""
    now = deals[0].now
    work(deals[0])
    for what, which, hours in acts:
        # The clock rings often enough that nothing is met late.
        until = now + timedelta(hours=hours)
        while now < until:
            now = min(until, now + timedelta(hours=1))
            for deal in deals:
                deal.now = now
            ring(deals[0])
        act(deals[which], what)
        work(deals[which])
    for deal in deals:
        deal.now = now + timedelta(minutes=1)


def act(deal: Deal, what: str) -> None:
    if deal.journey.outcome is not None and what in {"advance", "lose"}:
        return
    if what in {"small", "big"}:
        deal.fill(amount=(700_000 if what == "big" else 1_000) + deal.now.hour)
    elif what == "contact":
        deal.contact()
    elif what == "lose":
        deal.lose()
    elif what == "advance" and deal.stage == "lead":
        deal.fill(amount=5_000 + deal.now.hour).advance()


def test_a_schedule_looks_at_every_record_there_was(released: Release, new_deal: NewDeal) -> None:
    released()
    early = new_deal().opened().fill(amount=600_000)
    early.later(days=3)
    late = new_deal()
    late.now = early.now
    late.opened().fill(amount=700_000)
    late.later(days=2)
    every = {"event": "schedule", "schedule": {"every": "day", "at": "20:00"}}
    found = rehearse(late, rule("daily", "schedule", alert(), when=BIG) | {"on": [every]})
    days = [one.moment.record_id for one in found.fired]
    assert (days.count(early.record_id), days.count(late.record_id)) == (5, 2)


def test_values_count_as_they_stood(released: Release, new_deal: NewDeal) -> None:
    released()
    deal = new_deal().opened().fill(amount=600_000).later(hours=1).contact().later(hours=1).fill(amount=5)
    deal.later(hours=1).contact().later(hours=1)
    found = rehearse(deal, rule("logged", "activity.logged", alert(), when=BIG))
    (one,) = [one for one in found.fired if one.moment.record_id == deal.record_id]
    assert [clue.found for clue in one.judgement.judged[0].clues] == [600_000]


@pytest.mark.parametrize(("login", "seen"), [("sun", 1), ("wang", 1), ("chen", 1), ("lin", 0), ("zhao", 0)])
def test_a_rehearsal_tells_of_nothing_unseen(released: Release, new_deal: NewDeal, login: str, seen: int) -> None:
    released()
    deal = new_deal().opened().fill(amount=600_000).later(hours=1)
    with deal.acting(login) as viewer:
        found = RuleDef.model_validate(rule("any", "record.changed", alert()))
        past = queries.rehearse(deal.kept, viewer, found, days=5, until=deal.now, drafted={})
    assert [one.moment.record_id for one in past.fired].count(deal.record_id) == seen


def test_what_would_tell_a_hidden_value_is_not_told(released: Release, new_deal: NewDeal) -> None:
    released()
    deal = new_deal().opened().later(hours=1)
    raw = rule("cost", "record.created", alert(), when={"field": "cost", "op": "is_empty"})
    assert rehearse(deal, raw, by="chen").closed
    past = rehearse(deal, raw)
    assert not past.closed
    assert past.fired


def test_who_is_reached_how_often_is_counted_by_day(released: Release, new_deal: NewDeal) -> None:
    released()
    deal = new_deal().opened()
    for amount in range(3):
        deal.later(minutes=10).fill(amount=amount + 1)
    deal.later(hours=1)
    both = [{"who": "owner"}, {"who": "manager"}]
    found = rehearse(deal, rule("many", "record.changed", alert(to=both), only=("amount",)))
    ours = {person: count for (person, _), count in found.load.items()}
    assert (ours[deal.cast.chen], ours[deal.cast.wang]) == (3, 3)


def test_too_much_in_an_hour_would_have_been_held_back(released: Release, new_deal: NewDeal) -> None:
    released()
    deal = new_deal().opened().later(days=1)
    for amount in range(4):
        deal.later(minutes=10).fill(amount=amount + 1)
    deal.later(hours=2).fill(amount=9).later(hours=1)
    found = rehearse(deal, rule("few", "record.changed", alert(), only=("amount",), most_per_hour=2), days=1)
    assert (len(found.fired), found.held) == (3, 2)


def test_a_task_that_turned_late_is_told_from_its_own_row(released: Release, new_deal: NewDeal) -> None:
    late = rule("late", "task.overdue", alert(), when=BIG)
    released(late)
    deal = new_deal().opened(amount=600_000)
    for place, hours in enumerate((2, 30)):
        activity.ask(
            deal.session,
            person_id=deal.cast.chen,
            kind="rule_task",
            title="去现场",
            cause=f"t:{place}",
            object_key="opportunity",
            record_id=deal.record_id,
            journey_id=deal.journey.id,
            due_at=deal.now + timedelta(hours=hours),
            now=deal.now,
        )
    for _ in range(20):
        deal.later(hours=2)
        activity.ring(deal.session, now=deal.now, limit=9)
        work(deal)
    found = rehearse(deal, late)
    assert len(told(found)) == 2
    assert told(found) == lived(deal, "late")


@pytest.mark.parametrize(("only", "decided"), [((), ["approved", "rejected"]), (("rejected",), ["rejected"])])
def test_what_was_decided_about_an_approval_is_told_from_the_ledger(
    new_asking: Callable[..., Asking], only: tuple[str, ...], decided: list[str]
) -> None:
    asking = new_asking().ask().say("wang")
    deal = asking.deal.later(hours=1)
    asking.ask().say("wang", yes=False, reason="太低")
    deal.later(hours=1)
    found = rehearse(deal, rule("decided", "approval.decided", alert(), only=only))
    assert len(told(found)) == len(decided)
    assert {number for number, _ in told(found)} == {deal.record_id}


def test_every_happening_is_known_from_the_past() -> None:
    assert set(HAPPENINGS) - rehearsing.KINDS.keys() == {"schedule"}
