"""The real deals as a company in a workspace: its regions, managers and sellers, its accounts, products and deals."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.design import commands as design
from bihuan.org import commands as org
from bihuan.org import queries as people
from bihuan.org.commands import NewPerson
from bihuan.packs import reading
from bihuan.process import commands as process
from bihuan.process import queries as processes
from bihuan.process.commands import Placed
from bihuan.process.commands.placing import Batch
from bihuan.records import commands as records

ZONE = ZoneInfo("Asia/Shanghai")
LAST_DAY = datetime(2017, 12, 31, 12, tzinfo=ZONE)
STAGES = {"Prospecting": "prospecting", "Engaging": "engaging", "Won": "negotiating", "Lost": "engaging"}
OUTCOMES = {"Won": "won", "Lost": "lost"}
IMPORT = 1


@dataclass(frozen=True)
class Company:
    """Ids by name."""

    people: Mapping[str, int]
    teams: Mapping[str, int]
    regions: Mapping[str, int]


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """A file of the real material."""
    with folder.joinpath(f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def furnish(session: Session, folder: Path, *, now: datetime) -> Company:
    """Hire everybody and bring all deals in."""
    design.release(session, None, reading.blueprint("starter"), note="starter", now=now)
    company = _hire(session, rows(folder, "sales_teams"), now=now)
    owner = next(iter(company.people.values()))
    products = _named(session, "product", {row["product"] for row in rows(folder, "products")}, owner, now=now)
    accounts = _named(session, "customer", {row["account"] for row in rows(folder, "accounts")}, owner, now=now)
    _bring(session, rows(folder, "sales_pipeline"), company, products, accounts, now=now)
    return company


def _hire(session: Session, sellers: Sequence[dict[str, str]], *, now: datetime) -> Company:
    root = org.add_team(session, None, name="Company", kind="company", parent_id=None, now=now).id
    found: dict[str, int] = {}
    teams: dict[str, int] = {}
    regions: dict[str, int] = {}

    def hire(name: str, role: str, team: int) -> int:
        new = NewPerson(login=name.lower().replace(" ", "."), name=name, role_key=role, team_id=team, lang="en")
        return org.add_person(session, None, new, now=now).person.id

    hire("Boss", "admin", root)
    for seller in sellers:
        region, manager = seller["regional_office"], seller["manager"]
        if region not in regions:
            regions[region] = org.add_team(session, None, name=region, kind="region", parent_id=root, now=now).id
        if manager not in teams:
            team = org.add_team(session, None, name=manager, kind="team", parent_id=regions[region], now=now)
            teams[manager] = team.id
            org.change_team(session, None, team, {"manager_id": hire(manager, "manager", team.id)}, now=now)
        found[seller["sales_agent"]] = hire(seller["sales_agent"], "rep", teams[manager])
    return Company(people=found, teams=teams, regions=regions)


def _named(session: Session, key: str, names: set[str], owner: int, *, now: datetime) -> dict[str, int]:
    ordered = sorted(names)
    arriving = [{"name": name, "owner_id": owner} for name in ordered]
    return dict(zip(ordered, records.load(session, key, arriving, import_id=IMPORT, now=now), strict=True))


def _bring(
    session: Session,
    deals: Sequence[dict[str, str]],
    company: Company,
    products: Mapping[str, int],
    accounts: Mapping[str, int],
    *,
    now: datetime,
) -> None:
    arriving = [
        {
            "name": deal["opportunity_id"],
            "product": products[deal["product"].replace("GTXPro", "GTX Pro")],
            "customer": accounts.get(deal["account"]),
            "amount": deal["close_value"] or None,
            "owner_id": company.people[deal["sales_agent"]],
        }
        for deal in deals
    ]
    ids = records.load(session, "opportunity", arriving, import_id=IMPORT, now=now)
    sales = processes.processes(session)["sales"]
    version = blueprint.current(session).id
    batch = Batch(process=sales, version_id=version, import_id=IMPORT, by_id=None, grace_until=now, now=now)
    process.place(session, list(_placed(session, deals, ids, company, now=now)), batch=batch)


def _placed(
    session: Session, deals: Sequence[dict[str, str]], ids: Sequence[int], company: Company, *, now: datetime
) -> Iterator[Placed]:
    positions = {person.id: person.pos for person in people.people(session)}
    for deal, record_id in zip(deals, ids, strict=True):
        owner = company.people[deal["sales_agent"]]
        started = moment(deal["engage_date"]) or now
        yield Placed(
            record_id=record_id,
            owner_id=owner,
            owner_pos=positions[owner],
            stage=STAGES[deal["deal_stage"]],
            started_at=started,
            entered_at=started,
            closed_at=moment(deal["close_date"]),
            outcome=OUTCOMES.get(deal["deal_stage"]),
        )


def moment(written: str) -> datetime | None:
    """The beginning of a day on the workspace's wall."""
    return datetime.combine(date.fromisoformat(written), time(), ZONE) if written else None
