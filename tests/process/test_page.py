"""What a journey's page and the lists show of it, and who sees it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from bihuan.kernel.db import Sight
from bihuan.org.viewer import Access, Scope, Viewer
from bihuan.process import policy
from bihuan.process.models import HandedIn, Journey
from tests.process.deals import Deal

Browse = Callable[[str], TestClient]


def viewer(person_id: int, *rights: str, actions: tuple[str, ...] = ("read", "update")) -> Viewer:
    return Viewer(
        person_id=person_id,
        name="x",
        role_key="x",
        scope=Scope.ALL,
        sight=Sight(all=True),
        rights=frozenset(rights),
        objects={"opportunity": Access(actions=frozenset(actions))},
    )


@pytest.mark.parametrize(
    ("asking", "outcome", "moves", "excepts"),
    [
        (viewer(1), None, True, False),
        (viewer(2), None, False, False),
        (viewer(2, "process.move_any"), None, True, False),
        (viewer(2, "process.exception"), None, False, True),
        (viewer(1, actions=("read",)), None, False, False),
        (viewer(2, "process.move_any", actions=("read",)), None, False, False),
        (viewer(1, "process.move_any", "process.exception"), "won", False, False),
    ],
)
def test_who_may_do_what(asking: Viewer, outcome: str | None, *, moves: bool, excepts: bool) -> None:
    can = policy.can(asking, Journey(owner_id=1, object_key="opportunity", outcome=outcome))
    assert (can.advance, can.go_back, can.close, can.hand_in) == (moves,) * 4
    assert can.make_exception is excepts


@pytest.mark.parametrize(
    ("asking", "status", "allowed"),
    [
        (viewer(2), "waiting", True),
        (viewer(3), "waiting", False),
        (viewer(3, "process.review"), "waiting", True),
        (viewer(1, "process.review"), "waiting", False),
        (viewer(2), "accepted", False),
        (viewer(2), "rejected", False),
    ],
)
def test_who_may_review(asking: Viewer, status: str, *, allowed: bool) -> None:
    assert policy.can_review(asking, HandedIn(by_id=1, reviewer_id=2, status=status)) is allowed


def test_a_page_shows_stays_gate_and_what_comes_next(deal: Deal, browse: Browse) -> None:
    deal.reach("proposal")
    shown = browse("chen").get(f"/api/journeys/{deal.journey.id}").json()
    assert (shown["title"], shown["process"], shown["stage"], shown["stage_label"], shown["next"]) == (
        "东方化工 · 循环泵",
        "sales",
        "proposal",
        "方案",
        {"key": "quote", "label": "报价"},
    )
    first, second = shown["stays"]
    assert (first["stage"], first["left_how"], first["level"], first["minutes"]) == (
        "lead",
        "advanced",
        "done_ok",
        30,
    )
    assert (second["left_at"], second["level"], second["limit"]) == (None, "red", "3 个工作日")
    assert [hold["holder"] for hold in second["holds"]] == ["rep"]
    assert [(item["key"], item["met"]) for item in shown["gate"]["items"]] == [
        ("medium", False),
        ("temperature", False),
        ("proposal_pdf", False),
        ("receipt", False),
    ]
    assert shown["can"] == {
        "advance": True,
        "go_back": True,
        "close": True,
        "hand_in": True,
        "make_exception": False,
    }


def test_a_page_speaks_the_reader_s_language(deal: Deal, browse: Browse) -> None:
    path = f"/api/journeys/{deal.journey.id}"
    english = browse("chen").get(path, headers={"accept-language": "en"}).json()
    assert (english["stage_label"], english["gate"]["items"][0]["why"]) == ("Lead", "Not filled in yet")


@pytest.mark.parametrize(("login", "status"), [("chen", 200), ("lin", 404), ("wang", 200), ("zhao", 404), ("sun", 200)])
def test_who_sees_a_journey(deal: Deal, browse: Browse, login: str, status: int) -> None:
    assert browse(login).get(f"/api/journeys/{deal.journey.id}").status_code == status


def test_who_sees_nothing_of_a_journey_changes_nothing_of_it(deal: Deal, browse: Browse) -> None:
    deal.fill(amount="5000")
    before = (deal.kinds, deal.journey.revision)
    zhao, path = browse("zhao"), f"/api/journeys/{deal.journey.id}"
    for verb, body in {
        "advance": {},
        "go_back": {"to": "lead", "reason": "x"},
        "close": {"reason": "price"},
        "exceptions": {"reason": "x"},
        "deliverables/proposal_pdf": {"file_ids": [1]},
        "deliverables/receipt/send": {},
    }.items():
        answer = zhao.post(f"{path}/{verb}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), verb
    assert (deal.kinds, deal.journey.revision) == before


def test_who_may_look_and_not_touch_changes_nothing(deal: Deal, browse: Browse) -> None:
    """The one thing another person may do with a journey they see is what their rights say: an exception is not one."""
    deal.reach("proposal")
    before = (deal.kinds, deal.journey.revision)
    answer = browse("chen").post(f"/api/journeys/{deal.journey.id}/exceptions", json={"reason": "我想"})
    assert (answer.status_code, answer.json()["facts"]) == (403, {"right": "process.exception"})
    assert (deal.kinds, deal.journey.revision) == before


def test_lists_show_filter_and_sort_by_the_journey(deal: Deal, browse: Browse) -> None:
    chen = browse("chen")
    (item,) = chen.get("/api/records/opportunity").json()["items"]
    assert item["journey"]["id"] == deal.journey.id
    assert (item["journey"]["stage"], item["journey"]["outcome"], item["journey"]["level"]) == ("lead", None, "red")
    assert chen.get("/api/records/opportunity?stage=lead").json()["items"][0]["id"] == deal.record_id
    assert chen.get("/api/records/opportunity?stage=quote").json()["items"] == []
    assert chen.get("/api/records/opportunity?sort=-journey.due_at").status_code == 200


def test_a_record_on_its_way_is_not_taken_from_under_its_journey(deal: Deal, browse: Browse) -> None:
    answer = browse("wang").delete(f"/api/records/opportunity/{deal.record_id}")
    assert (answer.status_code, answer.json()["code"]) == (409, "still_needed")
    assert answer.json()["facts"]["beside"] == ["journey"]


def test_an_object_without_a_process_has_no_journey(deal: Deal, browse: Browse) -> None:
    customer = deal.customer()
    assert browse("chen").get(f"/api/records/customer/{customer}").json()["journey"] is None


def test_the_processes_are_told_as_people_read_them(browse: Browse) -> None:
    (sales,) = browse("chen").get("/api/processes").json()
    assert (sales["key"], sales["object"], sales["amount"]) == ("sales", "opportunity", "amount")
    stages = {stage["key"]: stage for stage in sales["stages"]}
    assert list(stages) == ["lead", "tender", "proposal", "quote", "sign"]
    assert stages["tender"]["conditional"] is True
    assert stages["lead"]["limit"] == "2 个工作日"
    assert [one["key"] for one in stages["proposal"]["deliverables"]] == ["proposal_pdf", "receipt"]
    assert [one["key"] for one in sales["outcomes"]] == ["won", "lost"]
