"""People, teams, leave, and what people carry to prove who they are. Secrets are kept as hashes only."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Model


class Team(Model):
    """A team, a region of teams, or the company; everyone below it has a position between `lo` and `hi`."""

    __tablename__ = "org_team"
    __sight__: ClassVar = "open"
    __table_args__ = (
        CheckConstraint("kind IN ('company', 'region', 'team')", name="kind_known"),
        CheckConstraint("lo < hi", name="interval"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("org_team.id"), index=True)
    kind: Mapped[str]
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("org_person.id", use_alter=True))
    lo: Mapped[int]
    hi: Mapped[int]


class Person(Model):
    """Someone who works here. `pos` is a point inside the team's interval, or beyond all of them without a team."""

    __tablename__ = "org_person"
    __sight__: ClassVar = "open"
    __table_args__ = (
        # Checked at the end of a statement: a renumbering moves many at once.
        UniqueConstraint("pos", deferrable=True, initially="IMMEDIATE"),
        CheckConstraint("manager_id <> id", name="not_own_manager"),
        CheckConstraint("lang IN ('zh', 'en')", name="lang_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("org_team.id"), index=True)
    role_key: Mapped[str]
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("org_person.id"))
    pos: Mapped[int]
    active: Mapped[bool]
    password_hash: Mapped[str]
    must_change: Mapped[bool]
    lang: Mapped[str]
    skills: Mapped[list[Any]]
    created_at: Mapped[datetime]


class Leave(Model):
    """A person is away from `from_at` until `to_at`; the substitute, if any, stands in."""

    __tablename__ = "org_leave"
    __sight__: ClassVar = "open"
    __table_args__ = (CheckConstraint("from_at < to_at", name="interval"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("org_person.id"), index=True)
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("org_person.id"))
    from_at: Mapped[datetime]
    to_at: Mapped[datetime] = mapped_column(index=True)


class Share(Model):
    """A single record that somebody asked to work on with its owner, and what came of it: granted, they see it."""

    __tablename__ = "org_share"
    __sight__: ClassVar = "person"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'granted', 'declined', 'ended')", name="state_known"),
        Index("ix_org_share_record", "object_key", "record_id"),
        Index("ix_org_share_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("org_person.id"))
    object_key: Mapped[str]
    record_id: Mapped[int]
    state: Mapped[str]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None]


class LogIn(Model):
    """One browser where a person is logged in. The cookie's text is known to the browser alone."""

    __tablename__ = "org_session"
    __sight__: ClassVar = "open"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("org_person.id"), index=True)
    csrf: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    agent: Mapped[str]


class Token(Model):
    """A key for a program that acts for a person, as far as its scopes reach."""

    __tablename__ = "org_token"
    __sight__: ClassVar = "open"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("org_person.id"), index=True)
    name: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    scopes: Mapped[list[Any]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Attempt(Model):
    """How often a log-in was tried from one address lately. The login is hashed: people type passwords there too."""

    __tablename__ = "org_attempt"
    __sight__: ClassVar = "open"
    __table_args__ = (Index("ix_org_attempt_first_at", "first_at"),)

    login_hash: Mapped[bytes] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    first_at: Mapped[datetime]
