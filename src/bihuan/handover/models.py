"""Handovers, and every single thing that went along. Whoever sees the one who handed over sees them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Json, Model


class Handover(Model):
    """All that waited for one person going to others: done in batches, shown as one.

    `owner_id` is who hands over, so that whoever sees their work sees this.
    """

    __tablename__ = "handover_handover"
    __sight__: ClassVar = "owner"
    __table_args__ = (
        CheckConstraint("state IN ('going', 'done', 'undoing', 'undone')", name="state_known"),
        # One at a time: two at once would cross each other.
        Index(
            "uq_handover_handover_under_way",
            "owner_id",
            unique=True,
            postgresql_where=text("state IN ('going', 'undoing')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int]
    owner_pos: Mapped[int]
    plan: Mapped[Json]
    note: Mapped[str]
    leaves: Mapped[bool]  # whether they were deactivated in the same act
    state: Mapped[str]
    total: Mapped[int]
    moved: Mapped[int]
    skipped: Mapped[int]  # gone, done or somebody else's when their turn came
    back: Mapped[int]
    kept: Mapped[int]  # that an undo could not bring back: they have gone on since
    by_id: Mapped[int]
    made_at: Mapped[datetime]
    undone_by_id: Mapped[int | None]
    undone_at: Mapped[datetime | None]


class HandoverItem(Model):
    """One record, task, review, turn or alert of a handover, from whom to whom, and what became of it."""

    __tablename__ = "handover_item"
    __sight__: ClassVar = "owner"
    __table_args__ = (
        UniqueConstraint("handover_id", "kind", "thing_id"),
        CheckConstraint("kind IN ('record', 'task', 'review', 'turn', 'alert')", name="kind_known"),
        CheckConstraint("state IN ('waiting', 'moved', 'skipped', 'back', 'kept')", name="state_known"),
        Index("ix_handover_item_state", "handover_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover_handover.id", ondelete="CASCADE"))
    kind: Mapped[str]
    thing_id: Mapped[int]
    object_key: Mapped[str | None]
    to_id: Mapped[int]
    seq: Mapped[int | None]  # the stay in which its journey was: another one says that it has gone on
    state: Mapped[str]
    owner_id: Mapped[int]
    owner_pos: Mapped[int]
