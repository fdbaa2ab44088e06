"""Whatever a company tries, restoring an old version shows everything as it was, and no value is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.design import commands as design
from bihuan.design import queries
from bihuan.design.examining import examined
from bihuan.design.operations import Add, Body, Move, NoSuchPlace, Operation, Remove, Set, carried_out
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.org.viewer import Viewer
from bihuan.records import commands as records
from bihuan.records import queries as questions
from tests.company import MONDAY_9

Asking = Callable[[str], Viewer]
Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "away", "away", "called", "moved", "object"]), st.integers(0, 50), st.integers(0, 9)
    ),
    min_size=1,
    max_size=6,
)
VALUES: dict[str, Body] = {
    "customer": {"name": "甲厂", "phone": "13800138000", "source": "fair", "city": "沈阳"},
    "product": {"name": "泵", "price": "12.50"},
    "opportunity": {"name": "甲厂水泵", "amount": "100.00"},
}


def operations(body: Body, step: Step) -> Iterator[Operation]:
    """A step of a designer."""
    kind, which, at = step
    found = body["objects"][which % len(body["objects"])]
    fields = ("objects", found["key"], "fields")
    field = found["fields"][at % len(found["fields"])]["key"]
    match kind:
        case "add":
            new = {"key": f"new_{which}_{at}", "label": f"新{at}", "type": "text"}
            yield Add(place=fields, value=new, before=field)
        case "called":
            yield Set(place=(*fields, field, "label"), value={"zh": f"改{which}", "en": f"Named {which}"})
        case "moved":
            yield Move(place=(*fields, field))
        case "away":
            yield from without_field(body, found, field)
        case _:
            yield from without_object(body, found["key"])


def without_field(body: Body, found: Body, field: str) -> Iterator[Operation]:
    """A field goes; what names it is freed from it first, as the desk does."""
    for lists in ("quick", "list_columns"):
        yield Set(place=("objects", found["key"], lists), value=[k for k in found.get(lists, []) if k != field])
    own = [one for one in body["processes"] if one["object"] == found["key"]]
    for process, stage in ((one, stage) for one in own for stage in one["stages"]):
        kept = [key for key in stage["gate"].get("fields", []) if key != field]
        yield Set(place=("processes", process["key"], "stages", stage["key"], "gate", "fields"), value=kept)
    yield Remove(place=("objects", found["key"], "fields", field))


def without_object(body: Body, gone: str) -> Iterator[Operation]:
    """An object goes, with what points at it."""
    for other in body["objects"]:
        for one in other["fields"]:
            if one.get("to") == gone and other["key"] != gone:
                yield from without_field(body, other, one["key"])
    for role in body["roles"]:
        for part in ("objects", "hidden", "readonly"):
            kept = {key: named for key, named in role.get(part, {}).items() if key != gone}
            yield Set(place=("roles", role["key"], part), value=kept)
    yield Remove(place=("objects", gone))


def changed(body: Body, steps: list[Step]) -> list[Operation]:
    """All that of these steps can live."""
    asked: list[Operation] = []
    for step in steps:
        try:
            tried = list(operations(body, step))
            after, _ = carried_out(body, tried)
        except NoSuchPlace:  # what it speaks of stands there already
            continue
        if not examined(after)[1]:
            body, asked = after, [*asked, *tried]
    return asked


def shape(session: Session) -> dict[str, tuple[object, list[str]]]:
    """What every object shows: its definition and the columns that are asked for."""
    return {
        key: (one.model_dump(mode="json"), sorted(tables.table(session, key).c.keys()))
        for key, one in objects.objects(session).items()
    }


def values(session: Session, made: dict[str, int]) -> dict[str, Body]:
    """All that stands in the records."""
    return {key: dict(questions.standing(session, key, record).values) for key, record in made.items()}


@pytest.fixture
def made(session: Session, asking: Asking) -> dict[str, int]:
    """One record of each object, by its key."""
    who = {"customer": "chen", "product": "sun", "opportunity": "chen"}
    return {
        key: records.create(session, asking(who[key]), key, deepcopy(given), now=MONDAY_9).id
        for key, given in VALUES.items()
    }


@settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(releases=st.lists(STEPS, min_size=1, max_size=3))
def test_restoring_shows_everything_as_it_was_with_every_value(
    session: Session, asking: Asking, made: dict[str, int], releases: list[list[Step]]
) -> None:
    sun, there = asking("sun"), session.begin_nested()
    before, held, body = shape(session), values(session, made), blueprint.current(session).body
    assert all(held[key][name] is not None for key, given in VALUES.items() for name in given)
    for steps in releases:
        draft = design.begin(session, sun, now=MONDAY_9)
        asked = changed(draft.body, steps)
        if asked:
            design.edit(session, sun, draft.id, asked, revision=0, now=MONDAY_9)
        design.release_draft(session, sun, draft.id, revision=len(asked[:1]), note="", now=MONDAY_9)
    back = design.begin(session, sun, number=1, now=MONDAY_9)
    design.release_draft(session, sun, back.id, revision=0, note="", now=MONDAY_9)
    session.expire_all()
    assert blueprint.current(session).body == body
    assert shape(session) == before
    assert values(session, made) == held
    assert all((one.field_key or "").startswith("new_") for one in queries.gone(session, now=MONDAY_9))
    there.rollback()
    session.expire_all()
