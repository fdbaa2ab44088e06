"""Dashboards in a blueprint: the ready questions are sound, and whatever can't be asked or can't stand so is named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from typing import Any, get_args

import pytest

from bihuan.design import as_text
from bihuan.design.definition import Blueprint
from bihuan.design.examining import examined
from bihuan.metrics.catalogue import METRICS
from bihuan.metrics.definition import TIMES
from bihuan.metrics.periods import Period
from bihuan.reports.definition import LOOKS, Place, Widget
from bihuan.reports.questions import GROUPS, PERIODS, QUESTIONS, SHOWN, look_of, title
from tests.company import BLUEPRINT
from tests.conftest import ROOT

Document = dict[str, Any]


def test_the_desk_knows_which_questions_add_up_amounts() -> None:
    code = (ROOT / "web/src/features/design/removingBoards.ts").read_text(encoding="utf-8")
    listed = re.search(r"asksAmounts[^\[]*\[([^\]]*)\]", code)
    assert listed is not None
    adding = {key for key, asked in QUESTIONS.items() if asked.measured and asked.measured.unit == "money"}
    assert set(re.findall(r'"(\w+)"', listed.group(1))) == adding


def test_there_are_at_least_thirty_questions_and_each_can_be_answered_as_it_is_shown() -> None:
    assert len(QUESTIONS) >= 30
    for question in QUESTIONS.values():
        by = question.by.value if question.by else None
        assert question.look in question.looks(by), question.key
        assert (question.metric is None) != (question.board is None), question.key
        if question.metric:
            assert question.metric in METRICS, question.key
            assert by is None or question.by in METRICS[question.metric].by, question.key
        assert question.look != "line" or question.by in TIMES, question.key


def test_no_two_questions_say_the_same_in_either_language() -> None:
    for lang in ("zh", "en"):
        said = Counter(getattr(question.label, lang) for question in QUESTIONS.values())
        assert max(said.values()) == 1, said.most_common(1)


def test_every_look_period_and_group_has_words_and_is_used() -> None:
    assert set(SHOWN) == set(LOOKS)
    assert set(PERIODS) == set(get_args(Period))
    assert {question.group for question in QUESTIONS.values()} == set(GROUPS)


def test_every_metric_of_the_catalogue_is_asked_for_by_some_question() -> None:
    asked = {question.metric for question in QUESTIONS.values()}
    assert set(METRICS) - asked <= {"closed_count", "win_rate_by_start", "handed_in_count"}


def test_a_widget_is_called_by_its_own_name_or_by_its_question_and_what_splits_it_otherwise() -> None:
    opportunity = Blueprint.model_validate(BLUEPRINT).objects[2]
    assert title(Widget(key="a", question="open_by_owner"), opportunity, "zh") == "谁手里的单多"
    assert title(Widget(key="a", question="won", by="product"), opportunity, "zh") == "赢了多少单 · 按产品"
    assert title(Widget(key="a", question="won", by="team"), opportunity, "en") == "How many were won · by team"
    assert title(Widget(key="a", question="won", label="战果"), opportunity, "zh") == "战果"


def test_a_number_that_is_split_otherwise_is_shown_as_it_can_be() -> None:
    rate = QUESTIONS["win_rate"]
    assert look_of(Widget(key="a", question="win_rate"), rate) == "number"
    assert look_of(Widget(key="a", question="win_rate", by="owner"), rate) == "bar"
    assert look_of(Widget(key="a", question="win_rate", by="month"), rate) == "line"
    assert look_of(Widget(key="a", question="win_rate", by="month", look="table"), rate) == "table"


def first(document: Document) -> Document:
    return document["dashboards"][1]["widgets"][0]  # type: ignore[no-any-return]


def other(document: Document) -> Document:
    return document["dashboards"][1]["widgets"][1]  # type: ignore[no-any-return]


WRONG: dict[str, tuple[Callable[[Document], object], str, str]] = {
    "a question that is none": (lambda d: first(d).update(question="luck"), "open.question", "no_such_question"),
    "a split that can't be": (lambda d: first(d).update(by="lost_reason"), "open.by", "cannot_split"),
    "a split by a field without groups": (lambda d: first(d).update(by="medium"), "open.by", "cannot_split"),
    "a board that is split": (lambda d: other(d).update(by="owner"), "health.by", "cannot_split"),
    "a line without time": (lambda d: first(d).update(look="line"), "open.look", "no_such_look"),
    "a look of another": (lambda d: first(d).update(look="funnel"), "open.look", "no_such_look"),
    "a stage that is gone": (lambda d: other(d).update(stages=["lead", "gone"]), "health.stages", "no_such_stage"),
    "stages of a number": (lambda d: first(d).update(stages=["lead"]), "open.stages", "no_stages_here"),
    "a process that is gone": (lambda d: first(d).update(process="gone"), "open.process", "no_such_process"),
    "a field that is gone": (lambda d: first(d).update(only={"gone": ["x"]}), "open.only.gone", "no_such_field"),
    "a field without choices": (lambda d: first(d).update(only={"medium": ["x"]}), "open.only.medium", "not_a_choice"),
    "a choice that is gone": (
        lambda d: first(d).update(only={"needs_tender": ["perhaps"]}),
        "open.only.needs_tender",
        "no_such_choice",
    ),
    "two on one place": (lambda d: other(d)["place"].update(row=4), "health.place", "overlap"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_is_named_with_its_place(case: str) -> None:
    turn, place, code = WRONG[case]
    document = deepcopy(BLUEPRINT)
    assert examined(document)[1] == []
    turn(document)
    found = [(fault.place, fault.code) for fault in examined(document)[1]]
    assert found == [(f"dashboards.lead.widgets.{place}", code)]


def test_roles_that_are_gone_twins_and_missing_amounts_are_named() -> None:
    document = deepcopy(BLUEPRINT)
    board = document["dashboards"][1]
    board["roles"].append("boss")
    board["widgets"].append({**board["widgets"][0], "place": {"column": 7}})
    document["dashboards"].append({**deepcopy(board), "roles": [], "widgets": []})
    del document["processes"][0]["amount"]
    first(document)["question"] = "pipeline"
    found = {(fault.place, fault.code) for fault in examined(document)[1]}
    assert found == {
        ("dashboards", "twice"),
        ("dashboards.lead.roles", "no_such_role"),
        ("dashboards.lead.widgets", "twice"),
        ("dashboards.lead.widgets.open.question", "no_amount"),
    }


def test_a_field_that_groups_splits_a_number() -> None:
    document = deepcopy(BLUEPRINT)
    first(document).update(by="product", only={"needs_tender": ["true"]})
    assert examined(document)[1] == []


@pytest.mark.parametrize(
    "place", [{"column": 8, "width": 6}, {"column": 0}, {"row": 0}, {"width": 13}, {"height": 0}, {"row": 1000}]
)
def test_nothing_stands_beside_the_grid(place: Document) -> None:
    document = deepcopy(BLUEPRINT)
    first(document)["place"] = place
    assert next(fault.place for fault in examined(document)[1]).startswith("dashboards.lead.widgets.open.place")


@pytest.mark.parametrize(("column", "row", "meets"), [(1, 1, True), (6, 4, True), (7, 1, False), (1, 5, False)])
def test_two_places_meet_where_they_share_a_field(column: int, row: int, *, meets: bool) -> None:
    one, two = Place(column=1, row=1, width=6, height=4), Place(column=column, row=row, width=6, height=4)
    assert (one.meets(two), two.meets(one)) == (meets, meets)


def test_dashboards_come_back_from_text_as_they_were() -> None:
    body = Blueprint.model_validate(BLUEPRINT).body()
    again = as_text.read(as_text.written(body).encode())
    assert Blueprint.model_validate(again).dashboards == Blueprint.model_validate(BLUEPRINT).dashboards
