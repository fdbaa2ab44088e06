"""What stood in records at a moment: what stands there now, and each later change taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bihuan.ledger import queries as ledger
from bihuan.objects import fields
from bihuan.objects.definition import ObjectDef
from bihuan.records import queries as records
from bihuan.records.record import subject

_AT_ONCE = 1000
_MOST_EVENTS = 1_000_000


class Earlier:
    """The records of one object as they stood before."""

    def __init__(self, session: Session, found: ObjectDef) -> None:
        """Nothing is read yet."""
        self._session, self._found = session, found
        self._values: dict[int, Mapping[str, Any]] = {}
        self._changes: dict[int, list[tuple[datetime, str, Any]]] = defaultdict(list)

    def read(self, record_ids: Collection[int], *, since: datetime) -> None:
        """Read these records and what changed in them since then, in a few statements."""
        wanted, by_key = sorted(record_ids), self._found.by_key
        until = datetime.max.replace(tzinfo=since.tzinfo)
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            self._values |= records.facts_of(self._session, self._found.key, some)
            for entry in ledger.during(
                self._session,
                [subject(self._found.key, one) for one in some],
                since=since,
                until=until,
                limit=_MOST_EVENTS,
                kinds=("record.changed", "record.graded"),
            ):
                for change in (*entry.payload.get("changes", ()), *(entry.personal or {}).get("changes", ())):
                    field = by_key.get(change["field"])
                    if field is not None:
                        before = change["from"]
                        value = None if before is None else fields.of(field.type).read(before, field)
                        number = int(entry.subject.split(":")[1])
                        self._changes[number].append((entry.recorded_at, field.key, value))

    def values(self, record_id: int, at: datetime) -> Mapping[str, Any]:
        """What stood in a record at a moment since which it was read; nothing of one that is gone."""
        values = self._values.get(record_id, {})
        later = [(key, before) for when, key, before in self._changes.get(record_id, ()) if when > at]
        return {**values, **dict(later)} if later else values
