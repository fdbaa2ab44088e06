"""A workspace with nothing but a ledger: its tables, walls and triggers, with real commits, and gone after the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TypedDict, Unpack

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from bihuan.app import workspaces
from bihuan.kernel import db, walls
from bihuan.kernel.models import Stamp
from bihuan.ledger import anchors, commands, jobs, keys, triggers, verify
from bihuan.ledger.models import DaySeal, Event, Subject, SubjectKey
from bihuan.ledger.verify import Report

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TABLES = (Subject, Event, SubjectKey, DaySeal)
_numbers = count(1)


class Details(TypedDict, total=False):
    """What else a test may say about the events it writes."""

    personal: dict[str, object]
    owner_pos: int


@dataclass(frozen=True)
class Book:
    """A ledger to write in, to tamper with, and to verify."""

    engine: Engine
    key: str
    data: Path

    @contextmanager
    def open(self, sight: db.Sight = db.EVERYTHING) -> Iterator[Session]:
        """A transaction that is kept."""
        with db.transaction(self.engine, workspace=self.key, sight=sight, timeout_ms=60_000) as session:
            yield session

    def write(self, subject: str, events: int, *, at: datetime = NOON, **details: Unpack[Details]) -> None:
        """Some events, each in a transaction of its own."""
        for number in range(events):
            with self.open() as session:
                commands.append(
                    session, at=at + timedelta(seconds=number), by_id=7, what="noted", subject=subject,
                    payload={"number": number}, **details,
                )  # fmt: skip

    def tamper(self, *statements: str) -> int:
        """What a database administrator could do: the guards off, a few statements, the guards on again."""
        with self.engine.begin() as connection:
            self.enter(connection)
            for table in TABLES:
                connection.execute(text(f"ALTER TABLE {table.__tablename__} DISABLE TRIGGER ALL"))
            changed = sum(connection.exec_driver_sql(statement).rowcount for statement in statements)
            for table in TABLES:
                connection.execute(text(f"ALTER TABLE {table.__tablename__} ENABLE ALWAYS TRIGGER never_empty"))
                connection.execute(text(f"ALTER TABLE {table.__tablename__} ENABLE ALWAYS TRIGGER never_change"))
        assert changed, "nothing was tampered with"
        return changed

    def enter(self, connection: Connection) -> None:
        """Be the administrator in this workspace's schema."""
        connection.execute(
            text("SELECT set_config('search_path', :path, true)"), {"path": f"{db.schema_of(self.key)}, bihuan"}
        )

    def seal(self, now: datetime = NOON + timedelta(days=1)) -> int:
        """What the minute loop does."""
        return jobs.seal_days(self.engine, self.key, now=now)

    @property
    def anchors(self) -> Path:
        """The folder outside the database."""
        return anchors.folder_of(self.data)

    def verify(self, *, anchored: bool = True, progress: verify.Progress | None = None) -> Report:
        """What the verifier says, with the anchors at hand or without."""
        public = keys.public(self.data, self.key)
        with self.open() as session:
            return verify.verify(session, public=public, folder=self.anchors if anchored else None, progress=progress)

    def found(self, *, anchored: bool = True) -> list[tuple[str, str | None, int | None]]:
        """Each fault as kind, subject, number."""
        return [(fault.kind.value, fault.subject, fault.seq) for fault in self.verify(anchored=anchored).faults]


def make(engine: Engine, key: str) -> None:
    """The ledger's own tables in a schema of their own, behind walls and guards."""
    schema = db.schema_of(key)
    with engine.begin() as connection:
        workspaces.prepare(connection)
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {db.APP_ROLE}")
        connection.execute(text("SELECT set_config('search_path', :path, true)"), {"path": f"{schema}, bihuan"})
        made = (*TABLES, Stamp)  # every transaction reads the stamp
        db.Model.metadata.create_all(connection, tables=[table.__table__ for table in made])  # type: ignore[misc]
        for statement in triggers.STATEMENTS:
            connection.exec_driver_sql(statement)
        for table in made:
            for statement in walls.protect(schema, table.__tablename__, table.__sight__):
                connection.exec_driver_sql(statement)
        for statement in triggers.AFTER_WALLS:
            connection.exec_driver_sql(statement)


@pytest.fixture
def book(engine: Engine, data: Path) -> Iterator[Book]:
    """An empty ledger."""
    key = f"book{next(_numbers)}"
    make(engine, key)
    yield Book(engine, key, data)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {db.schema_of(key)} CASCADE")
