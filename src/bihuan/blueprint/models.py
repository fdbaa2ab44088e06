"""Published versions of the whole configuration."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Json, Model


class Version(Model):
    """One blueprint that people work under: written once, never changed.

    The one that lives is the highest number that no pilot keeps for a few.
    """

    __tablename__ = "blueprint_version"
    __sight__: ClassVar = "open"
    __table_args__ = (CheckConstraint("number > 0", name="number_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    body: Mapped[Json]
    note: Mapped[str]
    digest: Mapped[str]
    released_at: Mapped[datetime]
    released_by_id: Mapped[int | None]


class Pilot(Model):
    """A version tried by some teams until a day. At most one runs at a time; what it began with never changes."""

    __tablename__ = "blueprint_pilot"
    __sight__: ClassVar = "open"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'released', 'taken_back', 'ended')", name="state_known"),
        CheckConstraint("(state = 'running') = (ended_at IS NULL)", name="over_with_its_end"),
        CheckConstraint("from_at < until", name="interval"),
        Index("uq_blueprint_pilot_running", "state", unique=True, postgresql_where=text("state = 'running'")),
        Index("ix_blueprint_pilot_until", "until", postgresql_where=text("state = 'running'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("blueprint_version.id"), unique=True)
    base_id: Mapped[int] = mapped_column(ForeignKey("blueprint_version.id"))  # what lived when it began
    team_ids: Mapped[list[Any]]
    from_at: Mapped[datetime]
    until: Mapped[datetime]
    warn_at: Mapped[datetime]  # when whoever began it is told that its end is near
    warned_at: Mapped[datetime | None]
    then_release: Mapped[bool]  # at its end it is released to all, else the teams go back
    with_running: Mapped[bool]
    note: Mapped[str]
    state: Mapped[str]
    by_id: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None]
