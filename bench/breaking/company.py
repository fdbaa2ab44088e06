"""Whom the blows fall on: the company of the tests, with keys for its people, and deadlines that are due at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from tests import company

from bench.breaking.stage import WORKSPACE, Stage
from bihuan.app import house, workspaces
from bihuan.app.settings import Settings
from bihuan.blueprint import queries as blueprint
from bihuan.kernel import clock, db
from bihuan.ledger import keys
from bihuan.org import commands as org
from bihuan.org import queries as people
from bihuan.process import commands, queries
from bihuan.process.commands import Batch, Placed
from bihuan.records import commands as records

SELLERS = ("chen", "lin")


@dataclass(frozen=True)
class People:
    """The keys by which programs act for the people of the company."""

    tokens: dict[str, str]
    ids: dict[str, int]


def furnish(data: Path, *, database_url: str | None = None) -> People:
    """Make the company in this data folder, unless it is there, and say the keys of its people."""
    written = data / "people.json"
    if written.exists():
        return People(**json.loads(written.read_text(encoding="utf-8")))
    data.mkdir(parents=True, exist_ok=True)
    settings = Settings(data=data, port=1, database_url=database_url, workspace=WORKSPACE, public_url=None)
    now = clock.now()
    with house.opened(settings, alone=True) as home:
        workspaces.create(home.engine, WORKSPACE, name="试验公司", now=now)
        with db.transaction(home.engine, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=60_000) as session:
            cast = company.furnish(session, now=now)
            made = {
                login: org.make_token(session, people.person(session, cast.id(login)), name="breaking", now=now)[0]
                for login in company.LOGINS
            }
    found = People(tokens=made, ids={login: cast.id(login) for login in company.LOGINS})
    written.write_text(json.dumps(vars(found)), encoding="utf-8")
    return found


def log_in(stage: Stage, login: str) -> str:
    """The cookie of somebody who has just logged in."""
    connection = HTTPConnection("127.0.0.1", stage.port, timeout=10)
    body = json.dumps({"login": login, "password": company.PASSWORD})
    connection.request("POST", "/api/session", body=body, headers={"content-type": "application/json"})
    cookie = connection.getresponse().headers["set-cookie"]
    connection.close()
    return cookie.partition(";")[0]


def bring_due(engine: Engine, cast: People, data: Path, mark: str, *, count: int) -> None:
    """So many journeys that are overdue the moment they are here: two of three at one level, the third at all three."""
    keys.use(data)
    with db.transaction(engine, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        _bring(session, cast, mark, count=count)


def _bring(session: Session, cast: People, mark: str, *, count: int) -> None:
    now = clock.now()
    long_ago = now - timedelta(days=30)
    owner = people.person(session, cast.ids["chen"])
    rows = [{"name": f"{mark}-{number}", "owner_id": owner.id, "amount": "5000"} for number in range(count)]
    batch = Batch(
        process=queries.processes(session)["sales"],
        version_id=blueprint.current(session).id,
        import_id=1,
        by_id=None,
        grace_until=long_ago,
        now=now,
    )
    placed = [
        Placed(
            record_id=record_id,
            owner_id=owner.id,
            owner_pos=owner.pos,
            stage="quote" if number % 3 else "lead",
            started_at=long_ago,
            entered_at=long_ago,
        )
        for number, record_id in enumerate(records.load(session, "opportunity", rows, import_id=1, now=now))
    ]
    commands.place(session, placed, batch=batch)


def bring_coming(data: Path, cast: People, count: int) -> None:
    """So many journeys in their first stage, entered one after the other over the last four days."""
    settings = Settings(data=data, port=1, database_url=None, workspace=WORKSPACE, public_url=None)
    now = clock.now()
    with (
        house.opened(settings, alone=True) as home,
        db.transaction(home.engine, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=60_000) as session,
    ):
        owner = people.person(session, cast.ids["chen"])
        rows = [{"name": f"coming-{number}", "owner_id": owner.id, "amount": "5000"} for number in range(count)]
        batch = Batch(
            process=queries.processes(session)["sales"],
            version_id=blueprint.current(session).id,
            import_id=2,
            by_id=None,
            grace_until=now,
            now=now,
        )
        placed = [
            Placed(
                record_id=record_id,
                owner_id=owner.id,
                owner_pos=owner.pos,
                stage="lead",
                started_at=now - timedelta(days=4) * (number + 1) / count,
                entered_at=now - timedelta(days=4) * (number + 1) / count,
            )
            for number, record_id in enumerate(records.load(session, "opportunity", rows, import_id=2, now=now))
        ]
        commands.place(session, placed, batch=batch)
