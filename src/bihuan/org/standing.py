"""Who stands in for whom, and who leads whom. Pure; chains end after five steps, circles where they began."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

LONGEST_CHAIN = 5


def substitute(person_id: int, away: Mapping[int, int]) -> int:
    """The person, or whoever stands in: `away` maps those on leave to their substitutes.

    When the chain runs in a circle or is too long, everybody in it is away, so it stays with the person.
    """
    here, met = person_id, {person_id}
    for _ in range(LONGEST_CHAIN):
        following = away.get(here)
        if following is None:
            return here
        if following in met:
            return person_id
        met.add(following)
        here = following
    return person_id if here in away else here


def manager(person_id: int, chain: Iterable[int], away: Mapping[int, int]) -> int | None:
    """The nearest leader or their substitute, never the person; `chain` is everyone who could lead, nearest first.

    Where the only leader's substitute is the person, the leader stays: better on leave than one's own manager.
    """
    leaders = [leader for leader in chain if leader != person_id]
    for leader in leaders:
        standing = substitute(leader, away)
        if standing != person_id:
            return standing
    return leaders[0] if leaders else None


def nearest(pos: int, places: Mapping[int, int], around: Iterable[tuple[int, int]]) -> list[int]:
    """People by how near they work: those in the smallest common team first, then by distance on the line."""
    teams = sorted(around, key=lambda team: team[1] - team[0])

    def far(place: int) -> int:
        return next((level for level, (lo, hi) in enumerate(teams) if lo <= place <= hi), len(teams))

    return sorted(places, key=lambda person: (far(places[person]), abs(places[person] - pos), person))
