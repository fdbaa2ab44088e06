"""Making a workspace: a schema, its tables, the walls between viewers, and nothing in it yet."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from datetime import datetime
from types import ModuleType

from sqlalchemy import Connection, Engine, text

import bihuan
from bihuan.kernel import db, walls
from bihuan.kernel.refusals import Refusal

_SETUP_LOCK = 7_241_001


class NameTaken(Refusal):
    """There is a workspace of that key already."""

    code = "name_taken"
    message = "There is a workspace of that name already."

    def __init__(self, key: str) -> None:
        """Keep the key of the one there is."""
        super().__init__()
        self._key = key

    def facts(self) -> dict[str, object]:
        """The key of the one there is."""
        return {"key": self._key}


def create(engine: Engine, key: str, *, name: str, now: datetime) -> None:
    """Make an empty workspace: schema, tables, walls. NameTaken when there is one of that key."""
    with engine.begin() as connection:
        prepare(connection)
        make(connection, key, name=name, now=now)


def make(connection: Connection, key: str, *, name: str, now: datetime) -> None:
    """Make an empty workspace in this connection's transaction, in which it may be filled too: all of it or nothing."""
    schema = db.schema_of(key)
    made = connection.execute(
        text("INSERT INTO bihuan.workspace (key, name, made_at) VALUES (:key, :name, :now) ON CONFLICT DO NOTHING"),
        {"key": key, "name": name, "now": now},
    ).rowcount
    if not made:
        raise NameTaken(key)
    connection.exec_driver_sql(f"CREATE SCHEMA {walls.quoted(schema)}")
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {walls.quoted(schema)} TO {db.APP_ROLE}")
    connection.execute(text("SELECT set_config('search_path', :path, true)"), {"path": f"{schema}, bihuan"})
    furnish(connection, schema)


def furnish(connection: Connection, schema: str) -> None:
    """Make the fixed tables of every module, their triggers, and the wall around each."""
    modules = list(_parts("models"))
    assert modules, "no module has tables"
    connection.exec_driver_sql("CREATE SEQUENCE record_id_seq")
    db.Model.metadata.create_all(connection)
    for triggers in _parts("triggers"):
        for statement in triggers.STATEMENTS:
            connection.exec_driver_sql(statement)
    for mapper in db.Model.registry.mappers:
        table = str(mapper.local_table.name)  # type: ignore[attr-defined]
        for statement in walls.protect(schema, table, mapper.class_.__sight__):
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {walls.quoted(schema)} TO {db.APP_ROLE}")
    for triggers in _parts("triggers"):
        for statement in getattr(triggers, "AFTER_WALLS", ()):
            connection.exec_driver_sql(statement)


def alone(connection: Connection) -> None:
    """Nobody else makes a workspace, or prepares the database, until this transaction ends."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SETUP_LOCK})


def prepare(connection: Connection) -> None:
    """What one PostgreSQL needs once: the role that owns nothing, the shared schema, index-friendly operators."""
    alone(connection)
    if not connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": db.APP_ROLE}):
        connection.exec_driver_sql(f"CREATE ROLE {db.APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS")
    superuser = connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
    if superuser:
        for function in walls.LEAKPROOF:
            connection.exec_driver_sql(f"ALTER FUNCTION pg_catalog.{function} LEAKPROOF")
    else:
        connection.exec_driver_sql(f"GRANT {db.APP_ROLE} TO CURRENT_USER")
    connection.exec_driver_sql("CREATE SCHEMA IF NOT EXISTS bihuan")
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA bihuan TO {db.APP_ROLE}")
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS bihuan.workspace"
        " (key text PRIMARY KEY, name text NOT NULL, made_at timestamptz NOT NULL)"
    )
    connection.exec_driver_sql(f"GRANT SELECT ON bihuan.workspace TO {db.APP_ROLE}")
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS bihuan.setup_try"
        " (address text PRIMARY KEY, tries bigint NOT NULL, first_at timestamptz NOT NULL)"
    )


def names(engine: Engine) -> dict[str, str]:
    """Every workspace's key and name, the oldest first. Empty before the first one is made."""
    with engine.connect() as connection:
        if not connection.scalar(text("SELECT to_regclass('bihuan.workspace') IS NOT NULL")):
            return {}
        return named(connection)


def named(connection: Connection) -> dict[str, str]:
    """Every workspace's key and name, as this transaction sees them."""
    rows = connection.execute(text("SELECT key, name FROM bihuan.workspace ORDER BY made_at, key"))
    return {str(key): str(name) for key, name in rows}


def lacking(engine: Engine, key: str) -> list[str]:
    """What a workspace made by an earlier version has not: tables and columns, as `table.column`. Mostly nothing."""
    assert list(_parts("models")), "no module has tables"
    wanted = {f"{table.name}.{column.name}" for table in db.Model.metadata.tables.values() for column in table.columns}
    asked = text(
        "SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = to_regnamespace(:schema) AND a.attnum > 0 AND NOT a.attisdropped"
    )
    with engine.connect() as connection:
        return sorted(wanted - set(connection.scalars(asked, {"schema": db.schema_of(key)})))


def drop(engine: Engine, key: str) -> None:
    """Remove a workspace and all that is in it."""
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {walls.quoted(db.schema_of(key))} CASCADE")
        connection.execute(text("DELETE FROM bihuan.workspace WHERE key = :key"), {"key": key})


def _parts(name: str) -> Iterator[ModuleType]:
    for module in sorted(pkgutil.iter_modules(bihuan.__path__), key=lambda found: found.name):
        if importlib.util.find_spec(f"bihuan.{module.name}.{name}"):
            yield importlib.import_module(f"bihuan.{module.name}.{name}")
