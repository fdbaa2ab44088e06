"""What rules have heard, done and wait for; and how far the rules of each grading have been gone through."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Json, Model


class GradingPass(Model):
    """One grading: the rules and the day for which its records are looked at, and the last one that was.

    `after` is None when all of them were. Whoever dies half way is taken up where they stood.
    """

    __tablename__ = "rules_grading_pass"
    __sight__: ClassVar = "open"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str]
    day: Mapped[date]
    after: Mapped[int | None]


class Heard(Model):
    """Something that has happened and that some rule listens to: written with the act itself, gone when it was met.

    `about` are the fields, the stage, the kind … that it happened to; `chain` are the rules it follows from.
    """

    __tablename__ = "rules_heard"
    __sight__: ClassVar = "open"

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str]
    about: Mapped[list[Any]]
    object_key: Mapped[str]
    record_id: Mapped[int]
    journey_id: Mapped[int | None]
    chain: Mapped[list[Any]]
    at: Mapped[datetime]


class Run(Model):
    """One rule meeting one event: at most once for each. What was done, why, or what went wrong.

    `done`; `failed` and to be tried again at `next_at`, or no more; `held` back because there were too many; `stopped`
    because rules set each other off without end; `dropped` by a person.
    """

    __tablename__ = "rules_run"
    __sight__: ClassVar = "owner"
    __table_args__ = (
        UniqueConstraint("rule_key", "cause"),
        CheckConstraint("state IN ('done', 'failed', 'held', 'stopped', 'dropped')", name="state_known"),
        Index("ix_rules_run_rule", "rule_key", "at"),
        Index("ix_rules_run_trouble", "at", postgresql_where=text("state IN ('failed', 'held', 'stopped')")),
        Index("ix_rules_run_next", "next_at", postgresql_where=text("next_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_key: Mapped[str]
    version_id: Mapped[int]
    cause: Mapped[str]
    event: Mapped[str]
    object_key: Mapped[str]
    record_id: Mapped[int]
    journey_id: Mapped[int | None]
    owner_id: Mapped[int]
    owner_pos: Mapped[int]
    state: Mapped[str]
    why: Mapped[list[Any]]
    did: Mapped[list[Any]]
    trouble: Mapped[Json | None]
    chain: Mapped[list[Any]]
    at: Mapped[datetime]
    tries: Mapped[int]
    next_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None]


class Timer(Model):
    """A rule that lets time pass for one record, since `since` and until `due_at`."""

    __tablename__ = "rules_timer"
    __sight__: ClassVar = "open"
    __table_args__ = (
        UniqueConstraint("rule_key", "object_key", "record_id"),
        Index("ix_rules_timer_due_at", "due_at"),
        Index("ix_rules_timer_record", "object_key", "record_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_key: Mapped[str]
    version_id: Mapped[int]
    event: Mapped[str]
    object_key: Mapped[str]
    record_id: Mapped[int]
    journey_id: Mapped[int | None]
    since: Mapped[datetime]
    due_at: Mapped[datetime]
    chain: Mapped[list[Any]]


class Turn(Model):
    """Whose turn it was last, of those among whom an action shares out."""

    __tablename__ = "rules_turn"
    __sight__: ClassVar = "open"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int]


class Round(Model):
    """A rule that the clock sets off: when next, and on the way through its records, behind which one it is."""

    __tablename__ = "rules_round"
    __sight__: ClassVar = "open"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    schedule: Mapped[Json]
    next_at: Mapped[datetime]
    at: Mapped[datetime | None]
    after: Mapped[int | None]


class Secret(Model):
    """A key with which calls to other systems are signed; sealed, and shown once when it is made."""

    __tablename__ = "rules_secret"
    __sight__: ClassVar = "open"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[bytes]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None]


class Call(Model):
    """What another system shall be told, once for each cause; made outside of any transaction, later and later.

    `waiting` until `next_at`; `sent`; `dead` after too many tries, or where nobody may be called; `dropped` by hand.
    """

    __tablename__ = "rules_call"
    __sight__: ClassVar = "owner"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sent', 'dead', 'dropped')", name="state_known"),
        Index("ix_rules_call_next", "next_at", postgresql_where=text("state = 'waiting'")),
        Index("ix_rules_call_dead", "id", postgresql_where=text("state = 'dead'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(unique=True)
    rule_key: Mapped[str]
    object_key: Mapped[str]
    record_id: Mapped[int]
    owner_id: Mapped[int]
    owner_pos: Mapped[int]
    url: Mapped[str]
    secret: Mapped[str | None]
    body: Mapped[str]
    state: Mapped[str]
    status: Mapped[int | None]
    trouble: Mapped[str | None]
    at: Mapped[datetime]
    tries: Mapped[int]
    next_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
