"""Tables, sessions, the one transaction around each request or job, and the wall between viewers.

Tables carry no schema: each transaction names its workspace, and PostgreSQL finds the
tables through `search_path`. Each transaction also says how far it may see; row-level
security reads that and knows nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, TypeVar, cast

import psycopg
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
    event,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.exc import StaleDataError

from bihuan.kernel import link
from bihuan.kernel.refusals import Kind, Refusal, SomeoneWasFirst

SHARED_SCHEMA = "bihuan"
APP_ROLE = "bihuan_app"
KEPT_STATEMENTS = 400  # on each connection; with fewer, what is asked all day pushes itself out
WORKSPACE_KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")
Json = dict[str, Any]
Answer = TypeVar("Answer")
_remembered: dict[tuple[Engine, str, str], tuple[str, Any]] = {}  # one answer for each workspace and question


class TooSlow(Refusal):
    """The question would take longer than one person may keep the database busy."""

    code = "too_slow"
    kind = Kind.TOO_MANY
    message = "This question takes too long. Narrow it down and try again."


class Away(Refusal):
    """The database can't be reached now: what was asked for was not done, or its answer was lost on the way."""

    code = "unavailable"
    kind = Kind.UNAVAILABLE
    message = "The database cannot be reached. Look whether it was done, and try again."

    def facts(self) -> dict[str, object]:
        """Seconds until it is worth trying again."""
        return {"retry_after": 5}


class NoRoom(Refusal):
    """There is no room left on the disk: nothing was written, and what is there can still be read."""

    code = "no_room"
    kind = Kind.NO_ROOM
    message = "The server's disk is full. Nothing was written. Make room, then try again."

    def facts(self) -> dict[str, object]:
        """Seconds until it is worth trying again."""
        return {"retry_after": 30}


class NoWorkspace(Refusal):
    """There is no workspace of that name on this server."""

    code = "no_workspace"
    kind = Kind.UNAUTHENTICATED
    message = "There is no such workspace here."


class Model(DeclarativeBase):
    """Base of every fixed table. Moments are kept with their zone, ids are 64 bits wide.

    `__sight__` says who sees a row: "owner" (the viewer's range covers `owner_pos`), "person"
    (the row is `person_id`'s own), "subject" (whoever sees the ledger subject), "asked" (as "owner",
    and whoever is among `people`), "request" (whoever sees the approval it belongs to), "open" (everyone in
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
    # No ping at each check-out: `transaction` notices a dead connection by its own first statement and takes another.
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=20,
        pool_recycle=1800,
        # A second process for one question takes longer to start than most answers take, and others need its core.
        connect_args={"options": "-c timezone=UTC -c max_parallel_workers_per_gather=0"},
    )
    event.listen(engine, "connect", _keeps)
    return engine


def _keeps(driver: psycopg.Connection[Any], _: object) -> None:
    driver.prepared_max = KEPT_STATEMENTS


def schema_of(workspace: str) -> str:
    """The PostgreSQL schema of a workspace. NoWorkspace when this can't be a workspace's key."""
    if not WORKSPACE_KEY.fullmatch(workspace):
        raise NoWorkspace
    return f"w_{workspace}"


def begin(session: Session, workspace: str, sight: Sight = NOWHERE, *, timeout_ms: int = 5000) -> None:
    """Make this transaction one of a workspace's, seeing as far as `sight`, under the role that owns nothing."""
    stamp = link.say(session.connection(), _beginning(workspace, sight, timeout_ms))
    session.info.update(workspace=workspace, sight=sight, stamp=stamp)


def see(session: Session, sight: Sight) -> None:
    """From here on, this transaction sees exactly this far."""
    link.say(session.connection(), f"SELECT {_seeing(sight)}")
    session.info["sight"] = sight


def stamp(session: Session) -> str:
    """What everything in this workspace rested on when the transaction began: people, teams, keys, configuration.

    It is another one as soon as one of these has changed; see `kernel.stamps`. Empty where that is not known.
    """
    return str(session.info.get("stamp") or "")


def forget_stamp(session: Session) -> None:
    """From here on, this transaction asks anew what others may remember."""
    session.info.update(stamp="", asked_anew={})


def remembered(session: Session, what: str, ask: Callable[[Session], Answer]) -> Answer:
    """What `ask` answers, asked once for as long as the workspace's stamp stands.

    Only for what the stamp covers, or for what may be old.
    """
    stands = stamp(session)
    if not stands:
        own: dict[str, Any] = session.info.setdefault("asked_anew", {})
        if what not in own:
            own[what] = ask(session)
        return cast(Answer, own[what])
    place = (session.get_bind().engine, workspace_of(session), what)
    kept = _remembered.get(place)
    if kept is None or kept[0] != stands:
        kept = _remembered[place] = (stands, ask(session))
    return cast(Answer, kept[1])


def _seeing(sight: Sight) -> str:
    # Numbers and words of our own alone, so that they can stand in the statement as they are.
    shared = "{" + ",".join(str(int(record_id)) for record_id in sight.shared) + "}"
    return (
        f"set_config('bihuan.all', '{int(sight.all)}', true), set_config('bihuan.lo', '{int(sight.lo)}', true),"
        f" set_config('bihuan.hi', '{int(sight.hi)}', true),"
        f" set_config('bihuan.person', '{int(sight.person_id)}', true), set_config('bihuan.shared', '{shared}', true),"
        f" set_config('plan_cache_mode', '{_planning(sight)}', true)"
    )


def _planning(sight: Sight) -> str:
    """Whether a prepared statement's plan may be kept.

    How wide a range is stands in the values: whoever plans without them takes every range for a narrow one. One's own
    place and everything are the same whoever asks, and planning them anew each time costs as much as answering.
    """
    return "auto" if sight.all or sight.lo >= sight.hi else "force_custom_plan"


def _beginning(workspace: str, sight: Sight, timeout_ms: int) -> str:
    schema = schema_of(workspace)
    return (
        f"SELECT (SELECT value FROM {schema}.kernel_stamp),"  # noqa: S608 - a key that was looked at letter by letter
        f" set_config('search_path', '{schema}, {SHARED_SCHEMA}', true), set_config('role', '{APP_ROLE}', true),"
        f" set_config('statement_timeout', '{int(timeout_ms)}', true), {_seeing(sight)}"
    )


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
    try:
        yield
    finally:
        # A transaction that has failed sees nothing any more, and forgets how far it saw when it is rolled back.
        if session.is_active and link.sound(session.connection()):
            see(session, before)
        else:
            session.info["sight"] = before


def common(one: Sight, other: Sight) -> Sight:
    """What lies in the sight of both. Rows that are one person's alone lie in nobody else's."""
    if one.all or other.all:
        narrower = other if one.all else one
        return Sight(all=narrower.all, lo=narrower.lo, hi=narrower.hi, shared=narrower.shared)
    shared = tuple(sorted(set(one.shared) & set(other.shared)))
    return Sight(lo=max(one.lo, other.lo), hi=min(one.hi, other.hi), shared=shared)


@contextmanager
def looking_as(session: Session, sight: Sight) -> Iterator[None]:
    """See what this transaction sees and lies in another's sight too, and write nothing meanwhile."""
    before: Sight = session.info["sight"]
    try:
        with session.begin_nested():
            # PostgreSQL takes this back with the savepoint, and refuses every write until then.
            session.execute(text("SET TRANSACTION READ ONLY"))
            see(session, common(before, sight))
            yield
    finally:
        if session.is_active and link.sound(session.connection()):
            see(session, before)
        else:
            session.info["sight"] = before


@contextmanager
def as_owner(session: Session) -> Iterator[None]:
    """Run as the role that owns the tables: only for the DDL gate and for making a workspace."""
    session.execute(text("SELECT set_config('role', 'none', true), set_config('bihuan.all', '1', true)"))
    yield
    before: Sight = session.info["sight"]
    session.execute(
        text("SELECT set_config('role', :role, true), set_config('bihuan.all', :all, true)"),
        {"role": APP_ROLE, "all": str(int(before.all))},
    )


def workspace_of(session: Session) -> str:
    """The key of the workspace this transaction belongs to."""
    return str(session.info["workspace"])


@contextmanager
def transaction(
    engine: Engine | Connection, *, workspace: str, sight: Sight = NOWHERE, timeout_ms: int = 5000
) -> Iterator[Session]:
    """One unit of work: all of it is kept, or none of it is.

    Raises SomeoneWasFirst when a row changed between reading and writing, TooSlow when a statement ran longer
    than `timeout_ms` milliseconds, Away and NoRoom when the database can't be reached or can't write, NoWorkspace
    when there is none of this key. Given a connection that is in a transaction
    already, the unit of work is a savepoint in it.
    """
    if isinstance(engine, Connection):
        inside = Session(engine, expire_on_commit=False, join_transaction_mode="create_savepoint")
        with translated(), inside as session, session.begin():
            begin(session, workspace, sight, timeout_ms=timeout_ms)
            yield session
        return
    beginning = _beginning(workspace, sight, timeout_ms)
    with (
        translated(),
        link.begun(engine, beginning) as (connection, stamped),
        Session(connection, expire_on_commit=False) as session,
        session.begin(),
    ):
        session.info.update(workspace=workspace, sight=sight, stamp=stamped)
        yield session


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the database says about competing writers, long questions and its own troubles into refusals."""
    try:
        yield
    except (StaleDataError, DBAPIError, psycopg.Error, PendingRollbackError) as fault:
        no = refusal(fault)
        if no is None:
            raise
        raise no from fault


def refusal(fault: BaseException) -> Refusal | None:
    """The "no" behind a fault of the database or its driver; None when it is a bug of ours."""
    if isinstance(fault, StaleDataError):
        return SomeoneWasFirst()
    if isinstance(fault, PendingRollbackError):  # said while cleaning up after what really happened
        return refusal(fault.__context__) if fault.__context__ is not None else None
    orig = fault.orig if isinstance(fault, DBAPIError) else fault
    if isinstance(fault, link.Unsaid) and isinstance(orig, errors.UndefinedTable):
        return NoWorkspace()  # there is no stamp of it
    for kinds, no in _SAID:
        if isinstance(orig, kinds):
            return no()
    lost = isinstance(fault, DBAPIError) and fault.connection_invalidated
    state = getattr(orig, "sqlstate", None) or ""
    return Away() if lost or state.startswith(_AWAY) or type(orig) in _UNNAMED else None


_SAID: tuple[tuple[tuple[type[psycopg.Error], ...], type[Refusal]], ...] = (
    ((errors.QueryCanceled,), TooSlow),
    ((errors.DeadlockDetected, errors.SerializationFailure, errors.LockNotAvailable), SomeoneWasFirst),
    ((errors.DiskFull,), NoRoom),
)
_AWAY = ("08", "57P", "53")  # connection lost; server going or coming; no memory or no connection left
# What the driver says when the server can't say anything any more.
_UNNAMED = {psycopg.DatabaseError, psycopg.OperationalError, psycopg.InterfaceError}


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
