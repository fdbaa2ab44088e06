"""Dashboards at the door: each number is the metric's own, for whom it is, filtered, drawn, and carried out."""

from __future__ import annotations

import csv
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel import clock
from bihuan.org import queries as org
from bihuan.reports.questions import QUESTIONS
from tests.company import BLUEPRINT, Cast
from tests.metrics import scene
from tests.metrics.conftest import Get
from tests.metrics.scene import NOW, Deal, Held, Kept, Time

DAY = timedelta(days=1)
Board = dict[str, Any]


@pytest.fixture
def products(session: Session, cast: Cast) -> list[int]:
    return scene.named(session, "product", ["蝶阀", "闸阀"], cast.sun)


@pytest.fixture
def deals(session: Session, products: list[int]) -> list[Kept]:
    """Chen won one and has one overdue, Lin lost one, Zhao has one in hand."""

    def stay(stage: str, begun: int, left: int | None = None, how: str | None = None) -> Time:
        entered, gone = NOW - begun * DAY, None if left is None else NOW - left * DAY
        held = (Held("rep", entered, gone),)
        return Time(stage=stage, entered=entered, left=gone, how=how, due=entered + 5 * DAY, holds=held)

    return scene.keep(
        session,
        [
            Deal(
                owner="chen",
                stays=(stay("lead", 30, 25, "advanced"), stay("sign", 25, 5, "won")),
                outcome="won",
                closed=NOW - 5 * DAY,
                amount=1000,
                product=products[0],
                name="chen won",
            ),
            Deal(owner="chen", stays=(stay("lead", 9),), amount=500, product=products[1], name="chen late"),
            Deal(
                owner="lin",
                stays=(stay("quote", 12, 2, "lost"),),
                outcome="lost",
                reason="price",
                closed=NOW - 2 * DAY,
                amount=70,
                product=products[0],
                name="lin lost",
            ),
            Deal(owner="zhao", stays=(stay("proposal", 3),), amount=9000, product=products[1], name="zhao open"),
        ],
    )


Released = Callable[..., None]


@pytest.fixture
def released(session: Session, cast: Cast) -> Released:
    """Let dashboards live: `released(widgets=[…], roles=[…])`."""

    def release(*widgets: Board, roles: tuple[str, ...] = ()) -> None:
        document = deepcopy(BLUEPRINT)
        for number, widget in enumerate(widgets):
            widget.setdefault("key", f"w{number}")
            widget.setdefault("place", {"column": 1, "row": 1 + 4 * number, "width": 6, "height": 4})
        document["dashboards"] = [{"key": "b", "label": "看板", "roles": list(roles), "widgets": list(widgets)}]
        design.release(session, org.viewer(session, cast.sun), document, now=NOW)

    return release


@pytest.mark.usefixtures("deals")
@pytest.mark.parametrize("login", ["wang", "sun"])
def test_every_question_gives_the_number_of_its_metric(get: Get, released: Released, login: str) -> None:
    asked = [found for found in QUESTIONS.values() if found.metric]
    for half in (asked[:30], asked[30:]):
        released(*({"question": found.key, "key": found.key, "look": "table" if found.by else None} for found in half))
        for found in half:
            by = {"by": found.by.value} if found.by else {}
            metric = get(login, f"/metrics/{found.metric}", period=found.period, **by)
            widget = get(login, f"/dashboards/b/widgets/{found.key}")
            assert widget["answer"] == metric, found.key
            assert widget["sentence"] == metric["sentence"]


@pytest.mark.usefixtures("deals")
def test_boards_stand_on_a_dashboard_as_they_do_on_their_own_pages(get: Get, released: Released) -> None:
    released({"question": "health"}, {"question": "funnel"}, {"question": "longest"})
    assert get("wang", "/dashboards/b/widgets/w0")["health"] == get("wang", "/boards/health", period="month")
    funnel = get("wang", "/boards/funnel", period="all")
    assert get("wang", "/dashboards/b/widgets/w1")["funnel"] == funnel
    assert [one["title"] for one in get("wang", "/dashboards/b/widgets/w2")["funnel"]["stuck"]] == ["chen late"]


@pytest.mark.usefixtures("deals")
def test_a_health_widget_shows_the_stages_that_were_chosen(get: Get, released: Released) -> None:
    released({"question": "health", "stages": ["proposal", "lead"]})
    found = get("sun", "/dashboards/b/widgets/w0")
    assert [stage["key"] for stage in found["health"]["stages"]] == ["lead", "proposal"]
    assert {cell["stage"] for row in found["health"]["rows"] for cell in row["cells"]} == {"lead", "proposal"}
    assert [row["person"]["name"] for row in found["health"]["rows"]] == ["陈销售", "赵主管"]
    assert found["sentence"].startswith("本月 2 人 × 2 节点。")


@pytest.mark.usefixtures("deals")
def test_the_page_filters_by_days_team_and_product_but_what_is_so_now_has_no_days(
    get: Get, released: Released, cast: Cast, session: Session, products: list[int]
) -> None:
    released({"question": "won", "period": "all"}, {"question": "open_by_owner"}, {"question": "funnel"})
    won, in_hand, funnel = (f"/dashboards/b/widgets/w{n}" for n in range(3))
    assert get("sun", won)["answer"]["value"] == 1
    assert get("sun", won, period="year", offset=-1)["answer"]["value"] == 0
    assert get("sun", in_hand, period="year", offset=-1)["answer"]["value"] == 2
    assert get("sun", in_hand)["when"] == "此刻"
    team = org.person(session, cast.chen).team_id
    assert get("sun", in_hand, team=team)["answer"]["value"] == 1
    assert get("sun", won, only=f"product:{products[0]}")["answer"]["value"] == 1
    assert get("sun", won, only=f"product:{products[1]}")["answer"]["value"] == 0
    told = get("sun", funnel, only=f"product:{products[0]}")
    assert (told["aside"], told["funnel"]["started"]) == (["product"], 4)


@pytest.mark.usefixtures("deals")
def test_a_chosen_product_reaches_health_and_the_records_behind(
    get: Get, released: Released, products: list[int]
) -> None:
    released({"question": "health", "period": "quarter"}, {"question": "won_by_owner"})
    only = f"product:{products[1]}"
    health = get("sun", "/dashboards/b/widgets/w0", only=only)["health"]
    assert [row["person"]["name"] for row in health["rows"]] == ["陈销售", "赵主管"]
    widget = get("sun", "/dashboards/b/widgets/w1", only=f"product:{products[0]}")
    behind = get("sun", "/metrics/won_count/records", only=widget["only"][0], by="owner", period="quarter")
    assert [row["title"] for row in behind["items"]] == ["chen won"]


@pytest.mark.usefixtures("deals")
def test_a_widget_keeps_to_its_own_choice(get: Get, released: Released) -> None:
    released({"question": "open_now", "only": {"needs_tender": ["true"]}})
    assert get("sun", "/dashboards/b/widgets/w0")["answer"]["value"] == 0


def test_choices_are_those_of_records_one_sees(get: Get, released: Released, deals: list[Kept]) -> None:
    released({"question": "open_now"})
    told = get("sun", "/dashboards/b/choices/product")
    assert {(one["label"], one["count"]) for one in told} == {("蝶阀", 2), ("闸阀", 2)}
    assert {(one["label"], one["count"]) for one in get("wang", "/dashboards/b/choices/product")} == {
        ("蝶阀", 2),
        ("闸阀", 1),
    }
    fields = get("sun", "/dashboards/b")["fields"]
    assert [field["key"] for field in fields] == ["customer", "product", "needs_tender"]
    get("sun", "/dashboards/b/choices/cost", status=404)
    assert deals


@pytest.mark.usefixtures("deals")
@pytest.mark.parametrize(
    ("only", "code"),
    [
        ("gone:1", "unknown_field"),
        ("amount:5", "unknown_field"),
        ("product:x", "unknown_value"),
        ("needs_tender:\0", "unknown_value"),
    ],
)
def test_what_cannot_be_chosen_is_refused_with_words(get: Get, only: str, code: str) -> None:
    assert get("sun", "/metrics/open_journeys", status=422, only=only)["facts"]["problems"][0]["code"] == code


@pytest.mark.usefixtures("deals")
def test_a_dashboard_is_for_its_roles_and_without_them_for_who_may_read_metrics(get: Get, released: Released) -> None:
    released({"question": "open_now"}, roles=("rep",))
    assert [one["key"] for one in get("chen", "/dashboards")] == ["b"]
    assert get("chen", "/dashboards/b/widgets/w0")["answer"]["value"] == 1
    assert get("wang", "/dashboards") == []
    for path in ("", "/widgets/w0", "/widgets/w0/numbers.csv", "/choices/product"):
        get("wang", f"/dashboards/b{path}", status=404)
    released({"question": "open_now"})
    assert get("chen", "/dashboards") == []
    assert [one["key"] for one in get("wang", "/dashboards")] == ["b"]


@pytest.mark.usefixtures("deals")
def test_heat_is_the_same_number_week_by_week(get: Get, released: Released) -> None:
    released({"question": "new_by_owner", "look": "heat", "period": "all"})
    found = get("sun", "/dashboards/b/widgets/w0")
    assert len(found["weeks"]) == 8
    values = {(one["label"], one["column"]): one["value"] for one in found["spec"]["data"]["values"]}
    for week in found["weeks"]:
        told = get("sun", "/metrics/new_journeys", by="owner", from_=week["first"], to=week["last"])
        for row in told["rows"]:
            assert values[row["label"], week["first"]] == row["value"]
    assert sum(values.values()) == 4


@pytest.mark.usefixtures("deals")
def test_what_is_beyond_its_safe_line_has_a_shape_besides_its_colour(get: Get, released: Released) -> None:
    released({"question": "overdue_by_owner"}, {"question": "open_by_owner"})
    late = get("sun", "/dashboards/b/widgets/w0")["spec"]["data"]["values"]
    assert [(one["label"], one["bad"], one["written"]) for one in late] == [("陈销售", True, "■ 1")]
    calm = get("sun", "/dashboards/b/widgets/w1")["spec"]["data"]["values"]
    assert [one["bad"] for one in calm] == [False, False]


def test_without_data_there_are_words_and_no_picture(get: Get, released: Released) -> None:
    released({"question": "win_rate_by_owner"}, {"question": "funnel"})
    rate, funnel = (get("sun", f"/dashboards/b/widgets/w{n}") for n in range(2))
    assert (rate["sentence"], rate["spec"]) == ("这个范围里没有数据。", None)
    assert (funnel["sentence"], funnel["spec"]) == ("没有在这段时间开始的。", None)


def numbers(browse: Callable[[str], TestClient], login: str, widget: str, status: int = 200) -> list[list[str]]:
    answer = browse(login).get(f"/api/dashboards/b/widgets/{widget}/numbers.csv")
    assert answer.status_code == status, answer.text
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig")))) if status == 200 else []


def test_numbers_are_carried_out_by_who_may_export_and_nothing_in_them_runs(
    browse: Callable[[str], TestClient],
    released: Released,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    late = Time(stage="lead", entered=NOW - 9 * DAY)
    scene.keep(session, [Deal(owner="chen", stays=(late,), name="=HYPERLINK(0)", amount=1)])
    released({"question": "open_by_owner"}, {"question": "longest"}, roles=("rep", "manager"))
    assert numbers(browse, "wang", "w0") == [
        ["负责人", "数值", "占比（%）"],
        ["陈销售", "1", "100.0"],
        ["合计", "1", ""],
    ]
    assert numbers(browse, "wang", "w1")[1][0] == "'=HYPERLINK(0)"
    numbers(browse, "chen", "w0", status=403)


@pytest.mark.usefixtures("deals")
def test_a_widget_of_a_draft_is_seen_before_it_is_released_by_who_may_configure(
    browse: Callable[[str], TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    sun, wang = browse("sun"), browse("wang")
    draft = sun.post("/api/design/drafts", json={}).json()["id"]
    preview = f"/api/design/drafts/{draft}/dashboards/preview"
    widget = {"key": "a", "question": "open_by_owner", "by": "product", "look": "bar"}
    found = sun.post(preview, json={"widget": widget})
    assert [row["label"] for row in found.json()["answer"]["rows"]] == ["闸阀"]
    assert found.json()["title"] == "谁手里的单多 · 按产品"
    assert sun.post(preview, json={"widget": {**widget, "process": "later"}}).json()["code"] == "not_live_yet"
    assert sun.post(preview, json={"widget": {**widget, "question": "luck"}}).status_code == 404
    assert sun.post(preview, json={"widget": {**widget, "by": "cost"}}).status_code == 422
    assert wang.post(preview, json={"widget": widget}).status_code == 403
    assert wang.get("/api/design/questions").status_code == 403
    told = sun.get("/api/design/questions").json()
    assert len(told) >= 30
    assert all(one["label"] for one in told)
