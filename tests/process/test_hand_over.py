"""A journey follows its record to a new owner; who did what stays as it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from bihuan.kernel.refusals import NotFound
from bihuan.org import queries as org
from bihuan.process import queries
from tests.process.deals import Deal

Browse = Callable[[str], TestClient]


def test_everything_of_the_journey_is_seen_by_the_new_owner_and_no_longer_by_the_old(deal: Deal) -> None:
    deal.reach("proposal").hand_in_file("proposal_pdf")
    deal.send()
    deal.make_exception().assign("lin")
    journey_id = deal.journey.id
    with deal.acting("lin") as lin:
        story = queries.story(deal.kept, queries.journey(deal.kept, lin, journey_id))
        assert (len(story.stays), len(story.handed_in), len(story.confirmations), len(story.passages)) == (3, 1, 1, 1)
        assert sum(len(holds) for holds in story.holds.values()) == len(story.stays) + 1
    with deal.acting("chen") as chen, pytest.raises(NotFound):
        queries.journey(deal.kept, chen, journey_id)


def test_the_new_owner_answers_for_the_present_stay_and_the_old_one_for_those_before(deal: Deal) -> None:
    deal.reach("proposal").assign("lin")
    assert [stay.person_id for stay in deal.stays] == [deal.cast.chen, deal.cast.lin]
    assert {stay.owner_id for stay in deal.stays} == {deal.cast.lin}
    assert deal.satisfied("lin").later(hours=1).advance(by="lin").stay.person_id == deal.cast.lin


def test_handing_over_wins_no_time(deal: Deal) -> None:
    before = deal.stay.due_at
    deal.later(days=1).assign("lin")
    assert deal.stay.due_at == before
    assert deal.journey.due_at == before


def test_the_new_owner_moves_it_and_the_old_one_does_not(deal: Deal) -> None:
    deal.fill(amount="5000").assign("lin").advance(by="lin")
    assert deal.stage == "proposal"


def test_who_handed_in_what_stays_as_it_was(deal: Deal, browse: Browse) -> None:
    deal.reach("proposal").hand_in_file("proposal_pdf")
    deal.assign("lin")
    shown = browse("lin").get(f"/api/journeys/{deal.journey.id}").json()
    assert (shown["owner"]["name"], shown["deliverables"][0]["by"]["name"]) == ("林销售", "陈销售")


def test_the_next_stay_is_worked_out_on_the_new_owner_s_calendar(deal: Deal) -> None:
    deal.fill(amount="5000").assign("lin").advance(by="lin")
    assert deal.stay.person_id == deal.cast.lin
    assert org.person(deal.session, deal.stay.owner_id).pos == deal.stay.owner_pos
