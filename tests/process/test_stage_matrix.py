"""Every stage against every target: only what the process allows passes, by whichever way one asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import product

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.process import commands
from bihuan.process.commands import door
from bihuan.process.definition import read
from tests.company import BLUEPRINT, MONDAY_9
from tests.process.deals import Deal

PROCESS = read(BLUEPRINT)["sales"]
STAGES = [stage.key for stage in PROCESS.stages]
TARGETS = [*STAGES, "won", "lost", "", "nowhere"]
NEXT = {"lead": "proposal", "tender": "proposal", "proposal": "quote", "quote": "sign", "sign": "won"}
BACK = {stage.key: set(stage.back_to) for stage in PROCESS.stages}


@pytest.fixture
def open_gates(session: Session) -> None:
    """The same way without a single gate: whatever is refused now is refused for where it leads."""
    document = deepcopy(BLUEPRINT)
    for stage in document["processes"][0]["stages"]:
        stage.pop("gate", None)
    design.release(session, None, document, now=MONDAY_9)


@pytest.fixture
def standing(session: Session, open_gates: None, new_deal: Callable[[], Deal]) -> Callable[[str], Deal]:
    """A deal that stands in this stage."""
    assert open_gates is None

    def put(stage: str) -> Deal:
        deal = new_deal().opened()
        if stage != "lead":
            line = door.line(deal.journey, "stage.entered", by_id=None, now=deal.now, told={"stage": stage})
            there = PROCESS.stage(stage) or PROCESS.stages[0]
            door.enter(session, there, journey=deal.journey, how="moved", noted=line, now=deal.now)
        return deal

    return put


def pairs() -> Iterator[tuple[str, str]]:
    yield from product(STAGES, TARGETS)


@pytest.mark.parametrize("here", STAGES)
def test_advance_reaches_the_next_stage_and_no_other(
    standing: Callable[[str], Deal], browse: Callable[[str], TestClient], here: str
) -> None:
    deal, chen = standing(here), browse("chen")
    path = f"/api/journeys/{deal.journey.id}/advance"
    for target in TARGETS:
        if target == NEXT[here]:
            continue
        answer = chen.post(path, json={"to": target})
        assert (answer.status_code, answer.json()["code"]) == (422, "no_such_stage"), target
        assert [one["key"] for one in answer.json()["facts"]["allowed"]] == [NEXT[here]][: here != "sign"]
        assert deal.stage == here
    answer = chen.post(path, json={"to": NEXT[here]})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["outcome"] or answer.json()["stage"]) == NEXT[here]


@pytest.mark.parametrize("here", STAGES)
def test_going_back_reaches_what_the_stage_allows_and_nothing_else(
    standing: Callable[[str], Deal], browse: Callable[[str], TestClient], here: str
) -> None:
    chen = browse("chen")
    for target in TARGETS:
        deal = standing(here)
        answer = chen.post(f"/api/journeys/{deal.journey.id}/go_back", json={"to": target, "reason": "工况变了"})
        if target in BACK[here]:
            assert (answer.status_code, answer.json()["stage"]) == (200, target)
        else:
            assert (answer.status_code, answer.json()["code"]) == (422, "no_such_stage"), target
            assert {one["key"] for one in answer.json()["facts"]["allowed"]} == BACK[here]
            assert deal.stage == here


@pytest.mark.parametrize("field", ["stage", "stage_key", "journey", "outcome", "journey.stage", "process"])
def test_no_record_is_moved_by_changing_or_making_it(
    deal: Deal, browse: Callable[[str], TestClient], field: str
) -> None:
    chen, path = browse("chen"), "/api/records/opportunity"
    change = {"values": {field: "sign"}, "revision": 1}
    assert chen.patch(f"{path}/{deal.record_id}", json=change).status_code == 422
    assert chen.post(path, json={"values": {"name": "新单", field: "sign"}}).status_code == 422
    assert chen.patch(f"{path}/{deal.record_id}", json=change | {field: "sign"}).status_code == 422
    assert (deal.stage, deal.journey.outcome) == ("lead", None)


def test_everything_that_can_be_done_to_a_journey_is_in_this_list() -> None:
    # Whoever goes over to another version, or ends because two records became one, has a story of its own:
    # test_transfer, and test_merging of the records.
    over = {"transfer", "undo_transfer", "go_on", "go_over", "end_merged"}
    doors = {"advance", "go_back", "close", "make_exception", "begin", "place", "replay", "unplace"} | over
    others = {
        *("accept", "answer", "demand", "hand_in", "hand_over", "may_transfer", "noted", "recompute", "reject"),
        *("approver_turned", "pass_review", "review_cause", "ring", "ring_follow_ups", "send", "view"),
    }
    functions = {name for name in commands.__all__ if callable(getattr(commands, name)) and name[0].islower()}
    assert functions == doors | others, "a new command: does it move a journey? Then it belongs into the matrix"
