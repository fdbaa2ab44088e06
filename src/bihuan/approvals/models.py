"""Approvals that were asked for, whose turn it is, and what everybody did."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Json, Model


class Request(Model):
    """One question put to approvers: about which record, with the values that were asked for, and what came of it."""

    __tablename__ = "approvals_request"
    __sight__: ClassVar = "asked"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'returned', 'approved', 'rejected', 'withdrawn', 'lapsed')", name="state_known"
        ),
        CheckConstraint("(state IN ('waiting', 'returned')) = (ended_at IS NULL)", name="ended_with_state"),
        Index("ix_approvals_request_record", "object_key", "record_id", "asked_at"),
        Index("ix_approvals_request_journey", "journey_id", "key"),
        Index("ix_approvals_request_asker", "asker_id", "asked_at"),
        # Nobody asks the same twice while the first answer is still awaited.
        Index(
            "uq_approvals_request_open",
            "record_id",
            "key",
            unique=True,
            postgresql_where=text("state IN ('waiting', 'returned')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    object_key: Mapped[str]
    record_id: Mapped[int]
    journey_id: Mapped[int | None]
    version_id: Mapped[int] = mapped_column(ForeignKey("blueprint_version.id"))
    title: Mapped[str]  # what the record was called, for those who do not see it
    reason: Mapped[str]
    state: Mapped[str]  # lapsed: it was approved, and what was approved has changed since
    plan: Mapped[list[Any]]  # the keys of the steps that apply to the values asked for
    step: Mapped[int]  # the place of the present one among them
    turn: Mapped[int]  # how many steps were reached, those reached again included
    shown: Mapped[list[Any]]  # what is asked for: each field with its value and how it is said
    changed: Mapped[Json]  # how fields are said that have changed since
    files: Mapped[list[Any]]  # the ids of the record's files when it was asked
    asker_id: Mapped[int]
    asked_at: Mapped[datetime]
    turned_at: Mapped[datetime]  # since when it stands as it does
    ended_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    people: Mapped[list[int]] = mapped_column(ARRAY(BIGINT))  # who asked and who was ever asked: they see it
    owner_id: Mapped[int]
    owner_pos: Mapped[int]


class SeatRow(Model):
    """One person's turn in an approval, with the deadlines of their answer."""

    __tablename__ = "approvals_seat"
    __sight__: ClassVar = "request"
    __table_args__ = (
        UniqueConstraint("request_id", "number"),
        CheckConstraint("answer IN ('yes', 'no', 'back', 'over')", name="answer_known"),
        Index("ix_approvals_seat_person", "person_id", "answered_at"),
        Index("ix_approvals_seat_waiting", "person_id", postgresql_where=text("answer IS NULL")),
        Index("ix_approvals_seat_warn", "warn_at", postgresql_where=text("warned_at IS NULL AND answer IS NULL")),
        Index("ix_approvals_seat_due", "due_at", postgresql_where=text("overdue_at IS NULL AND answer IS NULL")),
        Index(
            "ix_approvals_seat_escalate",
            "escalate_at",
            postgresql_where=text("escalated_at IS NULL AND answer IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("approvals_request.id", ondelete="CASCADE"))
    number: Mapped[int]
    turn: Mapped[int]
    step_key: Mapped[str]
    person_id: Mapped[int]
    root: Mapped[int]
    after: Mapped[int | None]
    hands: Mapped[int]
    way: Mapped[list[Any]]  # why this person of all people
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    since: Mapped[datetime | None]  # since when it is their turn
    warn_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    escalate_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    overdue_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]


class Act(Model):
    """What somebody, or the clock, did to an approval: its history, for those who may not see the record's."""

    __tablename__ = "approvals_act"
    __sight__: ClassVar = "request"
    __table_args__ = (Index("ix_approvals_act_request", "request_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("approvals_request.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    what: Mapped[str]
    step_key: Mapped[str | None]
    to_id: Mapped[int | None]
    reason: Mapped[str | None]
