"""The journey beside its record: born with it, shown with it, handed over with it. Fits `records.ports.Companion`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, FromClause, Table
from sqlalchemy.orm import Session

from bihuan.org.viewer import Viewer
from bihuan.process import commands
from bihuan.process.models import Journey
from bihuan.records.ports import Born
from bihuan.records.record import Record

KEY = "journey"
_SHOWN = {
    "id": "id",
    "process": "process_key",
    "stage": "stage_key",
    "outcome": "outcome",
    "due_at": "due_at",
    "entered_at": "entered_at",
    "started_at": "started_at",
    "closed_at": "closed_at",
    "quiet_due_at": "quiet_due_at",
}
_journey = cast(Table, Journey.__table__)


class JourneyBeside:
    """What the module of records asks of a companion."""

    key = KEY
    shown = frozenset(f"{KEY}.{name}" for name in ("id", "process", "stage", "outcome", "entered_at", "due_at"))

    def born(self, session: Session, viewer: Viewer, record: Record, *, now: datetime) -> Born:
        """Start the journey of a record that has just been made."""
        begun = commands.begin(session, record, by_id=viewer.person_id, now=now)
        columns = begun.columns if begun else dict.fromkeys(_SHOWN.values())
        beside = {f"{KEY}.{name}": columns[column] for name, column in _SHOWN.items()}
        return Born(beside=beside, lines=[begun.line] if begun else [])

    def columns(self) -> dict[str, ColumnElement[Any]]:
        """What lists may filter and sort by."""
        return {f"{KEY}.{name}": _journey.c[column] for name, column in _SHOWN.items()}

    def join(self, table: FromClause) -> tuple[Table, ColumnElement[bool]]:
        """How a journey stands beside a row of an object's table."""
        return _journey, _journey.c.record_id == table.c.id

    def beside(self, row: Mapping[str, Any], *, now: datetime) -> dict[str, Any] | None:
        """The journey as a list shows it; None for a record without one."""
        found = row[f"{KEY}.id"]
        if found is None:
            return None
        due = row[f"{KEY}.due_at"]
        open_ = row[f"{KEY}.outcome"] is None
        return {
            "id": found,
            "process": row[f"{KEY}.process"],
            "stage": row[f"{KEY}.stage"],
            "outcome": row[f"{KEY}.outcome"],
            "entered_at": row[f"{KEY}.entered_at"],
            "due_at": due,
            "level": "red" if open_ and due is not None and now > due else "ok" if open_ else "closed",
        }

    def handed_over(self, session: Session, record: Record, *, owner_id: int) -> None:
        """Let the journey follow the record's new owner."""
        commands.hand_over(session, record.id, owner_id=owner_id)

    def runs(self, row: Mapping[str, Any]) -> bool:
        """Whether its journey is under way."""
        return row.get(f"{KEY}.id") is not None and row[f"{KEY}.outcome"] is None

    def ended(self, session: Session, viewer: Viewer, record: Record, *, now: datetime) -> None:
        """Lose its journey, through the one door and by the rights of whoever asks."""
        commands.end_merged(session, viewer, record.id, now=now)
