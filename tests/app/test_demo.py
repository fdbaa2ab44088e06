"""The demo company at the start: kept or played, made once, and its log-ins for its owner's eyes."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import Engine, text

from bihuan.app import demo, workspaces
from bihuan.app.house import House
from bihuan.app.settings import Settings
from bihuan.blueprint import queries as blueprint
from bihuan.design import commands as design
from bihuan.kernel import clock, db
from bihuan.kernel.files import Store
from bihuan.packs import keeping, reading, restoring

THREE_DAYS = 0.1  # months


@pytest.fixture
def home(engine: Engine, tmp_path: Path) -> Iterator[House]:
    """A house of its own with nobody in it."""
    yield House(engine=engine, files=Store(tmp_path / "files"), data=tmp_path)
    workspaces.drop(engine, demo.KEY)
    blueprint.forget()


def settings(home: House) -> Settings:
    """What the environment of that house says."""
    return Settings(data=home.data, port=8000, database_url=None, workspace=demo.KEY, public_url=None)


def test_where_the_kept_company_is_out_of_date_a_shorter_one_is_played_once(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "fresh", lambda _kept, _pack: False)
    monkeypatch.setattr(demo, "SHORT", THREE_DAYS)
    demo.ensure(home, settings(home), console=Console(quiet=True))
    path = home.data / "demo.json"
    told = json.loads(path.read_text(encoding="utf-8"))["people"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len({person["password"] for person in told.values()}) == 1
    assert {"admin", "director", "manager", "rep"} <= {person["role"] for person in told.values()}
    before = _events(home)
    assert before > 0
    demo.ensure(home, settings(home), console=Console(quiet=True))
    assert _events(home) == before
    assert json.loads(path.read_text(encoding="utf-8"))["people"] == told


def _events(home: House) -> int:
    with db.transaction(home.engine, workspace=demo.KEY, sight=db.EVERYTHING) as session:
        return int(session.execute(text("SELECT count(*) FROM ledger_event")).scalar_one())


def test_a_few_of_each_role_are_greeted() -> None:
    everybody = {f"{role}{n}": {"role": role} for role in ("admin", "manager", "rep", "product") for n in range(9)}
    shown = list(demo.greeted(everybody))
    assert shown == ["admin0", "manager0", "manager1", "rep0", "rep1", "rep2", "rep3", "product0"]


def test_the_file_that_ships_fits_the_pack_and_the_tables(home: House) -> None:
    content = keeping.shipped(demo.PACK)
    assert content is not None
    kept = keeping.opened(content)
    assert len(content) < 8 * 2**20
    again = "renew it: bihuan demo --until <a Sunday, 23:59:59> --dump src/bihuan/packs/pump_valve/company.dump"
    assert restoring.fresh(kept, demo.PACK), f"the pack has changed since its company was kept; {again}"
    workspaces.create(home.engine, demo.KEY, name="试演", now=clock.now())
    with db.transaction(home.engine, workspace=demo.KEY, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        design.release(session, None, reading.blueprint(demo.PACK), note="pack", now=clock.now())
        columns = keeping.columns_of(session, demo.KEY)
    then = {table: list(names) for table, names in kept.label.columns.items()}
    assert columns == then, f"the tables have changed since the company was kept; {again}"
    assert set(kept.rows) == set(columns)
