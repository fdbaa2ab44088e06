"""A list asked by a statement that is kept is the same list, for everyone, whatever is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bihuan.kernel.refusals import Invalid
from bihuan.objects import queries as objects
from bihuan.org.viewer import Viewer
from bihuan.records import commands, queries
from bihuan.records.queries import Question, kept, searching
from tests.company import MONDAY_9, Cast

ACID = {"field": "medium", "op": "eq", "value": "酸"}
LEAD = {"field": "journey.stage", "op": "in", "value": ["lead"]}
QUESTIONS = [
    Question(equal=equal, where=where, q=q, sort=sort, limit=limit)
    for (equal, where), q, sort, limit in product(
        (
            ({}, None),
            ({"medium": ["酸"]}, None),
            ({"medium": ["酸", "水"]}, None),
            ({"stage": ["lead"]}, None),
            ({"stage": ["lead"], "medium": ["水"]}, None),
            ({}, ACID),
            ({"medium": ["酸", "水"]}, {"all": [ACID, {"all": [LEAD]}]}),
            ({}, {"any": [ACID, {"field": "medium", "op": "eq", "value": "水"}]}),
        ),
        ("", "泵", "HD 泵"),
        ("-updated_at", "amount", "-amount", "name"),
        (3, 50),
    )
]


@pytest.fixture
def full(session: Session, cast: Cast, asking: Callable[[str], Viewer]) -> None:
    """Deals of two people, some alike, some with empty places."""
    for number in range(12):
        viewer = asking(("chen", "lin")[number % 2])
        values: dict[str, object] = {
            "name": f"{('海德', '江南')[number % 3 == 0]} 泵 {number}",
            "medium": ("酸", "水", None)[number % 3],
        }
        if number % 4:
            values["amount"] = 1000 * (number % 5)
        commands.create(session, viewer, "opportunity", values, now=MONDAY_9)
    assert cast


@pytest.mark.parametrize("who", ["chen", "wang", "zhao", "sun"])
def test_a_kept_statement_answers_as_one_made_anew(
    session: Session, full: None, asking: Callable[[str], Viewer], who: str
) -> None:
    viewer, answered = asking(who), 0
    for question in QUESTIONS:
        kept = queries.page(session, viewer, "opportunity", question, now=MONDAY_9)
        anew = queries.page(session, viewer, "opportunity", replace(question, count=True), now=MONDAY_9)
        assert [item.id for item in kept.items] == [item.id for item in anew.items], question
        assert kept.items == anew.items
        assert kept.next == anew.next
        answered += len(kept.items)
    assert (answered > 0) == (who != "zhao")
    assert full is None


@pytest.mark.parametrize("who", ["chen", "wang", "sun"])
def test_whose_they_are_can_be_asked_by_everyone(
    session: Session, full: None, cast: Cast, asking: Callable[[str], Viewer], who: str
) -> None:
    viewer = asking(who)
    for owner in ("chen", "lin"):
        number = cast.id(owner)
        for question in (
            Question(equal={"owner": [str(number)], "stage": ["lead"]}),
            Question(where={"all": [{"field": "owner", "op": "eq", "value": number}, LEAD]}),
        ):
            kept = queries.page(session, viewer, "opportunity", question, now=MONDAY_9)
            anew = queries.page(session, viewer, "opportunity", replace(question, count=True), now=MONDAY_9)
            assert kept.items == anew.items
            assert bool(kept.items) == (who in {owner, "sun"} or who == "wang")
    assert full is None


@pytest.mark.parametrize("many", [True, False])
def test_whoever_has_very_many_is_asked_differently_and_answered_alike(
    session: Session,
    full: None,
    cast: Cast,
    asking: Callable[[str], Viewer],
    monkeypatch: pytest.MonkeyPatch,
    *,
    many: bool,
) -> None:
    viewer, asked = asking("chen"), list[str]()
    monkeypatch.setattr(kept, "_has_many", lambda *_: many)
    question = Question(equal={"owner": [str(cast.chen)], "stage": ["lead"]}, sort="-amount")
    event.listen(session.get_bind(), "before_cursor_execute", lambda *said: asked.append(said[2]))
    found = queries.page(session, viewer, "opportunity", question, now=MONDAY_9)
    anew = queries.page(session, viewer, "opportunity", replace(question, count=True), now=MONDAY_9)
    assert [item.id for item in found.items] == [item.id for item in anew.items]
    assert len(found.items) > 3
    assert ("process_journey.owner_pos = " in asked[0].partition("WHERE")[2]) == (not many)
    assert full is None


@pytest.mark.parametrize("value", [5, True, None, ["lead", 5], {"n": 1}])
def test_a_value_of_another_kind_is_refused(session: Session, asking: Callable[[str], Viewer], value: object) -> None:
    op = "in" if isinstance(value, list) else "eq"
    question = Question(where={"field": "journey.stage", "op": op, "value": value})
    with pytest.raises(Invalid):
        queries.page(session, asking("chen"), "opportunity", question, now=MONDAY_9)


def test_a_second_page_goes_on_where_a_kept_first_page_ended(
    session: Session, full: None, asking: Callable[[str], Viewer]
) -> None:
    viewer, found, question = asking("sun"), [], Question(sort="-amount", limit=5)
    while True:
        page = queries.page(session, viewer, "opportunity", question, now=MONDAY_9)
        found += [item.id for item in page.items]
        if page.next is None:
            break
        question = replace(question, cursor=page.next)
    assert len(found) == len(set(found)) >= 12
    assert full is None


def test_whoever_counts_statements_counts_the_kept_ones(
    engine: Engine, session: Session, asking: Callable[[str], Viewer]
) -> None:
    heard: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object, **__: object) -> None:
        heard.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        queries.page(session, asking("chen"), "opportunity", Question(), now=MONDAY_9)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert any("FROM o_opportunity" in statement for statement in heard)


@pytest.mark.parametrize("who", ["chen", "wang", "sun"])
def test_words_that_very_many_have_find_the_first_of_all_of_them(
    session: Session,
    full: None,
    asking: Callable[[str], Viewer],
    monkeypatch: pytest.MonkeyPatch,
    who: str,
) -> None:
    viewer = asking(who)
    monkeypatch.setattr(searching, "MOST_HITS", 3)
    queries.sheet(session, objects.object_def(session, "opportunity")).table.info.pop("shapes", None)
    for question in QUESTIONS:
        if question.q:
            kept = queries.page(session, viewer, "opportunity", question, now=MONDAY_9)
            anew = queries.page(session, viewer, "opportunity", replace(question, count=True), now=MONDAY_9)
            assert [item.id for item in kept.items] == [item.id for item in anew.items], question
    assert full is None
    queries.sheet(session, objects.object_def(session, "opportunity")).table.info.pop("shapes", None)
