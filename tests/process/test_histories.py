"""Journeys of released versions, played again: what was true of them then is true of them now.

A history in `histories/` holds the process of its version, what people did, and what became of it. To add one, write
down process and acts with an empty `became`; the failing test shows what became of it. It is never changed later.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel.refusals import Refusal
from bihuan.process import queries
from bihuan.process.models import HandedIn
from tests.company import BLUEPRINT, MONDAY_9
from tests.process.deals import Deal

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))


def play(deal: Deal, acts: list[dict[str, Any]]) -> list[str]:
    """Do what was done. The codes of the refusals on the way."""
    refused = []
    for act in acts:
        deal.later(minutes=act["after"])
        try:
            _do(deal, act["do"], act.get("with", {}))
        except Refusal as no:
            refused.append(f"{act['do']}: {no.code}")
    return refused


def _do(deal: Deal, what: str, given: dict[str, Any]) -> None:
    if what == "answer":
        last = queries.story(deal.session, deal.journey).confirmations[-1]
        deal.answered(queries.link(deal.session, last["id"]), **given)
    elif what in {"accept", "reject"}:
        thing = deal.session.get(HandedIn, queries.waiting(deal.session, deal.journey)[0])
        assert thing is not None
        getattr(deal, what)(thing, **given)
    else:
        getattr(deal, what)(**given)


def minutes(moment: datetime | None) -> int | None:
    """How long after the beginning that was."""
    return None if moment is None else int((moment - MONDAY_9).total_seconds() // 60)


def became(deal: Deal, refused: list[str]) -> dict[str, Any]:
    """What became of it."""
    return {
        "refused": refused,
        "outcome": deal.journey.outcome,
        "ledger": deal.kinds,
        "stays": [
            [stay.stage_key, minutes(stay.entered_at), minutes(stay.left_at), stay.left_how, minutes(stay.due_at)]
            for stay in deal.stays
        ],
        "holds": [[hold.holder, minutes(hold.since), minutes(hold.until)] for hold in deal.holds],
    }


@pytest.mark.parametrize("file", HISTORIES, ids=lambda file: file.stem)
def test_a_history_played_again_comes_out_the_same(session: Session, new_deal: Callable[[], Deal], file: Path) -> None:
    history = json.loads(file.read_text(encoding="utf-8"))
    document = deepcopy(BLUEPRINT) | {"processes": [history["process"]]}
    design.release(session, None, document, now=MONDAY_9)
    deal = new_deal().opened(**history["begins_with"])
    assert became(deal, play(deal, history["acts"])) == history["became"]


def test_there_are_histories() -> None:
    assert HISTORIES
