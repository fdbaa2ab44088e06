"""What the screens of lists ask: how often an entry or a kind is used, as far as one sees; the days of a calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.design import queries
from bihuan.org.viewer import Access, Viewer
from bihuan.records import commands as records
from tests.company import MONDAY_9, Cast

Browse = Callable[[str], TestClient]
Asking = Callable[[str], Viewer]
NOW = MONDAY_9


@pytest.fixture
def customers(session: Session, cast: Cast, asking: Asking) -> None:
    """Two of Chen's and one of Zhao's, from fairs and from the website; one more was deleted."""
    sun = asking("sun")
    for number, (login, source) in enumerate((("chen", "fair"), ("chen", "web"), ("zhao", "fair"), ("chen", "fair"))):
        made = records.create(
            session, sun, "customer", {"name": f"客户{number}", "source": source}, now=NOW, owner_id=cast.id(login)
        )
        activity.log(session, sun, made, kind="call", summary="打过电话", now=NOW)
    records.delete(session, sun, made, now=NOW)


@pytest.mark.usefixtures("customers")
def test_an_entry_is_counted_as_far_as_one_sees(session: Session, asking: Asking) -> None:
    all_of_it = queries.entries_used(session, asking("sun"), "sources")
    assert (all_of_it.counts, all_of_it.whole) == ({"fair": 2, "web": 1}, True)
    team = queries.entries_used(session, asking("wang"), "sources")
    assert (team.counts, team.whole) == ({"fair": 1, "web": 1}, False)


@pytest.mark.usefixtures("customers")
def test_a_field_one_never_sees_is_not_counted_and_not_said_to_be_unused(session: Session, asking: Asking) -> None:
    sun = asking("sun")
    closed = replace(sun, objects={"*": replace(sun.access("customer"), hidden=frozenset({"source"}))})
    assert (queries.entries_used(session, closed, "sources").counts, closed.sight.all) == ({}, True)
    assert queries.entries_used(session, closed, "sources").whole is False
    blind = replace(sun, objects={"*": Access()})
    assert queries.entries_used(session, blind, "sources").whole is False


@pytest.mark.usefixtures("customers")
def test_kinds_are_counted_as_far_as_one_sees(session: Session, asking: Asking) -> None:
    assert queries.kinds_used(session, asking("sun")).counts == {"call": 4}
    seen = queries.kinds_used(session, asking("chen"))
    assert (seen.counts, seen.whole) == ({"call": 3}, False)


def test_who_may_not_configure_is_told_nothing(browse: Browse) -> None:
    for path in ("dictionaries/sources/used", "activity_kinds/used", "drafts/1/calendar?year=2026&month=10"):
        assert browse("wang").get(f"/api/design/{path}").status_code == 403, path
    assert browse("sun").get("/api/design/dictionaries/sources/used").json() == {"counts": {}, "whole": True}


def test_a_month_has_its_holidays_and_make_up_days_as_the_draft_counts_them(browse: Browse) -> None:
    sun = browse("sun")
    draft = sun.post("/api/design/drafts", json={}).json()
    days = _month(sun, draft["id"])
    assert (days["2026-10-01"]["kind"], days["2026-10-01"]["hours"]) == ("holiday", [])
    assert (days["2026-10-10"]["kind"], days["2026-10-10"]["hours"]) == ("make_up", ["09:00-12:00", "13:00-18:00"])
    assert (days["2026-10-11"]["kind"], days["2026-10-12"]["kind"]) == ("free", "work")
    week = {"shifts": {"mon": ["08:00-11:30"], "tue": ["22:00-06:00"]}, "holidays": "none", "zone": "Asia/Shanghai"}
    edit = {"revision": 0, "operations": [{"do": "set", "place": ["calendar"], "value": week}]}
    assert sun.post(f"/api/design/drafts/{draft['id']}/edits", json=edit).status_code == 200
    days = _month(sun, draft["id"])
    assert (days["2026-10-01"]["kind"], days["2026-10-05"]["hours"], days["2026-10-06"]["hours"]) == (
        "free",
        ["08:00-11:30"],
        ["22:00-06:00"],
    )


def test_a_deadline_is_tried_on_the_draft(browse: Browse) -> None:
    sun = browse("sun")
    draft = sun.post("/api/design/drafts", json={}).json()
    asked = {"start": "2026-09-30T16:00:00", "limit": "2 workdays"}
    said = sun.post(f"/api/design/drafts/{draft['id']}/calendar/due", json=asked)
    assert said.json() == {"due": "2026-10-09T16:00:00+08:00"}  # seven days of holidays lie between
    far = {"start": "2200-12-31T16:00:00", "limit": "9 workdays"}
    assert sun.post(f"/api/design/drafts/{draft['id']}/calendar/due", json=far).status_code == 422


def _month(client: TestClient, draft: int) -> dict[str, Any]:
    found = client.get(f"/api/design/drafts/{draft}/calendar?year=2026&month=10")
    assert found.status_code == 200, found.text
    return {day["day"]: day for day in found.json()["days"]}
