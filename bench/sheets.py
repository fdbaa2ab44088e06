"""Rows of the objects' own tables, as creating and changing a record leaves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bench.chains import Owner
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.records import queries, rows

_SYSTEM = ("id", "owner_id", "owner_pos", "created_at", "created_by_id", "updated_at", "revision", "search")


class Sheet:
    """The table of one object."""

    def __init__(self, session: Session, object_key: str) -> None:
        """Read the object and its columns from the living configuration."""
        self.object_def = objects.object_def(session, object_key)
        table = tables.table(session, object_key)
        self.table = str(table.name)
        own = [column for column in table.c if column.info.get("stored")]
        self._keys = [str(column.key) for column in own]
        self.columns: Sequence[str] = (*_SYSTEM, *(str(column.name) for column in own))

    def row(
        self,
        record_id: int,
        owner: Owner,
        values: Mapping[str, Any],
        *,
        dates: tuple[datetime, datetime],
        revision: int,
    ) -> list[object]:
        """A record in the order of the columns; `dates` are when it was made and when it was last changed."""
        # Tokens are letters, digits and a colon, so the array needs no quotes.
        found = f"{{{','.join(queries.tokens(self.object_def, values))}}}"
        written = rows.columns(self.object_def, values)
        system = (record_id, owner.id, owner.pos, dates[0], owner.id, dates[1], revision, found)
        return [*system, *map(written.get, self._keys)]

    def told(
        self, before: Mapping[str, Any], after: Mapping[str, Any], revision: int, **more: object
    ) -> tuple[dict[str, object], dict[str, Any] | None]:
        """The two halves of the ledger's line about these values."""
        payload, personal = rows.payload(self.object_def, before, after)
        return {**more, "revision": revision, **payload}, personal
