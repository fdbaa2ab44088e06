"""Whom a rule means: people as they stand at a moment, and who of several gets something. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.org.queries import Colleague, Leading
from bihuan.rules.definition import Assign, Whom

OTHERS = {"member": "member", "role": "role", "skill": "skill", "person": "named"}  # why it came to them


@dataclass(frozen=True, kw_only=True)
class About:
    """What a record says of people: whose it is, and its values."""

    owner_id: int
    values: Mapping[str, Any]


def meant(whom: Whom, about: About, lines: Leading) -> tuple[int, str] | None:
    """Who is meant, and why them: the person themselves, on leave or not. None where there is nobody."""
    if whom.who == "owner":
        return about.owner_id, "owner"
    if whom.who == "manager":
        return _above(about.owner_id, whom.levels, lines)
    found = next(_others(whom, about, lines), None)
    return None if found is None else (found, OTHERS[whom.who])


def _above(person_id: int, levels: int, lines: Leading) -> tuple[int, str] | None:
    """So many levels up; the last there is, where there are fewer."""
    found: int | None = None
    for _ in range(levels):
        above = lines.manager(person_id if found is None else found)
        if above is None:
            break
        found = above
    return None if found is None else (found, "manager" if levels == 1 else "leader")


def _others(whom: Whom, about: About, lines: Leading) -> Iterator[int]:
    if whom.who == "member":
        named = about.values.get(whom.key or "")
        if isinstance(named, int) and named in lines.people and lines.people[named].active:
            yield named
    elif whom.who == "person":
        yield from (one.id for one in lines.people.values() if one.login == whom.key and one.active)
    elif whom.who == "role":
        yield from lines.nearest(about.owner_id, lambda one: one.role_key == whom.key)
    else:
        yield from lines.nearest(about.owner_id, lambda one: whom.key in one.skills)


def told(whom: Sequence[Whom], about: About, lines: Leading) -> dict[int, str]:
    """Everybody who shall hear of it, each once and why; of who is on leave, whoever stands in as well.

    A pool hears nothing: what lies in it is nobody's yet.
    """
    people: dict[int, str] = {}
    for one in whom:
        found = meant(one, about, lines)
        if found is not None and not _pooled(found[0], lines):
            people.setdefault(*found)
            people.setdefault(lines.standing_in(found[0]), "substitute")
    return people


def _pooled(person_id: int, lines: Leading) -> bool:
    found = lines.people.get(person_id)
    return found is not None and found.stands_in


def doing(whom: Whom, about: About, lines: Leading) -> int | None:
    """Who shall do it: on leave, whoever stands in."""
    found = meant(whom, about, lines)
    return None if found is None else lines.standing_in(found[0])


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Among whom something is shared out: everybody, what teams are called, who is away, and how much each has open."""

    lines: Leading
    team_names: Mapping[int, str]
    away: Collection[int]
    load: Mapping[int, int]


def shared_out(asked: Assign, about: About, crowd: Crowd, *, last: int | None, region: str | None) -> int | None:
    """Who gets it: in turn, the next one behind `last`; else who has least open, the nearest of those who have as much.

    `region` is what the record's region is called. None when nobody fits.
    """
    skills = {asked.skill} if asked.skill else set[str]()
    if asked.skill_field is not None:
        named = about.values.get(asked.skill_field)
        skills |= set(named) if isinstance(named, list | tuple) else {str(named)} if named else {""}

    def fits(one: Colleague) -> bool:
        return (
            one.id not in crowd.away
            and (asked.role is None or one.role_key == asked.role)
            and skills <= one.skills
            and (asked.region_field is None or _works_in(one, region, crowd))
            and (asked.most is None or crowd.load.get(one.id, 0) < asked.most)
        )

    found = crowd.lines.nearest(about.owner_id, fits)
    if not found:
        return None
    if asked.how == "least_load":
        return min(found, key=lambda one: crowd.load.get(one, 0))
    turns = sorted(found)
    return next((one for one in turns if last is None or one > last), turns[0])


def _works_in(one: Colleague, region: str | None, crowd: Crowd) -> bool:
    team = one.team_id
    while region and team is not None:
        if crowd.team_names.get(team) == region:
            return True
        team = crowd.lines.teams[team][0]
    return False
