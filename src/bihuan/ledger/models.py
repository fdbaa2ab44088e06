"""The chains of all subjects, the keys of their personal values, and the seals of the days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Computed, Date, Identity, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Model

SUBJECT = Text(collation="C")  # one order on every machine: the order of the bytes


class Subject(Model):
    """What a chain is about, where the chain ends, and who sees it: its visibility follows its record."""

    __tablename__ = "ledger_subject"
    __sight__: ClassVar[str] = "owner"
    __table_args__ = ({"postgresql_with": {"fillfactor": 70}},)

    subject: Mapped[str] = mapped_column(SUBJECT, primary_key=True)
    owner_id: Mapped[int | None]
    owner_pos: Mapped[int | None] = mapped_column(index=True)
    seq: Mapped[int]
    head: Mapped[bytes]
    record_id: Mapped[int | None] = mapped_column(
        BigInteger,
        Computed(
            "CASE WHEN subject ~ '^[a-z][a-z0-9_]*:[0-9]{1,18}$' AND subject !~ '^(person|blueprint|import):'"
            " THEN split_part(subject, ':', 2)::bigint END",
            persisted=True,
        ),
    )


class Event(Model):
    """One line of the ledger: who did what to which subject, when; and the link that binds it to the line before."""

    __tablename__ = "ledger_event"
    __sight__: ClassVar[str] = "subject"
    __table_args__ = (
        UniqueConstraint("subject", "seq"),
        Index(None, "day", "id"),
        Index(None, "kind", "recorded_at"),
        Index("ix_ledger_event_journey_id", "journey_id", "id", postgresql_where="journey_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    subject: Mapped[str] = mapped_column(SUBJECT)
    seq: Mapped[int]
    kind: Mapped[str]
    actor_id: Mapped[int | None]
    device: Mapped[str | None]
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    journey_id: Mapped[int | None]
    # json, not jsonb: the very text that was hashed, so nothing is ever rewritten on the way.
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    sealed: Mapped[bytes | None]
    day: Mapped[date] = mapped_column(Date)  # the day whose seal covers it: a late event goes to the first open day
    prev: Mapped[bytes]
    hash: Mapped[bytes]


class SubjectKey(Model):
    """The key of a subject's personal values, locked with the workspace's master key; empty once forgotten."""

    __tablename__ = "ledger_key"
    __sight__: ClassVar[str] = "subject"

    subject: Mapped[str] = mapped_column(SUBJECT, primary_key=True)
    key: Mapped[bytes | None]


class DaySeal(Model):
    """The signed root over all events of one day."""

    __tablename__ = "ledger_seal"
    __sight__: ClassVar[str] = "open"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    count: Mapped[int]
    first_id: Mapped[int]
    last_id: Mapped[int]
    root: Mapped[bytes]
    prev: Mapped[bytes]
    signature: Mapped[bytes]
    sealed_at: Mapped[datetime]
