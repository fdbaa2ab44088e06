"""Who stands in for whom: short chains, no circles, and nobody is their own manager."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.org import standing

PEOPLE = st.integers(1, 8)


@pytest.mark.parametrize(
    ("away", "stands"),
    [
        ({}, 1),
        ({1: 2}, 2),
        ({1: 2, 2: 3}, 3),
        ({1: 2, 2: 1}, 1),
        ({1: 2, 2: 3, 3: 2}, 1),
        ({1: 2, 2: 3, 3: 4, 4: 5, 5: 6}, 6),
        ({1: 2, 2: 3, 3: 4, 4: 5, 5: 6, 6: 7}, 1),
    ],
)
def test_who_stands_in(away: dict[int, int], stands: int) -> None:
    assert standing.substitute(1, away) == stands


def test_the_manager_on_leave_is_stood_in_for() -> None:
    assert standing.manager(1, [2, 3], {2: 5}) == 5


def test_a_manager_whom_one_stands_in_for_is_skipped() -> None:
    assert standing.manager(1, [2, 3], {2: 1}) == 3


def test_the_only_manager_stays_even_if_one_stands_in_for_them() -> None:
    assert standing.manager(1, [2], {2: 1}) == 2


def test_who_leads_the_own_team_is_led_by_the_next_one_up() -> None:
    assert standing.manager(2, [2, 3], {}) == 3
    assert standing.manager(3, [3], {}) is None


@given(PEOPLE, st.lists(PEOPLE, max_size=5), st.dictionaries(PEOPLE, PEOPLE, max_size=8))
def test_nobody_is_ever_their_own_manager(person: int, chain: list[int], away: dict[int, int]) -> None:
    found = standing.manager(person, chain, away)
    assert found != person
    assert (found is None) == (set(chain) <= {person})


def test_the_nearest_is_in_the_smallest_common_team_then_next_on_the_line() -> None:
    places = {1: 150, 2: 190, 3: 320, 4: 900}
    assert standing.nearest(200, places, [(0, 1000), (100, 300)]) == [2, 1, 3, 4]
