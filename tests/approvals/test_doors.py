"""Approvals over HTTP: every door × the cast, and what the card shows to whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bihuan.kernel import clock
from tests.approvals.asking import Asking
from tests.approvals.test_approvals import person, stepped
from tests.company import LOGINS

Browse = Callable[[str], TestClient]
DOORS: dict[str, dict[str, Any]] = {
    "answer": {"yes": True},
    "send_back": {"reason": "x"},
    "delegate": {"person_id": 1},
    "add_signer": {"person_id": 1},
    "withdraw": {},
    "resubmit": {},
    "remind": {},
}


@pytest.fixture
def asking(new_asking: Callable[..., Asking]) -> Asking:
    """Chen's deal, about which Zhao is asked; he opens its cost and files to him, then Sun is asked."""
    asking = new_asking(
        stepped(
            {"who": [person("zhao")], "fields": ["amount", "cost"], "files": True, "label": "赵"},
            {"who": [person("sun")], "fields": ["amount"]},
        )
    )
    asking.deal.now = clock.now()
    asking.deal.fill("wang", cost="777")
    return asking.attach().ask()


@pytest.mark.parametrize("who", LOGINS)
def test_a_request_is_there_for_who_sees_the_record_and_for_who_is_asked(
    browse: Browse, asking: Asking, who: str
) -> None:
    client, number = browse(who), asking.ids[-1]
    sees = who != "lin"
    answer = client.get(f"/api/approvals/{number}")
    assert (answer.status_code != 404) is sees
    if not sees:
        assert asking.deal.record.title not in answer.text
        for door, body in DOORS.items():
            assert client.post(f"/api/approvals/{number}/{door}", json=body).status_code == 404, door
        assert client.get(f"/api/approvals/{number}/files/{asking.request.files[0]}").status_code == 404


def test_only_whose_turn_it_is_answers(browse: Browse, asking: Asking) -> None:
    number = asking.ids[-1]
    for who in ("chen", "wang", "sun"):
        refused = browse(who).post(f"/api/approvals/{number}/answer", json={"yes": True})
        assert (refused.status_code, refused.json()["code"]) == (409, "not_your_turn")
    card = browse("zhao").post(f"/api/approvals/{number}/answer", json={"yes": True}).json()
    assert [step["state"] for step in card["steps"]] == ["done", "here"]
    assert card["can"]["answer"] is False
    again = browse("zhao").post(f"/api/approvals/{number}/answer", json={"yes": True})
    assert again.json()["code"] == "not_your_turn"


def test_what_a_step_opens_is_open_to_its_approver_alone(browse: Browse, asking: Asking) -> None:
    number, (file_id,) = asking.ids[-1], asking.request.files

    def fields(who: str) -> dict[str, str]:
        card = browse(who).get(f"/api/approvals/{number}").json()
        return {one["key"]: one["said"] for one in card["fields"]}

    assert fields("zhao") == {"amount": "5,000.00", "cost": "777.00"}
    assert "cost" in fields("wang")
    assert "cost" not in fields("chen")  # hidden from reps
    assert browse("zhao").get(f"/api/approvals/{number}/files/{file_id}").content.startswith(b"%PDF")
    assert browse("zhao").get(f"/api/files/{file_id}").status_code == 404
    assert browse("zhao").get(f"/api/records/opportunity/{asking.deal.record_id}").status_code == 404
    assert browse("wang").get(f"/api/approvals/{number}/files/{file_id}").status_code == 404
    card = browse("zhao").get(f"/api/approvals/{number}").json()
    assert (card["sees_record"], [one["name"] for one in card["files"]]) == (False, ["方案.pdf"])
    assert [one["words"] for one in card["acts"]] == ["申请了折扣审批"]


def test_the_boxes_are_one_s_own(browse: Browse, asking: Asking) -> None:
    number = asking.ids[-1]

    def box(who: str, which: str) -> list[int]:
        return [one["id"] for one in browse(who).get(f"/api/approvals?box={which}").json()["items"]]

    assert {who: box(who, "mine") for who in LOGINS} == {
        "chen": [],
        "lin": [],
        "wang": [],
        "zhao": [number],
        "sun": [],
    }
    assert box("chen", "asked") == [number]
    assert browse("zhao").get("/api/approvals").json()["waiting"] == 1
    asking.say("zhao")
    assert (box("zhao", "mine"), box("zhao", "done"), box("sun", "mine")) == ([], [number], [number])


def test_asking_shows_before_who_would_be_asked_and_why(browse: Browse, new_asking: Callable[..., Asking]) -> None:
    asking = new_asking(discount="40")
    address = f"/api/records/opportunity/{asking.deal.record_id}/approvals"
    (kind,) = browse("chen").get(address).json()["kinds"]
    assert [
        (step["key"], step["needed"], [(one["person"]["name"], one["why"]) for one in step["people"]])
        for step in kind["steps"]
    ] == [("manager", True, [("王主管", "上级主管")]), ("boss", True, [("孙管理", "按角色")])]
    made = browse("chen").post(address, json={"key": "discount", "reason": "年单"})
    assert (made.status_code, made.json()["state"], made.json()["reason"]) == (201, "waiting", "年单")
    assert browse("chen").post(address, json={"key": "discount"}).json()["code"] == "already_asked"
    (kind,) = browse("chen").get(address).json()["kinds"]
    assert kind["open"]


def test_the_journey_says_what_is_missing_in_words(browse: Browse, new_asking: Callable[..., Asking]) -> None:
    asking = new_asking()
    journey = f"/api/journeys/{asking.deal.journey.id}"
    refused = browse("chen").post(f"{journey}/advance", json={})
    (missing,) = refused.json()["facts"]["missing"]
    assert (missing["reason"], missing["why"]) == ("not_asked", "还没申请审批")
    by_hand = browse("chen").post(f"{journey}/deliverables/discount_ok", json={"text": "同意"})
    assert by_hand.json()["facts"]["why"] == "not_by_hand"
    asking.ask()
    (item,) = browse("chen").get(journey).json()["gate"]["items"]
    assert item["why"] == "审批中，等审批人答复"
