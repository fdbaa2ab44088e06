"""Drafts, and each step by which somebody changed one."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Json, Model


class Draft(Model):
    """A copy of a released version that may be changed. `revision` counts every step, taken back or not.

    With `switch_at` it waits to be released at that moment, on behalf of whoever decided so, and nobody changes it.
    """

    __tablename__ = "design_draft"
    __sight__: ClassVar = "open"
    __table_args__ = (
        CheckConstraint("revision >= 0", name="revision_counts"),
        CheckConstraint("(switch_at IS NULL) = (switch_by_id IS NULL)", name="switched_by_somebody"),
        Index("ix_design_draft_switch", "switch_at", postgresql_where=text("switch_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    from_version_id: Mapped[int] = mapped_column(ForeignKey("blueprint_version.id"))
    body: Mapped[Json]
    revision: Mapped[int]
    made_by_id: Mapped[int | None]
    made_at: Mapped[datetime]
    changed_by_id: Mapped[int | None]
    changed_at: Mapped[datetime]
    switch_at: Mapped[datetime | None] = mapped_column(default=None)
    switch_by_id: Mapped[int | None] = mapped_column(default=None)
    switch_note: Mapped[str] = mapped_column(default="")


class Step(Model):
    """One step of one person: what was done, and what takes it back. Written once."""

    __tablename__ = "design_step"
    __sight__: ClassVar = "open"
    __table_args__ = (
        UniqueConstraint("draft_id", "revision"),
        CheckConstraint("kind IN ('edit', 'undo', 'redo', 'renew')", name="kind_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("design_draft.id", ondelete="CASCADE"))
    revision: Mapped[int]
    kind: Mapped[str]
    by_id: Mapped[int]
    at: Mapped[datetime]
    operations: Mapped[list[Any]]
    back: Mapped[list[Any]]
