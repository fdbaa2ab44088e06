"""Where records stand that a pool is for, and who claimed what."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Model


class Place(Model):
    """A record that a pool is for: in the pool since `pooled_at`, or with somebody, and then perhaps until a day."""

    __tablename__ = "pool_place"
    __sight__: ClassVar = "owner"
    __table_args__ = (
        CheckConstraint("why IS NULL OR why IN ('returned', 'quiet', 'rule')", name="why_known"),
        Index("ix_pool_place_return_at", "return_at", postgresql_where=text("return_at IS NOT NULL")),
        Index("ix_pool_place_pooled", "pool_key", "pooled_at", postgresql_where=text("pooled_at IS NOT NULL")),
        Index("ix_pool_place_sight", "owner_pos"),
    )

    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    object_key: Mapped[str]
    pool_key: Mapped[str]
    owner_id: Mapped[int]
    owner_pos: Mapped[int]
    since: Mapped[datetime]  # when it came to whom it belongs now
    term: Mapped[str | None]  # by which time to return `return_at` was worked out
    return_at: Mapped[datetime | None]
    protected_until: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    pooled_at: Mapped[datetime | None]
    from_id: Mapped[int | None]  # who had it before it came into the pool
    why: Mapped[str | None]


class Holding(Model):
    """A record that somebody had and that went into the pool, or that they claimed from there."""

    __tablename__ = "pool_holding"
    __sight__: ClassVar = "person"
    __table_args__ = (
        Index("ix_pool_holding_person", "person_id", "pool_key"),
        Index("ix_pool_holding_record", "record_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int]
    pool_key: Mapped[str]
    record_id: Mapped[int]
    claimed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cool_until: Mapped[datetime | None]
