"""The boards at the door: what is red, what stands behind it, where the way is narrow; and what they cost."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.metrics import commands as counting
from bihuan.metrics import queries, shapes
from bihuan.metrics.queries import Wanted
from bihuan.org import queries as org
from bihuan.org.models import Person
from bihuan.process import commands as process
from bihuan.process import queries as processes
from bihuan.process.commands import Handful
from bihuan.process.models import Journey
from bihuan.records import commands as records
from bihuan.records import queries as reading
from tests.company import Cast
from tests.metrics import scene
from tests.metrics.conftest import Get
from tests.metrics.scene import NOW, Deal, Held, Time
from tests.metrics.worlds import STAGES

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF"
STARTED = NOW - 12 * DAY


@pytest.fixture
def played(session: Session, cast: Cast, data: Path) -> Journey:
    """Chen's deal: on time through the first stage, stuck in the proposal with a file handed in late and no receipt."""
    chen = org.viewer(session, cast.chen)
    made = records.create(session, chen, "opportunity", {"name": "海康泵站", "amount": 5000}, now=STARTED)
    journey = processes.journey_beside(session, made.id)
    assert journey is not None
    process.advance(session, chen, journey, now=STARTED + HOUR)
    record = reading.record(session, chen, "opportunity", made.id)
    activity.log(session, chen, record, kind="call", summary="要再看看", happened_at=STARTED + DAY, now=STARTED + DAY)
    store = Store(data / "files")
    file = records.keep(session, chen, BytesIO(PDF), name="方案.pdf", store=store, now=STARTED + 8 * DAY)
    brought = Handful(file_ids=(file.id,))
    process.hand_in(session, chen, journey, "proposal_pdf", brought=brought, now=STARTED + 8 * DAY)
    session.flush()
    return journey


def cell_of(board: dict[str, Any], person: int, stage: str) -> dict[str, Any]:
    row = next(row for row in board["rows"] if row["person"]["id"] == person)
    return next(cell for cell in row["cells"] if cell["stage"] == stage)


@pytest.mark.usefixtures("played")
def test_a_red_cell_says_what_is_missing_and_opens_down_to_the_file(get: Get, cast: Cast, played: Journey) -> None:
    board = get("wang", "/boards/health", period="all")
    assert board["sentence"] == "全部时间 1 人 × 5 节点。方案红得最多（1 人），主要差“介质”。点红格看原始记录。"
    assert [stage["key"] for stage in board["stages"]] == list(STAGES)
    assert cell_of(board, cast.chen, "lead")["level"] == "green"
    assert cell_of(board, cast.chen, "proposal") == {
        "stage": "proposal", "level": "red", "count": 1, "red": 1, "yellow": 0, "green": 0,
    }  # fmt: skip
    assert cell_of(board, cast.chen, "sign")["level"] == "none"
    assert board["rows"][0]["on_time_rate"] == 50.0
    opened = get("wang", "/boards/health/cell", period="all", person=cast.chen, stage="proposal")
    assert opened["sentence"].startswith("上限 3 个工作日，已停 ")
    stay = opened["stays"][0]
    assert stay["journey"] == {
        "id": played.id, "title": "海康泵站", "object": "opportunity", "record_id": played.record_id,
    }  # fmt: skip
    assert [(file["name"], file["deliverable"], file["by"]["id"], file["late"]) for file in stay["files"]] == [
        ("方案.pdf", "技术方案 PDF", cast.chen, True)
    ]
    kinds = [event["kind"] for event in stay["events"]]
    assert {"activity.logged", "deliverable.handed_in", "stage.entered"} <= set(kinds)
    assert kinds.index("deliverable.handed_in") < kinds.index("stage.entered"), "the latest first"
    assert all(event["said"] != event["kind"] for event in stay["events"]), "each event in words"
    assert "电话：要再看看" in [event["said"] for event in stay["events"]]
    assert {event["actor"]["name"] for event in stay["events"] if event["actor"]} == {"陈销售"}
    assert stay["time"]["minutes"] == (NOW - STARTED - HOUR) / timedelta(minutes=1)
    assert sum(held["minutes"] for held in stay["held"]) == stay["time"]["minutes"]


@pytest.mark.usefixtures("played")
def test_boards_end_where_ones_range_ends(get: Get, cast: Cast) -> None:
    for login, people in (
        ("chen", [cast.chen]),
        ("lin", []),
        ("wang", [cast.chen]),
        ("zhao", []),
        ("sun", [cast.chen]),
    ):
        board = get(login, "/boards/health", period="all")
        assert [row["person"]["id"] for row in board["rows"]] == people
        funnel = get(login, "/boards/funnel")
        assert funnel["started"] == len(funnel["stuck"]) == len(people)
        columns = get(login, "/boards/stages", process="sales")
        assert sum(column["count"] for column in columns["stages"]) == len(people)
    assert get("lin", "/boards/health", period="all")["sentence"].startswith("全部时间还没有人在节点上。")
    assert get("zhao", "/boards/health/cell", 404, person=cast.chen, stage="proposal")["code"] == "not_found"
    assert get("wang", "/boards/health/cell", 404, person=cast.chen, stage="moon")["code"] == "not_found"


def test_a_stay_belongs_to_every_period_it_lasts_in(session: Session, get: Get, cast: Cast) -> None:
    month = NOW.replace(day=1, hour=0) - 8 * HOUR
    entered = month - 20 * DAY
    scene.keep(session, [Deal(owner="chen", stays=(Time(stage="lead", entered=entered, due=entered + DAY),))])
    for offset, level in ((0, "red"), (-1, "red")):
        assert (
            cell_of(get("wang", "/boards/health", period="month", offset=offset), cast.chen, "lead")["level"] == level
        )
    assert get("wang", "/boards/health", period="month", offset=-2)["rows"] == []
    assert get("wang", "/boards/health", period="month")["sentence"].startswith("本月 1 人")


def test_the_worst_stay_of_a_cell_comes_first(session: Session, get: Get, cast: Cast) -> None:
    def stay(days: int, *, left: bool) -> Deal:
        entered = NOW - 9 * DAY
        gone: dict[str, Any] = {"left": NOW - DAY, "how": "advanced"} if left else {}
        return Deal(owner="chen", stays=(Time(stage="lead", entered=entered, due=NOW + days * DAY, **gone),))

    scene.keep(session, [stay(9, left=True), stay(-2, left=False), stay(-3, left=True), stay(-5, left=False)])
    stays = get("wang", "/boards/health/cell", period="all", person=cast.chen, stage="lead")["stays"]
    assert [(one["level"], one["due_at"][:10]) for one in stays] == [
        ("red", (NOW - 5 * DAY).date().isoformat()),
        ("red", (NOW - 2 * DAY).date().isoformat()),
        ("yellow", (NOW - 3 * DAY).date().isoformat()),
        ("green", (NOW + 9 * DAY).date().isoformat()),
    ]


def test_waiting_is_told_by_who_held_the_ball(session: Session, get: Get, cast: Cast) -> None:
    entered = NOW - 5 * DAY - 4 * HOUR
    turn = entered + 2 * DAY + 2 * HOUR
    holds = (Held("rep", entered, turn), Held("approver", turn, None))
    late = Time(stage="quote", entered=entered, due=entered + 5 * DAY, holds=holds)
    scene.keep(session, [Deal(owner="chen", stays=(late,))])
    opened = get("wang", "/boards/health/cell", period="all", person=cast.chen, stage="quote")
    assert opened["sentence"] == "上限 5 天，已停 5 天 4 小时。其中等审批 3 天 2 小时，等销售 2 天 2 小时。"
    split = get("wang", "/metrics/held_by")
    assert [(row["key"], row["value"]) for row in split["rows"]] == [("approver", 74.0), ("rep", 50.0)]
    assert "时间去哪了：审批 59.68%，销售 40.32%。" in split["sentence"]


def test_the_funnel_names_the_narrowest_place(session: Session, get: Get) -> None:
    def gone(stage: str, how: str, days: int) -> Deal:
        steps, moment = [], NOW - 60 * DAY
        for place in STAGES[: STAGES.index(stage) + 1]:
            if place != "tender":
                last = place == stage
                steps.append(
                    Time(stage=place, entered=moment, left=moment + days * DAY, how=how if last else "advanced")
                )
                moment += days * DAY
        return Deal(
            owner="chen", stays=tuple(steps), outcome=how, closed=moment, reason="price" if how == "lost" else None
        )

    deals = [gone("sign", "won", 2)] * 2 + [gone("proposal", "lost", 4)] * 3 + [gone("quote", "lost", 2)]
    scene.keep(session, deals)
    funnel = get("wang", "/boards/funnel")
    steps = {
        step["key"]: (step["entered"], step["passed"], step["lost"], step["conversion"]) for step in funnel["stages"]
    }
    assert steps == {
        "lead": (6, 6, 0, 100.0),
        "tender": (0, 0, 0, None),
        "proposal": (6, 3, 3, 50.0),
        "quote": (3, 2, 1, 66.67),
        "sign": (2, 2, 0, 100.0),
    }
    assert funnel["narrowest"] == "proposal"
    proposal = next(step for step in funnel["stages"] if step["key"] == "proposal")
    assert (proposal["mean_hours"], proposal["median_hours"]) == (72.0, 72.0)
    assert funnel["sentence"] == (
        "6 条走到“赢单” 2 条（33.33%）。最窄的一步：方案 → 报价，每 10 条过了 5 条（6 进，3 出）；"
        "平均停 3 天，中位数 3 天。按开始日期算，不限时间。"
    )


def test_boards_are_written_in_the_shape_that_is_promised(played: Journey, get: Get) -> None:
    funnel, health = get("wang", "/boards/funnel"), get("wang", "/boards/health")
    assert health["rows"][0]["on_time_rate"] is not None
    assert shapes.HealthOut.model_validate(health).model_dump(mode="json") == health
    assert [stuck["id"] for stuck in funnel["stuck"]] == [played.id]
    assert shapes.FunnelOut.model_validate(funnel).model_dump(mode="json") == funnel


def test_what_an_import_has_taken_back_counts_nowhere(session: Session, get: Get) -> None:
    scene.keep(session, [Deal(owner="chen", stays=(Time(stage="lead", entered=NOW - DAY),))])
    assert get("wang", "/metrics/open_journeys")["value"] == 1
    db.see(session, db.EVERYTHING)
    process.unplace(session, 1)
    records.unload(session, import_id=1, now=NOW)
    session.flush()
    assert get("wang", "/metrics/open_journeys")["value"] == 0
    assert get("wang", "/boards/health", period="all")["rows"] == []
    assert get("wang", "/boards/funnel")["started"] == 0


PATHS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/metrics/won_value", {"by": "region"}),
    ("/metrics/on_time_rate", {"by": "stage"}),
    ("/metrics/won_value/records", {"by": "owner"}),
    ("/boards/health", {"period": "all"}),
    ("/boards/health/cell", {"period": "all", "stage": "proposal"}),
    ("/boards/funnel", {}),
    ("/boards/stages", {}),
)


@pytest.mark.parametrize(("path", "params"), PATHS, ids=[path for path, _ in PATHS])
def test_more_deals_cost_no_more_questions(
    *, session: Session, get: Get, cast: Cast, counting: Callable[[], Any], path: str, params: dict[str, Any]
) -> None:
    def stuck(count: int) -> None:
        entered = NOW - 9 * DAY
        overdue = Time(stage="proposal", entered=entered, due=entered + DAY, holds=(Held("rep", entered, None),))
        ended = Time(stage="sign", entered=entered, left=NOW - DAY, how="won", late=True, due=NOW - 2 * DAY)
        won = Deal(owner="lin", stays=(ended,), outcome="won", closed=NOW - DAY, amount=7)
        scene.keep(session, [Deal(owner="chen", stays=(overdue,)), won] * count)

    asked = {**params, "person": cast.chen} if path.endswith("cell") else params
    stuck(2)
    get("wang", path, **asked)
    with counting() as few:
        get("wang", path, **asked)
    stuck(30)
    with counting() as many:
        get("wang", path, **asked)
    assert len(many) == len(few) <= 25, "\n".join(many)


def test_fifty_people_and_two_thousand_stays_take_less_than_a_third_of_a_second(session: Session, cast: Cast) -> None:
    chen = org.person(session, cast.chen)
    told: dict[str, Any] = {"team_id": chen.team_id, "role_key": "rep", "lang": "zh", "created_at": NOW}
    told |= {"active": True, "skills": [], "password_hash": "", "must_change": False}
    session.add_all(
        Person(login=f"seller{number}", name=f"销售 {number}", pos=chen.pos + number, **told) for number in range(1, 51)
    )
    session.flush()
    deals = []
    for number in range(400):
        moment, stays = NOW - 30 * DAY, []
        for place, stage in enumerate(STAGES):
            left = moment + DAY if place < len(STAGES) - 1 else None
            due = moment + (number % 3) * DAY
            stays.append(Time(stage=stage, entered=moment, left=left, how="advanced" if left else None, due=due))
            moment += DAY
        deals.append(Deal(owner=f"seller{number % 50 + 1}", stays=tuple(stays)))
    scene.keep(session, deals)
    counting.recount(session, now=NOW)
    viewer = org.viewer(session, cast.sun)
    took = []
    for _ in range(3):
        began = time.perf_counter()
        frame = queries.frame(session, viewer, Wanted(period="all"), now=NOW)
        board = queries.board(session, frame, when="")
        took.append(time.perf_counter() - began)
    assert len(board.rows) == 50
    assert sum(cell.count for row in board.rows for cell in row.cells) == 2000
    assert min(took) < 0.3
