"""A list asked by a statement that is kept is the same list, for everyone, whatever is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bihuan.org.viewer import Viewer
from bihuan.records import commands, queries
from bihuan.records.queries import Question
from tests.company import MONDAY_9, Cast

QUESTIONS = [
    Question(equal=equal, q=q, sort=sort, limit=limit)
    for equal, q, sort, limit in product(
        (
            {},
            {"medium": ["酸"]},
            {"medium": ["酸", "水"]},
            {"stage": ["lead"]},
            {"stage": ["lead"], "medium": ["水"]},
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
