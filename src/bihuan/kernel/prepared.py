"""Statements that are asked all day: built and compiled once, then handed to the driver as they are.

SQLAlchemy writes them, so that nobody writes SQL by hand; asking again costs the driver's share alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from sqlalchemy import Select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

_DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]
Row = tuple[Any, ...]


class Prepared:
    """A question with named parameters. Rows come as plain tuples, values as the driver reads them."""

    def __init__(self, asked: Select[Any]) -> None:
        """Compile it. Every value that differs from asking to asking must be a bindparam with a name."""
        compiled = asked.compile(dialect=_DIALECT)
        self._text = str(compiled)
        self._kept = {name: value for name, value in compiled.params.items() if value is not None}

    def rows(self, session: Session, **given: Any) -> Sequence[Row]:  # noqa: ANN401 - values of any column
        """All rows, for these parameters. Raises what SQLAlchemy would raise."""
        connection = session.connection()
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        for hear in connection.dispatch.before_cursor_execute:  # whoever counts statements counts these too
            hear(connection, None, self._text, given, None, executemany=False)
        try:
            return driver.execute(self._text, {**self._kept, **given}, prepare=True).fetchall()
        except psycopg.Error as fault:
            raise DBAPIError.instance(
                self._text, None, fault, psycopg.Error, connection_invalidated=driver.closed, dialect=_DIALECT
            ) from fault
