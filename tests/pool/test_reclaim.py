"""A rule puts back what nobody answered in time: the response clock of a lead."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.design.commands import BlueprintFaulty
from bihuan.pool import commands, queries
from bihuan.records import queries as records
from tests.company import MONDAY_9
from tests.pool.conftest import document
from tests.process.deals import Deal
from tests.rules.conftest import ring, rule, runs, work

NewDeal = Callable[[], Deal]
ANSWER = {"limit": "4 working_hours", "unless": [{"event": "activity.logged"}]}


@pytest.fixture
def reclaiming(session: Session) -> None:
    """New deals are shared out among the reps; what they leave unanswered for half a day lies in the pool."""
    share = rule("share", "record.created", {"do": "assign", "role": "rep"})
    back = rule("back", "record.assigned", {"do": "release"}, wait=ANSWER)
    body = {**document(object="opportunity", shows=["name"], protected="1 day"), "rules": [share, back]}
    design.release(session, None, body, note="dispatch", now=MONDAY_9)


def owner(deal: Deal) -> int:
    return records.standing(deal.session, "opportunity", deal.record_id).owner_id


@pytest.mark.usefixtures("reclaiming")
def test_a_lead_nobody_answers_goes_back_for_others(new_deal: NewDeal) -> None:
    quiet, answered = new_deal().opened(by="wang"), new_deal().opened(by="wang")
    work(quiet)
    assert {owner(quiet), owner(answered)} == {quiet.cast.chen, quiet.cast.lin}, "each in turn"
    rep = "chen" if owner(answered) == quiet.cast.chen else "lin"
    answered.later(hours=1).contact(by=rep)
    work(answered)
    ring(quiet.later(hours=3))
    assert owner(quiet) in {quiet.cast.chen, quiet.cast.lin}
    ring(quiet.later(hours=4))
    assert owner(quiet) == queries.owner_of(quiet.session, "customers")
    assert owner(answered) == answered.cast.id(rep)
    (run,) = runs(quiet, "back")
    assert run.did[0]["done"] is True


@pytest.mark.usefixtures("reclaiming")
def test_what_is_protected_stays_and_the_run_says_so(new_deal: NewDeal) -> None:
    deal = new_deal().opened(by="wang")
    work(deal)
    ring(deal.later(hours=7))
    ring(deal.later(hours=41))  # while it lies there no time runs
    assert len(runs(deal, "back")) == 1
    claimed_again(deal)
    ring(deal.later(hours=3))
    assert len(runs(deal, "back")) == 1, "whoever claimed it has four hours like everybody"
    ring(deal.later(hours=4))
    assert owner(deal) in {deal.cast.chen, deal.cast.lin}
    first, second = runs(deal, "back")
    assert first.state == "done"
    assert second.trouble is not None
    assert second.trouble["code"] == "pool_protected"


def claimed_again(deal: Deal) -> None:
    """Somebody claims what went back; the rule's clock begins anew with that."""
    place = queries.place(deal.session, deal.record_id)
    assert place is not None
    login = "lin" if place.from_id == deal.cast.chen else "chen"
    with deal.acting(login) as viewer:
        commands.claim(deal.kept, viewer, "customers", deal.record_id, now=deal.now)


def test_a_rule_without_a_pool_is_not_released(session: Session) -> None:
    body = {**document(), "rules": [rule("back", "record.assigned", {"do": "release"})]}
    with pytest.raises(BlueprintFaulty) as no:
        design.release(session, None, body, note="dispatch", now=MONDAY_9)
    assert "no_pool" in str(no.value.facts())
