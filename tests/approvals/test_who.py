"""Who is asked: past whoever is away, never to whose own request it is, and further up where nobody else is left."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.approvals import who
from bihuan.approvals.definition import Step
from bihuan.approvals.who import Company, Worker

# 1 sells, 2 leads them, 3 leads 2 and 5, 4 leads all; 5 and 6 do the money.
LEADERS = {1: 2, 2: 3, 3: 4, 5: 3, 6: 3}


def company(*, absent: tuple[int, ...] = (), substitutes: dict[int, int] | None = None, gone: int = 0) -> Company:
    workers = {
        number: Worker(login=f"p{number}", role="money" if number in {5, 6} else "rep", skills=frozenset({"law"}))
        for number in range(1, 7)
        if number != gone
    }
    return Company(
        workers=workers,
        leaders=LEADERS,
        substitutes=substitutes or {},
        absent=frozenset(absent),
        teams={"money": 5, "empty": None},
        nearest=[1, 2, 6, 5, 3, 4],
    )


def asked(there: Company, *named: dict[str, Any], asker: int = 1, own: set[int] | None = None) -> who.Turned:
    parts = [{"key": f"w{number}", **one} for number, one in enumerate(named)]
    step = Step.model_validate({"key": "s", "label": "s", "who": parts})
    return who.asked(step, there, asker=asker, own=own or {asker})


def people(found: who.Turned) -> list[int]:
    return [one.person for one in found.asked]


@pytest.mark.parametrize(
    ("named", "whom"),
    [
        ({"by": "person", "person": "p6"}, [6]),
        ({"by": "manager"}, [2]),
        ({"by": "manager", "levels": 2}, [3]),
        ({"by": "manager", "levels": 5}, [4]),
        ({"by": "role", "role": "money"}, [6]),
        ({"by": "role", "role": "money", "everybody": True}, [6, 5]),
        ({"by": "team", "team": "money"}, [5]),
        ({"by": "skill", "skill": "law"}, [2]),
        ({"by": "person", "person": "nobody"}, []),
        ({"by": "team", "team": "empty"}, []),
        ({"by": "skill", "skill": "tax"}, []),
    ],
)
def test_whom_a_step_means(named: dict[str, Any], whom: list[int]) -> None:
    found = asked(company(), named)
    assert people(found) == whom
    assert found.nobody == (() if whom else ("w0",))


def test_who_stands_in_is_asked_and_the_way_says_so() -> None:
    found = asked(company(absent=(2,), substitutes={2: 5}), {"by": "manager"})
    assert [(hop.person, hop.how) for hop in found.asked[0].way] == [(2, "manager"), (5, "substitute")]


@pytest.mark.parametrize(
    ("there", "whom"),
    [
        (company(absent=(2,)), 3),  # on leave with nobody who stands in
        (company(absent=(2,), substitutes={2: 1}), 3),  # whose own request it is stands in
        (company(absent=(2, 5), substitutes={2: 5, 5: 5}), 3),  # who stands in is away as well
        (company(gone=2), 3),  # has left
        (company(absent=(2, 3, 4)), 2),  # all are away: the first who may answer, all the same
    ],
)
def test_where_nobody_else_can_it_goes_one_further_up(there: Company, whom: int) -> None:
    assert people(asked(there, {"by": "manager"})) == [whom]


def test_nobody_decides_their_own() -> None:
    assert people(asked(company(), {"by": "person", "person": "p1"})) == [2]
    assert people(asked(company(), {"by": "manager"}, asker=4)) == []
    assert people(asked(company(), {"by": "team", "team": "money"}, own={1, 5})) == [3]


def test_everybody_is_asked_once() -> None:
    assert people(asked(company(), {"by": "manager"}, {"by": "person", "person": "p2"})) == [2]


def test_the_next_leader_is_not_one_who_sits_there_already() -> None:
    up = who.above(2, company(), own={1}, barred={2, 3})
    assert up is not None
    assert up.person == 4
    assert who.above(4, company(), own={1}, barred={4}) is None


@given(
    st.dictionaries(st.integers(1, 6), st.integers(1, 6)),
    st.frozensets(st.integers(1, 6)),
    st.dictionaries(st.integers(1, 6), st.integers(1, 6)),
    st.frozensets(st.integers(1, 6), min_size=1),
    st.integers(1, 6),
)
def test_whatever_the_company_is_like_the_one_who_is_asked_may_answer(
    leaders: dict[int, int], absent: frozenset[int], substitutes: dict[int, int], own: frozenset[int], named: int
) -> None:
    there = Company(
        workers={number: Worker(login=str(number), role="rep") for number in range(1, 6)},  # 6 has left
        leaders=leaders,
        substitutes=substitutes,
        absent=absent,
        teams={},
        nearest=list(range(1, 6)),
    )
    found = who.reached(who.Hop(person=named, how="person"), there, own=own)
    if found is not None:
        assert found.person in there.workers
        assert found.person not in own
        assert found.way[0].person == named
        assert found.way[-1].person == found.person
