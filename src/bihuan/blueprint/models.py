"""Published versions of the whole configuration."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Json, Model


class Version(Model):
    """One released blueprint: written once, never changed. The highest number is the live one."""

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
