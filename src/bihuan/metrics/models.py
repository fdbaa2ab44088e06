"""What was counted already: what each journey adds to the boards, the sums of all, and who has moved since.

Everything here can be thrown away and counted anew from the facts of `process`; nothing else knows it.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import ARRAY, CheckConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Model

# A mark is written with every move and gone a moment later: its table is swept early, so that looking stays cheap.
_SWEPT = {
    "postgresql_with": {
        "autovacuum_vacuum_scale_factor": 0,
        "autovacuum_vacuum_threshold": 500,
        "autovacuum_vacuum_insert_scale_factor": 0,
    }
}
_ROOMY = {"postgresql_with": {"fillfactor": 75}}


class Touched(Model):
    """A journey that has moved since it was last counted. Written by triggers, in the mover's own transaction."""

    __tablename__ = "metrics_touched"
    __sight__: ClassVar = "open"
    __table_args__ = (_SWEPT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int]


class Counted(Model):
    """What one journey adds to the sums: a line for each, as `kind stage key n total`."""

    __tablename__ = "metrics_counted"
    __sight__: ClassVar = "owner"
    __table_args__ = (Index("ix_metrics_counted_day", "owner_id", "day"), _ROOMY)

    journey_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    process_key: Mapped[str]
    owner_id: Mapped[int]
    owner_pos: Mapped[int]
    day: Mapped[date]  # on which it began, on the workspace's wall
    lines: Mapped[list[str]] = mapped_column(ARRAY(Text))


class Tally(Model):
    """The sum of all lines of one owner. There is no index but the key, so that a sum grows where it lies."""

    __tablename__ = "metrics_tally"
    __sight__: ClassVar = "owner"
    __table_args__ = (_ROOMY,)

    process_key: Mapped[str] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(primary_key=True)
    stage_key: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    owner_pos: Mapped[int]
    n: Mapped[int]
    total: Mapped[Decimal]


class TeamTally(Model):
    """The sum of everybody's lines in a region or a company: of one month, or of all time (-infinity).

    Only who sees everybody in it sees it: `lo` and `hi` are the team's.
    """

    __tablename__ = "metrics_team_tally"
    __sight__: ClassVar = "stretch"
    __table_args__ = (_ROOMY,)

    process_key: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    stage_key: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    lo: Mapped[int]
    hi: Mapped[int]
    n: Mapped[int]
    total: Mapped[Decimal]


class Count(Model):
    """The last counting of everything: by the days of which zone, and when. One row, or none before the first.

    `placed` is false from when somebody moves in the tree until the teams are summed anew.
    """

    __tablename__ = "metrics_count"
    __sight__: ClassVar = "open"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    zone: Mapped[str]
    counted_at: Mapped[datetime]
    placed: Mapped[bool]
