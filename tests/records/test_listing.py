"""A list's rows are shown as its records would be, whatever fields are chosen, to everyone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from bihuan.kernel.refusals import Invalid
from bihuan.objects import queries as objects
from bihuan.org.viewer import Viewer
from bihuan.records import commands, listing, queries, showing
from bihuan.records.policy import FieldHidden
from bihuan.records.queries import Question
from tests.company import MONDAY_9, Cast

CHOSEN = [None, frozenset[str](), frozenset({"name"}), frozenset({"name", "customer", "amount"}), frozenset({"medium"})]


@pytest.fixture
def deals(session: Session, asking: Callable[[str], Viewer], cast: Cast) -> None:
    """Deals with and without a customer, an amount, a medium; one customer is somebody else's by now."""
    chen = asking("chen")
    customer = commands.create(session, chen, "customer", {"name": "海德泵业"}, now=MONDAY_9)
    given_away = commands.create(session, chen, "customer", {"name": "宁海泵阀"}, now=MONDAY_9)
    for number in range(6):
        values: dict[str, object] = {"name": f"机泵 {number}"}
        values |= {"customer": customer.id} if number % 2 else {"medium": "酸"}
        values |= {"customer": given_away.id} if number == 4 else {}
        values |= {"amount": 1000 * number} if number % 3 else {}
        commands.create(session, chen, "opportunity", values, now=MONDAY_9)
    commands.assign(session, asking("wang"), given_away, cast.id("lin"), now=MONDAY_9)


@pytest.mark.usefixtures("deals")
@pytest.mark.parametrize("only", CHOSEN, ids=lambda only: "all" if only is None else "+".join(sorted(only)) or "none")
@pytest.mark.parametrize("who", ["chen", "wang", "zhao", "sun"])
@pytest.mark.parametrize("object_key", ["opportunity", "customer"])
def test_a_row_says_what_its_record_says(
    session: Session, asking: Callable[[str], Viewer], object_key: str, who: str, only: frozenset[str] | None
) -> None:
    viewer, object_def = asking(who), objects.object_def(session, object_key)
    only = None if only is None else frozenset(key for key in only if object_def.field(key) is not None)
    rows = queries.page(session, viewer, object_key, Question(fields=only), now=MONDAY_9)
    records = queries.page(session, viewer, object_key, Question(), now=MONDAY_9).items
    names = queries.names(session, viewer, queries.pointed_at(viewer, object_def, records))
    shower = showing.Shower(viewer, object_def, names, only=only, now=MONDAY_9)
    shown = listing.shown(session, viewer, rows, only=only, now=MONDAY_9)
    assert shown == [shower.item(record) for record in records]
    assert bool(shown) == (who != "zhao")
    if object_key == "opportunity" and only != frozenset():
        named = {item["values"]["customer"]["name"] for item in shown if item["values"].get("customer")}
        assert named <= ({"海德泵业", None} if who == "chen" else {"海德泵业", "宁海泵阀"})
    if only is not None:
        assert all(set(item["values"]) == only for item in shown)


@pytest.mark.usefixtures("deals")
def test_words_are_looked_for_in_fields_that_are_not_shown(session: Session, asking: Callable[[str], Viewer]) -> None:
    question = Question(q="机泵 3", fields=frozenset({"amount"}))
    found = queries.page(session, asking("chen"), "opportunity", question, now=MONDAY_9)
    shown = listing.shown(session, asking("chen"), found, only=question.fields, now=MONDAY_9)
    assert [(item["title"], set(item["values"])) for item in shown] == [("机泵 3", {"amount"})]


def test_only_fields_can_be_chosen(session: Session, asking: Callable[[str], Viewer]) -> None:
    for key in ("no_such_field", "journey.stage", "owner"):
        with pytest.raises(Invalid):
            queries.page(session, asking("chen"), "opportunity", Question(fields=frozenset({key})), now=MONDAY_9)


def test_a_field_that_is_hidden_cannot_be_chosen(session: Session, asking: Callable[[str], Viewer]) -> None:
    chosen = Question(fields=frozenset({"cost"}))
    with pytest.raises(FieldHidden):
        queries.page(session, asking("chen"), "opportunity", chosen, now=MONDAY_9)
