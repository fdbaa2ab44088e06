"""What people see of a pilot: their own note, others' boards and lists whole, and for who configures all of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as versions
from bihuan.kernel import clock, db
from bihuan.kernel.web import COOKIE
from bihuan.org import commands as org
from bihuan.process import commands as process
from bihuan.process import queries as journeys
from bihuan.records import commands as records
from tests.company import PASSWORD, Cast
from tests.design.pilots import Trying, document

Browse = Callable[[str], TestClient]


@pytest.fixture
def company(session: Session, cast: Cast) -> Trying:
    """The company."""
    return Trying(session, cast)


@pytest.fixture
def browse(application: Any, company: Trying) -> Browse:  # noqa: ANN401 - the application
    """A browser whose log-in was opened without its password."""

    def logged_in(login: str) -> TestClient:
        session = company.everything
        now = clock.now()
        cookie, _ = org.log_in(session, company.cast.id(login), password=PASSWORD, agent="t", address="t", now=now)
        session.flush()
        client = TestClient(application, follow_redirects=False, headers={"origin": "http://testserver"})
        client.cookies.set(COOKIE, cookie)
        return client

    return logged_in


def tried(company: Trying, browse: Browse, **asked: object) -> tuple[TestClient, dict[str, Any]]:
    """Sun's browser, and the pilot of the valves that was begun in it."""
    sun = browse("sun")
    draft = company.draft(now=clock.now())
    teams = [company.team("阀门组")]
    day = (clock.now() + timedelta(days=7)).date().isoformat()
    body = {"revision": 0, "teams": teams, "last_day": day, "note": "先试", **asked}
    answer = sun.post(f"/api/design/drafts/{draft.id}/pilot", json=body)
    assert answer.status_code == 201, answer.text
    return sun, answer.json()


def in_demo(company: Trying) -> int:
    """A deal of Chen's in a stage that only the pilot has, with a record of an object that only it has."""
    now = clock.now()
    made = company.opened("chen", urgency="急", now=now)
    company.advance("chen", made.record_id, now=now)
    with company.acting("chen") as (session, chen):
        records.create(session, chen, "survey", {"place": "嘉兴", "deal": made.record_id}, now=now)
    return made.record_id


LOOKS = (
    "/api/processes",
    "/api/objects",
    "/api/records/opportunity",
    "/api/records/opportunity/{id}",
    "/api/records/opportunity/{id}/timeline",
    "/api/journeys/{journey}",
    "/api/boards/health",
    "/api/boards/funnel",
    "/api/boards/stages",
    "/api/boards/transitions",
    "/api/boards/variants",
    "/api/metrics/stay_days",
    "/api/metrics/open_journeys?by=stage",
    "/api/metrics/open_journeys/records",
    "/api/boards/health/cell?stage=demo&person={chen}",
    "/api/today",
    "/api/tasks",
    "/api/notices",
    "/api/records/survey",
    "/api/search?q=泵",
)


@pytest.mark.parametrize("login", ["sun", "wang", "chen"])
def test_nothing_breaks_for_who_sees_what_others_try(company: Trying, browse: Browse, login: str) -> None:
    tried(company, browse)
    record = in_demo(company)
    client = browse(login)
    journey = company.journey_id(record)
    for look in LOOKS:
        answer = client.get(look.format(id=record, journey=journey, chen=company.cast.chen))
        assert answer.status_code in {200, 404, 405}, (look, answer.text)
        assert answer.status_code == 200 or "survey" in look or look in {"/api/today", "/api/search?q=泵"}, look


def test_boards_of_others_show_the_stage_and_say_whose_it_is(company: Trying, browse: Browse) -> None:
    sun, _ = tried(company, browse)
    in_demo(company)
    columns = sun.get("/api/boards/stages").json()["stages"]
    assert [(one["key"], one["label"], one["count"]) for one in columns[:3]] == [
        ("lead", "线索", 0),
        ("demo", "方案演示（试点流程）", 1),
        ("tender", "招标", 0),
    ]
    assert "demo" in [one["key"] for one in sun.get("/api/processes").json()[0]["stages"]]
    chen = browse("chen").get("/api/processes").json()[0]["stages"]
    assert [one["label"] for one in chen if one["key"] == "demo"] == ["方案演示"]
    zhao = browse("zhao").get("/api/processes").json()[0]
    assert zhao["stages"][1]["fields"] == []  # what the pumps don't have can't be told them


def test_an_overdue_deal_in_a_stage_of_others_is_judged(company: Trying, browse: Browse) -> None:
    sun, _ = tried(company, browse)
    record = in_demo(company)
    db.see(company.everything, db.EVERYTHING)
    company.kept.connection().exec_driver_sql(
        "UPDATE process_stay SET due_at = now() - interval '1 day' WHERE left_at IS NULL"
    )
    company.kept.connection().exec_driver_sql("UPDATE process_journey SET due_at = now() - interval '1 day'")
    health = sun.get("/api/boards/health").json()
    assert "方案演示（试点流程）" in health["sentence"]
    assert sun.get(f"/api/records/opportunity/{record}").status_code == 200


def test_only_its_people_are_told_that_they_try_something(company: Trying, browse: Browse) -> None:
    _, pilot = tried(company, browse)
    told = browse("chen").get("/api/me").json()["pilot"]
    assert told == {"number": pilot["number"], "last_day": pilot["last_day"]}
    assert browse("zhao").get("/api/me").json()["pilot"] is None


def test_forms_of_its_people_are_the_pilots(company: Trying, browse: Browse) -> None:
    tried(company, browse)

    def keys(login: str) -> set[str]:
        found = browse(login).get("/api/objects").json()["items"]
        return {field["key"] for one in found if one["key"] == "opportunity" for field in one["fields"]}

    assert "urgency" in keys("chen")
    assert "urgency" not in keys("zhao")
    made = browse("chen").post("/api/records/opportunity", json={"values": {"name": "x", "urgency": "急"}})
    assert made.status_code == 201, made.text
    refused = browse("zhao").post("/api/records/opportunity", json={"values": {"name": "x", "urgency": "急"}})
    assert refused.status_code == 422, refused.text


def test_the_dialog_knows_whom_a_pilot_would_concern(company: Trying, browse: Browse) -> None:
    company.opened("chen", now=clock.now())
    draft, sun = company.draft(now=clock.now()), browse("sun")
    found = sun.get(f"/api/design/drafts/{draft.id}/ways", params={"team": company.team("阀门组")}).json()
    assert [(one["name"], one["depth"], one["people"]) for one in found["teams"]] == [
        ("试验公司", 0, 5),
        ("华东", 1, 4),
        ("阀门组", 2, 3),
        ("水泵组", 2, 1),
    ]
    assert (found["people"], found["under_way"]["count"], found["under_way"]["movable"]) == (3, 1, 1)
    assert found["running"] is None
    assert found["waiting"] == []


def test_the_page_of_a_pilot_compares_and_opens_what_is_behind(company: Trying, browse: Browse) -> None:
    sun, pilot = tried(company, browse)
    in_demo(company)
    page = sun.get(f"/api/design/pilots/{pilot['id']}").json()
    assert [one["key"] for one in page["numbers"]] == [
        "on_time_rate",
        "stay_days",
        "stage_conversion",
        "activities_count",
    ]
    conversion = page["numbers"][2]
    assert (conversion["pilot"]["count"], conversion["pilot"]["few"], conversion["rest"]["count"]) == (1, True, 0)
    assert (page["people"], page["under_way"]["count"], page["under_way"]["movable"]) == (3, 1, 0)
    assert page["under_way"]["stranded"] == [{"process": "销售流程", "stage": "方案演示", "count": 1}]
    for side, count in (("pilot", 1), ("rest", 0)):
        rows = sun.get(f"/api/design/pilots/{pilot['id']}/numbers/stage_conversion/records", params={"side": side})
        assert len(rows.json()["items"]) == count, rows.text


def test_versions_tell_what_became_of_a_pilot(company: Trying, browse: Browse) -> None:
    sun, pilot = tried(company, browse)
    newest = sun.get("/api/design/versions").json()["items"][0]
    assert (newest["number"], newest["live"], newest["pilot"]) == (pilot["number"], False, "running")
    assert sun.post(f"/api/design/pilots/{pilot['id']}/take_back", json={"move_back": True}).json() == {"moved": 0}
    newest, before = sun.get("/api/design/versions").json()["items"][:2]
    assert (newest["pilot"], newest["live"], before["live"]) == ("taken_back", False, True)
    assert sun.post(f"/api/design/versions/{newest['number']}/restore").status_code == 201


def test_a_moment_is_set_and_called_off(company: Trying, browse: Browse) -> None:
    sun, draft = browse("sun"), company.draft(now=clock.now())
    at = sun.get(f"/api/design/drafts/{draft.id}/ways").json()["first_workday"]
    waits = sun.post(f"/api/design/drafts/{draft.id}/schedule", json={"revision": 0, "at": at})
    assert (waits.status_code, waits.json()["switch_by"]) == (200, "孙管理"), waits.text
    assert sun.request("DELETE", f"/api/design/drafts/{draft.id}/schedule").json()["switch_at"] is None


def test_all_of_it_is_closed_to_who_may_not_release(company: Trying, browse: Browse) -> None:
    _, pilot = tried(company, browse)
    draft, wang = company.draft(now=clock.now()), browse("wang")
    drafts, pilots = f"/api/design/drafts/{draft.id}", f"/api/design/pilots/{pilot['id']}"
    begin = {"revision": 0, "teams": [1], "last_day": pilot["last_day"]}
    for method, path, body in (
        ("GET", f"{drafts}/ways", None),
        ("POST", f"{drafts}/pilot", begin),
        ("POST", f"{drafts}/schedule", {"revision": 0, "at": "2099-01-01T00:00:00Z"}),
        ("DELETE", f"{drafts}/schedule", None),
        ("GET", "/api/design/pilots", None),
        ("GET", pilots, None),
        ("PATCH", pilots, {"last_day": pilot["last_day"], "then_release": False}),
        ("POST", f"{pilots}/release", None),
        ("POST", f"{pilots}/take_back", {"move_back": True}),
        ("GET", f"{pilots}/numbers/on_time_rate/records?side=rest", None),
    ):
        answer = wang.request(method, path, json=body)
        assert answer.status_code == 403, (path, answer.text)
    assert versions.running(company.everything) is not None


def test_a_document_of_the_pilot_reads_back_the_same(company: Trying, browse: Browse) -> None:
    sun, pilot = tried(company, browse)
    text = sun.get(f"/api/design/versions/{pilot['number']}/yaml").text
    assert "方案演示" in text
    assert document()["processes"][0]["stages"][1]["key"] == "demo"


def test_jobs_go_by_each_journeys_own_version(company: Trying, browse: Browse) -> None:
    tried(company, browse)
    record = in_demo(company)
    found = company.journey(record)
    stage = journeys.whereabouts(company.everything, found)[1]
    assert stage.key == "demo"
    assert process.recompute(company.kept, owner_id=None, after=0, now=clock.now(), limit=100) is None
