"""Steps from stage to stage and ways from end to end, of native journeys: against a slow oracle, for everyone."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise
from statistics import mean, median

import pytest
from sqlalchemy.orm import Session

from bihuan.metrics import paths, queries
from bihuan.metrics.paths import Transition
from bihuan.metrics.queries import Wanted
from bihuan.org import queries as org
from bihuan.process import queries as processes
from bihuan.process.definition import Process
from tests.company import Cast
from tests.metrics import scene
from tests.metrics.conftest import Get
from tests.metrics.scene import NOW, Deal, Time
from tests.metrics.worlds import SEES

HOUR = timedelta(hours=1)
START = NOW - timedelta(days=30)


def deal(owner: str, way: str, *hours: float, opening: bool = False, outcome: str | None = None) -> Deal:
    """A deal that stood in these stages for so many hours each; the last one goes on where there is no outcome."""
    stays, moment, stages = [], START, way.split()
    for place, (stage, length) in enumerate(zip(stages, hours, strict=True)):
        last = place == len(stages) - 1
        how = outcome if last else "moved" if stage.endswith("!") else "advanced"
        left = moment + length * HOUR if how else None
        stays.append(Time(stage=stage.strip("!"), entered=moment, left=left, how=how, opening=opening and place == 0))
        moment = left or moment
    closed = stays[-1].left if outcome else None
    return Deal(owner=owner, stays=tuple(stays), outcome=outcome, closed=closed, name=f"{owner} {way}")


WORLD = [
    deal("chen", "lead proposal quote sign", 2, 30, 4, 1, outcome="won"),
    deal("chen", "lead proposal lead proposal quote sign", 1, 3, 1, 700, 2, 0, outcome="won"),
    deal("chen", "lead proposal", 1, 0),
    deal("lin", "lead proposal quote", 3, 5, 6, outcome="lost"),
    deal("lin", "lead quote sign", 9, 2, 2, outcome="won"),
    deal("zhao", "lead proposal quote sign", 2, 31, 4, 1, outcome="won"),
    deal("zhao", "quote sign", 100, 2, opening=True, outcome="won"),
    deal("wang", "lead! lead proposal", 50, 2, 0),
]


def oracle(world: list[Deal]) -> dict[tuple[str, str], list[float]]:
    """How long each step took, read from the deals one by one."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for one in world:
        nexts = [stay.stage for stay in one.stays[1:]] + [one.outcome or ""]
        for stay, to in zip(one.stays, nexts, strict=True):
            if to and stay.left and not stay.opening and stay.how != "moved":
                found[stay.stage, to].append((stay.left - stay.entered) / HOUR)
    return dict(found)


@pytest.fixture
def kept(session: Session) -> list[scene.Kept]:
    """The world, written down."""
    return scene.keep(session, WORLD)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("login", sorted(SEES))
def test_each_one_gets_the_steps_and_ways_of_their_range(session: Session, cast: Cast, login: str) -> None:
    mine = [one for one in WORLD if one.owner in SEES[login]]
    frame = queries.frame(session, org.viewer(session, cast.id(login)), Wanted(), now=NOW)
    found = queries.transitions(session, frame, at_least=1)
    expected = oracle(mine)
    assert {(row.frm, row.to): row.count for row in found.rows} == {step: len(all_) for step, all_ in expected.items()}
    whole = sum(map(sum, expected.values()))
    for row in found.rows:
        lengths = expected[row.frm, row.to]
        assert row.mean_hours == pytest.approx(mean(lengths), abs=1e-3)
        assert row.median_hours == pytest.approx(median(lengths), abs=1e-3)
        assert row.share == pytest.approx(100 * sum(lengths) / whole, abs=0.01)
        behind = queries.taking(session, frame, row.frm, row.to)
        assert [one.hours for one in behind] == pytest.approx(sorted(lengths, reverse=True), abs=1e-3)
    assert [row.mean_hours for row in found.rows] == sorted((row.mean_hours for row in found.rows), reverse=True)
    over = [one for one in mine if one.closed]
    days = [(one.closed - one.started) / timedelta(days=1) for one in over if one.closed]
    assert (found.journeys, found.throughput.ended) == (len(mine), len(over))
    assert found.throughput.median_days == pytest.approx(median(days) if days else None, abs=1e-3)
    visits = Counter(stay.stage for one in mine for stay in one.stays)
    assert {one.stage: one.visits for one in found.reach} == visits
    ways = Counter((*(stay.stage for stay in one.stays), str(one.outcome)) for one in over)
    gone = queries.variants(session, frame)
    assert {row.steps: row.count for row in gone.rows} == ways
    assert (gone.journeys, gone.different) == (len(over), len(ways))
    for way in gone.rows:
        assert len(queries.going(session, frame, way.key)) == way.count


@pytest.mark.usefixtures("kept")
def test_at_the_door_a_step_opens_its_cases_and_a_mean_that_misleads_is_said_to(get: Get) -> None:
    board = get("chen", "/boards/transitions", at_least=1)
    step = next(row for row in board["rows"] if (row["frm"]["key"], row["to"]["key"]) == ("proposal", "quote"))
    assert (step["mean_words"], step["median_words"], step["skewed"]) == ("15.2 天", "15.2 天", False)
    assert board["sentence"].startswith("3 条旅程，结束了 2 条：从头到尾平均 15.5 天")
    back = next(row for row in board["rows"] if (row["frm"]["key"], row["to"]["key"]) == ("proposal", "lead"))
    assert back["kind"] == "back"
    behind = get("chen", "/boards/transitions/journeys", left="proposal", entered="quote")
    assert [row["value"] for row in behind["items"]] == [700.0, 30.0]
    first = get("chen", "/boards/transitions/journeys", left="proposal", entered="quote", limit=1)
    rest = get("chen", "/boards/transitions/journeys", left="proposal", entered="quote", cursor=first["next"])
    assert [row["value"] for row in first["items"] + rest["items"]] == [700.0, 30.0]
    everything = get("sun", "/boards/transitions", at_least=1)
    step = next(row for row in everything["rows"] if (row["frm"]["key"], row["to"]["key"]) == ("proposal", "quote"))
    assert (step["median_words"], step["skewed"]) == ("1.3 天", True)
    assert step["note"] == "一半在 1.3 天内走完，只看平均会冤枉这一步。"
    leap = next(row for row in everything["rows"] if (row["frm"]["key"], row["to"]["key"]) == ("lead", "quote"))
    assert leap["kind"] == "leap"
    way = get("sun", "/boards/variants")["rows"][0]
    assert [step["label"] for step in way["steps"]] == ["线索", "方案", "报价", "签约", "赢单"]
    assert len(get("sun", f"/boards/variants/{way['key']}/journeys")["items"]) == way["count"] == 2


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("/boards/transitions", {"at_least": 0}, 422),
        ("/boards/transitions", {"process": "moon"}, 404),
        ("/boards/transitions/journeys", {"left": "lead"}, 422),
        ("/boards/transitions/journeys", {"left": "lead", "entered": "x", "cursor": -1}, 422),
        ("/boards/variants", {"limit": 1000}, 422),
        ("/boards/variants/x/journeys", {"limit": 0}, 422),
    ],
)
def test_a_bad_question_is_refused(get: Get, path: str, params: dict[str, object], status: int) -> None:
    assert get("sun", path, status, **params)["message"]


@pytest.mark.usefixtures("kept")
def test_a_step_or_way_that_is_none_has_no_cases(get: Get) -> None:
    hostile = "lead' OR '1'='1"
    assert get("sun", "/boards/transitions/journeys", left=hostile, entered="quote")["items"] == []
    assert get("sun", "/boards/variants/x/journeys")["items"] == []


def test_rare_steps_are_left_out_and_counted(session: Session, cast: Cast) -> None:
    scene.keep(session, [deal("chen", "lead proposal", 1, 0)] * 40 + [deal("chen", "lead quote", 1, 0)])
    frame = queries.frame(session, org.viewer(session, cast.chen), Wanted(), now=NOW)
    found = queries.transitions(session, frame)
    assert ([(row.frm, row.to) for row in found.rows], found.at_least, found.rare) == ([("lead", "proposal")], 4, 1)


@pytest.fixture
def sales(session: Session) -> Process:
    """The process of the test company."""
    return processes.processes(session)["sales"]


@pytest.mark.parametrize(
    ("frm", "to", "kind"),
    [
        ("lead", "tender", "onward"),
        ("lead", "proposal", "onward"),
        ("lead", "quote", "leap"),
        ("quote", "lead", "back"),
        ("quote", "quote", "again"),
        ("quote", "lost", "end"),
    ],
)
def test_a_step_is_measured_against_the_process_as_drawn_up(sales: Process, frm: str, to: str, kind: str) -> None:
    assert paths.kind(sales, frm, to) == kind


def test_where_nobody_drew_up_a_way_no_step_leaves_it(sales: Process) -> None:
    bare = [{"key": stage.key, "label": stage.label} for stage in sales.stages]
    log = Process.model_validate({"key": "log", "label": "log", "object": "x", "stages": bare})
    assert {paths.kind(log, one.key, other.key) for one, other in pairwise(reversed(log.stages))} == {"onward"}


@pytest.mark.parametrize(
    ("hours", "zh", "en"),
    [
        (0.0, "0 秒", "0 s"),
        (0.0104, "37.4 秒", "37.4 s"),
        (0.5, "30 分钟", "30 min"),
        (23.99, "24 小时", "24 h"),
        (24.0, "1 天", "1 d"),
        (73.491, "3.1 天", "3.1 d"),
        (24 * 12345.0, "12,345 天", "12,345 d"),
    ],
)
def test_an_amount_of_time_is_said_in_its_handy_unit(hours: float, zh: str, en: str) -> None:
    assert (paths.span(hours, "zh"), paths.span(hours, "en")) == (zh, en)


@pytest.mark.parametrize(("mean_hours", "skewed"), [(5.0, False), (5.01, True), (0.0, False)])
def test_a_mean_misleads_when_it_is_far_above_the_median(mean_hours: float, *, skewed: bool) -> None:
    row = Transition(
        frm="a",
        to="b",
        kind="onward",
        count=3,
        mean_hours=mean_hours,
        median_hours=min(mean_hours, 1.0),
        longest_hours=9,
        total_hours=9,
        share=1,
    )
    assert row.skewed is skewed
    assert (paths.note(row, "en") is None) is not skewed
