"""What people were told, what still has to be carried to them, and how each wants to be told."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Json, Model


class Notice(Model):
    """One thing one person was told, once for each cause; `facts` carry everything its words need.

    What is about one record has one `topic`, and stands in the inbox as one line.
    """

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

    @property
    def topic(self) -> str:
        """What it is about: the record where there is one. `queries.TOPIC` is the same for the database."""
        return f"{self.object_key}:{self.record_id}" if self.object_key and self.record_id else self.cause


class Pending(Model):
    """A notice that no channel has carried yet; it waits for its moment, or for the next digest."""

    __tablename__ = "notices_pending"
    __sight__: ClassVar = "person"

    notice_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(index=True)


class Climb(Model):
    """A notice that goes one leader further up at `due_at` unless somebody has answered it by then.

    A `step` below 0 says that it goes no further.
    """

    __tablename__ = "notices_climb"
    __sight__: ClassVar = "person"
    __table_args__ = (Index("ix_notices_climb_due_at", "due_at", postgresql_where="step >= 0"),)

    notice_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int]
    due_at: Mapped[datetime]
    step: Mapped[int]


class Parcel(Model):
    """Notices that go to one person together, by one channel, once: its `key` is unique.

    `waiting` until `next_at`; `sending` while somebody carries it, who may die; then `sent`, `dead` after too many
    tries, `dropped` by hand, `folded` into a later one, `over` when nothing in it waits any more, or `shown`, which
    is on screens alone. It holds numbers and no words, so that whoever runs the system may look after it.
    """

    __tablename__ = "notices_parcel"
    __sight__: ClassVar = "open"
    __table_args__ = (
        CheckConstraint("kind IN ('at_once', 'digest')", name="kind_known"),
        CheckConstraint(
            "status IN ('waiting', 'sending', 'sent', 'dead', 'dropped', 'folded', 'over', 'shown')",
            name="status_known",
        ),
        Index("ix_notices_parcel_next_at", "next_at", postgresql_where="status IN ('waiting', 'sending')"),
        Index("ix_notices_parcel_person", "person_id", "made_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int]
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    notice_ids: Mapped[list[Any]]
    status: Mapped[str]
    tries: Mapped[int]
    next_at: Mapped[datetime]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    error: Mapped[str]


class Choice(Model):
    """How one person wants to be told; what is empty is as the company has it."""

    __tablename__ = "notices_choice"
    __sight__: ClassVar = "person"

    person_id: Mapped[int] = mapped_column(primary_key=True)
    mail: Mapped[bool]
    popups: Mapped[bool]
    digests: Mapped[list[Any] | None]
    at_once: Mapped[list[Any] | None]
    quiet_from: Mapped[str | None]
    quiet_until: Mapped[str | None]
