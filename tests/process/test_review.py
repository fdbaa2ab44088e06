"""Reviewing what was handed in: by whom it is asked, never by whoever handed it in."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel.refusals import Forbidden, SomeoneWasFirst
from bihuan.org import commands as org_commands
from bihuan.org import queries as org
from bihuan.org.models import Leave
from bihuan.process.commands.moving import ReasonNeeded
from bihuan.process.models import HandedIn
from tests.company import BLUEPRINT, MONDAY_9
from tests.process.deals import Deal

Browse = Callable[[str], TestClient]
NewDeal = Callable[[], Deal]
TERMS = "三七开，质保一年，含运费"


@pytest.fixture
def waiting(deal: Deal) -> tuple[Deal, HandedIn]:
    """A deal whose terms wait for the manager."""
    deal.reach("quote").contact().contact()
    return deal, deal.hand_in("terms", text=TERMS)


def test_what_waits_for_review_does_not_count_and_is_a_task_of_the_manager(
    waiting: tuple[Deal, HandedIn], browse: Browse
) -> None:
    deal, terms = waiting
    assert (terms.status, terms.reviewer_id) == ("waiting", deal.cast.wang)
    assert deal.missing() == [("terms", "waiting_review")]
    (task,) = browse("wang").get("/api/tasks").json()["items"]
    assert (task["kind"], task["title"], task["deliverable_id"]) == ("review", "商务条款", terms.id)


def test_what_was_accepted_counts_and_the_task_is_done(waiting: tuple[Deal, HandedIn], browse: Browse) -> None:
    deal, terms = waiting
    deal.later(hours=1).accept(terms)
    assert deal.missing() == []
    assert (terms.status, terms.reviewed_by_id, terms.reviewed_at) == ("accepted", deal.cast.wang, deal.now)
    assert browse("wang").get("/api/tasks").json()["items"] == []
    assert deal.kinds[-1] == "deliverable.accepted"


def test_what_was_sent_back_says_why_and_may_be_handed_in_again(waiting: tuple[Deal, HandedIn]) -> None:
    deal, terms = waiting
    deal.reject(terms, "运费没含")
    assert deal.missing() == [("terms", "rejected")]
    assert (terms.status, terms.review_reason) == ("rejected", "运费没含")
    assert deal.events[-1].personal == {"reason": "运费没含"}
    deal.accept(deal.hand_in("terms", text=TERMS))
    assert deal.missing() == []


def test_nothing_is_sent_back_without_a_reason(waiting: tuple[Deal, HandedIn]) -> None:
    deal, terms = waiting
    with pytest.raises(ReasonNeeded):
        deal.reject(terms, "  ")
    assert deal.missing() == [("terms", "waiting_review")]


def test_nobody_reviews_their_own_work_whatever_their_right(deal: Deal) -> None:
    deal.reach("quote")
    terms = deal.hand_in("terms", text=TERMS, by="wang")
    assert terms.reviewer_id == deal.cast.sun, "the one above, since the manager handed it in"
    with pytest.raises(Forbidden) as no:
        deal.accept(terms, by="wang")
    assert no.value.facts() == {"right": "process.review"}
    assert terms.status == "waiting"
    deal.accept(terms, by="sun")
    assert terms.status == "accepted"


def test_who_was_not_asked_and_has_no_right_does_not_review(waiting: tuple[Deal, HandedIn]) -> None:
    deal, terms = waiting
    with pytest.raises(Forbidden):
        deal.accept(terms, by="lin")
    assert terms.status == "waiting"


def test_whoever_reviews_second_is_told_what_the_first_one_said(waiting: tuple[Deal, HandedIn]) -> None:
    deal, terms = waiting
    deal.accept(terms)
    with pytest.raises(SomeoneWasFirst) as no:
        deal.reject(terms, by="sun")
    assert no.value.facts() == {"status": "accepted"}
    assert deal.kinds.count("deliverable.accepted") == 1
    assert "deliverable.rejected" not in deal.kinds


def test_while_the_manager_is_away_the_substitute_is_asked(deal: Deal, session: Session) -> None:
    deal.reach("quote")
    wang = org.person(session, deal.cast.wang)
    away = Leave(from_at=deal.now, to_at=deal.now + timedelta(days=3), substitute_id=deal.cast.zhao)
    org_commands.take_leave(session, None, wang, away, now=deal.now)
    assert deal.hand_in("terms", text=TERMS).reviewer_id == deal.cast.zhao


@pytest.mark.parametrize(("scope", "reviewer"), [("team", "lin"), ("own", "wang")])
def test_a_role_reviews_where_one_who_has_it_sees_the_journey_else_the_manager(
    session: Session, new_deal: NewDeal, scope: str, reviewer: str
) -> None:
    document: dict[str, Any] = deepcopy(BLUEPRINT)
    terms = document["processes"][0]["stages"][0]["gate"]
    terms["deliverables"] = [
        {"key": "drawing", "label": "Drawing", "kind": "text", "review": "role", "reviewer_role": "engineer"}
    ]
    role = {"key": "engineer", "label": "Engineer", "scope": scope, "objects": {"*": ["read"]}}
    document["roles"].append(role)
    design.release(session, None, document, now=MONDAY_9)
    deal = new_deal().opened()
    lin = org.person(session, deal.cast.lin)
    org_commands.change_person(session, None, lin, {"role_key": "engineer"}, now=MONDAY_9)
    handed = deal.hand_in("drawing", text="见图")
    assert handed.reviewer_id == deal.cast.id(reviewer)
    assert deal.holds[-1].holder == "department"
    deal.accept(handed, by=reviewer)
    assert deal.holds[-1].holder == "rep"


def test_review_over_http(waiting: tuple[Deal, HandedIn], browse: Browse) -> None:
    deal, terms = waiting
    shown = browse("wang").get(f"/api/journeys/{deal.journey.id}").json()["deliverables"][-1]
    assert (shown["can_review"], shown["reviewer"]["name"], shown["status"]) == (True, "王主管", "waiting")
    chen = browse("chen")
    assert chen.get(f"/api/journeys/{deal.journey.id}").json()["deliverables"][-1]["can_review"] is False
    assert chen.post(f"/api/deliverables/{terms.id}/accept").status_code == 403
    assert browse("zhao").post(f"/api/deliverables/{terms.id}/accept").status_code == 404
    wang = browse("wang")
    assert wang.post(f"/api/deliverables/{terms.id}/reject", json={"reason": ""}).json()["code"] == "reason_needed"
    accepted = wang.post(f"/api/deliverables/{terms.id}/accept")
    assert (accepted.status_code, accepted.json()["gate"]["open"]) == (200, True)
    assert wang.post(f"/api/deliverables/{terms.id}/accept").json()["code"] == "someone_was_first"
