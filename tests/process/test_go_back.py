"""Going back: where the stage allows it, and with a reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from bihuan.process.commands.moving import JourneyOver, NoSuchStage, ReasonNeeded
from tests.process.deals import Deal

Browse = Callable[[str], TestClient]


def test_one_goes_back_to_an_earlier_stage_with_a_reason(deal: Deal) -> None:
    deal.reach("quote").later(hours=3).go_back("proposal", "客户换了介质")
    assert deal.stage == "proposal"
    assert [(stay.stage_key, stay.left_how) for stay in deal.stays][-2:] == [("quote", "back"), ("proposal", None)]
    told = deal.events[-1]
    assert (told.kind, told.payload["stage"], told.payload["left"]) == ("stage.back", "proposal", "quote")
    assert told.personal == {"reason": "客户换了介质"}


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_without_a_reason_nobody_goes_back(deal: Deal, reason: str) -> None:
    deal.reach("quote")
    with pytest.raises(ReasonNeeded):
        deal.go_back("proposal", reason)
    assert deal.stage == "quote"


def test_a_stage_that_does_not_allow_it_says_what_it_allows(deal: Deal) -> None:
    deal.reach("sign")
    with pytest.raises(NoSuchStage) as no:
        deal.go_back("proposal")
    assert no.value.facts() == {"asked": "proposal", "allowed": [{"key": "quote", "label": "报价"}]}
    assert deal.stage == "sign"


def test_going_back_sets_a_new_deadline_and_keeps_what_was_handed_in(deal: Deal) -> None:
    deal.reach("quote")
    first = deal.stays[1].due_at
    deal.later(days=2).go_back("proposal")
    assert deal.stay.due_at is not None
    assert first is not None
    assert deal.stay.due_at > first
    assert deal.journey.due_at == deal.stay.due_at
    assert deal.missing() == []


def test_a_journey_that_has_ended_rests(deal: Deal) -> None:
    deal.reach("quote").lose()
    with pytest.raises(JourneyOver):
        deal.go_back("proposal")


def test_back_over_http(deal: Deal, browse: Browse) -> None:
    deal.reach("quote")
    chen, path = browse("chen"), f"/api/journeys/{deal.journey.id}"
    assert [one["key"] for one in chen.get(path).json()["back"]] == ["proposal", "lead"]
    no = chen.post(f"{path}/go_back", json={"to": "proposal", "reason": " "})
    assert (no.status_code, no.json()["code"]) == (422, "reason_needed")
    assert chen.post(f"{path}/go_back", json={"to": "proposal"}).status_code == 422
    moved = chen.post(f"{path}/go_back", json={"to": "proposal", "reason": "客户换了介质"})
    assert (moved.status_code, moved.json()["stage"]) == (200, "proposal")
    told = chen.get(f"/api/records/opportunity/{deal.record_id}/timeline").json()["items"][0]
    assert "客户换了介质" in str(told)
