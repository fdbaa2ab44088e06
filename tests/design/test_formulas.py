"""A formula being designed shows what it gives for a record its maker sees, and tells nothing closed to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.org.viewer import Viewer
from bihuan.records import commands as records
from tests.company import BLUEPRINT, MONDAY_9, Cast

Asking = Callable[[str], Viewer]
Browse = Callable[[str], TestClient]
HALF = {"/": [{"field": "amount"}, 2]}


@pytest.fixture(autouse=True)
def _configuring(session: Session, cast: Cast, asking: Asking) -> None:
    """Wang leads his team and may configure; costs are closed to him. Zhao's deal was changed last."""
    roles = [dict(role) for role in BLUEPRINT["roles"]]
    rights = [*roles[1]["rights"], "blueprint.release"]
    roles[1] |= {"rights": rights, "hidden": {"opportunity": ["cost"]}}
    design.release(session, None, {**BLUEPRINT, "roles": roles}, now=MONDAY_9)
    sun = asking("sun")
    for login, amount in (("chen", 5000), ("zhao", 80_000)):
        values = {"name": f"deal of {login}", "amount": amount, "cost": 777 if login == "chen" else None}
        records.create(session, sun, "opportunity", values, now=MONDAY_9, owner_id=cast.id(login))


def tried(client: TestClient, formula: Any, *, object_key: str = "opportunity") -> dict[str, Any]:  # noqa: ANN401
    """What is shown beside a formula in a draft."""
    one = client.post("/api/design/drafts", json={}).json()
    field = {"key": "worked_out", "label": {"zh": "算", "en": "Worked out"}, "type": "formula", "formula": formula}
    place = ["objects", object_key, "fields"]
    asked = {"revision": 0, "operations": [{"do": "add", "place": place, "value": field, "before": None}]}
    answer = client.post(f"/api/design/drafts/{one['id']}/edits", json=asked)
    assert answer.status_code == 200, answer.text
    answer = client.get(f"/api/design/drafts/{one['id']}/formulas/{object_key}/worked_out")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_it_is_tried_on_the_record_changed_last_of_those_one_sees(browse: Browse) -> None:
    """Sun sees everything, Wang his team."""
    assert tried(browse("sun"), HALF)["said"] == "40,000"
    found = tried(browse("wang"), HALF)
    assert (found["record"], found["said"]) == ("deal of chen", "2,500")
    assert [part["field"] for part in found["taken"]] == ["amount"]


def test_what_is_closed_to_its_maker_is_never_worked_with(browse: Browse) -> None:
    """Neither as a number nor in a condition."""
    asked = {"if": {"field": "cost", "op": "gt", "value": 700}, "then": 1, "else": 0}
    for formula in ({"*": [{"field": "cost"}, 1]}, asked):
        found = tried(browse("wang"), formula)
        assert found == {"record": None, "taken": [], "said": None, "closed": True}
        assert tried(browse("sun"), formula)["closed"] is False


def test_a_number_that_is_missing_is_named_and_without_a_record_there_is_a_sample(browse: Browse) -> None:
    """So that whoever makes it sees why there is no result."""
    sun = browse("sun")
    # The deal changed last has no cost: one that has all the numbers tells more.
    found = tried(sun, {"+": [{"field": "amount"}, {"field": "cost"}]})
    assert (found["record"], found["said"]) == ("deal of chen", "5,777")
    found = tried(sun, {"+": [{"field": "amount"}, {"field": "temperature"}]})
    assert found["said"] is None
    assert [part["said"] is None for part in found["taken"]] == [False, True]
    sample = tried(sun, {"*": [{"field": "price"}, 2]}, object_key="product")
    assert (sample["record"], sample["said"], sample["taken"]) == (None, "20", [{"field": "price", "said": "10.00"}])
    faulty = tried(sun, {"+": [{"field": "name"}, 1]})
    assert faulty == {"record": None, "taken": [], "said": None, "closed": False}


def test_only_who_configures_may_ask_and_only_about_formulas(browse: Browse) -> None:
    """Chen may not; a field of another type is not there."""
    sun = browse("sun")
    one = sun.post("/api/design/drafts", json={}).json()
    where = f"/api/design/drafts/{one['id']}/formulas/opportunity"
    assert sun.get(f"{where}/amount").status_code == 404
    assert sun.get(f"{where}/nothing").status_code == 404
    assert browse("chen").get(f"{where}/amount").status_code == 403
