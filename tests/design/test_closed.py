"""Whoever configures with a narrow range and closed fields is told of nothing beyond it, at any door of the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel import clock
from bihuan.org.viewer import Viewer
from bihuan.process import commands as process
from bihuan.process import queries as journeys
from bihuan.records import commands as records
from tests.app.test_seeing import endpoints
from tests.company import BLUEPRINT, Cast

Asking = Callable[[str], Viewer]
Browse = Callable[[str], TestClient]
SECRET = 918273
GATE = ["processes", "sales", "stages", "lead", "gate"]
# What asks for more than a draft and its numbers; each says so itself.
BODIES: dict[str, dict[str, Any]] = {
    "/edits": {"revision": 0, "operations": [{"do": "set", "place": ["lang"], "value": "zh"}]},
    "/replay": {"days": 30},
    "/renew": {"revision": 0},
    "/release": {"revision": 10**6},
}
# A rule may name any colleague: who works here is nobody's secret.
OPEN = "/rules/people"


@pytest.fixture(autouse=True)
def _estates(session: Session, cast: Cast, asking: Asking) -> None:
    """Everybody has a deal that moved on; Wang and Chen may configure, and neither may see what it costs."""
    roles = [dict(role) for role in BLUEPRINT["roles"]]
    for role in roles[:2]:
        role |= {"rights": ["blueprint.release"], "hidden": {"opportunity": ["cost"]}, "objects": {"*": ["read"]}}
    design.release(session, None, {**BLUEPRINT, "roles": roles}, now=clock.now())
    sun = asking("sun")
    for login in ("chen", "lin", "wang", "zhao", "sun"):
        values = {"name": f"mark-{login}", "amount": 5000, "medium": "水", "temperature": 20, "cost": SECRET}
        deal = records.create(session, sun, "opportunity", values, now=clock.now(), owner_id=cast.id(login))
        journey = journeys.journey_beside(session, deal.id)
        assert journey is not None
        process.advance(session, sun, journey, now=clock.now())


def drafted(client: TestClient, *steps: tuple[list[str], Any]) -> int:
    """A draft in which these are set."""
    number: int = client.post("/api/design/drafts", json={}).json()["id"]
    asked = [{"do": "set", "place": place, "value": value} for place, value in steps]
    answer = client.post(f"/api/design/drafts/{number}/edits", json={"revision": 0, "operations": asked})
    assert answer.status_code == 200, answer.text
    return number


EVERYTHING = (
    ([*GATE, "fields"], ["amount", "cost"]),
    (["processes", "sales", "stages", "proposal", "limit"], "1 day"),
    (["processes", "sales", "stages", "lead", "limit"], "1 day"),
    (["processes", "sales", "stages", "lead", "warn_before"], "15 workdays"),  # long past, whatever day it is
)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("chen", {"chen"}), ("wang", {"chen", "lin", "wang"}), ("sun", {"chen", "lin", "wang", "zhao", "sun"})],
)
def test_no_door_tells_of_what_lies_beyond_ones_range(
    application: FastAPI, browse: Browse, cast: Cast, who: str, sees: set[str]
) -> None:
    client = browse(who)
    number = drafted(client, *EVERYTHING)
    person = cast.id(who)
    places = {"draft_id": number, "person_id": person, "object_key": "opportunity", "number": 1, "older": 1, "newer": 2}
    places |= {"key": "sources"}
    asked, told = 0, ""
    for method, path, _ in endpoints(application):
        if not path.startswith("/api/design/") or path.endswith(("/release", OPEN)) or method == "DELETE":
            continue
        body = next((body for end, body in BODIES.items() if path.endswith(end)), None)
        answer = client.request(
            method, path.format_map(defaultdict(lambda: 1, places)), json=body or ({} if method == "POST" else None)
        )
        assert answer.status_code < 500, path
        asked += answer.status_code == 200
        told += answer.text
    assert asked > 12, "hardly a door was opened"
    named = {login for login in ("chen", "lin", "wang", "zhao", "sun") if f"mark-{login}" in told}
    assert named == sees
    assert (str(SECRET) in told) is (who == "sun")
    assert ("赵主管" in told) is (who == "sun")
    replayed = client.post(f"/api/design/drafts/{number}/replay", json={"days": 30}).text
    assert ("王主管" in replayed) is (who != "chen")


@pytest.mark.parametrize("who", ["chen", "wang"])
@pytest.mark.parametrize(
    "demand",
    [
        {"fields": ["cost"]},
        {"checks": [{"key": "dear", "label": "贵", "holds": {"field": "cost", "op": "gt", "value": SECRET}}]},
        {"checks": [{"key": "dear", "label": "贵", "holds": {"not": {"field": "cost", "op": "gt", "value": 1}}}]},
    ],
)
def test_a_replay_tells_nothing_of_a_closed_field(browse: Browse, who: str, demand: dict[str, Any]) -> None:
    def refused(client: TestClient) -> int:
        number = drafted(client, (GATE, demand))
        answer = client.post(f"/api/design/drafts/{number}/replay", json={"days": 30})
        assert answer.status_code == 200, answer.text
        return int(answer.json()["draft"]["refused"])

    assert refused(browse(who)) == 0
    assert refused(browse("sun")) == (0 if demand.get("fields") else 5)


def test_how_many_have_a_closed_field_is_not_told(browse: Browse) -> None:
    for who, counted in (("wang", 0), ("sun", 5)):
        client = browse(who)
        fields = [one for one in BLUEPRINT["objects"][2]["fields"] if one["key"] != "cost"]
        roles = [{**role, "hidden": {}, "objects": {"*": ["read"]}, "rights": []} for role in BLUEPRINT["roles"]]
        number = drafted(client, (["objects", "opportunity", "fields"], fields), (["roles"], roles))
        (effect,) = client.get(f"/api/design/drafts/{number}/plan").json()["effects"]
        assert (effect["kind"], effect["count"]) == ("field_hidden", counted)
        assert ("没有算" in effect["words"]) is (who == "wang")


def test_a_hidden_name_is_a_number(session: Session, browse: Browse) -> None:
    roles = [dict(role) for role in BLUEPRINT["roles"]]
    roles[1] |= {"rights": ["blueprint.release"], "hidden": {"opportunity": ["name"]}}
    design.release(session, None, {**BLUEPRINT, "roles": roles}, now=clock.now())
    wang = browse("wang")
    number = drafted(wang, *EVERYTHING)
    told = wang.get(f"/api/design/drafts/{number}/plan").text
    told += wang.post(f"/api/design/drafts/{number}/replay", json={"days": 30}).text
    assert '"title":"#' in told
    assert "mark-" not in told
