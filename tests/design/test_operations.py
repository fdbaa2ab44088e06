"""Small steps on a document: what they do, that they can be taken back, and what they refuse."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bihuan.design import fitting, operations
from bihuan.design.definition import Blueprint
from bihuan.design.examining import examined
from bihuan.design.operations import Add, Body, Move, NoSuchPlace, Operation, Operations, Remove, Set
from bihuan.packs import reading
from tests.company import BLUEPRINT

BODY: Body = Blueprint.model_validate(BLUEPRINT).body()
STAGES = ("processes", "sales", "stages")
MANY: TypeAdapter[tuple[Operation, ...]] = TypeAdapter(Operations)


def done(*asked: Operation, body: Body = BODY) -> Body:
    """The document afterwards; what takes it back is seen to take it back."""
    untouched = deepcopy(body)
    after, back = operations.carried_out(body, asked)
    assert operations.carried_out(after, back)[0] == untouched == body
    return after


def stages(body: Body) -> list[str]:
    return [stage["key"] for stage in body["processes"][0]["stages"]]


def test_a_member_gets_a_value_and_loses_it() -> None:
    place = (*STAGES, "lead", "limit")
    limited = done(Set(place=place, value="7 workdays"))
    assert operations.found(limited, place) == "7 workdays"
    assert operations.found(done(Set(place=place), body=limited), place) is None


def test_a_whole_thing_is_set_under_its_own_key_alone() -> None:
    lead = operations.found(BODY, (*STAGES, "lead"))
    assert stages(done(Set(place=(*STAGES, "lead"), value={**lead, "limit": "1 days"}))) == stages(BODY)
    with pytest.raises(NoSuchPlace):
        operations.carried_out(BODY, [Set(place=(*STAGES, "lead"), value={**lead, "key": "other"})])


@pytest.mark.parametrize(("before", "at"), [(None, -1), ("lead", 0), ("long gone", -1)])
def test_a_new_thing_stands_before_another_or_at_the_end(before: str | None, at: int) -> None:
    new = {"key": "visit", "label": {"zh": "到访", "en": "Visit"}}
    assert stages(done(Add(place=STAGES, value=new, before=before)))[at] == "visit"


def test_a_thing_goes_and_comes_back_to_its_place() -> None:
    first = stages(BODY)[0]
    assert stages(done(Remove(place=(*STAGES, first)))) == stages(BODY)[1:]


def test_a_thing_moves() -> None:
    first, second, *rest = stages(BODY)
    assert stages(done(Move(place=(*STAGES, second), before=first))) == [second, first, *rest]
    assert stages(done(Move(place=(*STAGES, first)))) == [second, *rest, first]


def test_several_are_one_step() -> None:
    new = {"key": "visit", "label": {"zh": "到访", "en": "Visit"}}
    asked = (Add(place=STAGES, value=new), Set(place=(*STAGES, "visit", "limit"), value="3 days"))
    assert operations.found(done(*asked), (*STAGES, "visit", "limit")) == "3 days"


NOT_DONE: dict[str, tuple[Operation, str]] = {
    "a stage that is not there": (Remove(place=(*STAGES, "nowhere")), "no_such_place"),
    "in a stage that is not there": (Set(place=(*STAGES, "nowhere", "limit"), value="1 days"), "no_such_place"),
    "in a part that is not there": (Set(place=("nothing", "x"), value=1), "no_such_place"),
    "a key twice": (Add(place=STAGES, value={"key": "lead"}), "twice"),
    "no key": (Add(place=STAGES, value={"label": "x"}), "no_key"),
    "a key that is no text": (Add(place=STAGES, value={"key": 7}), "no_key"),
    "into what is no list": (Add(place=("name",), value={"key": "x"}), "no_list"),
    "into a list without keys": (Add(place=("objects", "customer", "quick"), value={"key": "x"}), "no_list"),
    "through a text": (Set(place=(*STAGES, "lead", "key", "x"), value=1), "no_such_place"),
}


@pytest.mark.parametrize(("asked", "code"), NOT_DONE.values(), ids=NOT_DONE)
def test_what_can_not_be_done_names_its_place(asked: Operation, code: str) -> None:
    with pytest.raises(NoSuchPlace) as no:
        operations.carried_out(BODY, [asked])
    assert no.value.code == code
    assert no.value.place


@pytest.mark.parametrize(
    "sent",
    [
        [],
        [{"do": "set", "place": []}],
        [{"do": "set", "place": "name"}],
        [{"do": "drop", "place": ["name"]}],
        [{"do": "add", "place": ["objects"], "value": "x"}],
        [{"do": "remove", "place": ["objects", "x"], "force": True}],
        [{"do": "set", "place": ["x"] * 25}],
        [{"do": "remove", "place": ["objects", "x"]}] * (operations.MOST_OPERATIONS + 1),
    ],
)
def test_what_is_no_operation_is_refused(sent: Any) -> None:  # noqa: ANN401
    with pytest.raises(ValidationError):
        MANY.validate_python(sent)


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        (Set(place=(*STAGES, "lead", "limit")), Set(place=(*STAGES, "lead", "limit")), True),
        (Set(place=(*STAGES, "lead", "limit")), Set(place=(*STAGES, "lead", "label")), False),
        (Set(place=(*STAGES, "lead", "limit")), Remove(place=(*STAGES, "lead")), True),
        (Move(place=(*STAGES, "lead")), Set(place=(*STAGES, "lead", "limit")), False),
        (Move(place=(*STAGES, "lead")), Move(place=(*STAGES, "lead")), True),
        (Move(place=(*STAGES, "lead")), Remove(place=(*STAGES, "lead")), True),
        (Add(place=STAGES, value={"key": "a"}), Add(place=STAGES, value={"key": "a"}), True),
        (Add(place=STAGES, value={"key": "a"}), Add(place=STAGES, value={"key": "b"}), False),
    ],
)
def test_two_people_meet_where_they_change_the_same(one: Operation, other: Operation, *, meets: bool) -> None:
    (here,), (there,) = operations.touched([one]), operations.touched([other])
    assert operations.meet(here, there) == operations.meet(there, here) == meets


@st.composite
def steps(draw: st.DrawFn) -> tuple[str, list[Operation]]:
    """A pack and operations that fit it: on stages, fields, roles, whatever has a key."""
    pack = draw(st.sampled_from(["pump-valve", "medical-device", "starter"]))
    body, asked = whole(pack), list[Operation]()
    for number in range(draw(st.integers(1, 12))):
        place, listed = draw(st.sampled_from(list(lists(body))))
        keys = [one["key"] for one in listed]
        before = draw(st.sampled_from([None, *keys]))
        kind = draw(st.sampled_from(["add", "remove", "move", "label"] if keys else ["add"]))
        some = draw(st.sampled_from(keys)) if keys else ""
        label = {"zh": draw(st.text(max_size=8)), "en": "x"}
        drawn: dict[str, Operation] = {
            "add": Add(place=place, value={"key": f"new_{number}", "label": label}, before=before),
            "remove": Remove(place=(*place, some)),
            "move": Move(place=(*place, some), before=before),
            "label": Set(place=(*place, some, "label"), value=label),
        }
        asked.append(drawn[kind])
        body, _ = operations.carried_out(body, [drawn[kind]])
    return pack, asked


def whole(pack: str) -> Body:
    return Blueprint.model_validate(reading.blueprint(pack)).body()


def lists(body: Body) -> Any:  # noqa: ANN401
    """Every list of things with keys, with its place."""
    for top in ("objects", "processes", "roles", "dictionaries", "activity_kinds"):
        listed = body.get(top, [])
        yield (top,), listed
        for one in listed:
            for inside in ("fields", "stages", "entries", "lost_reasons"):
                if isinstance(one.get(inside), list):
                    yield (top, one["key"], inside), one[inside]


@settings(max_examples=40)
@given(steps())
def test_whatever_is_done_is_taken_back(drawn: tuple[str, list[Operation]]) -> None:
    pack, asked = drawn
    done(*asked, body=whole(pack))
    assert MANY.validate_python(MANY.dump_python(tuple(asked), mode="json")) == tuple(asked)


@settings(max_examples=40)
@given(steps())
def test_what_fits_and_has_no_fault_is_a_blueprint_as_it_was_written(drawn: tuple[str, list[Operation]]) -> None:
    pack, asked = drawn
    after = done(*asked, body=whole(pack))
    found, faults = examined(after)
    if found is not None and not faults:
        assert not fitting.misfits(after, operations.touched(asked))
        assert Blueprint.model_validate(found.body()) == found


@settings(max_examples=60)
@given(steps(), st.randoms(use_true_random=False))
def test_what_lies_between_two_documents_makes_one_of_the_other(
    drawn: tuple[str, list[Operation]], chance: Random
) -> None:
    pack, asked = drawn
    old = whole(pack)
    new, _ = operations.carried_out(old, asked)
    for _place, listed in lists(new):
        chance.shuffle(listed)
    for one, other in ((old, new), (new, old)):
        assert operations.carried_out(one, operations.between(one, other))[0] == other
    assert operations.between(old, old) == ()


def test_between_two_documents_as_few_things_move_as_can_be() -> None:
    first, *rest = operations.found(BODY, STAGES)
    moved = done(Set(place=STAGES, value=[*rest, first]))
    assert operations.between(BODY, moved) == (Move(place=(*STAGES, first["key"])),)
    assert operations.between(BODY, done(Set(place=(*STAGES, "lead", "limit"), value="1 days"))) == (
        Set(place=(*STAGES, "lead", "limit"), value="1 days"),
    )


MISFITS: dict[str, tuple[tuple[str, ...], object, str]] = {
    "a limit in words": ((*STAGES, "lead", "limit"), "soon", "processes.sales.stages.lead.limit"),
    "a label that is a number": ((*STAGES, "lead", "label"), 7, "processes.sales.stages.lead.label"),
    "a label as long as a book": (
        (*STAGES, "lead", "label"),
        {"zh": "长" * 2001, "en": "x"},
        "processes.sales.stages.lead.label.zh",
    ),
    "a member nobody knows": ((*STAGES, "lead", "colour"), "red", "processes.sales.stages.lead.colour"),
    "a part nobody knows": (("colour",), "red", "colour"),
    "objects that are no list": (("objects",), {"a": 1}, "objects"),
    "a role that reaches too far": (("roles", "rep", "scope"), "universe", "roles.rep.scope"),
    "a zone on the moon": (("calendar",), {"zone": "Moon/Crater"}, "calendar.zone"),
    "no name": (("name",), None, "name"),
}


@pytest.mark.parametrize(("place", "value", "where"), MISFITS.values(), ids=MISFITS)
def test_what_can_not_be_read_is_named_with_its_place(place: tuple[str, ...], value: object, where: str) -> None:
    asked = [Set(place=place, value=value)]
    after, _ = operations.carried_out(BODY, asked)
    assert [fault.place for fault in fitting.misfits(after, operations.touched(asked))][:1] == [where]


@pytest.mark.parametrize("value", [None, "other", 7])
def test_a_key_is_for_good(value: object) -> None:
    body = {"roles": [{"key": "rep", "label": {"zh": "销售", "en": "Rep"}}]}
    with pytest.raises(NoSuchPlace) as refused:
        operations.carried_out(body, [Set(place=("roles", "rep", "key"), value=value)])
    assert (refused.value.place, refused.value.code) == ("roles.rep.key", "key_stays")
    same, _ = operations.carried_out(body, [Set(place=("roles", "rep", "key"), value="rep")])
    assert same == body
