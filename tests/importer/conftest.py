"""A workspace of the starter pack, as a company has it on the day it brings its data in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from bihuan.app import workspaces
from bihuan.importer import commands, queries
from bihuan.importer.commands import Upload
from bihuan.importer.definition import Plan
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.packs import making, reading
from tests.company import MONDAY_9
from tests.conftest import ROOT, shared_data

WORKSPACE, REAL = "starter_company", "real_company"
FILES = ("sales_teams.csv", "products.csv", "accounts.csv", "sales_pipeline.csv")


@pytest.fixture(scope="session")
def starter(engine: Engine) -> int:
    """A workspace of the starter pack with nobody in it but its administrator, whose id this is."""
    workspaces.create(engine, WORKSPACE, name="起步公司", now=MONDAY_9)
    with db.transaction(engine, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        return making.begin(
            session, reading.blueprint("starter"), name="起步公司", admin="admin", now=MONDAY_9
        ).person.id


@pytest.fixture
def wall(engine: Engine, starter: int) -> Iterator[Connection]:
    """A connection whose transaction is rolled back after the test."""
    assert starter
    with engine.connect() as connection, connection.begin() as whole:
        yield connection
        whole.rollback()


@pytest.fixture
def here(wall: Connection) -> Iterator[Session]:
    """A session in the starter company, seeing everything."""
    with db.transaction(wall, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        yield session


@pytest.fixture
def admin(here: Session, starter: int) -> Viewer:
    """The administrator."""
    return org.viewer(here, starter)


@pytest.fixture
def world(here: Session, admin: Viewer) -> queries.Here:
    """The starter company as its administrator sees it."""
    return queries.Here(here, admin)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of files."""
    return Store(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="session")
def real_plan() -> Plan:
    """The documented mapping of the real files."""
    return Plan.model_validate(yaml.safe_load((ROOT / "examples/crm-sales-opportunities.yaml").read_text("utf-8")))


@pytest.fixture(scope="session")
def real_files() -> list[Upload]:
    """The real files; skipped where they are absent."""
    folder: Path = shared_data("crm-sales-opportunities")
    return [Upload(name=name, content=(folder / name).read_bytes()) for name in FILES]


@pytest.fixture(scope="session")
def brought(engine: Engine, store: Store, real_plan: Plan, real_files: list[Upload]) -> tuple[int, int]:
    """A company whose real files have come in for good: its administrator and the batch, by id."""
    workspaces.create(engine, REAL, name="真实公司", now=MONDAY_9)
    with db.transaction(engine, workspace=REAL, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        admin = making.begin(session, reading.blueprint("starter"), name="真实公司", admin="admin", now=MONDAY_9).person
        batch = commands.run(session, org.viewer(session, admin.id), real_files, real_plan, store=store, now=MONDAY_9)
        return admin.id, batch.id


@pytest.fixture
def real(engine: Engine, brought: tuple[int, int]) -> Iterator[Session]:
    """A session in the company of the real files; whatever the test does there is not kept."""
    assert brought
    with engine.connect() as connection, connection.begin() as whole:
        with db.transaction(connection, workspace=REAL, sight=db.EVERYTHING, timeout_ms=60_000) as session:
            yield session
        whole.rollback()


@pytest.fixture
def plan() -> Callable[..., Plan]:
    """A plan of one source: `plan("customer", columns={...})`."""

    def made(object_key: str, *, file: str = "t.csv", **said: object) -> Plan:
        return Plan.model_validate({"sources": [{"file": file, "object": object_key, **said}]})

    return made
