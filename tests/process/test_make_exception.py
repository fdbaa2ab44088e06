"""Passing a closed gate: by right, with a reason, and on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bihuan.kernel.refusals import Forbidden
from bihuan.process.commands.moving import GateOpen, JourneyOver, ReasonNeeded
from bihuan.process.models import Passage
from tests.process.deals import Deal

Browse = Callable[[str], TestClient]


def passages(deal: Deal) -> list[Passage]:
    return list(deal.session.scalars(select(Passage).where(Passage.journey_id == deal.journey.id)))


def test_who_has_the_right_passes_a_closed_gate_with_a_reason(deal: Deal) -> None:
    deal.reach("proposal").later(hours=1).make_exception("老客户，合同已口头确认")
    assert deal.stage == "quote"
    assert deal.stays[-2].left_how == "exception"
    (passage,) = passages(deal)
    assert (passage.by_id, passage.stage_key, passage.reason) == (deal.cast.wang, "proposal", "老客户，合同已口头确认")
    assert [item["key"] for item in passage.missing] == ["medium", "temperature", "proposal_pdf", "receipt"]
    told = deal.events[-1]
    assert (told.kind, told.actor_id, told.payload["left"]) == ("exception.made", deal.cast.wang, "proposal")
    assert [item["key"] for item in told.payload["missing"]] == ["medium", "temperature", "proposal_pdf", "receipt"]
    assert told.personal == {"reason": "老客户，合同已口头确认"}


def test_who_lacks_the_right_does_not_even_if_the_journey_is_theirs(deal: Deal) -> None:
    deal.reach("proposal")
    with pytest.raises(Forbidden) as no:
        deal.make_exception(by="chen")
    assert no.value.facts() == {"right": "process.exception"}
    assert (deal.stage, passages(deal)) == ("proposal", [])


def test_without_a_reason_there_is_no_exception(deal: Deal) -> None:
    with pytest.raises(ReasonNeeded):
        deal.make_exception("  ")
    assert passages(deal) == []


def test_an_open_gate_needs_no_exception(deal: Deal) -> None:
    deal.fill(amount="5000")
    with pytest.raises(GateOpen):
        deal.make_exception()


def test_the_last_gate_may_be_passed_too(deal: Deal) -> None:
    deal.reach("sign").make_exception()
    assert deal.journey.outcome == "won"
    assert deal.events[-1].payload["outcome"] == "won"
    with pytest.raises(JourneyOver):
        deal.make_exception()


def test_a_manager_who_advances_without_saying_so_is_refused_like_anybody(deal: Deal, browse: Browse) -> None:
    wang, path = browse("wang"), f"/api/journeys/{deal.journey.id}"
    assert wang.post(f"{path}/advance").json()["code"] == "gate_closed"
    assert wang.get(path).json()["can"]["make_exception"] is True
    assert browse("chen").get(path).json()["can"]["make_exception"] is False
    passed = wang.post(f"{path}/exceptions", json={"reason": "展会现场确认"})
    assert (passed.status_code, passed.json()["stage"]) == (201, "proposal")
    (shown,) = passed.json()["exceptions"]
    assert (shown["reason"], shown["by"]["name"], shown["stage"]) == ("展会现场确认", "王主管", "lead")
