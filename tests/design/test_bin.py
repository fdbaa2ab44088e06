"""What a release took away is kept for thirty days, shown with what it holds, and put back where it stood."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.design import commands as design
from bihuan.design import operations, queries, restoring
from bihuan.kernel import clock
from bihuan.objects import ddl
from bihuan.org.viewer import Viewer
from bihuan.records import commands as records
from bihuan.records import queries as questions
from tests.company import BLUEPRINT, MONDAY_9

Asking = Callable[[str], Viewer]
Browse = Callable[[str], TestClient]
CITY = ("objects", "customer", "fields", "city")
FORM = [
    {"key": "basics", "label": {"zh": "基本", "en": "Basics"}, "fields": ["name", "source", "phone"]},
    {"key": "rest", "label": {"zh": "其余", "en": "Rest"}, "fields": ["city"]},
]


def without(field: str, document: dict[str, Any]) -> dict[str, Any]:
    """The document with a field of customers taken out of all that names it."""
    document = copy.deepcopy(document)
    customer = document["objects"][0]
    customer["fields"] = [one for one in customer["fields"] if one["key"] != field]
    for name in ("quick", "list_columns"):
        customer[name] = [key for key in customer[name] if key != field]
    for section in customer.get("form", ()):
        section["fields"] = [key for key in section["fields"] if key != field]
    return document


def release(session: Session, document: dict[str, Any], *, now: datetime = MONDAY_9) -> None:
    design.release(session, None, document, note="", now=now)


@pytest.fixture
def formed(session: Session) -> dict[str, Any]:
    """The document that lives, with a form for customers."""
    document = copy.deepcopy(BLUEPRINT)
    document["objects"][0]["form"] = FORM
    release(session, document)
    return copy.deepcopy(blueprint.current(session).body)


def test_what_goes_is_hidden_with_its_values_and_comes_back_with_them(
    session: Session, asking: Asking, browse: Browse, monkeypatch: pytest.MonkeyPatch, formed: dict[str, Any]
) -> None:
    chen, sun = asking("chen"), asking("sun")
    made = records.create(session, chen, "customer", {"name": "北方", "city": "沈阳"}, now=MONDAY_9)
    records.create(session, chen, "customer", {"name": "南方"}, now=MONDAY_9)
    release(session, without("city", formed), now=MONDAY_9 + timedelta(hours=1))
    assert "city" not in questions.standing(session, "customer", made.id).values
    later = MONDAY_9 + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    draft = design.begin(session, sun, name="", now=later)
    (gone,) = browse("sun").get(f"/api/design/drafts/{draft.id}/bin").json()["items"]
    told = {name: gone[name] for name in ("kind", "object", "key", "type", "days_left", "values", "why_not")}
    assert told == {
        "kind": "field",
        "object": "customer",
        "key": "city",
        "type": "text",
        "days_left": 29,
        "values": 1,
        "why_not": "",
    }
    assert gone["removed_in"] == blueprint.current(session).number
    answer = browse("sun").post(
        f"/api/design/drafts/{draft.id}/edits", json={"revision": 0, "operations": gone["edit"]}
    )
    assert answer.status_code == 200, answer.text
    session.expire(draft)
    assert draft.body == formed
    (gone,) = browse("sun").get(f"/api/design/drafts/{draft.id}/bin").json()["items"]
    assert (gone["edit"], gone["why_not"]) == ([], "standing")
    design.release_draft(session, sun, draft.id, revision=1, note="", now=later)
    assert questions.standing(session, "customer", made.id).values["city"] == "沈阳"
    again = design.begin(session, sun, name="", now=later)
    assert browse("sun").get(f"/api/design/drafts/{again.id}/bin").json() == {"items": []}


def test_after_thirty_days_it_is_gone_for_good(session: Session, formed: dict[str, Any]) -> None:
    release(session, without("city", formed))
    last = MONDAY_9 + ddl.RESTORABLE - timedelta(seconds=1)
    assert [one.field_key for one in queries.gone(session, now=last)] == ["city"]
    after = MONDAY_9 + ddl.RESTORABLE + timedelta(seconds=1)
    assert queries.gone(session, now=after) == []
    assert ddl.purge(session, now=after) == ["purged o_customer.f_city"]
    assert queries.gone(session, now=last) == []


def test_an_object_comes_back_whole_with_the_process_that_led_it(
    session: Session, asking: Asking, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY_9)
    chen, sun = asking("chen"), asking("sun")
    before = copy.deepcopy(blueprint.current(session).body)
    made = records.create(session, chen, "opportunity", {"name": "泵", "amount": 5}, now=MONDAY_9)
    bare = copy.deepcopy(before)
    bare["objects"] = [one for one in bare["objects"] if one["key"] != "opportunity"]
    bare["processes"] = [one for one in bare["processes"] if one["object"] != "opportunity"]
    bare["dashboards"] = []
    for role in bare["roles"]:
        for part in ("objects", "hidden", "readonly"):
            role.get(part, {}).pop("opportunity", None)
    release(session, bare)
    draft = design.begin(session, sun, name="", now=MONDAY_9)
    (gone,) = browse("sun").get(f"/api/design/drafts/{draft.id}/bin").json()["items"]
    assert (gone["kind"], gone["key"], gone["values"]) == ("object", "opportunity", 1)
    changed = browse("sun").post(
        f"/api/design/drafts/{draft.id}/edits", json={"revision": 0, "operations": gone["edit"]}
    )
    body = changed.json()["body"]
    assert (body["objects"], body["processes"]) == (before["objects"], before["processes"])
    design.release_draft(session, sun, draft.id, revision=1, note="", now=MONDAY_9)
    assert questions.standing(session, "opportunity", made.id).values["amount"] == 5


def test_an_object_that_comes_back_is_seen_by_whom_it_says_now(session: Session) -> None:
    def wall() -> str:
        asked = "SELECT string_agg(qual, ' ') FROM pg_policies WHERE tablename = 'o_product' AND cmd = 'SELECT'"
        return str(session.scalar(text(asked + " AND schemaname = current_schema()")))

    bare = copy.deepcopy(BLUEPRINT)
    bare["objects"] = [one for one in bare["objects"] if one["key"] != "product"]
    bare["objects"][-1]["fields"] = [one for one in bare["objects"][-1]["fields"] if one["key"] != "product"]
    for role in bare["roles"]:
        role.get("objects", {}).pop("product", None)
    release(session, bare)
    back = copy.deepcopy(BLUEPRINT)
    back["objects"][1]["visibility"] = "owner"
    assert "owner_pos" not in wall()
    release(session, back)
    assert "owner_pos" in wall()


@pytest.mark.parametrize("field", ["name", "phone", "source", "city"])
def test_a_field_goes_back_to_where_it_stood(field: str) -> None:
    then = copy.deepcopy(BLUEPRINT)
    then["objects"][0]["form"] = copy.deepcopy(FORM)
    now = without(field, then)
    body, _ = operations.carried_out(now, restoring.field(now, then, "customer", field))
    assert body["objects"][0] == then["objects"][0]
    assert restoring.field(body, then, "customer", field) == ()


def test_a_form_without_keys_gets_its_field_back_and_one_that_was_renamed_is_left_alone() -> None:
    then = copy.deepcopy(BLUEPRINT)
    then["objects"][0]["form"] = [{name: value for name, value in one.items() if name != "key"} for one in FORM]
    now = without("phone", then)
    body, _ = operations.carried_out(now, restoring.field(now, then, "customer", "phone"))
    assert body["objects"][0] == then["objects"][0]
    now["objects"][0]["form"][0]["label"] = "别的"
    body, _ = operations.carried_out(now, restoring.field(now, then, "customer", "phone"))
    assert body["objects"][0]["form"] == now["objects"][0]["form"]


def test_who_may_not_configure_sees_no_bin(session: Session, asking: Asking, browse: Browse) -> None:
    draft = design.begin(session, asking("sun"), name="", now=MONDAY_9)
    assert browse("sun").get(f"/api/design/drafts/{draft.id}/bin").status_code == 200
    assert browse("wang").get(f"/api/design/drafts/{draft.id}/bin").status_code == 403
