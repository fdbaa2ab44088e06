"""What people did with a record, and what waits for somebody."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Model


class Activity(Model):
    """One call, visit or note. `happened_at` is when it was, `recorded_at` when we were told."""

    __tablename__ = "activity_activity"
    __sight__: ClassVar = "owner"
    __table_args__ = (
        Index("ix_activity_activity_record", "object_key", "record_id", "happened_at"),
        Index("ix_activity_activity_sight", "owner_pos", "happened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    object_key: Mapped[str]
    record_id: Mapped[int]
    journey_id: Mapped[int | None]
    person_id: Mapped[int]
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    summary: Mapped[str]
    next_at: Mapped[datetime | None]
    owner_id: Mapped[int]
    owner_pos: Mapped[int]


class Task(Model):
    """Something that waits for one person; asked for once for each cause. Whoever sees the person sees it."""

    __tablename__ = "activity_task"
    __sight__: ClassVar = "work"
    __table_args__ = (
        Index("ix_activity_task_open", "person_id", "due_at", postgresql_where="done_at IS NULL"),
        Index("ix_activity_task_record", "object_key", "record_id"),
        Index("ix_activity_task_due", "due_at", postgresql_where="done_at IS NULL AND overdue_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int]
    kind: Mapped[str]
    title: Mapped[str]
    object_key: Mapped[str | None]
    record_id: Mapped[int | None]
    journey_id: Mapped[int | None]
    deliverable_id: Mapped[int | None]
    due_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    overdue_at: Mapped[datetime | None]  # when the clock told that it should have been done
    done_at: Mapped[datetime | None]
    cause: Mapped[str] = mapped_column(unique=True)


class Asked(Model):
    """A task that one person gave another: a row for each of the two, so that each finds it and nobody else does."""

    __tablename__ = "activity_asked"
    __sight__: ClassVar = "person"
    __table_args__ = (Index("ix_activity_asked_person", "person_id", "side", "task_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(index=True)
    person_id: Mapped[int]
    side: Mapped[str]  # gave, got
    other_id: Mapped[int]
    at: Mapped[datetime]
