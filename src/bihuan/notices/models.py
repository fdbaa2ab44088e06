"""What people were told."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Json, Model


class Notice(Model):
    """One thing one person was told, once for each cause; `facts` carry everything its words need."""

    __tablename__ = "notices_notice"
    __sight__: ClassVar = "person"
    __table_args__ = (
        UniqueConstraint("person_id", "cause"),
        CheckConstraint("level IN ('info', 'warn', 'due', 'escalate')", name="level_known"),
        Index("ix_notices_notice_open", "person_id", "id", postgresql_where="acknowledged_at IS NULL"),
        Index("ix_notices_notice_journey_id", "journey_id", postgresql_where="journey_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int]
    cause: Mapped[str]
    kind: Mapped[str]
    level: Mapped[str]
    facts: Mapped[Json]
    object_key: Mapped[str | None]
    record_id: Mapped[int | None]
    journey_id: Mapped[int | None]
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
