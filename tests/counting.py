"""Counting what is asked of the database, so that nobody asks once for each row of something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session


@contextmanager
def asked(session: Session) -> Iterator[list[str]]:
    """The statements of this stretch, in order. Looking further or less far is none of them."""
    engine, found = session.get_bind().engine, list[str]()

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object, **_named: object) -> None:
        found.append(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", hear)
