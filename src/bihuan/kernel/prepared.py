"""Statements that are asked all day: built and compiled once, then handed to the driver as they are.

SQLAlchemy writes them, so that nobody writes SQL by hand; asking again costs the driver's share alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from sqlalchemy import ClauseElement, Executable
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

_DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]
Row = tuple[Any, ...]


class Prepared:
    """A statement with named parameters. Rows come as plain tuples, values as the driver reads them."""

    def __init__(self, asked: Executable, *, planned_anew: bool = False) -> None:
        """Compile it. Every value that differs from asking to asking must be a bindparam with a name.

        `planned_anew`: the best plan hangs on the values, so that the database had better not keep one.
        """
        self._prepare = not planned_anew
        compiled = cast(ClauseElement, asked).compile(dialect=_DIALECT)
        self._text = str(compiled)
        self._kept = {name: value for name, value in compiled.params.items() if value is not None}

    def rows(self, session: Session, /, **given: Any) -> Sequence[Row]:  # noqa: ANN401 - values of any column
        """All rows, for these parameters. Raises what SQLAlchemy would raise."""
        return self._said(session, given).fetchall()

    def one(self, session: Session, /, **given: Any) -> Row | None:  # noqa: ANN401 - values of any column
        """The first row; None where there is none."""
        return self._said(session, given).fetchone()

    def written(self, session: Session, /, **given: Any) -> int:  # noqa: ANN401 - values of any column
        """How many rows it has written."""
        return self._said(session, given).rowcount

    def each_written(self, session: Session, many: Sequence[Mapping[str, Any]]) -> None:
        """Ask for each of these parameters, on one way to the database and back."""
        with self._asking(session, many) as driver, driver.cursor() as cursor:
            cursor.executemany(self._text, [{**self._kept, **given} for given in many])

    def _said(self, session: Session, given: dict[str, Any]) -> psycopg.Cursor[Row]:
        with self._asking(session, given) as driver:
            return driver.execute(self._text, {**self._kept, **given}, prepare=self._prepare)

    @contextmanager
    def _asking(
        self, session: Session, given: Mapping[str, Any] | Sequence[Mapping[str, Any]]
    ) -> Iterator[psycopg.Connection[Row]]:
        """The driver's connection; what it raises comes as what SQLAlchemy would raise."""
        connection = session.connection()
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        for hear in connection.dispatch.before_cursor_execute:  # whoever counts statements counts these too
            hear(connection, None, self._text, given, None, executemany=not isinstance(given, Mapping))
        try:
            yield driver
        except psycopg.Error as fault:
            raise DBAPIError.instance(
                self._text, None, fault, psycopg.Error, connection_invalidated=driver.closed, dialect=_DIALECT
            ) from fault
