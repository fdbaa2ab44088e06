"""What waits for a person in one list: in which order, for whose eyes, and what one does with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.agenda import things
from bihuan.agenda.things import Thing
from bihuan.kernel import clock, db
from bihuan.notices.models import Notice
from bihuan.org import queries as org
from tests.company import MONDAY_9, Cast
from tests.process.deals import Deal

Browse = Callable[[str], TestClient]


def put(session: Session, person_id: int, title: str, *, hours: float | None = None, **about: Any) -> int:  # noqa: ANN401 - columns of a task
    """A task on somebody's list, due so many hours from now."""
    db.see(session, db.EVERYTHING)
    now = clock.now()
    due = now + timedelta(hours=hours) if hours is not None else None
    wish = {"kind": "rule_task", "title": title, "cause": title, "due_at": due, **about}
    activity.ask(session, person_id=person_id, now=now, **wish)
    return int(session.scalar(text("SELECT id FROM activity_task WHERE cause = :cause"), {"cause": title}) or 0)


def day(client: TestClient, **asked: object) -> dict[str, Any]:
    answer = client.get("/api/day", params={key: str(value) for key, value in asked.items()})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def titles(client: TestClient, **asked: object) -> list[str]:
    return [one["title"] for one in day(client, **asked)["items"]]


def act(client: TestClient, what: str, *keys: str, **more: object) -> dict[str, str | None]:
    answer = client.post("/api/day/acts", json={"act": what, "things": list(keys), **more})
    assert answer.status_code == 200, answer.text
    return {one["thing"]: one["no"] for one in answer.json()["items"]}


def thing(key: str, hours: float | None, **more: Any) -> Thing:  # noqa: ANN401 - members of a thing
    due = MONDAY_9 + timedelta(hours=hours) if hours is not None else None
    made = {"kind": "rule_task", "title": key, "object_key": None, "record_id": None, "made_at": MONDAY_9, **more}
    return Thing(key=key, due_at=due, **made)


def test_what_goes_red_first_stands_first_and_says_why() -> None:
    found = things.merged(
        [
            thing("never", None),
            thing("later", 90),
            thing("blocks", None, kind="review"),
            thing("soon", 3),
            thing("red", -1),
        ]
    )
    assert [one.key for one in found] == ["red", "soon", "blocks", "later", "never"]
    tonight = MONDAY_9 + timedelta(hours=15)
    assert [one.why(now=MONDAY_9, tonight=tonight) for one in found] == [
        "overdue",
        "today",
        "others_wait",
        "later",
        "no_limit",
    ]


@pytest.mark.parametrize(("promised", "shown"), [(2, "task:1"), (50, "journey:7")])
def test_a_promised_contact_and_its_journey_are_one_row(promised: int, shown: str) -> None:
    follow_up = thing("task:1", promised, kind="follow_up", journey_id=7)
    found = things.merged([thing("journey:7", 24, kind="stage", journey_id=7), follow_up])
    assert [one.key for one in found] == [shown]


def test_tasks_and_own_stages_stand_in_one_list(session: Session, cast: Cast, browse: Browse, deal: Deal) -> None:
    put(session, cast.chen, "打电话", hours=1)
    found = day(browse("chen"))
    assert [one["kind"] for one in found["items"]] == ["stage", "rule_task"], "the stage went red in March"
    assert found["items"][0]["about"]["id"] == deal.record_id
    assert (found["red"], found["all"]) == (1, 2)


def test_done_is_done_once_and_a_second_is_told(session: Session, cast: Cast, browse: Browse) -> None:
    key = f"task:{put(session, cast.chen, '打电话')}"
    chen = browse("chen")
    assert act(chen, "done", key) == {key: None}
    assert act(chen, "done", key) == {key: "thing_gone"}
    assert titles(chen) == []


def test_what_is_put_off_comes_back_by_itself(session: Session, cast: Cast, browse: Browse) -> None:
    key = f"task:{put(session, cast.chen, '打电话')}"
    chen, now = browse("chen"), clock.now()
    past = (now - timedelta(hours=1)).isoformat()
    assert act(chen, "put_off", key, until=past) == {key: "invalid"}
    assert act(chen, "put_off", key, until=(now + timedelta(hours=4)).isoformat()) == {key: None}
    assert (titles(chen), day(chen)["put_off"]) == ([], 1)
    assert [one["thing"] for one in chen.get("/api/day/put_off").json()["items"]] == [key]
    db.see(session, db.EVERYTHING)
    session.execute(text("UPDATE agenda_put_off SET until = :then"), {"then": now})
    assert titles(chen) == ["打电话"]


@pytest.mark.usefixtures("deal")
def test_one_no_does_not_keep_the_others(session: Session, cast: Cast, browse: Browse) -> None:
    key = f"task:{put(session, cast.chen, '打电话')}"
    stage = next(one["thing"] for one in day(browse("chen"))["items"] if one["kind"] == "stage")
    assert act(browse("chen"), "done", stage, key, "nonsense") == {
        stage: "thing_not_ticked",
        key: None,
        "nonsense": "not_found",
    }


def test_nobody_does_what_is_on_anothers_list(session: Session, cast: Cast, browse: Browse) -> None:
    key = f"task:{put(session, cast.chen, '打电话')}"
    for login in ("lin", "wang", "zhao", "sun"):
        assert act(browse(login), "done", key) == {key: "thing_gone"}
    assert titles(browse("chen")) == ["打电话"]


@pytest.mark.parametrize(("who", "seen"), [("lin", False), ("zhao", False), ("wang", True), ("sun", True)])
def test_somebody_elses_day_is_for_who_sees_their_work(
    session: Session, cast: Cast, browse: Browse, who: str, seen: bool
) -> None:
    put(session, cast.chen, "打电话")
    answer = browse(who).get(f"/api/day?person={cast.chen}")
    assert (answer.status_code, "打电话" in answer.text) == ((200, True) if seen else (404, False))


def test_the_wall_itself_hides_another_persons_tasks(session: Session, cast: Cast) -> None:
    put(session, cast.chen, "打电话")
    for login, seen in (("lin", False), ("zhao", False), ("chen", True), ("wang", True), ("sun", True)):
        db.see(session, db.EVERYTHING)
        db.see(session, org.viewer(session, cast.id(login)).sight)
        assert session.scalars(text("SELECT title FROM activity_task")).all() == (["打电话"] if seen else []), login


def test_a_manager_reads_no_word_of_what_is_about_a_record_out_of_sight(
    session: Session, cast: Cast, browse: Browse, new_deal: Callable[[], Deal]
) -> None:
    pumps = new_deal().opened(by="zhao")
    put(session, cast.chen, "水泵报价", object_key="opportunity", record_id=pumps.record_id)
    wang, chen = browse("wang"), browse("chen")
    assert titles(chen) == ["水泵报价"], "whoever has it reads it"
    assert titles(wang, person=cast.chen) == [""]


def test_what_is_given_waits_there_is_told_and_stays_in_sight(session: Session, cast: Cast, browse: Browse) -> None:
    key = f"task:{put(session, cast.chen, '打电话', hours=5)}"
    chen, lin = browse("chen"), browse("lin")
    assert act(chen, "give", key, to=cast.lin, note="我在外地。") == {key: None}
    assert titles(chen) == []
    (got,) = day(lin)["items"]
    assert (got["title"], got["given_by"]) == ("打电话", "陈销售")
    (told,) = chen.get("/api/day/given").json()["items"]
    assert (told["holder"]["name"], told["done_at"]) == ("林销售", None)
    db.see(session, db.EVERYTHING)
    kinds = [(one.person_id, one.kind) for one in session.query(Notice)]
    assert kinds == [(cast.lin, "task.given")]
    act(lin, "done", key)
    assert chen.get("/api/day/given").json()["items"][0]["done_at"] is not None
    assert browse("zhao").get("/api/day/given").json()["items"] == []


def test_a_task_goes_through_three_hands_and_no_further(session: Session, cast: Cast, browse: Browse) -> None:
    key = f"task:{put(session, cast.chen, '打电话')}"
    hands = ["chen", "lin", "chen", "wang", "lin"]
    said = [act(browse(one), "give", key, to=cast.id(to))[key] for one, to in pairwise(hands)]
    assert said == [None, None, None, "thing_too_many_hands"]


@pytest.mark.parametrize(("to", "no"), [("lin", "thing_not_seen"), ("wang", None)])
def test_work_is_given_only_to_who_sees_what_it_is_about(
    session: Session, cast: Cast, browse: Browse, deal: Deal, to: str, no: str | None
) -> None:
    key = f"task:{put(session, cast.chen, '报价', object_key='opportunity', record_id=deal.record_id)}"
    assert act(browse("chen"), "give", key, to=cast.id(to)) == {key: no}


def test_nobody_is_asked_from_another_team_or_by_who_may_not_give(session: Session, cast: Cast, browse: Browse) -> None:
    key = f"task:{put(session, cast.chen, '打电话')}"
    far = browse("chen").post("/api/day/acts", json={"act": "give", "things": [key], "to": cast.zhao})
    assert far.status_code == 422
    other = browse("zhao").post(
        "/api/day/acts", json={"act": "give", "things": [key], "to": cast.zhao, "person": cast.chen}
    )
    assert other.status_code == 404
    assert {one["id"] for one in browse("chen").get("/api/day/takers").json()["items"]} == {cast.lin, cast.wang}


def test_a_manager_gives_from_one_list_to_another_and_both_are_told(
    session: Session, cast: Cast, browse: Browse
) -> None:
    key = f"task:{put(session, cast.chen, '打电话')}"
    assert act(browse("wang"), "give", key, to=cast.lin, person=cast.chen) == {key: None}
    db.see(session, db.EVERYTHING)
    told = {(one.person_id, one.kind) for one in session.query(Notice)}
    assert told == {(cast.lin, "task.given"), (cast.chen, "task.taken")}


@pytest.mark.usefixtures("deal")
def test_a_stage_stays_with_its_owner_and_a_task_about_it_goes(cast: Cast, browse: Browse) -> None:
    (stage,) = (one["thing"] for one in day(browse("chen"))["items"])
    assert act(browse("chen"), "give", stage, to=cast.wang, note="请帮忙谈价") == {stage: None}
    assert act(browse("chen"), "give", stage, to=cast.wang) == {stage: "thing_asked_already"}
    assert [one["title"] for one in day(browse("wang"))["items"]] == ["请帮忙谈价"]
    assert len(titles(browse("chen"))) == 1


def test_one_nudge_an_hour(session: Session, cast: Cast, browse: Browse) -> None:
    body = {"person": cast.chen, "thing": f"task:{put(session, cast.chen, '打电话')}"}
    wang = browse("wang")
    assert wang.post("/api/day/nudges", json=body).status_code == 204
    assert wang.post("/api/day/nudges", json=body).json()["code"] == "thing_nudged_already"
    assert browse("sun").post("/api/day/nudges", json=body).status_code == 429, "whoever asks"
    assert browse("zhao").post("/api/day/nudges", json=body).status_code == 404
    db.see(session, db.EVERYTHING)
    session.execute(text("UPDATE agenda_nudge SET at = at - interval '61 minutes'"))
    assert wang.post("/api/day/nudges", json=body).status_code == 204
    db.see(session, db.EVERYTHING)
    assert [(one.person_id, one.kind) for one in session.query(Notice)] == [(cast.chen, "task.nudged")] * 2


@pytest.mark.usefixtures("deal")
def test_the_team_shows_whom_one_leads_and_nobody_else(session: Session, cast: Cast, browse: Browse) -> None:
    put(session, cast.chen, "打电话", hours=-1)
    found = browse("wang").get("/api/day/team").json()
    rows = {one["name"]: one for one in found["people"]}
    assert set(rows) == {"陈销售", "林销售", "王主管"}
    assert (rows["陈销售"]["tasks"], rows["陈销售"]["tasks_red"]) == (1, 1)
    assert (rows["陈销售"]["stages"], rows["陈销售"]["stages_red"]) == (1, 1)
    assert found["people"][0]["name"] == "陈销售", "the reddest first"
    assert [one["holder"]["name"] for one in found["untouched"]] in ([], ["陈销售"])
    assert browse("chen").get("/api/day/team").json()["people"] == []
    assert {one["name"] for one in browse("zhao").get("/api/day/team").json()["people"]} == {"赵主管"}
