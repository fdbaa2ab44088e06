"""What a sample company has: teams and people, products, and the customers as they are met."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bihuan.org import commands as org
from bihuan.packs import recipes
from bihuan.packs.company import PersonOf
from bihuan.packs.scene import Play, Sale
from bihuan.records import commands as records


def hire(play: Play) -> None:
    """Everybody who is there on the first day, each in their team."""
    teams: dict[str, Any] = {}
    for team in play.company.teams:
        above = teams[team.parent].id if team.parent else None
        made = org.add_team(play.session, None, name=team.name, kind=team.kind, parent_id=above, now=play.begin)
        teams[team.key] = made
    play.teams = {key: team.id for key, team in teams.items()}
    for person in play.company.people:
        if not person.joins:
            join(play, person, play.begin)
    for team in play.company.teams:
        leader = {"manager_id": play.people[team.manager]}
        org.change_team(play.session, None, teams[team.key], leader, now=play.begin)


def join(play: Play, person: PersonOf, now: datetime) -> None:
    """Somebody begins to work here."""
    new = org.NewPerson(
        login=person.login,
        name=person.name,
        role_key=person.role,
        team_id=play.teams[person.team],
        password=play.password,
        lang="en" if person.lang == "en" else "zh",
    )
    play.people[person.login] = org.add_person(play.session, None, new, now=now).person.id


def stock(play: Play) -> None:
    """The products and whatever else is there from the first day on, noted by whoever runs the system."""
    first = play.viewer(play.company.people[0].login)
    for row in play.company.products.rows:
        made = records.create(play.session, first, play.company.products.object, row, now=play.begin)
        play.products.append(made.id)
    for kept in play.company.stock:
        for row in kept.rows:
            made = records.create(play.session, first, kept.object, row, now=play.begin)
            play.stocked.setdefault(kept.object, []).append(made.id)


def share_out(play: Play) -> None:
    """Say whose each customer is: those of a region among the reps who sell there, in turn."""
    inside = {team.key: _within(play, team.key) for team in play.company.teams}
    sellers = [person for person in play.company.people if person.load > 0]
    turns: dict[str, int] = {}
    for place, row in enumerate(play.rows):
        region = str(row.get("_region") or "")
        here = [person for person in sellers if not region or person.team in inside[region]] or sellers
        turn = turns[region] = turns.get(region, -1) + 1
        play.owners[place] = here[turn % len(here)].login


def _within(play: Play, key: str) -> set[str]:
    found = {key}
    for team in play.company.teams:  # parents stand before the teams in them
        if team.parent in found:
            found.add(team.key)
    return found


def customer(play: Play, sale: Sale, now: datetime) -> int:
    """The record of a deal's customer, noted when they are met for the first time, with all that comes with them."""
    known = play.customers.get(sale.customer)
    if known is not None:
        return known
    row = play.rows[sale.customer]
    said = {key: value for key, value in row.items() if not key.startswith("_")}
    kept, viewer = play.company.customer, play.viewer(sale.rep)
    values = said | recipes.made(_unsaid(kept.values, said), play.ground(now, values=row))
    made = records.create(play.session, viewer, kept.object, values, now=now).id
    play.customers[sale.customer] = made
    play.contacts[sale.customer] = str(values.get("contact", ""))
    for other in play.company.others:
        beside = play.beside.setdefault(sale.customer, {}).setdefault(other.object, [])
        for _ in range(play.chance.randint(*other.count)):
            own = {other.refers: made, **recipes.made(other.values, play.ground(now, sale))}
            filled = {key: value for key, value in own.items() if value is not None}
            beside.append(records.create(play.session, viewer, other.object, filled, now=now).id)
    return made


def _unsaid(wanted: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: recipe for key, recipe in wanted.items() if key not in said}
