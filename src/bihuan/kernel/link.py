"""What is said to PostgreSQL around every piece of work, by libpq itself: a tenth of what a driver's statement costs.

Such a statement holds words and numbers of our own alone, never anybody's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors, pq
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError


class Unsaid(OperationalError):
    """The database did not take what was said around a piece of work; its own fault stands in `orig`."""


def say(connection: Connection, statement: str) -> str:
    """Say one thing, beginning a transaction if there is none. The first value of the answer's first row.

    Raises Unsaid, as SQLAlchemy would wrap what the driver raises.
    """
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    link = driver.pgconn
    outside = link.transaction_status == pq.TransactionStatus.IDLE
    answer = link.exec_(("BEGIN; " + statement if outside else statement).encode())
    if answer.status == pq.ExecStatus.TUPLES_OK:
        return (answer.get_value(0, 0) or b"").decode()
    fault = errors.error_from_result(answer)
    gone = link.status == pq.ConnStatus.BAD or fault.sqlstate is None  # what says no state was said by no server
    raise Unsaid(statement, (), fault, connection_invalidated=gone) from fault


def sound(connection: Connection) -> bool:
    """Whether the transaction goes on: it has met no error, and its connection lives."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver.pgconn.transaction_status == pq.TransactionStatus.INTRANS


@contextmanager
def begun(engine: Engine, beginning: str) -> Iterator[tuple[Connection, str]]:
    """A connection whose transaction has begun with this statement, and its answer.

    A connection that died while it waited in the pool is replaced, and nobody notices.
    """
    connection = engine.connect()
    try:
        try:
            answer = say(connection, beginning)
        except Unsaid as fault:
            if not fault.connection_invalidated:
                raise
            connection.invalidate()
            connection.close()
            engine.dispose()  # what waits beside it died of the same
            connection = engine.connect()
            answer = say(connection, beginning)
        yield connection, answer
    finally:
        connection.close()
