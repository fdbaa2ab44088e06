"""Roles in a draft: what of them could not be released is said while one designs, and refused at the release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.design.commands import GrantsTooMuch, RoleHeld
from bihuan.design.operations import Operation, Remove, Set
from bihuan.org.definition import RIGHTS
from bihuan.org.viewer import Viewer
from tests.company import ALL_ACTIONS, BLUEPRINT, MONDAY_9, Cast

Asking = Callable[[str], Viewer]
Browse = Callable[[str], TestClient]
NOW = MONDAY_9
WORDS = Path(__file__).parents[2] / "web/src/features/design/words/roles.ts"


@pytest.fixture
def _configurator(session: Session, cast: Cast) -> None:
    """Wang leads a team, sees no cost and may configure."""
    roles = [dict(role) for role in BLUEPRINT["roles"]]
    roles[1] |= {"rights": [*roles[1]["rights"], "blueprint.release"], "hidden": {"opportunity": ["cost"]}}
    assert cast
    design.release(session, None, {**BLUEPRINT, "roles": roles}, now=NOW)


def faults(client: TestClient, *steps: Operation) -> list[tuple[str, str]]:
    """The places and codes of what is wrong after these steps, in a draft of one's own."""
    one = client.post("/api/design/drafts", json={}).json()
    asked = {"revision": 0, "operations": [step.model_dump(mode="json") for step in steps]}
    answer = client.post(f"/api/design/drafts/{one['id']}/edits", json=asked)
    assert answer.status_code == 200, answer.text
    planned = client.get(f"/api/design/drafts/{one['id']}/plan").json()
    assert planned["faults"] == answer.json()["faults"]
    return [(fault["place"], fault["code"]) for fault in answer.json()["faults"]]


REP = ("roles", "rep")


@pytest.mark.usefixtures("_configurator")
@pytest.mark.parametrize(
    ("step", "place"),
    [
        (Set(place=(*REP, "scope"), value="region"), "roles.rep.scope"),
        (Set(place=(*REP, "rights"), value=["import.run"]), "roles.rep.rights.import.run"),
        (Set(place=(*REP, "hidden"), value={}), "roles.rep.hidden.opportunity.cost"),
    ],
)
def test_what_one_has_not_got_is_named_before_the_release(
    session: Session, asking: Asking, browse: Browse, step: Operation, place: str
) -> None:
    assert faults(browse("wang"), step) == [(place, "beyond_yours")]
    draft = design.begin(session, asking("wang"), now=NOW)
    design.edit(session, asking("wang"), draft.id, [step], revision=0, now=NOW)
    with pytest.raises(GrantsTooMuch):
        design.release_draft(session, asking("wang"), draft.id, revision=1, note="", now=NOW)


@pytest.mark.usefixtures("_configurator")
@pytest.mark.parametrize("value", [{"*": ["read"]}, {"*": ALL_ACTIONS}])
def test_what_one_has_may_be_given(browse: Browse, value: dict[str, Any]) -> None:
    assert faults(browse("wang"), Set(place=(*REP, "objects"), value=value)) == []


def test_a_role_that_people_have_does_not_go(session: Session, asking: Asking, browse: Browse) -> None:
    assert browse("sun").get("/api/design/drafts/0/roles").status_code == 422
    assert ("roles.rep", "role_held") in faults(browse("sun"), Remove(place=REP))
    draft = design.begin(session, asking("sun"), now=NOW)
    # The board that is theirs goes too: else the draft is faulty before anybody asks who has the role.
    steps: list[Operation] = [Set(place=("dashboards",), value=[]), Remove(place=REP)]
    design.edit(session, asking("sun"), draft.id, steps, revision=0, now=NOW)
    with pytest.raises(RoleHeld) as no:
        design.release_draft(session, asking("sun"), draft.id, revision=1, note="", now=NOW)
    assert no.value.facts() == {"roles": {"rep": 2}, "people": 2}


def test_a_role_that_nobody_has_may_go(session: Session, asking: Asking, browse: Browse) -> None:
    spare = {**BLUEPRINT["roles"][0], "key": "spare"}
    design.release(session, asking("sun"), {**BLUEPRINT, "roles": [*BLUEPRINT["roles"], spare]}, now=NOW)
    assert faults(browse("sun"), Remove(place=("roles", "spare"))) == []


def test_how_many_have_which_role(browse: Browse) -> None:
    sun = browse("sun")
    draft = sun.post("/api/design/drafts", json={}).json()["id"]
    answer = sun.get(f"/api/design/drafts/{draft}/roles").json()
    assert answer == {"people": {"rep": 2, "manager": 2, "admin": 1}}


def test_every_right_has_its_words_at_the_desk() -> None:
    said = WORDS.read_text(encoding="utf-8")
    assert [right for right in RIGHTS if said.count(f'"{right}":') != 4] == []
