"""Rules are tried on the same deals as the process that tells them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel import db
from bihuan.org import queries as org
from bihuan.org.models import Person
from bihuan.rules import commands
from bihuan.rules.models import Run
from tests.company import BLUEPRINT, MONDAY_9, Cast
from tests.process.conftest import browse, deal, new_deal
from tests.process.deals import Deal

__all__ = ["browse", "deal", "new_deal"]
Rule = dict[str, Any]
OWNER = [{"who": "owner"}]


def rule(key: str, event: str, *then: Rule, only: tuple[str, ...] = (), **more: Any) -> Rule:  # noqa: ANN401
    """A rule about opportunities that listens to one thing."""
    steps = [{"key": f"step_{place}", **step} for place, step in enumerate(then)]
    heard = {"event": event, **({"only": list(only)} if only else {})}
    return {"key": key, "label": f"规则 {key}", "object": "opportunity", "on": [heard], "then": steps, **more}


def alert(text: str = "看一下", **more: Any) -> Rule:  # noqa: ANN401
    """An alert to the owner."""
    return {"do": "alert", "to": OWNER, "text": text, **more}


def put(field: str, value: Any) -> Rule:  # noqa: ANN401
    """A field that is set."""
    return {"do": "set", "field": field, "value": value}


@pytest.fixture
def released(session: Session, cast: Cast) -> Callable[..., int]:
    """Release the company's configuration with these rules: `released(rule(…))`. The version's id."""

    def release(*rules: Rule, by: str | None = None) -> int:
        document = {**deepcopy(BLUEPRINT), "rules": list(rules)}
        viewer = org.viewer(session, cast.id(by)) if by else None
        return design.release(session, viewer, document, note="rules", now=MONDAY_9).id

    return release


@pytest.fixture
def skilled(session: Session, cast: Cast) -> Callable[[str, str], None]:
    """Give somebody a skill: `skilled("lin", "government")`."""

    def give(login: str, skill: str) -> None:
        session.execute(update(Person).where(Person.id == cast.id(login)).values(skills=[skill]))
        db.forget_stamp(session)

    return give


def work(deal: Deal) -> int:
    """Let rules meet what has happened, and what follows from it. How much."""
    done = 0
    while met := commands.meet_some(deal.session, now=deal.now, limit=100):
        done += met
    return done


def ring(deal: Deal) -> int:
    """Let rules go on whose time has come. How many."""
    rung = 0
    while met := commands.ring_timers(deal.session, now=deal.now, limit=100):
        rung += met
    work(deal)
    return rung


def runs(deal: Deal, *keys: str) -> list[Run]:
    """What rules have done, the oldest first; these alone if any are named."""
    asked = select(Run).order_by(Run.id).execution_options(populate_existing=True)
    return list(deal.session.scalars(asked.where(Run.rule_key.in_(keys)) if keys else asked))
