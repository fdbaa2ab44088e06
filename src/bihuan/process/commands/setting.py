"""Writing to one row and knowing what stands in it afterwards, without asking the database again."""

from __future__ import annotations

from typing import cast

from sqlalchemy import ColumnElement, CursorResult, update
from sqlalchemy.orm import Session

from bihuan.kernel import rows
from bihuan.process.models import Confirmation, HandedIn, Journey

Row = Journey | HandedIn | Confirmation


def compare_and_set(session: Session, row: Row, *still: ColumnElement[bool], **values: object) -> bool:
    """Write these values, if the row is still as these conditions say. False when somebody was first."""
    table = type(row)
    asked = update(table).where(table.id == row.id, *still).values(values)
    done = session.execute(asked, execution_options={"synchronize_session": False})
    if not cast(CursorResult[tuple[()]], done).rowcount:
        return False
    rows.written(row, **values)
    return True
