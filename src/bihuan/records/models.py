"""Files that were handed over. Their content lies in the store, once, whoever brought it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Model


class File(Model):
    """One file: first its uploader's alone, then part of a record and seen by whoever sees that."""

    __tablename__ = "records_file"
    __sight__: ClassVar = "owner"
    __table_args__ = (
        CheckConstraint("(object_key IS NULL) = (record_id IS NULL)", name="whole_record"),
        Index("ix_records_file_record", "record_id", postgresql_where="record_id IS NOT NULL"),
        Index("ix_records_file_sight", "owner_pos"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    name: Mapped[str]
    type: Mapped[str]
    size: Mapped[int]
    made_by_id: Mapped[int]
    made_at: Mapped[datetime]
    object_key: Mapped[str | None]
    record_id: Mapped[int | None]
    field_key: Mapped[str | None]  # the field that holds it; empty for what was handed in on a journey
    owner_id: Mapped[int]
    owner_pos: Mapped[int]
