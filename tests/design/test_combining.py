"""Parts of a pack are taken into one's own configuration: all they need, and nothing of mine unasked."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.design import combining, operations
from bihuan.design.combining import Combined, Decision, Thing
from bihuan.design.definition import Blueprint
from bihuan.design.examining import examined
from bihuan.design.operations import Body
from bihuan.packs import reading


@cache
def pack(key: str) -> Body:
    return Blueprint.model_validate(reading.blueprint(key)).body()


def after(mine: Body, done: Combined) -> Body:
    """My document with what was taken; taken back, it is what it was."""
    body, back = operations.carried_out(mine, done.operations)
    assert operations.carried_out(body, back)[0] == mine
    return body


def faults(body: Body) -> set[tuple[str, str, str]]:
    return {(one.place, one.code, one.message) for one in examined(body)[1]}


def decided(done: Combined) -> dict[Thing, Decision]:
    return {piece.thing: piece.decision for piece in done.pieces if piece.decision is not None}


def made(**parts: list[dict[str, Any]]) -> Body:
    """A small document; what is left out is empty."""
    words = {"zh": "x", "en": "x"}
    titled = {"key": "name", "label": words, "type": "text"}

    def whole(part: str, one: dict[str, Any]) -> dict[str, Any]:
        if part == "objects":
            return {"label": words, "title": "name", "fields": [titled, *one.pop("more", [])], **one}
        return {"label": words, **one}

    body = {part: [whole(part, dict(one)) for one in listed] for part, listed in parts.items()}
    return Blueprint.model_validate({"name": "x", "objects": [], "roles": [], **body}).body()


YET_EMPTY = {"rules", "pools", "approvals"}  # not every pack brings some
REFERS = [{"key": "customer", "label": {"zh": "客", "en": "c"}, "type": "reference", "to": "customer"}]
OTHER = [{"key": "beds", "label": {"zh": "床", "en": "b"}, "type": "integer"}]
MINE = made(objects=[{"key": "customer"}])
THEIRS = made(objects=[{"key": "customer", "more": OTHER}, {"key": "deal", "more": REFERS}, {"key": "other"}])
CUSTOMER, DEAL = ("objects", "customer"), ("objects", "deal")


def test_what_is_referred_to_comes_along_and_says_why() -> None:
    mine = made(objects=[{"key": "mine"}])
    done = combining.combined(mine, THEIRS, [DEAL])
    assert [(piece.thing, piece.by) for piece in done.pieces] == [(CUSTOMER, (DEAL,)), (DEAL, ())]
    assert [one["key"] for one in after(mine, done)["objects"]] == ["mine", "customer", "deal"]


def test_every_listed_part_of_a_configuration_is_one_that_can_be_taken() -> None:
    listed = {name for name, member in Blueprint.model_fields.items() if get_origin(member.annotation) is tuple}
    assert len(listed) > 5, "this test looked at nothing"
    assert set(combining.PARTS) == listed


@pytest.mark.parametrize("part", combining.PARTS)
def test_a_thing_of_each_part_is_taken_with_what_it_refers_to_and_fits(part: str) -> None:
    mine, taken = made(), 0
    packs = sorted(reading.keys())
    for key in packs:
        theirs = pack(key)
        for thing in [thing for thing in combining.things(theirs) if thing[0] == part]:
            done = combining.combined(mine, theirs, [thing])
            body = after(mine, done)
            target = next(piece.target for piece in done.pieces if piece.thing == thing)
            assert (part, target) in combining.things(body), f"{key}: {thing}"
            assert faults(body) - faults(mine) == set(), f"{key}: {thing}"
            taken += 1
    assert taken >= (0 if part in YET_EMPTY else len(packs)), "a part of which the packs have nothing can't be tried"


def test_grades_follow_the_object_that_is_taken_beside_mine() -> None:
    mine, theirs = pack("starter"), pack("pump-valve")
    taken = after(mine, combining.combined(mine, theirs, [("grades", "customers")], {("grades", "customers"): "both"}))
    second = combining.things(taken)["grades", "customers_2"]
    assert second["object"] == "customer_2"
    assert {rule["holds"]["count"] for rule in second["rules"] if "count" in rule["holds"]} == {"opportunity_2"}
    assert faults(taken) == faults(mine)


@pytest.mark.parametrize(
    ("decision", "customers", "refers_to"),
    [("mine", {"customer": False}, "customer"), ("theirs", {"customer": True}, "customer"),
     ("both", {"customer": False, "customer_2": True}, "customer_2")],
)  # fmt: skip
def test_of_two_of_one_key_one_stands_or_both_and_references_follow(
    decision: Decision, customers: dict[str, bool], refers_to: str
) -> None:
    body = after(MINE, combining.combined(MINE, THEIRS, [DEAL], {CUSTOMER: decision}))
    objects = {one["key"]: [field["key"] for field in one["fields"]] for one in body["objects"]}
    assert {key: "beds" in fields for key, fields in objects.items() if key != "deal"} == customers
    assert operations.found(body, ("objects", "deal", "fields", "customer", "to")) == refers_to


def test_what_is_the_same_is_not_taken_and_not_asked_about() -> None:
    done = combining.combined(THEIRS, THEIRS, [CUSTOMER, DEAL])
    assert done.operations == ()
    assert {piece.standing for piece in done.pieces} == {"same"}


def test_a_role_keeps_its_rights_only_on_what_is_there() -> None:
    role = {"key": "nurse", "objects": {"*": ["read"], "customer": ["read", "update"], "deal": ["read"]},
            "hidden": {"customer": ["beds", "name"], "*": ["beds", "name"]}}  # fmt: skip
    theirs = {**THEIRS, "roles": made(roles=[role])["roles"]}
    taken = operations.found(after(MINE, combining.combined(MINE, theirs, [("roles", "nurse")])), ("roles", "nurse"))
    assert taken["objects"] == {"*": ["read"], "customer": ["read", "update"]}
    assert taken["hidden"] == {"*": ["name"], "customer": ["name"]}
    both = combining.combined(MINE, theirs, [("roles", "nurse"), CUSTOMER], {CUSTOMER: "both"})
    taken = operations.found(after(MINE, both), ("roles", "nurse"))
    assert taken["hidden"]["customer_2"] == ["beds", "name"]


def test_what_a_condition_counts_follows_too() -> None:
    counted = {"count": "customer", "via": "deal", "op": ">=", "value": 1}
    stage = {"key": "a", "label": {"zh": "a", "en": "a"}, "when": counted}
    process = {"key": "way", "object": "deal", "stages": [stage]}
    theirs = {**THEIRS, "processes": [{"label": {"zh": "w", "en": "w"}, **process}]}
    assert CUSTOMER in combining.references("processes", theirs["processes"][0])
    body = after(MINE, combining.combined(MINE, theirs, [("processes", "way")], {CUSTOMER: "both"}))
    assert body["processes"][0]["stages"][0]["when"]["count"] == "customer_2"


def test_a_third_one_of_a_name_gets_a_number_of_its_own() -> None:
    mine = made(objects=[{"key": "customer"}, {"key": "customer_2"}])
    body = after(mine, combining.combined(mine, THEIRS, [CUSTOMER], {CUSTOMER: "both"}))
    assert [one["key"] for one in body["objects"]] == ["customer", "customer_2", "customer_3"]


def test_a_board_that_meant_the_first_process_says_which() -> None:
    mine, theirs = pack("pump-valve"), deepcopy(pack("medical-device"))
    theirs["dashboards"] = [
        {"key": "week", "label": {"zh": "周", "en": "W"}, "roles": [], "widgets": [{"key": "a", "question": "x"}]}
    ]
    done = combining.combined(mine, theirs, [("dashboards", "week")])
    first = theirs["processes"][0]["key"]
    assert ("processes", first) in [piece.thing for piece in done.pieces]
    assert str(after(mine, done)["dashboards"][-1]["widgets"][0]["process"]).startswith(first)


def wishes(theirs: Body) -> st.SearchStrategy[tuple[list[Thing], dict[Thing, Decision]]]:
    known = list(combining.things(theirs))
    chosen = st.lists(st.sampled_from(known), min_size=1, max_size=6, unique=True)
    return st.tuples(
        chosen, st.dictionaries(st.sampled_from(known), st.sampled_from(["mine", "theirs", "both"]), max_size=12)
    )


PAIRS = [
    ("pump-valve", "medical-device"),
    ("medical-device", "pump-valve"),
    ("starter", "medical-device"),
    ("pump-valve", "starter"),
]


@pytest.mark.parametrize(("mine", "theirs"), PAIRS)
@given(data=st.data())
@settings(max_examples=12)
def test_nothing_of_mine_changes_unless_chosen_and_twice_is_once(mine: str, theirs: str, data: st.DataObject) -> None:
    own, other = pack(mine), pack(theirs)
    chosen, decisions = data.draw(wishes(other))
    done = combining.combined(own, other, chosen, decisions)
    body = after(own, done)
    replaced = {piece.thing for piece in done.pieces if piece.decision == "theirs"}
    kept = combining.things(body)
    for thing, one in combining.things(own).items():
        assert thing in replaced or kept[thing] == one
    assert {key: value for key, value in body.items() if key not in combining.PARTS} == {
        key: value for key, value in own.items() if key not in combining.PARTS
    }
    assert combining.combined(body, other, chosen, decided(done)).operations == ()


@pytest.mark.parametrize(("mine", "theirs"), PAIRS)
@given(data=st.data())
@settings(max_examples=8)
def test_taken_beside_mine_nothing_refers_to_nothing(mine: str, theirs: str, data: st.DataObject) -> None:
    own, other = pack(mine), pack(theirs)
    chosen, _ = data.draw(wishes(other))
    everything: dict[Thing, Decision] = dict.fromkeys(combining.things(other), "both")
    body = after(own, combining.combined(own, other, chosen, everything))
    assert faults(body) <= faults(own)
