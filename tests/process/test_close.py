"""Losing a journey, with one of the process's reasons."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from bihuan.kernel.refusals import Invalid
from bihuan.process.commands.moving import JourneyOver, ReasonNeeded
from tests.process.deals import Deal

Browse = Callable[[str], TestClient]


def test_a_journey_is_lost_with_a_reason_that_the_process_knows(deal: Deal) -> None:
    deal.reach("quote").later(hours=3).lose("price", note="对手低 8%")
    assert (deal.journey.outcome, deal.journey.reason, deal.journey.closed_at) == ("lost", "price", deal.now)
    assert (deal.stay.left_how, deal.stay.left_at) == ("lost", deal.now)
    assert deal.holds[-1].until == deal.now
    told = deal.events[-1]
    assert (told.kind, told.payload["reason"], told.payload["reason_label"]) == (
        "journey.lost",
        "price",
        {"zh": "价格", "en": "Price"},
    )
    assert told.personal == {"note": "对手低 8%"}


def test_a_reason_nobody_knows_is_refused_with_those_that_are_known(deal: Deal) -> None:
    with pytest.raises(Invalid) as no:
        deal.lose("weather")
    assert no.value.problems[0]["allowed"] == ["price", "silent"]
    assert deal.journey.outcome is None


def test_without_a_reason_nothing_is_lost(deal: Deal) -> None:
    with pytest.raises(ReasonNeeded):
        deal.lose("  ")
    assert deal.journey.outcome is None


def test_nothing_is_lost_twice(deal: Deal) -> None:
    deal.lose()
    with pytest.raises(JourneyOver):
        deal.lose()
    assert deal.kinds.count("journey.lost") == 1


def test_what_waited_for_a_reviewer_waits_no_longer(deal: Deal, browse: Browse) -> None:
    deal.reach("quote")
    deal.hand_in("terms", text="三七开，质保一年，含运费")
    assert [task["kind"] for task in browse("wang").get("/api/tasks").json()["items"]] == ["review"]
    deal.lose()
    assert browse("wang").get("/api/tasks").json()["items"] == []


def test_lost_over_http(deal: Deal, browse: Browse) -> None:
    chen, path = browse("chen"), f"/api/journeys/{deal.journey.id}"
    assert [one["key"] for one in chen.get(path).json()["reasons"]["lost"]] == ["price", "silent"]
    no = chen.post(f"{path}/close", json={"reason": "weather"})
    assert (no.status_code, no.json()["code"]) == (422, "invalid")
    lost = chen.post(f"{path}/close", json={"reason": "price"})
    assert (lost.status_code, lost.json()["outcome"], lost.json()["next"]) == (200, "lost", None)
    assert not any(lost.json()["can"].values())
