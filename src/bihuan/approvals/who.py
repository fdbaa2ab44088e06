"""Who is asked: from what a step says to people, past whoever is away, and never to whose own request it is. Pure.

The way to somebody is told hop by hop, so that everybody can see why they of all people were asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bihuan.approvals.definition import Step, Who

How = Literal["person", "role", "skill", "manager", "team", "substitute", "own", "away", "gone"]
LONGEST_CLIMB = 20


@dataclass(frozen=True, kw_only=True)
class Worker:
    """Somebody who works here, as far as it matters for whom to ask."""

    login: str
    role: str
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Company:
    """Who works here now, who leads whom, who is away and who stands in; all by id.

    `leaders` has the nearest leader of everybody, `substitutes` who stands in for whom at the end of the chain, and
    `nearest` puts everybody in the order of how near they work to the one it is asked for.
    """

    workers: Mapping[int, Worker]
    leaders: Mapping[int, int]
    substitutes: Mapping[int, int]
    absent: frozenset[int]
    teams: Mapping[str, int | None]
    nearest: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class Hop:
    """One hop on the way to whom is asked: who, and why them. The first says what the step names."""

    person: int
    how: How
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One who is asked, and the way there."""

    person: int
    way: tuple[Hop, ...]


@dataclass(frozen=True, kw_only=True)
class Turned:
    """Everybody who is asked in a step, and the keys of what names nobody who could be."""

    asked: tuple[Asked, ...]
    nobody: tuple[str, ...]


def asked(step: Step, company: Company, *, asker: int, own: Collection[int]) -> Turned:
    """Everybody a step asks, each once, in the order in which it names them."""
    found: dict[int, Asked] = {}
    nobody = []
    for who in step.who:
        one_found = False
        for person in _named(who, company, asker=asker, own=own):
            one = reached(Hop(person=person, how=who.by, who=who.key), company, own=own)
            if one is not None:
                one_found = True
                found.setdefault(one.person, one)
        if not one_found:
            nobody.append(who.key)
    return Turned(asked=tuple(found.values()), nobody=tuple(nobody))


def reached(first: Hop, company: Company, *, own: Collection[int], barred: Collection[int] = ()) -> Asked | None:
    """The one who is really asked when somebody is named: they, who stands in, or the next leader who may answer.

    Whose own request it is never answers, neither as who is named nor as a substitute: it goes one further up. Where
    everybody up there is away, the first who may answer is asked all the same. None where there is nobody.
    """
    way, away = [first], None
    for _ in range(LONGEST_CLIMB):
        here = way[-1].person
        may = here in company.workers and here not in own and here not in barred
        if may and here not in company.absent:
            return Asked(person=here, way=tuple(way))
        standing = company.substitutes.get(here, here) if here in company.absent else here
        if standing != here and _can(standing, company, {*own, *barred}):
            return Asked(person=standing, way=(*way, Hop(person=standing, how="substitute")))
        if may and away is None:
            away = Asked(person=here, way=tuple(way))
        leader = company.leaders.get(here)
        if leader is None or leader in {hop.person for hop in way}:
            return away
        way.append(Hop(person=leader, how=_why(here, company, own)))
    return away


def above(person: int, company: Company, *, own: Collection[int], barred: Collection[int]) -> Asked | None:
    """The next leader who may answer in somebody's place. None where nobody is above them."""
    leader = company.leaders.get(person)
    if leader is None:
        return None
    return reached(Hop(person=leader, how="manager"), company, own=own, barred={*barred, person})


def _can(person: int, company: Company, barred: Collection[int]) -> bool:
    return person in company.workers and person not in company.absent and person not in barred


def _why(person: int, company: Company, own: Collection[int]) -> How:
    if person in own:
        return "own"
    return "away" if person in company.workers else "gone"


def _named(who: Who, company: Company, *, asker: int, own: Collection[int]) -> Iterable[int]:
    """Those a part of a step means, by themselves: whether they are here is looked at after."""
    match who.by:
        case "person":
            return [number for number, one in company.workers.items() if one.login == who.person]
        case "manager":
            leader = _levels_up(asker, who.levels, company)
            return [] if leader is None else [leader]
        case "team":
            manager = company.teams.get(who.team or "")
            return [] if manager is None else [manager]
    have = [number for number in company.nearest if _has(who, company.workers.get(number)) and number not in own]
    here = [number for number in have if number not in company.absent]
    return have if who.everybody else (here or have)[:1]


def _has(who: Who, worker: Worker | None) -> bool:
    if worker is None:
        return False
    return worker.role == who.role if who.by == "role" else who.skill in worker.skills


def _levels_up(person: int, levels: int, company: Company) -> int | None:
    """The leader so many levels above; the topmost where there are fewer."""
    met, here = {person}, person
    for _ in range(levels):
        leader = company.leaders.get(here)
        if leader is None or leader in met:
            break
        met.add(leader)
        here = leader
    return here if here != person else None
