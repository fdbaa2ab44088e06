"""Rows as the lines of PostgreSQL's COPY, gathered by the day they were written and sent in large pieces."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg import Connection, sql

PIECE = 4_000_000  # letters that go to the database at once
_RISKY = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def plain(value: str) -> str:
    """A text as COPY takes it."""
    return value.translate(_RISKY) if "\\" in value or not value.isprintable() else value


def _json(value: object) -> str:
    return plain(json.dumps(value, ensure_ascii=False))


_WRITTEN: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _: "\\N",
    str: plain,
    int: str,
    Decimal: str,
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: f"\\\\x{value.hex()}",
    datetime: datetime.isoformat,
    date: date.isoformat,
    dict: _json,
    list: _json,
}


def line(values: Iterable[object]) -> str:
    """Values as one line of a COPY."""
    return "\t".join([_WRITTEN[type(value)](value) for value in values])


class Book:
    """Lines for many tables, in the order in which they were written there, as years of daily work would leave them."""

    def __init__(self, connection: Connection[Any], columns: Mapping[str, Sequence[str]], *, first_event: int) -> None:
        """Write through this connection; `columns` of each table in the order of its lines."""
        self._connection = connection
        self._copies = {name: _copy(name, found) for name, found in columns.items()}
        self._days: dict[int, dict[str, list[tuple[datetime, str]]]] = defaultdict(lambda: defaultdict(list))
        self._out: dict[str, list[str]] = defaultdict(list)
        self._sizes: dict[str, int] = defaultdict(int)
        self._first_event = first_event
        self.written: dict[str, int] = defaultdict(int)

    def put(self, table: str, at: datetime, values: Iterable[object]) -> None:
        """A row that was written at a moment."""
        self._days[at.toordinal()][table].append((at, line(values)))

    def event(self, at: datetime, written: str) -> None:
        """A line of the ledger without its number, which follows from the order of all."""
        self._days[at.toordinal()]["ledger_event"].append((at, written))

    def over(self, day: int | None = None) -> None:
        """No row of an earlier day comes any more; without a day, no row at all."""
        for one in sorted(self._days):
            if day is not None and one >= day:
                break
            for table, rows in self._days.pop(one).items():
                rows.sort(key=lambda row: row[0])
                self._write(table, one, [text for _, text in rows])
        if day is None:
            for table in list(self._out):
                self._send(table)

    def _write(self, table: str, day: int, rows: list[str]) -> None:
        if table == "ledger_event":
            # Each day has numbers of its own, so that nobody has to wait for another to count.
            first = day * 10_000_000 + self._first_event
            rows = [f"{number}\t{text}" for number, text in enumerate(rows, start=first)]
        self._out[table] += rows
        self.written[table] += len(rows)
        self._sizes[table] += sum(map(len, rows))
        if self._sizes[table] > PIECE:
            self._send(table)

    def _send(self, table: str) -> None:
        rows = self._out.pop(table)
        self._sizes[table] = 0
        with self._connection.cursor().copy(self._copies[table]) as copy:
            copy.write("\n".join(rows) + "\n")


def _copy(table: str, columns: Sequence[str]) -> sql.Composed:
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), listed)
