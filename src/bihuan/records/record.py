"""One thing of an object, as the program holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record with all its values, those hidden from the viewer too: gates and rules look at these.

    Whatever leaves the house goes through `showing`, which leaves hidden values out.
    """

    id: int
    object_key: str
    title: str
    owner_id: int
    owner_pos: int
    revision: int
    values: Mapping[str, Any]
    created_at: datetime
    created_by_id: int | None
    updated_at: datetime
    beside: Mapping[str, Any] = field(default_factory=dict)  # what its companions keep, by `key.column`

    @property
    def subject(self) -> str:
        """Its name in the ledger."""
        return subject(self.object_key, self.id)


def subject(object_key: str, record_id: int) -> str:
    """The name of a record in the ledger."""
    return f"{object_key}:{record_id}"
