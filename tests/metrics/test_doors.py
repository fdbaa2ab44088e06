"""Metrics at the door: their answers, their refusals, and that no word sent becomes part of a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bihuan.metrics import catalogue, queries
from bihuan.metrics.queries import Wanted
from bihuan.org import queries as org
from bihuan.org.viewer import Access
from bihuan.records.policy import FieldHidden
from tests.company import Cast
from tests.metrics import scene
from tests.metrics.conftest import Get
from tests.metrics.scene import NOW, Deal, Time

DAY = timedelta(days=1)
HOSTILE = (
    "stage; DROP TABLE process_journey",
    "1) UNION SELECT login FROM org_person --",
    "o_opportunity.f_cost",
    "f_amount",
    "owner_pos",
    "password_hash",
    "' OR '1'='1",
    "%",
    "\\",
    "$1",
    "__class__",
    "field.",
    "field.cost; --",
    "阶段",
    "STAGE",
    " stage",
)


@pytest.fixture
def deals(session: Session) -> list[scene.Kept]:
    """Two of Chen's, one of Lin's, one of Zhao's."""

    def won(owner: str, amount: int, days: int) -> Deal:
        start = NOW - (days + 1) * DAY
        stay = Time(stage="sign", entered=start, left=NOW - DAY, how="won")
        return Deal(
            owner=owner, stays=(stay,), outcome="won", closed=NOW - DAY, amount=amount, name=f"{owner} {amount}"
        )

    lost = Time(stage="quote", entered=NOW - 9 * DAY, left=NOW - DAY, how="lost", due=NOW - 2 * DAY)
    return scene.keep(
        session,
        [
            won("chen", 1000, 10),
            Deal(
                owner="chen", stays=(lost,), outcome="lost", reason="price", closed=NOW - DAY, amount=9, name="chen 9"
            ),
            won("lin", 3000, 20),
            won("zhao", 5000, 30),
        ],
    )


@pytest.mark.usefixtures("deals")
@pytest.mark.parametrize(
    ("login", "value", "count", "part"),
    [("chen", 50.0, 2, 1), ("lin", 100.0, 1, 1), ("wang", 66.67, 3, 2), ("zhao", 100.0, 1, 1), ("sun", 75.0, 4, 3)],
)
def test_each_one_gets_the_number_of_their_range(get: Get, login: str, value: float, count: int, part: int) -> None:
    answer = get(login, "/metrics/win_rate", by="owner")
    assert (answer["value"], answer["count"], answer["part"]) == (value, count, part)
    assert sum(row["count"] for row in answer["rows"]) == count
    assert answer["sentence"].startswith(f"结束的 {count} 条里赢了 {part} 条")
    assert answer["date_basis"] == "按结束日期（赢单或输单那天）"


@pytest.mark.usefixtures("deals")
def test_days_are_counted_on_the_workspaces_wall(get: Get) -> None:
    yesterday = (NOW - DAY).date()
    assert get("sun", "/metrics/won_value", from_=yesterday, to=yesterday)["value"] == 9000.0
    assert get("sun", "/metrics/won_value", from_=yesterday + DAY)["value"] == 0.0
    assert get("sun", "/metrics/won_value", period="month", offset=-3)["value"] == 0.0


def test_a_number_opens_down_to_its_rows(get: Get, deals: list[scene.Kept]) -> None:
    answer = get("wang", "/metrics/won_value", by="owner")
    assert [(row["label"], row["value"], row["share"]) for row in answer["rows"]] == [
        ("林销售", 3000.0, 75.0),
        ("陈销售", 1000.0, 25.0),
    ]
    lin = answer["rows"][0]["key"]
    behind = get("wang", "/metrics/won_value/records", by="owner", group=lin)
    assert [(row["id"], row["title"], row["value"]) for row in behind["items"]] == [
        (deals[2].record_id, "lin 3000", 3000.0)
    ]
    first = get("wang", "/metrics/closed_count/records", limit=2)
    rest = get("wang", "/metrics/closed_count/records", limit=2, cursor=first["next"])
    assert [row["journey_id"] for row in first["items"] + rest["items"]] == [
        kept.journey_id for kept in reversed(deals[:3])
    ]
    assert rest["next"] is None


@pytest.mark.usefixtures("deals")
def test_who_may_not_see_others_numbers_sees_their_own(session: Session, cast: Cast) -> None:
    wang = org.viewer(session, cast.wang)
    metric = catalogue.metric("won_count")
    allowed = queries.answer(session, queries.frame(session, wang, Wanted(), now=NOW), metric)
    narrowed = replace(wang, rights=wang.rights - {"metrics.read"})
    own = queries.answer(session, queries.frame(session, narrowed, Wanted(), now=NOW), metric)
    assert (allowed.figure.value, own.figure.value) == (2, 0)


@pytest.mark.usefixtures("deals")
def test_a_field_that_stays_closed_can_neither_split_nor_sum(get: Get) -> None:
    refused = get("chen", "/metrics/won_count", 403, by="cost")
    assert (refused["code"], refused["facts"]) == ("field_hidden", {"fields": ["cost"]})
    assert get("sun", "/metrics/won_count", 422, by="cost")["facts"]["problems"][0]["code"] == "unknown_dimension"
    assert get("chen", "/metrics/won_count", 403, by="field.cost")["code"] == "field_hidden"


@pytest.mark.usefixtures("deals")
def test_without_sight_of_the_amount_there_is_no_money(session: Session, cast: Cast) -> None:
    chen = org.viewer(session, cast.chen)
    closed = replace(chen, objects={"*": Access(actions=frozenset({"read"}), hidden=frozenset({"amount", "name"}))})
    frame = queries.frame(session, closed, Wanted(), now=NOW)
    for key in ("won_value", "pipeline_value", "average_won_value"):
        with pytest.raises(FieldHidden):
            queries.answer(session, frame, catalogue.metric(key))
    columns = queries.columns(session, frame)
    assert {column.amount for column in columns.stages} == {None}
    titles = [row.title for row in queries.behind(session, frame, catalogue.metric("won_count"))]
    assert titles
    assert not [title for title in titles if "chen" in title]
    with pytest.raises(FieldHidden):
        queries.answer(session, frame, catalogue.metric("won_count"), by="customer")


@pytest.mark.parametrize(
    ("path", "params", "status", "code"),
    [
        ("/metrics/vanity", {}, 404, "no_such_metric"),
        ("/metrics/win_rate", {"by": "moon"}, 422, "invalid"),
        ("/metrics/win_rate", {"by": "outcome"}, 422, "invalid"),
        ("/metrics/win_rate", {"from_": "2026-13-01"}, 422, "invalid"),
        ("/metrics/win_rate", {"from_": "1500000000"}, 422, "invalid"),
        ("/metrics/win_rate", {"from_": "2026-03-02", "to": "2026-03-01"}, 422, "invalid"),
        ("/metrics/win_rate", {"period": "decade"}, 422, "invalid"),
        ("/metrics/win_rate", {"offset": "9" * 400}, 422, "invalid"),
        ("/metrics/win_rate", {"team": "9" * 400}, 422, "invalid"),
        ("/metrics/win_rate", {"team": 999_999}, 404, "not_found"),
        ("/metrics/win_rate", {"person": 999_999}, 404, "not_found"),
        ("/metrics/win_rate", {"process": "moon"}, 404, "not_found"),
        ("/metrics/win_rate/records", {"limit": 1000}, 422, "invalid"),
        ("/metrics/win_rate/records", {"by": "stage", "group": "sign\x00"}, 422, "invalid"),
        ("/metrics/win_rate", {"by": "stage\x00"}, 422, "invalid"),
        ("/boards/health", {"period": "decade"}, 422, "invalid"),
        ("/boards/health/cell", {"person": 1}, 422, "invalid"),
        ("/boards/funnel", {"team": 999_999}, 404, "not_found"),
    ],
)
def test_a_bad_question_is_refused(get: Get, path: str, params: dict[str, Any], status: int, code: str) -> None:
    refused = get("sun", path, status, **params)
    assert refused["code"] == code
    assert refused["message"]


def test_teams_and_people_out_of_sight_do_not_exist(get: Get, cast: Cast, session: Session) -> None:
    pumps = next(team for team in org.teams(session) if team.name == "水泵组")
    valves = next(team for team in org.teams(session) if team.name == "阀门组")
    assert get("wang", "/metrics/won_count", team=valves.id)["value"] == 0
    for path in ("/metrics/won_count", "/boards/health", "/boards/funnel", "/boards/stages"):
        assert get("wang", path, 404, team=pumps.id)["code"] == "not_found"
    assert get("wang", "/metrics/won_count", 404, person=cast.zhao)["code"] == "not_found"
    assert get("chen", "/boards/health/cell", 404, person=cast.lin, stage="lead")["code"] == "not_found"


@pytest.mark.usefixtures("deals")
@pytest.mark.parametrize("word", HOSTILE)
def test_no_word_sent_becomes_part_of_a_question(get: Get, counting: Callable[[], Any], word: str) -> None:
    for key in ("by", "process"):
        with counting() as ran:
            refused = get("sun", "/metrics/won_count", 404 if key == "process" else 422, **{key: word})
        assert refused["code"] in {"invalid", "not_found"}
        assert not [said for said in ran if "o_opportunity" in said]
    with counting() as hostile:
        answer = get("sun", "/metrics/won_count/records", by="stage", group=word)
    assert answer["items"] == []
    with counting() as plain:
        get("sun", "/metrics/won_count/records", by="stage", group="sign")
    assert [said for said in hostile if "o_opportunity" in said] == [said for said in plain if "o_opportunity" in said]


def test_the_catalogue_says_by_what_each_can_be_split(get: Get) -> None:
    known = {found["key"]: found for found in get("chen", "/metrics")}
    assert known.keys() == catalogue.METRICS.keys()
    by = {one["key"]: one["label"] for one in known["won_value"]["by"]}
    assert by["quarter"] == "季度"
    assert by["product"] == "产品"
    assert "cost" not in by
    assert known["win_rate"]["safe"] == {"low": 30.0, "high": None}
