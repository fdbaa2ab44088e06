"""Any sequence of answers, delegations and withdrawals ends, or waits for somebody who may act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.approvals import flow
from bihuan.approvals.flow import Flow, Mode, Place, Rule

ASKER = 0
PEOPLE = range(6)
NOBODY = frozenset({ASKER})
STEPS = st.lists(
    st.tuples(
        st.builds(Rule, mode=st.sampled_from(["all", "any", "vote"]), votes=st.integers(1, 3)),
        st.lists(st.sampled_from(PEOPLE), max_size=4),
    ),
    max_size=4,
)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["yes", "yes", "yes", "no", "back", "first", "withdraw", "hand", "join", "left", "again"]),
        st.integers(0, 5),
        st.sampled_from(PEOPLE),
        st.sampled_from(["before", "beside", "after"]),
    ),
    max_size=40,
)


def done(there: Flow, act: tuple[str, int, int, Place], people: Sequence[Sequence[int]]) -> Flow:
    """One act, if it may be done now."""
    what, number, person, place = act
    asked = people.__getitem__
    if what == "withdraw" and there.state in {"waiting", "returned"} and number == 0:
        return flow.withdrawn(there)
    if what == "again" and there.state == "returned":
        return flow.resubmitted(there, there.own, there.rules, asked)
    if not there.active:
        return there
    seat = there.active[number % len(there.active)].number
    acts: dict[str, Callable[[], Flow]] = {
        "yes": lambda: flow.answered(there, seat, asked, yes=True),
        "no": lambda: flow.answered(there, seat, asked, yes=False),
        "back": lambda: flow.sent_back(there, seat, None, asked),
        "left": lambda: flow.left(there, seat, asked),
    }
    if there.step:
        acts["first"] = lambda: flow.sent_back(there, seat, number % there.step, asked)
    if there.may_join(person):
        acts["hand"] = lambda: flow.handed(there, seat, person)
        acts["join"] = lambda: flow.joined(there, seat, person, place)
    return acts.get(what, lambda: there)()


def sound(there: Flow) -> None:
    """What holds whatever was done."""
    assert all(seat.person not in there.own for seat in there.seats if seat.answer in {None, "yes", "no", "back"})
    if there.state == "waiting":
        assert there.active, "it waits for somebody who may act"
    else:
        assert not there.active
        assert all(seat.answer is not None for seat in there.seats), "nobody waits for what is over"
    here = [seat.person for seat in there.current if seat.answer != "over"]
    assert len(here) == len(set(here)), "nobody sits twice in a step"
    if there.state == "approved":
        assert not any(seat.answer == "no" for seat in there.current if there.rules and there.rules[-1].mode != "vote")


@given(STEPS, ACTS)
def test_whatever_is_done_it_ends_or_waits_for_somebody_who_may_act(
    steps: list[tuple[Rule, list[int]]], acts: list[tuple[str, int, int, Place]]
) -> None:
    rules, people = [rule for rule, _ in steps], [asked for _, asked in steps]
    there = flow.begun(NOBODY, rules, people.__getitem__)
    sound(there)
    for act in acts:
        before, there = there, done(there, act, people)
        sound(there)
        if before.state in {"approved", "rejected", "withdrawn"}:
            assert there == before, "what is decided stays decided"
        answers = {seat.number: seat.answer for seat in before.seats if seat.answer is not None}
        assert answers.items() <= {seat.number: seat.answer for seat in there.seats}.items(), "each answers once"


@given(STEPS)
def test_who_always_says_yes_gets_to_an_end(steps: list[tuple[Rule, list[int]]]) -> None:
    rules, people = [rule for rule, _ in steps], [asked for _, asked in steps]
    there = flow.begun(NOBODY, rules, people.__getitem__)
    for _ in range(100):
        if not there.active:
            break
        there = flow.answered(there, there.active[0].number, people.__getitem__, yes=True)
    assert there.state == ("approved" if all(set(asked) - NOBODY for asked in people) else "returned")


def of(mode: Mode, *people: int, votes: int = 1) -> Flow:
    """One step with these people, and another one with person 9 behind it."""
    return flow.begun(NOBODY, [Rule(mode=mode, votes=votes), Rule()], [people, (9,)].__getitem__)


def said(there: Flow, person: int, *, answer: bool) -> Flow:
    """This person's answer."""
    seat = there.turn_of(person)
    assert seat is not None
    return flow.answered(there, seat.number, [(), (9,)].__getitem__, yes=answer)


@pytest.mark.parametrize(
    ("mode", "votes", "answers", "comes_to"),
    [
        ("all", 1, [(1, True), (2, True)], (0, "waiting")),
        ("all", 1, [(1, True), (2, True), (3, True)], (1, "waiting")),
        ("all", 1, [(1, True), (2, False)], (0, "rejected")),
        ("any", 1, [(2, True)], (1, "waiting")),
        ("any", 1, [(2, False)], (0, "rejected")),
        ("vote", 2, [(1, True), (2, False)], (0, "waiting")),
        ("vote", 2, [(1, True), (2, False), (3, True)], (1, "waiting")),
        ("vote", 2, [(1, False), (2, False)], (0, "rejected")),
        ("vote", 9, [(1, True), (2, True), (3, True)], (1, "waiting")),
    ],
)
def test_how_answers_count(mode: Mode, votes: int, answers: list[tuple[int, bool]], comes_to: tuple[int, str]) -> None:
    there = of(mode, 1, 2, 3, votes=votes)
    for person, answer in answers:
        there = said(there, person, answer=answer)
    assert (there.step, there.state) == comes_to


def test_a_signer_added_before_answers_first_and_one_added_after_last() -> None:
    there = of("all", 1)
    there = flow.joined(there, 1, 2, "before")
    there = flow.joined(there, 1, 3, "after")
    assert [seat.person for seat in there.active] == [2]
    there = said(there, 2, answer=True)
    assert [seat.person for seat in there.active] == [1]
    there = said(there, 1, answer=True)
    assert [seat.person for seat in there.active] == [3]
    assert said(there, 3, answer=True).step == 1


def test_a_signer_added_beside_answers_too_whatever_the_mode() -> None:
    there = flow.joined(of("any", 1, 2), 1, 3, "beside")
    there = said(there, 1, answer=True)
    assert (there.step, [seat.person for seat in there.active]) == (0, [3])
    assert said(there, 3, answer=False).state == "rejected"
    assert said(there, 3, answer=True).step == 1


def test_nobody_left_sends_it_back_and_an_added_signer_takes_the_place() -> None:
    alone = flow.left(of("all", 1), 1, [(), (9,)].__getitem__)
    assert alone.state == "returned"
    there = flow.joined(of("all", 1), 1, 2, "after")
    there = flow.left(there, 1, [(), (9,)].__getitem__)
    assert [seat.person for seat in there.active] == [2]
    assert said(there, 2, answer=True).step == 1


def test_back_to_an_earlier_step_asks_there_anew() -> None:
    there = said(of("all", 1), 1, answer=True)
    seat = there.turn_of(9)
    assert seat is not None
    there = flow.sent_back(there, seat.number, 0, [(1,), (9,)].__getitem__)
    assert (there.step, there.state, [seat.person for seat in there.active]) == (0, "waiting", [1])


def test_one_s_own_is_never_asked_nor_handed_to_oneself() -> None:
    there = of("all", ASKER, 1)
    assert [seat.person for seat in there.active] == [1]
    assert not there.may_join(ASKER)
    assert not there.may_join(1)
    with pytest.raises(AssertionError):
        flow.handed(there, 1, ASKER)
    with pytest.raises(AssertionError):
        flow.answered(replace(there, own=frozenset({1})), 1, [(), ()].__getitem__, yes=True)
