"""From a table of people to teams by region and leader, and logins for all. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from pypinyin import Style, lazy_pinyin

from bihuan.importer.definition import PEOPLE
from bihuan.importer.rows import Rows
from bihuan.importer.table import empty, folded
from bihuan.importer.world import Pending

_LONGEST_LOGIN = 48
_HANZI = re.compile("[\u4e00-\u9fff]")
_NOT_IN_LOGIN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Somebody who is not in the workspace yet. `leads` says that a row names them as somebody's manager."""

    name: str
    login: str
    role: str
    email: str | None = None
    phone: str | None = None
    team: str | None = None
    leads: bool = False


@dataclass(frozen=True, kw_only=True)
class NewTeam:
    """A team or a region, its leader and what it lies in, by name."""

    name: str
    region: str | None
    leader: str | None = None


@dataclass
class Staff:
    """All that a table of people makes."""

    newcomers: list[Newcomer] = field(default_factory=list)
    teams: list[NewTeam] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)


Cells = dict[str, str]


def read(rows: Rows) -> Staff:
    """Everybody named in the table: those in its rows, and those only named as somebody's manager."""
    cells = [_cells(rows, place) for place in range(len(rows.table.rows))]
    _refuse(rows, cells)
    roles = [_role(rows, place, found["role"]) for place, found in enumerate(cells)]
    standing = [(place, cells[place]) for place in rows.standing()]
    staff, logins = Staff(), set(rows.world.logins())
    leaders = _leaders(found for _, found in standing)
    staff.regions = list(dict.fromkeys(found["region"] for _, found in standing if found["region"]))
    staff.teams = _teams(found for _, found in standing)
    for place, found in standing:
        leads = folded(found["name"]) in leaders
        role = roles[place] or (rows.source.people.manager_role if leads else rows.source.people.role)
        staff.newcomers.append(_newcomer(found, role, logins, team=_team(found), leads=leads))
    held = {folded(found["name"]) for place, found in enumerate(cells) if place in rows.findings.held}
    own = {folded(found["name"]) for _, found in standing}
    for key, (name, team) in leaders.items():
        if key not in own and key not in held and not rows.world.people().find(name):
            new = {"name": name, "login": "", "email": "", "phone": ""}
            staff.newcomers.append(_newcomer(new, rows.source.people.manager_role, logins, team=team, leads=True))
    for newcomer in staff.newcomers:
        rows.coming.add(Pending(PEOPLE, newcomer.login), newcomer.name, newcomer.login, newcomer.email)
    return staff


def _cells(rows: Rows, place: int) -> Cells:
    found = dict.fromkeys(("name", "login", "email", "phone", "role", "team", "region", "manager"), "")
    for header, column in (rows.source.columns or {}).items():
        cell = rows.table.rows[place][rows.table.headers.index(header)]
        text = "" if empty(cell) else " ".join(str(cell).split())
        replaced = {folded(value): by for value, by in column.replace.items()}
        for part in column.field:
            found[part] = str(replaced.get(folded(text), text) or "")
    return found


def _refuse(rows: Rows, cells: list[Cells]) -> None:
    there, met = rows.world.people(), set()
    for place, found in enumerate(cells):
        name, own = found["name"], folded(found["login"] or found["name"])
        if not name:
            rows.count(rows.finding("missing_required", rows.source.header_of("name"), code="name"), place)
        elif own in met:
            rows.count(rows.finding("duplicate_rows", None), place, example=name)
        elif there.find(found["login"] or name):
            rows.count(rows.finding("already_there", None), place, example=name)
        met.add(own)
    for place in rows.table.ragged:
        rows.count(rows.finding("wider_rows", None), place)


def _leaders(cells: Iterable[Cells]) -> dict[str, tuple[str, str | None]]:
    """Everybody named as a manager, with the team they lead; those who are here already lead it too."""
    found: dict[str, tuple[str, str | None]] = {}
    for row in cells:
        if row["manager"]:
            found.setdefault(folded(row["manager"]), (row["manager"], _team(row)))
    return found


def _teams(cells: Iterable[Cells]) -> list[NewTeam]:
    teams: dict[str, NewTeam] = {}
    for row in cells:
        name = _team(row)
        if name and name not in teams:
            teams[name] = NewTeam(name=name, region=row["region"] or None, leader=row["manager"] or None)
    return list(teams.values())


def _team(row: Cells) -> str | None:
    if row["team"] or not row["manager"]:
        return row["team"] or row["region"] or None
    return f"{row['manager']}团队" if _HANZI.search(row["manager"]) else f"{row['manager']}'s team"


def _role(rows: Rows, place: int, said: str) -> str | None:
    if not said:
        return None
    known = {folded(word): role for word, role in rows.source.people.roles.items()} | {
        role: role for role in rows.world.roles()
    }
    found = known.get(folded(said))
    if found is None:
        rows.count(rows.finding("unknown_role", rows.source.header_of("role"), said), place)
    return found


def _newcomer(row: Cells, role: str, logins: set[str], *, team: str | None, leads: bool) -> Newcomer:
    login = login_for(row["login"] or row["name"], logins)
    logins.add(login)
    return Newcomer(
        name=row["name"],
        login=login,
        role=role,
        email=row["email"] or None,
        phone=row["phone"] or None,
        team=team,
        leads=leads,
    )


def login_for(name: str, taken: Iterable[str]) -> str:
    """A login nobody has, made of a name: 王小明 → wangxiaoming, Moses Frase → moses.frase."""
    if _HANZI.search(name):
        name = "".join(lazy_pinyin(name, style=Style.NORMAL))
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    login = _NOT_IN_LOGIN.sub(".", plain).strip(".")[:_LONGEST_LOGIN].strip(".") or "person"
    in_use, number = set(taken), 1
    unique = login
    while unique in in_use:
        number += 1
        unique = f"{login}{number}"
    return unique
