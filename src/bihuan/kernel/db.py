"""Tables, sessions, the one transaction around each request or job, and the wall between viewers.

Tables carry no schema: each transaction names its workspace, and PostgreSQL finds the
tables through `search_path`. Each transaction also says how far it may see; row-level
security reads that and knows nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from psycopg import errors
from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Engine,
    LargeBinary,
    MetaData,
    Numeric,
    Text,
    create_engine,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.exc import StaleDataError

from bihuan.kernel.refusals import Kind, Refusal, SomeoneWasFirst

SHARED_SCHEMA = "bihuan"
APP_ROLE = "bihuan_app"
WORKSPACE_KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")
Json = dict[str, Any]


class TooSlow(Refusal):
    """The question would take longer than one person may keep the database busy."""

    code = "too_slow"
    kind = Kind.TOO_MANY
    message = "This question takes too long. Narrow it down and try again."


class NoWorkspace(Refusal):
    """There is no workspace of that name on this server."""

    code = "no_workspace"
    kind = Kind.UNAUTHENTICATED
    message = "There is no such workspace here."


class Model(DeclarativeBase):
    """Base of every fixed table. Moments are kept with their zone, ids are 64 bits wide.

    `__sight__` says who sees a row: "owner" (the viewer's range covers `owner_pos`), "person"
    (the row is `person_id`'s own), "subject" (whoever sees the ledger subject), "open" (everyone in
    the workspace). "shared" tables live once for all workspaces and hold no customer data.
    """

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: DateTime(timezone=True),
        int: BigInteger,
        str: Text,
        bytes: LargeBinary,
        Decimal: Numeric,
        Json: JSONB,
        list[Any]: JSONB,
    }
    __sight__: ClassVar[str]


@dataclass(frozen=True, kw_only=True)
class Sight:
    """How far a transaction may see: a range of positions, all of them, or single rows shared with the person."""

    all: bool = False
    lo: int = 1
    hi: int = 0
    person_id: int = 0
    shared: tuple[int, ...] = ()


NOWHERE = Sight()
EVERYTHING = Sight(all=True)


def connect(url: str, *, pool_size: int = 12) -> Engine:
    """An engine for one PostgreSQL; every statement through it belongs to a `transaction`."""
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=20,
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args={"options": "-c timezone=UTC"},
    )


def schema_of(workspace: str) -> str:
    """The PostgreSQL schema of a workspace. NoWorkspace when this can't be a workspace's key."""
    if not WORKSPACE_KEY.fullmatch(workspace):
        raise NoWorkspace
    return f"w_{workspace}"


_SIGHT = (
    "set_config('bihuan.all', :all, true), set_config('bihuan.lo', :lo, true), set_config('bihuan.hi', :hi, true),"
    " set_config('bihuan.person', :person, true), set_config('bihuan.shared', :shared, true)"
)
_SEE = text(f"SELECT {_SIGHT}")
_BEGIN = text(
    "SELECT to_regnamespace(:schema) IS NOT NULL, set_config('search_path', :path, true),"
    " set_config('role', :role, true), set_config('plan_cache_mode', 'force_custom_plan', true),"
    f" set_config('statement_timeout', :timeout, true), {_SIGHT}"
)


def _settings(sight: Sight) -> dict[str, str]:
    return {
        "all": "1" if sight.all else "0",
        "lo": str(sight.lo),
        "hi": str(sight.hi),
        "person": str(sight.person_id),
        "shared": "{" + ",".join(str(record_id) for record_id in sight.shared) + "}",
    }


def begin(session: Session, workspace: str, sight: Sight = NOWHERE, *, timeout_ms: int = 5000) -> None:
    """Make this transaction one of a workspace's, seeing as far as `sight`, under the role that owns nothing."""
    schema = schema_of(workspace)
    settings = {"schema": schema, "path": f"{schema}, {SHARED_SCHEMA}", "role": APP_ROLE, "timeout": str(timeout_ms)}
    if not session.execute(_BEGIN, settings | _settings(sight)).scalar_one():
        raise NoWorkspace
    session.info["workspace"], session.info["sight"] = workspace, sight


def see(session: Session, sight: Sight) -> None:
    """From here on, this transaction sees exactly this far."""
    session.execute(_SEE, _settings(sight))
    session.info["sight"] = sight


@contextmanager
def beyond_sight(session: Session) -> Iterator[None]:
    """Write what belongs to somebody else: a notice for the manager, a record handed over.

    Row-level security would refuse a row that its writer may not read. Only for writing on
    behalf of a command that has already asked its policy; never around a question a person asked.
    """
    before: Sight = session.info["sight"]
    if before.all:
        yield
        return
    see(session, Sight(all=True, person_id=before.person_id))
    yield
    see(session, before)


@contextmanager
def as_owner(session: Session) -> Iterator[None]:
    """Run as the role that owns the tables: only for the DDL gate and for making a workspace."""
    session.execute(text("SELECT set_config('role', 'none', true), set_config('bihuan.all', '1', true)"))
    yield
    before: Sight = session.info["sight"]
    session.execute(
        text("SELECT set_config('role', :role, true), set_config('bihuan.all', :all, true)"),
        {"role": APP_ROLE, "all": _settings(before)["all"]},
    )


def workspace_of(session: Session) -> str:
    """The key of the workspace this transaction belongs to."""
    return str(session.info["workspace"])


@contextmanager
def transaction(
    engine: Engine | Connection, *, workspace: str, sight: Sight = NOWHERE, timeout_ms: int = 5000
) -> Iterator[Session]:
    """One unit of work: all of it is kept, or none of it is.

    Raises SomeoneWasFirst when a row changed between reading and writing, TooSlow when a
    statement ran longer than `timeout_ms` milliseconds. Given a connection that is in a transaction
    already, the unit of work is a savepoint in it.
    """
    inside = Session(engine, expire_on_commit=False, join_transaction_mode="create_savepoint")
    with translated(), inside as session, session.begin():
        begin(session, workspace, sight, timeout_ms=timeout_ms)
        yield session


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the database says about competing writers and long questions into refusals."""
    try:
        yield
    except StaleDataError as stale:
        raise SomeoneWasFirst from stale
    except DBAPIError as fault:
        if isinstance(fault.orig, errors.QueryCanceled):
            raise TooSlow from fault
        if isinstance(fault.orig, errors.DeadlockDetected | errors.SerializationFailure | errors.LockNotAvailable):
            raise SomeoneWasFirst from fault
        raise


def reposition(session: Session) -> int:
    """After a reorganisation: give every row with an owner that person's present position. How many rows moved."""
    moved = 0
    # A company's every row may move, which takes longer than a question may.
    session.execute(text("SELECT set_config('statement_timeout', :patience, true)"), {"patience": "600000"})
    with beyond_sight(session):
        for table in session.scalars(text(_TABLES_WITH_OWNERS)):
            quoted = '"' + str(table).replace('"', '""') + '"'
            moved += (
                session.connection()
                .exec_driver_sql(
                    f"UPDATE {quoted} AS t SET owner_pos = p.pos FROM org_person AS p"  # noqa: S608 - a name from the catalogue, quoted
                    " WHERE p.id = t.owner_id AND t.owner_pos IS DISTINCT FROM p.pos"
                )
                .rowcount
            )
    return moved


_TABLES_WITH_OWNERS = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname = current_schema()
  AND (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('owner_id', 'owner_pos')) = 2
ORDER BY c.relname
"""
