"""Journeys, their stays, who held the ball, and what was handed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Json, Model

ENDED = "ended"  # how the last stay of a replayed journey was left: the other system's log says nothing after it


class Journey(Model):
    """One record's way through one version of a process. Its stage is written by the one door alone."""

    __tablename__ = "process_journey"
    __sight__: ClassVar = "owner"
    __table_args__ = (
        UniqueConstraint("record_id"),
        CheckConstraint("outcome IN ('won', 'lost')", name="outcome_known"),
        CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="closed_with_outcome"),
        Index("ix_process_journey_sight", "owner_pos", "process_key", "stage_key"),
        Index("ix_process_journey_open_owner", "owner_pos", postgresql_where=text("outcome IS NULL")),
        Index(
            "ix_process_journey_stage",
            "process_key",
            "stage_key",
            "entered_at",
            postgresql_where=text("outcome IS NULL"),
        ),
        Index("ix_process_journey_going", "owner_pos", "due_at", postgresql_where=text("outcome IS NULL")),
        Index(
            "ix_process_journey_quiet",
            "quiet_due_at",
            postgresql_where=text("quiet_told_at IS NULL AND outcome IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    object_key: Mapped[str]
    record_id: Mapped[int]
    process_key: Mapped[str]
    version_id: Mapped[int] = mapped_column(ForeignKey("blueprint_version.id"))
    stage_key: Mapped[str]
    stage_seq: Mapped[int]  # the number of the present stay, counted from 1
    outcome: Mapped[str | None]
    reason: Mapped[str | None]
    started_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    owner_id: Mapped[int]
    owner_pos: Mapped[int]
    due_at: Mapped[datetime | None]  # of the present stay, so that lists sort by it without a join
    entered_at: Mapped[datetime]
    quiet_due_at: Mapped[datetime | None]
    quiet_told_at: Mapped[datetime | None]
    debts: Mapped[list[Any]]
    demands: Mapped[list[Any] | None]  # what rules ask for besides, each with the stage whose gate asks it
    import_id: Mapped[int | None] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column()  # two people moving one journey: the second is told so
    __mapper_args__ = {"version_id_col": revision}


# How long a stay was, where anybody knows: it is over, its beginning is our own, and what came after is told.
_LASTED = """
CASE WHEN NOT opening AND left_how NOT IN ('moved', 'ended')
THEN (extract(epoch FROM left_at - entered_at) * 1000000)::bigint END
"""


class Stay(Model):
    """A journey's time in one stage: a fact from the moment it begins, with its deadlines as columns."""

    __tablename__ = "process_stay"
    __sight__: ClassVar = "owner"
    __table_args__ = (
        UniqueConstraint("journey_id", "seq"),
        Index("ix_process_stay_warn", "warn_at", postgresql_where=text("warned_at IS NULL AND left_at IS NULL")),
        Index("ix_process_stay_due", "due_at", postgresql_where=text("overdue_at IS NULL AND left_at IS NULL")),
        Index(
            "ix_process_stay_escalate",
            "escalate_at",
            postgresql_where=text("escalated_at IS NULL AND left_at IS NULL"),
        ),
        Index(
            "ix_process_stay_late", "overdue_at", postgresql_where=text("left_at IS NULL AND overdue_at IS NOT NULL")
        ),
        Index("ix_process_stay_board", "owner_pos", "stage_key", "entered_at"),
        Index(
            "ix_process_stay_waiting",
            "process_key",
            "stage_key",
            "due_at",
            postgresql_include=["person_id", "owner_pos", "warn_at", "entered_at", "id"],
            postgresql_where=text("left_at IS NULL"),
        ),
        Index(
            "ix_process_stay_lasted",
            "process_key",
            "stage_key",
            "lasted",
            postgresql_include=["owner_pos"],
            postgresql_where=text("lasted IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("process_journey.id", ondelete="CASCADE"))
    seq: Mapped[int]
    process_key: Mapped[str]
    stage_key: Mapped[str]
    person_id: Mapped[int]  # who was responsible for this stay; stays behind when the record is handed over
    owner_id: Mapped[int]
    owner_pos: Mapped[int]
    entered_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    left_how: Mapped[str | None]  # advanced, back, exception, won, lost, moved, ended
    warn_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    escalate_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    overdue_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    grace_until: Mapped[datetime | None]  # no alarm before this moment, for what an import brought in
    opening: Mapped[bool]  # brought in by an import: its length is what the old system said
    lasted: Mapped[int | None] = mapped_column(Computed(_LASTED, persisted=True))  # in millionths of a second


class Hold(Model):
    """A part of a stay, and who held the ball: rep, approver, department, customer or system."""

    __tablename__ = "process_hold"
    __sight__: ClassVar = "owner"
    __table_args__ = (Index("ix_process_hold_stay", "stay_id"), Index("ix_process_hold_journey", "journey_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(ForeignKey("process_stay.id", ondelete="CASCADE"))
    journey_id: Mapped[int]
    holder: Mapped[str]
    cause: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    owner_id: Mapped[int]
    owner_pos: Mapped[int]


class HandedIn(Model):
    """Something handed in for a deliverable; then accepted or rejected where the stage asks for review."""

    __tablename__ = "process_handed_in"
    __sight__: ClassVar = "owner"
    __table_args__ = (
        Index("ix_process_handed_in_journey", "journey_id", "key"),
        Index("ix_process_handed_in_late", "stay_id", "stage_key", postgresql_where=text("late")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("process_journey.id", ondelete="CASCADE"))
    stay_id: Mapped[int] = mapped_column(ForeignKey("process_stay.id", ondelete="CASCADE"))
    stage_key: Mapped[str]
    key: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str]  # waiting (for review), accepted, rejected
    text: Mapped[str | None]
    file_id: Mapped[int | None]
    answers: Mapped[Json | None]
    by_id: Mapped[int]
    at: Mapped[datetime]
    late: Mapped[bool]  # after the stay was due: made up, not on time
    reviewer_id: Mapped[int | None]
    reviewed_by_id: Mapped[int | None]
    reviewed_at: Mapped[datetime | None]
    review_reason: Mapped[str | None]
    owner_id: Mapped[int]
    owner_pos: Mapped[int]


class Confirmation(Model):
    """A signed link by which a customer, without log-in, sees a file and says that it came."""

    __tablename__ = "process_confirmation"
    __sight__: ClassVar = "owner"
    __table_args__ = (
        Index("ix_process_confirmation_journey", "journey_id"),
        CheckConstraint("answer IN ('confirmed', 'declined')", name="answer_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    handed_in_id: Mapped[int] = mapped_column(ForeignKey("process_handed_in.id", ondelete="CASCADE"))
    journey_id: Mapped[int]
    key: Mapped[str]  # the deliverable of kind "confirmation" that this answers
    file_id: Mapped[int]
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int]
    expires_at: Mapped[datetime]
    viewed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    answered_name: Mapped[str | None]
    answer_reason: Mapped[str | None]
    owner_id: Mapped[int]
    owner_pos: Mapped[int]


class Passage(Model):
    """An exception: a closed gate passed by right, with a reason and with what was missing."""

    __tablename__ = "process_exception"
    __sight__: ClassVar = "owner"
    __table_args__ = (Index("ix_process_exception_journey", "journey_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("process_journey.id", ondelete="CASCADE"))
    stay_id: Mapped[int]
    stage_key: Mapped[str]
    reason: Mapped[str]
    missing: Mapped[list[Any]]
    by_id: Mapped[int]
    at: Mapped[datetime]
    owner_id: Mapped[int]
    owner_pos: Mapped[int]


class Transfer(Model):
    """Running journeys of one process moving to another version, stage by stage as a mapping says; done in batches."""

    __tablename__ = "process_transfer"
    __sight__: ClassVar = "open"
    __table_args__ = (CheckConstraint("state IN ('moving', 'moved', 'undoing', 'undone')", name="state_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    process_key: Mapped[str]
    version_id: Mapped[int] = mapped_column(ForeignKey("blueprint_version.id"))
    mapping: Mapped[Json]  # where those go that stand in a stage; whoever stands in none of these stays
    lo: Mapped[int | None]  # the positions of the owners whose journeys move; None for all
    hi: Mapped[int | None]
    grace: Mapped[str | None]  # how long after the move no alarm is given
    state: Mapped[str]
    after: Mapped[int]  # the last journey that was looked at: where the next batch goes on
    moved: Mapped[int]
    left: Mapped[int]  # that an undo could not bring back: they have gone on since
    by_id: Mapped[int]
    made_at: Mapped[datetime]
    undone_by_id: Mapped[int | None]
    undone_at: Mapped[datetime | None]


class Transferred(Model):
    """One journey that a transfer moved, and how it stood before."""

    __tablename__ = "process_transferred"
    __sight__: ClassVar = "owner"
    __table_args__ = (
        UniqueConstraint("transfer_id", "journey_id"),
        Index("ix_process_transferred_journey", "journey_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("process_transfer.id", ondelete="CASCADE"))
    journey_id: Mapped[int] = mapped_column(ForeignKey("process_journey.id", ondelete="CASCADE"))
    from_version_id: Mapped[int]
    from_stage: Mapped[str]
    from_entered_at: Mapped[datetime]
    from_grace_until: Mapped[datetime | None]
    stage: Mapped[str]
    stage_seq: Mapped[int]  # of the stay in which the transfer left it: another one says that it has gone on
    undone: Mapped[bool | None]  # None until an undo came by
    owner_id: Mapped[int]
    owner_pos: Mapped[int]
