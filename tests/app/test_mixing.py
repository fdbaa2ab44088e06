"""Parts of a pack come into a draft over the web: seen beforehand, decided, one step that is taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bihuan.packs import reading

Browse = Callable[[str], TestClient]
PROCESS = "processes." + reading.blueprint("medical-device")["processes"][0]["key"]


@pytest.fixture
def sun(browse: Browse) -> TestClient:
    """Runs the system."""
    return browse("sun")


@pytest.fixture
def draft(sun: TestClient) -> dict[str, Any]:
    """A draft of what lives."""
    begun: dict[str, Any] = sun.post("/api/design/drafts", json={}).json()
    return begun


def test_what_comes_along_is_told_before_anything_is_taken(sun: TestClient, draft: dict[str, Any]) -> None:
    where = f"/api/design/drafts/{draft['id']}"
    titles = {one["key"]: one["title"] for one in sun.get("/api/design/packs").json()["items"]}
    assert titles["medical-device"] == "医疗器械经销"
    asked = {"pack": "medical-device", "chosen": [PROCESS]}
    told = sun.post(f"{where}/packs", json=asked).json()
    pieces = {piece["thing"]: piece for piece in told["pieces"]}
    assert pieces["objects.hospital"]["by"], "it says what refers to it"
    conflicts = [piece for piece in told["pieces"] if piece["standing"] == "other"]
    assert all(piece["decision"] and piece["differs"] for piece in conflicts)
    assert conflicts
    for one in (difference for piece in conflicts for difference in piece["differs"]):
        assert one["about"], one
        assert one["mine"] != one["theirs"], one
    assert sun.get(where).json()["body"] == draft["body"]


def test_it_is_one_step_and_taken_back_by_one(sun: TestClient, draft: dict[str, Any]) -> None:
    where = f"/api/design/drafts/{draft['id']}"
    asked: dict[str, Any] = {"pack": "medical-device", "chosen": [PROCESS]}
    conflicts = sun.post(f"{where}/packs", json=asked).json()["pieces"]
    asked["decisions"] = {piece["thing"]: "both" for piece in conflicts if piece["standing"] == "other"}
    assert sun.post(f"{where}/packs", json=asked).json()["faults"] == []
    taken = sun.post(f"{where}/packs/take", json={**asked, "revision": 0})
    assert taken.status_code == 200, taken.text
    body = taken.json()["body"]
    assert (taken.json()["revision"], taken.json()["faults"]) == (1, [])
    assert len(body["processes"]) == len(draft["body"]["processes"]) + 1
    again = sun.post(f"{where}/packs/take", json={**asked, "revision": 1}).json()
    assert (again["revision"], again["body"]) == (1, body), "twice is once"
    assert sun.post(f"{where}/undo").json()["body"] == draft["body"]


def test_what_would_refer_to_nothing_is_refused_with_its_places(sun: TestClient, draft: dict[str, Any]) -> None:
    where = f"/api/design/drafts/{draft['id']}"
    asked: dict[str, Any] = {"pack": "medical-device", "chosen": [PROCESS]}
    conflicts = sun.post(f"{where}/packs", json=asked).json()["pieces"]
    asked["decisions"] = {piece["thing"]: "mine" for piece in conflicts if piece["standing"] == "other"}
    asked["decisions"][PROCESS] = "both"
    assert sun.post(f"{where}/packs", json=asked).json()["faults"]
    no = sun.post(f"{where}/packs/take", json={**asked, "revision": 0})
    assert (no.status_code, no.json()["code"]) == (422, "combining_breaks")
    assert sun.get(where).json()["revision"] == 0


@pytest.mark.parametrize("login", ["chen", "wang"])
def test_who_may_not_configure_sees_and_takes_nothing(
    sun: TestClient, draft: dict[str, Any], browse: Browse, login: str
) -> None:
    assert sun is not None
    where, visitor = f"/api/design/drafts/{draft['id']}", browse(login)
    asked = {"pack": "medical-device", "chosen": [PROCESS]}
    assert visitor.get("/api/design/packs").status_code == 403
    assert visitor.post(f"{where}/packs", json=asked).status_code == 403
    assert visitor.post(f"{where}/packs/take", json={**asked, "revision": 0}).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [{"pack": "../etc"}, {"pack": "none"}, {"chosen": ["objects.__class__"]}, {"chosen": ["x"] * 300},
     {"decisions": {"objects.customer": "all"}}, {"more": 1}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(sun: TestClient, draft: dict[str, Any], wrong: dict[str, Any]) -> None:
    asked = {"pack": "medical-device", "chosen": [PROCESS]} | wrong
    assert sun.post(f"/api/design/drafts/{draft['id']}/packs", json=asked).status_code in {404, 422}
