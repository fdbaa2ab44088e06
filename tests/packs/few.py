"""A few people of a pack's company, hasty ones: whoever leads or reviews, three who sell, and some customers."""

from __future__ import annotations

from typing import Any

from bihuan.packs import reading
from bihuan.packs.playing import Script

Rows = list[dict[str, Any]]
SELLERS = 3
PASSWORD = "six-of-one-team"


def of_team(pack: str, days: int, *, sellers: int = SELLERS) -> Script:
    """The team of the one who pads: that one and colleagues with whoever leads them, and their customers."""
    whole = reading.company(pack)
    padder = next(person for person in whole["people"] if person.get("pads"))
    teams = _upward(whole["teams"], padder["team"])
    leaders = {team["manager"] for team in teams}
    beside = [one for one in whole["people"] if one["team"] == padder["team"] and "leaves" not in one | padder]
    selling = [padder, *[one for one in beside if one["login"] not in leaders | {padder["login"]}]][:sellers]
    people = [one for one in whole["people"] if one["login"] in leaders] + selling
    region = whole["customers"]["columns"].index("_region")
    rows = [row for row in whole["customers"]["rows"] if row[region] == padder["team"]]
    small = {**whole, "teams": teams, "people": people, "customers": {**whole["customers"], "rows": rows}}
    return Script(blueprint=reading.blueprint(pack), company=small, password=PASSWORD, days=days)


def hasty(pack: str, days: int) -> Script:
    """One who sells and whoever reviews, none of them careless, and customers who answer: days are enough."""
    script = of_team(pack, days, sellers=1)
    document, small = script.blueprint, dict(script.company)
    reviewing = {
        thing.get("reviewer_role") for stage in _stages(document) for thing in stage["gate"].get("deliverables", ())
    }
    known = {one["login"] for one in small["people"]}
    everybody = reading.company(pack)
    asked = [one for one in everybody["people"] if one["role"] in reviewing and one["login"] not in known]
    people = [
        {**one, "pace": 0.4, "care": 1, "skill": 3, "pads": 0, "joins": 0, "load": min(one.get("load", 1), 1)}
        for one in small["people"]
    ]
    asked = [{**one, "away": ()} for one in asked]
    for one in [*people, *asked]:
        one["reviews"] = {"hours": 0.5, "accepts": 0.9}
    teams = small["teams"] + [
        team
        for team in everybody["teams"]
        if team["key"] in {one["team"] for one in asked} and team not in small["teams"]
    ]
    sheet = small["customers"]
    temper = sheet["columns"].index("_temper")
    rows = [[*row[:temper], "quick", *row[temper + 1 :]] for row in sheet["rows"]]
    small |= {"customers": {**sheet, "rows": rows}, "leads_per_week": 1}
    small["people"], small["teams"] = [*people, *asked], teams
    small["stages"] = {
        key: {**stage, "hours": 1, "contacts": 0.5, "lost": 0, "back": None} for key, stage in small["stages"].items()
    }
    return Script(blueprint=document, company=small, password=PASSWORD, days=days)


def _stages(document: Any) -> Rows:  # noqa: ANN401 - as it is written
    return [stage for process in document["processes"] for stage in process["stages"]]


def _upward(teams: Rows, key: str | None) -> Rows:
    found = next((team for team in teams if team["key"] == key), None)
    return [*_upward(teams, found.get("parent")), found] if found else []
