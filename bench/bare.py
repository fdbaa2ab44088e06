"""The same SQL without the product: what PostgreSQL was really asked is read from its own log, and asked again.

Each statement goes over one bare psycopg connection, with the same settings and the same prepared statements, and
every row is fetched. What the server took for a request, over what this takes, is the price of everything between.
"""

from __future__ import annotations

import csv
import io
import re
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from psycopg import Connection, RawCursor

from bench import measuring
from bench.operations import Operation
from bench.server import Server, database_url
from bench.size import WORKSPACE
from bench.world import World
from bench.wrk import Request
from bihuan.kernel import db

_LOGGED = (
    "log_destination = 'csvlog'",
    "log_min_duration_statement = '0'",
    "log_parameter_max_length = '-1'",
    "log_rotation_size = '0'",
)
_SAID = re.compile(r"^duration: [0-9.]+ ms  (statement|execute [^:]*): ", re.DOTALL)
_PID, _MESSAGE, _DETAIL = 3, 13, 14
_VALUE = re.compile(r"\$\d+ = (NULL|'(?:[^']|'')*')", re.DOTALL)
REPEATS, TRIES = 60, 4


@dataclass(frozen=True)
class Statement:
    """One statement as it was sent: as plain text, or with values."""

    text: str
    values: tuple[str | None, ...] | None


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Medians in milliseconds of one operation, over HTTP and bare, and how many statements it is."""

    key: str
    served: float
    bare: float
    statements: int

    @property
    def times(self) -> float:
        """How many times the bare SQL the server takes."""
        return self.served / self.bare


def compare(now: World, operation: Operation, *, repeats: int = REPEATS) -> Compared:
    """Ask the same over HTTP and bare, by turns, one at a time."""
    asked = measuring.few(operation, now, 12 * operation.each)
    link = HTTPConnection("127.0.0.1", now.server.port, timeout=60)
    for request in asked:
        _asked(link, request)  # whatever is prepared once, is
    sent = [_heard(now.server, link, request) for request in asked]
    served, bare = list[float](), list[float]()
    with Connection.connect(
        database_url(now.server.data), options="-c timezone=UTC", cursor_factory=RawCursor, autocommit=True
    ) as connection:
        for number in range(repeats * operation.each):
            request, statements = asked[number % len(asked)], sent[number % len(asked)]
            began = time.perf_counter()
            _asked(link, request)
            served.append(time.perf_counter() - began)
            began = time.perf_counter()
            _replay(connection, statements)
            bare.append(time.perf_counter() - began)
    link.close()
    return Compared(
        key=operation.key,
        served=round(_each(served, operation.each), 3),
        bare=round(_each(bare, operation.each), 3),
        statements=sum(map(len, sent[: operation.each])),
    )


def statements(server: Server, request: Request) -> list[Statement]:
    """What PostgreSQL is asked for one request."""
    link = HTTPConnection("127.0.0.1", server.port, timeout=60)
    _asked(link, request)
    found = _heard(server, link, request)
    link.close()
    return found


def _each(times: Sequence[float], each: int) -> float:
    """The median of an operation of so many requests, in milliseconds."""
    return sum(statistics.median(times[first::each]) for first in range(each)) * 1000


def _asked(link: HTTPConnection, request: Request) -> None:
    link.request(request.method, request.path, headers={"Authorization": f"Bearer {request.token}"})
    answer = link.getresponse()
    answer.read()
    assert answer.status < 300, f"{request.path}: {answer.status}"  # noqa: PLR2004


def _heard(server: Server, link: HTTPConnection, request: Request) -> list[Statement]:
    """The statements of one request, once two times running the same were heard: the clock may ask in between."""
    before = list[Statement]()
    for _ in range(TRIES):
        found = _listened(server, link, request)
        if len(found) == len(before):
            break
        before = found
    return found


def _listened(server: Server, link: HTTPConnection, request: Request) -> list[Statement]:
    """The statements of the one session that asked the most in the workspace, from the log."""
    with _logging(server) as log:
        _asked(link, request)
        time.sleep(0.2)
    by_session: dict[str, list[Statement]] = {}
    for row in csv.reader(io.StringIO(log[0])):
        said = _SAID.match(row[_MESSAGE])
        if said:
            text = row[_MESSAGE][said.end() :]
            by_session.setdefault(row[_PID], []).append(_statement(text, row[_DETAIL], said[1]))
    schema = db.schema_of(WORKSPACE)
    inside = [sent for sent in by_session.values() if any(schema in one.text for one in sent)]
    return max(inside, key=len)


def _statement(text: str, detail: str, how: str) -> Statement:
    if how == "statement":
        return Statement(text, None)
    values = tuple(None if one == "NULL" else one[1:-1].replace("''", "'") for one in _VALUE.findall(detail))
    return Statement(text, values)


@contextmanager
def _logging(server: Server) -> Iterator[list[str]]:
    """Let PostgreSQL log every statement for a moment; afterwards the list holds what it wrote."""
    written: list[str] = []
    folder = server.data / "postgres" / "log"
    with server.database() as connection:
        for setting in _LOGGED:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
        time.sleep(0.3)
        before = _sizes(folder)
        yield written
        for setting in _LOGGED:
            connection.execute(f"ALTER SYSTEM RESET {setting.split(' ', maxsplit=1)[0]}")
        connection.execute("SELECT pg_reload_conf()")
        time.sleep(0.2)
        written.append("".join(_tail(path, before.get(path, 0)) for path in sorted(folder.glob("*.csv"))))


def _sizes(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_size for path in folder.glob("*.csv")}


def _tail(path: Path, start: int) -> str:
    with path.open("rb") as file:
        file.seek(start)
        return file.read().decode(errors="replace")


def _replay(connection: Connection[Any], asked: Sequence[Statement]) -> None:
    for one in asked:
        if one.values is None:
            connection.pgconn.exec_(one.text.encode())
            continue
        cursor = connection.execute(one.text, one.values)
        if cursor.description:
            cursor.fetchall()
