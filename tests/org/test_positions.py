"""Everybody's place on one line: a range must hold exactly the people below a team."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.org import positions
from bihuan.org.positions import Places


@st.composite
def trees(draw: st.DrawFn) -> tuple[dict[int, int | None], dict[int, int | None]]:
    """Teams, each below an earlier one or on its own; people, each in a team or in none."""
    size = draw(st.integers(0, 12))
    parents: dict[int, int | None] = {}
    for team in range(1, size + 1):
        parents[team] = draw(st.sampled_from([None, *parents]))
    members = draw(
        st.dictionaries(st.integers(1, 60), st.sampled_from([None, *parents]), max_size=25),
    )
    return parents, members


def below(team: int, parents: dict[int, int | None], members: dict[int, int | None]) -> set[int]:
    """The slow way: walk up from everybody."""
    found = set()
    for person, own in members.items():
        here = own
        while here is not None and here != team:
            here = parents[here]
        if here == team:
            found.add(person)
    return found


def inside(team: int, places: Places) -> set[int]:
    lo, hi = places.teams[team]
    return {person for person, pos in places.people.items() if lo <= pos <= hi}


@given(trees())
def test_a_teams_interval_holds_exactly_its_people(tree: tuple[dict[int, int | None], dict[int, int | None]]) -> None:
    parents, members = tree
    places = positions.numbered(parents, members)
    assert {team: inside(team, places) for team in parents} == {team: below(team, parents, members) for team in parents}
    assert len(set(places.people.values())) == len(members), "no two people stand at one place"
    assert set(places.people) == set(members)


@given(trees())
def test_one_more_person_or_team_moves_nobody_else(tree: tuple[dict[int, int | None], dict[int, int | None]]) -> None:
    parents, members = tree
    places = positions.numbered(parents, members)
    for team in parents:
        points = [places.people[person] for person, own in members.items() if own == team]
        intervals = [places.teams[child] for child, parent in parents.items() if parent == team]
        pos = positions.point(places.teams[team], points, intervals)
        assert pos is not None
        grown = Places(places.teams, {**places.people, 1000: pos})
        assert inside(team, grown) - inside(team, places) == {1000}
        assert all(not lo <= pos <= hi for lo, hi in intervals), "in the team itself, not in one below it"
        found = positions.interval(places.teams[team], points, intervals)
        assert found is not None
        taken = [*places.people.values(), *(end for pair in places.teams.values() for end in pair)]
        assert not [place for place in taken if found[0] <= place <= found[1]], "a new team's room is empty"
        assert places.teams[team][0] < found[0] < found[1] < places.teams[team][1]


def test_a_full_team_has_no_place_left() -> None:
    assert positions.point((10, 13), [11, 12], []) is None
    assert positions.point((10, 13), [11], []) == 12
    assert positions.interval((10, 10 + positions.NARROWEST - 1), [], []) is None
    assert positions.interval((10, 10 + positions.NARROWEST), [], []) is not None


def test_two_hundred_people_fit_between_two_renumberings() -> None:
    people: list[int] = []
    for _ in range(200):
        pos = positions.point((1000, 2000), people, [])
        assert pos is not None
        assert pos not in people
        people.append(pos)


@pytest.mark.parametrize(
    ("parents", "circle"),
    [({1: None, 2: 1, 3: 2}, False), ({1: 1}, True), ({1: 2, 2: 1}, True), ({1: None, 2: 3, 3: 2}, True), ({}, False)],
)
def test_a_circle_is_found(parents: dict[int, int | None], *, circle: bool) -> None:
    assert positions.circular(parents) is circle
