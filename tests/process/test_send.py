"""Sending a file to the customer for confirmation: what must be there first, and who may."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel import db
from bihuan.kernel.refusals import Forbidden, SomeoneWasFirst
from bihuan.org import queries as org
from bihuan.process import commands, queries
from bihuan.process.commands.confirming import LINK_LIVES, LinkOver, NothingToSend
from bihuan.process.commands.handing_in import NoSuchDeliverable
from bihuan.process.commands.moving import JourneyOver
from tests.company import BLUEPRINT, MONDAY_9
from tests.process.deals import Deal

NewDeal = Callable[[], Deal]


@pytest.fixture
def proposed(deal: Deal) -> Deal:
    """A deal whose proposal has been handed in."""
    deal.reach("proposal").fill(medium="热水", temperature="80").hand_in_file("proposal_pdf")
    return deal


def test_the_link_shows_the_newest_file_and_lives_for_two_weeks(proposed: Deal) -> None:
    newest = proposed.later(hours=1).hand_in_file("proposal_pdf", name="方案二.pdf")
    link = proposed.send()
    assert (link.file_id, link.handed_in_id, link.sent_by_id) == (newest.file_id, newest.id, proposed.cast.chen)
    assert link.expires_at == proposed.now + timedelta(days=14)
    assert proposed.missing() == [("receipt", "waiting_customer")]


def test_the_token_is_told_once_and_kept_nowhere(proposed: Deal) -> None:
    journey = proposed.journey
    with proposed.acting("chen") as chen:
        link, token = commands.send(proposed.kept, chen, journey, "receipt", now=proposed.now)
    assert token.startswith(f"{db.workspace_of(proposed.session)}.")
    assert len(token) > 40
    kept = proposed.session.scalar(text("SELECT to_jsonb(c)::text FROM process_confirmation c"))
    assert token not in str(kept)
    assert token.partition(".")[2] not in str([event.payload for event in proposed.events])
    assert queries.confirmation(proposed.session, commands.confirming.hashed(token)).id == link.id


def test_without_a_file_there_is_nothing_to_send(deal: Deal) -> None:
    deal.reach("proposal")
    with pytest.raises(NothingToSend) as no:
        deal.send()
    assert no.value.facts() == {"deliverable": "proposal_pdf"}


def test_what_was_not_accepted_yet_does_not_reach_the_customer(session: Session, new_deal: NewDeal) -> None:
    document: dict[str, Any] = deepcopy(BLUEPRINT)
    document["processes"][0]["stages"][2]["gate"]["deliverables"][0]["review"] = "manager"
    design.release(session, None, document, now=MONDAY_9)
    deal = new_deal().opened(amount="5000").advance()
    thing = deal.hand_in_file("proposal_pdf")
    with pytest.raises(NothingToSend):
        deal.send()
    deal.accept(thing).send()


@pytest.mark.parametrize("key", ["proposal_pdf", "terms", "nonsense"])
def test_only_what_asks_for_a_confirmation_is_sent(proposed: Deal, key: str) -> None:
    with pytest.raises(NoSuchDeliverable):
        proposed.send(key)


def test_it_is_sent_in_its_own_stage(proposed: Deal) -> None:
    proposed.answered(proposed.send())
    proposed.later(hours=1).advance()
    with pytest.raises(NoSuchDeliverable):
        proposed.send()


def test_who_may_not_move_the_journey_sends_nothing_in_its_name(proposed: Deal) -> None:
    journey, lin = proposed.journey, org.viewer(proposed.session, proposed.cast.lin)
    with pytest.raises(Forbidden):
        commands.send(proposed.session, lin, journey, "receipt", now=proposed.now)
    proposed.lose()
    with pytest.raises(JourneyOver):
        proposed.send()


def test_a_link_that_is_too_old_is_neither_opened_nor_answered(proposed: Deal) -> None:
    link = proposed.send()
    proposed.now += LINK_LIVES
    commands.view(proposed.session, link, now=proposed.now)
    proposed.later(seconds=1)
    with pytest.raises(LinkOver):
        commands.view(proposed.session, link, now=proposed.now)
    with pytest.raises(LinkOver):
        proposed.answered(link)


def test_the_first_look_is_told_and_no_other(proposed: Deal) -> None:
    link = proposed.send()
    for _ in range(3):
        commands.view(proposed.session, link, now=proposed.later(minutes=5).now)
    assert proposed.kinds.count("confirmation.viewed") == 1
    assert link.viewed_at == proposed.now - timedelta(minutes=10)


def test_an_answer_is_given_once(proposed: Deal) -> None:
    link = proposed.send()
    proposed.answered(link, "declined", "缺材质证明")
    with pytest.raises(SomeoneWasFirst) as no:
        proposed.answered(link, "confirmed")
    assert no.value.facts() == {"answer": "declined"}
    assert proposed.missing() == [("receipt", "rejected")]
    assert proposed.kinds.count("confirmation.declined") == 1


def test_what_the_customer_wrote_can_be_erased_from_the_ledger(proposed: Deal) -> None:
    proposed.answered(proposed.send(), "declined", "缺材质证明")
    told = proposed.events[-1]
    assert "李工" not in str(told.payload)
    assert told.personal == {"name": "李工", "reason": "缺材质证明"}
