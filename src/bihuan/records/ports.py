"""What may stand beside a record. The journey does; `records` knows no more of it than this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, FromClause, Table
from sqlalchemy.orm import Session

from bihuan.ledger.commands import Line
from bihuan.org.viewer import Viewer
from bihuan.records.record import Record


@dataclass(frozen=True, kw_only=True)
class Born:
    """What came with a new record: the columns beside it, by their names, and what the ledger shall say of it."""

    beside: Mapping[str, Any]
    lines: Sequence[Line]


class Companion(Protocol):
    """Something that is born with a record, shown with it, and handed over with it."""

    key: str
    shown: frozenset[str]  # the names of those columns that `beside` looks at

    def born(self, session: Session, viewer: Viewer, record: Record, *, now: datetime) -> Born:
        """A record has just been made; its own line in the ledger comes before those of its companions."""

    def columns(self) -> Mapping[str, ColumnElement[Any]]:
        """What lists show, filter and sort by, under names that begin with the key and a point."""

    def join(self, table: FromClause) -> tuple[FromClause, ColumnElement[bool]]:
        """Where the columns are, and what binds a row there to a row of an object's table."""

    def beside(self, row: Mapping[str, Any], *, now: datetime) -> dict[str, Any] | None:
        """What stands beside a record, as JSON; None when nothing does. `row` has the columns by their names."""

    def handed_over(self, session: Session, record: Record, *, owner_id: int) -> None:
        """The record has a new owner."""

    def runs(self, row: Mapping[str, Any]) -> bool:
        """Whether what stands beside a record is under way, so that the record can't go into another one."""

    def ended(self, session: Session, viewer: Viewer, record: Record, *, now: datetime) -> None:
        """End what is under way, since the record goes into another one."""


@dataclass(frozen=True, kw_only=True)
class Hanging:
    """Rows that hang on a record by `record_id`, and go with it when it becomes one with another.

    `follows`: the columns that name the record's owner, each with what of them; `only` is which rows, all without it.
    `apart`: the columns in which no two rows of one record are alike; where the one that stays has its own, another's
    stays behind. What is not `told` goes along without a word.
    """

    key: str
    table: Table
    follows: Mapping[str, str]
    only: ColumnElement[bool] | None = None
    apart: Sequence[str] = ()
    told: bool = True
