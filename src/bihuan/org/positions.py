"""Everybody's place on one line, so that "all below this team" is a range. Pure.

Teams are intervals, people are points inside their team's interval; whoever has no team stands beyond all teams.
Places are a thousand apart, so that one more person seldom moves anybody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

GAP = 1_000
NARROWEST = 64  # a new team in less room than this would be full after a few people

Interval = tuple[int, int]


@dataclass(frozen=True)
class Places:
    """Where every team and every person stands."""

    teams: dict[int, Interval] = field(default_factory=dict)
    people: dict[int, int] = field(default_factory=dict)


def numbered(parents: Mapping[int, int | None], members: Mapping[int, int | None]) -> Places:
    """Places for all teams (by their parent) and people (by their team), evenly apart; the tree has no circle."""
    children: dict[int | None, list[int]] = defaultdict(list)
    staff: dict[int | None, list[int]] = defaultdict(list)
    for team, parent in sorted(parents.items()):
        children[parent].append(team)
    for member, own in sorted(members.items()):
        staff[own].append(member)
    places, begun, last = Places(), dict[int, int](), 0
    for last, (team, person, opens) in enumerate(_walk(children, staff), start=1):
        if person is not None:
            places.people[person] = last * GAP
        elif opens:
            begun[team] = last * GAP
        else:
            places.teams[team] = (begun[team], last * GAP)
    for further, loner in enumerate(staff[None], start=last + 1):
        places.people[loner] = further * GAP
    return places


def _walk(
    children: Mapping[int | None, list[int]], staff: Mapping[int | None, list[int]]
) -> Iterator[tuple[int, int | None, bool]]:
    """Team opens, its people, its teams, team closes; with a list instead of recursion, however deep it goes."""
    ahead: list[tuple[int, bool]] = [(team, True) for team in reversed(children.get(None, []))]
    while ahead:
        team, opens = ahead.pop()
        yield team, None, opens
        if opens:
            for person in staff.get(team, []):
                yield team, person, False
            ahead.append((team, False))
            ahead.extend((child, True) for child in reversed(children.get(team, [])))


def circular(parents: Mapping[int, int | None]) -> bool:
    """Whether some team would lie inside itself."""
    sound: set[int] = set()
    for team in parents:
        path: set[int] = set()
        here: int | None = team
        while here is not None and here not in sound:
            if here in path:
                return True
            path.add(here)
            here = parents.get(here)
        sound |= path
    return False


def point(team: Interval, people: Iterable[int], teams: Iterable[Interval]) -> int | None:
    """A free point inside a team and outside the teams below it: the middle of the widest gap. None when it is full."""
    begin, end = _widest(team, people, teams)
    return (begin + end) // 2 if end - begin > 1 else None


def interval(team: Interval, people: Iterable[int], teams: Iterable[Interval]) -> Interval | None:
    """A free interval inside a team: the middle third of the widest gap. None when there is too little room."""
    begin, end = _widest(team, people, teams)
    third = (end - begin) // 3
    return (begin + third, end - third) if end - begin >= NARROWEST else None


def _widest(team: Interval, people: Iterable[int], teams: Iterable[Interval]) -> Interval:
    taken = sorted([*((pos, pos) for pos in people), *teams, (team[1], team[1])])
    gaps: list[Interval] = []
    free_from = team[0]
    for begin, end in taken:
        gaps.append((free_from, begin))
        free_from = end
    return max(gaps, key=lambda gap: (gap[1] - gap[0], gap[0]))  # of two, the later: who comes later stands later
