"""The bytes of an event, the links and the root: different things never look alike."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bihuan.ledger import canon, chain, merkle, roots, seals
from bihuan.ledger.anchors import Leaf
from bihuan.ledger.chain import Event, Head
from bihuan.ledger.faults import Fault, FaultKind
from bihuan.ledger.seals import Seal

START = chain.prefix("demo")
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
int64 = st.integers(-(2**63), 2**63 - 1)
events = st.builds(
    Event,
    subject=words,
    seq=st.integers(1, 9),
    kind=words,
    actor_id=st.none() | int64,
    device=st.none() | words,
    happened=int64,
    recorded=int64,
    journey_id=st.none() | int64,
    payload=words,
    sealed=st.none() | st.binary(max_size=6),
    day=st.integers(0, 9),
    prev=st.binary(min_size=32, max_size=32),
    hash=st.just(b""),
    id=st.just(0),
)
SAID = tuple(field for field in Event._fields if field not in {"seq", "day", "prev", "hash", "id"})


def said(event: Event) -> tuple[Any, ...]:
    return tuple(getattr(event, field) for field in SAID)


@given(events, events)
def test_different_events_have_different_bytes(one: Event, other: Event) -> None:
    assert (chain.content(START, one) == chain.content(START, other)) == (said(one) == said(other))


@given(events, st.sampled_from(SAID), events)
def test_changing_any_one_value_changes_the_bytes(event: Event, field: str, other: Event) -> None:
    changed = event._replace(**{field: getattr(other, field)})
    assume(said(changed) != said(event))
    assert chain.content(START, changed) != chain.content(START, event)


@given(st.lists(words, min_size=5, max_size=5), st.integers(0, 3))
def test_text_that_moves_from_one_value_to_its_neighbour_changes_the_bytes(parts: list[str], cut: int) -> None:
    assume(parts[cut + 1])
    moved = list(parts)
    moved[cut], moved[cut + 1] = parts[cut] + parts[cut + 1][0], parts[cut + 1][1:]
    one, other = (
        Event(texts[0], 1, texts[1], 1, texts[2], 0, 0, 1, texts[3], texts[4].encode(), 0, b"", b"", 0)
        for texts in (parts, moved)
    )
    assert chain.content(START, one) != chain.content(START, other)


def test_nothing_and_empty_are_not_the_same() -> None:
    event = Event("a:1", 1, "x", None, None, 0, 0, None, "{}", None, 0, b"", b"", 0)
    variants = [
        event,
        event._replace(actor_id=0),
        event._replace(journey_id=0),
        event._replace(device=""),
        event._replace(sealed=b""),
    ]
    assert len({chain.content(START, variant) for variant in variants}) == len(variants)


def test_an_event_fits_into_no_other_workspace_subject_place_or_day() -> None:
    digest = sha256(b"x").digest()
    links = {
        chain.link(chain.genesis(workspace, subject), seq, day, digest)
        for workspace in ("demo", "dem")
        for subject in ("a:1", "oa:1")
        for seq in (1, 2)
        for day in (1, 2)
    }
    assert len(links) == 16
    assert chain.prefix("demo") != chain.prefix("other")


def make_chain(count: int) -> tuple[list[Event], Head]:
    made, last = [], chain.genesis("demo", "a:1")
    for number in range(1, count + 1):
        event = Event("a:1", number, "x", number, None, 0, 0, None, "{}", None, 0, last, b"", number)
        last = chain.link(last, number, 0, chain.digest(START, event))
        made.append(event._replace(hash=last))
    return made, Head(count, last)


@given(st.integers(2, 8), st.data())
def test_any_removal_is_named_at_its_number(count: int, data: st.DataObject) -> None:
    whole, head = make_chain(count)
    assert chain.check("demo", whole, head) is None
    gone = data.draw(st.integers(1, count))
    fault = chain.check("demo", [event for event in whole if event.seq != gone], head, subject="a:1")
    assert fault == Fault(kind=FaultKind.TAIL if gone == count else FaultKind.GAP, subject="a:1", seq=gone)


@given(st.integers(3, 8), st.data())
def test_any_two_events_that_change_places_are_named_as_reordered(count: int, data: st.DataObject) -> None:
    whole, head = make_chain(count)
    low = data.draw(st.integers(1, count - 1))
    high = data.draw(st.integers(low + 1, count))
    whole[low - 1], whole[high - 1] = whole[high - 1]._replace(seq=low), whole[low - 1]._replace(seq=high)
    fault = chain.check("demo", whole, head)
    assert fault is not None
    assert (fault.kind, fault.seq) == (FaultKind.REORDERED, low)


@given(st.integers(1, 8), st.data())
def test_any_event_written_twice_under_one_number_is_named_as_inserted(count: int, data: st.DataObject) -> None:
    whole, head = make_chain(count)
    twice = data.draw(st.integers(1, count))
    whole.insert(twice, whole[twice - 1]._replace(id=99))
    fault = chain.check("demo", whole, head)
    assert fault is not None
    assert (fault.kind, fault.seq) == (FaultKind.INSERTED, twice)


@given(st.integers(1, 8), st.data())
def test_any_change_is_found(count: int, data: st.DataObject) -> None:
    whole, head = make_chain(count)
    place = data.draw(st.integers(0, count - 1))
    field = data.draw(st.sampled_from([field for field in Event._fields if field not in {"subject", "id"}]))
    other = data.draw(events)
    assume(getattr(other, field) != getattr(whole[place], field))
    whole[place] = whole[place]._replace(**{field: getattr(other, field)})
    assert chain.check("demo", whole, head) is not None


leaves = st.lists(st.binary(max_size=40), min_size=1, max_size=20)


def naive_root(given_leaves: list[bytes]) -> bytes:
    """The recursive definition of RFC 6962, word for word."""
    if len(given_leaves) == 1:
        return sha256(b"\x00" + given_leaves[0]).digest()
    half = 1
    while half * 2 < len(given_leaves):
        half *= 2
    return sha256(b"\x01" + naive_root(given_leaves[:half]) + naive_root(given_leaves[half:])).digest()


@given(leaves)
def test_the_growing_tree_gives_the_root_of_the_definition(some: list[bytes]) -> None:
    assert merkle.root(some) == naive_root(some)


@given(leaves, leaves)
def test_other_leaves_give_another_root(some: list[bytes], others: list[bytes]) -> None:
    assert (merkle.root(some) == merkle.root(others)) == (some == others)


@given(leaves, st.data())
def test_any_changed_added_or_removed_leaf_changes_the_root(some: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(some) - 1))
    changed = [*some[:place], some[place] + b"x", *some[place + 1 :]]
    for other in (changed, [*some, b""], some[:-1], [*some, some[-1]], [b"", *some]):
        assert merkle.root(other) != merkle.root(some)


@given(st.binary(), st.binary())
def test_an_inner_node_cannot_pass_for_a_leaf(left: bytes, right: bytes) -> None:
    inside = sha256(b"\x00" + left).digest() + sha256(b"\x00" + right).digest()
    for forged in (inside, b"\x01" + inside, sha256(b"\x01" + inside).digest()):
        assert merkle.root([forged]) != merkle.root([left, right])


def test_the_root_of_nothing_is_the_root_of_nothing_else() -> None:
    assert merkle.root([]) == sha256(b"").digest()
    assert merkle.root([]) != merkle.root([b""])


SEAL = Seal(
    workspace="demo", day=date(2026, 3, 2), count=2, first_id=1, last_id=2, root=bytes(32), prev=bytes(32),
    sealed_at=datetime(2026, 3, 3, 1, tzinfo=UTC), signature=bytes(64),
)  # fmt: skip


def test_a_seal_comes_back_from_its_line_as_it_was() -> None:
    assert seals.read(SEAL.line()) == SEAL


@pytest.mark.parametrize(
    "line", ["", "{}", "[]", "null", '{"workspace":1}', SEAL.line()[:-20], SEAL.line().replace("00", "zz")]
)
def test_a_damaged_line_is_no_seal(line: str) -> None:
    with pytest.raises(seals.Unreadable):
        seals.read(line)


def test_every_word_of_a_seal_is_under_the_signature() -> None:
    plain = json.loads(SEAL.line())
    other = {
        "workspace": "dem", "day": "2026-03-03", "count": 3, "first_id": 2, "last_id": 3, "root": "11" * 32,
        "prev": "11" * 32, "sealed_at": "2026-03-03T01:00:00.000001+00:00",
    }  # fmt: skip
    messages = {seals.read(json.dumps(plain | {key: value})).message() for key, value in other.items()}
    assert len(messages | {SEAL.message()}) == len(other) + 1
    assert set(plain) == {*other, "signature"}


def test_a_day_is_explained_once_per_subject_and_known_faults_are_left_out() -> None:
    def leaf(number: int, subject: str, mark: bytes = b"x") -> Leaf:
        return Leaf(number, subject, number, mark)

    was = [leaf(1, "a:1"), leaf(2, "b:1"), leaf(3, "a:1"), leaf(4, "c:1"), leaf(5, "d:1")]
    now = [leaf(1, "a:1", b"y"), leaf(3, "a:1", b"y"), leaf(4, "c:1", b"y"), leaf(5, "d:1"), leaf(6, "e:1")]
    day = date(2026, 3, 2)
    found = [(fault.kind.value, fault.subject, fault.seq) for fault in roots.explain(day, now, was, {"c:1"})]
    assert found == [("resealed", "a:1", 1), ("removed", "b:1", 2), ("added", "e:1", 6)]


class Colour(StrEnum):
    RED = "red"


def test_the_same_value_is_always_written_the_same_way() -> None:
    east = timezone(timedelta(hours=8))
    value = {
        "b": Decimal("1.10"), "a": [Colour.RED, True, None], "é": (1, 2), "at": datetime(2026, 3, 2, 8, tzinfo=east),
        "on": date(2026, 3, 2), "\U0001f600": "\\u0000",
    }  # fmt: skip
    assert canon.written(value) == (
        '{"a":["red",true,null],"at":"2026-03-02T00:00:00.000000+00:00","b":"1.10","on":"2026-03-02",'
        '"é":[1,2],"\U0001f600":"\\\\u0000"}'
    )
    assert canon.written(dict(reversed(value.items()))) == canon.written(value)


def test_letters_that_only_look_alike_stay_different() -> None:
    assert canon.written({"name": "é"}) != canon.written({"name": "e\u0301"})


def test_a_value_nested_too_deep_is_refused_and_a_value_of_no_kind_is_a_bug() -> None:
    deep: list[Any] = []
    for _ in range(canon.DEEPEST + 1):
        deep = [deep]
    with pytest.raises(canon.CannotBeKept):
        canon.written(deep)
    bad_ones: list[Any] = [{"a": object()}, {"a": b"bytes"}, {1: "a"}, {"a": {1, 2}}]
    for bad in bad_ones:
        with pytest.raises(TypeError):
            canon.written(bad)


def test_a_moment_without_a_zone_is_a_bug() -> None:
    with pytest.raises(TypeError):
        canon.micros(datetime(2026, 3, 2))  # noqa: DTZ001
