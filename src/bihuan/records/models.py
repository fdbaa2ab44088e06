"""Files that were handed over, and which records became one. A file's content lies in the store, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
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


class Merge(Model):
    """Some records of one object that became one of them; taken back where `undone_at` stands.

    What the one that stayed had before is told by its line in the ledger and nowhere else.
    """

    __tablename__ = "records_merge"
    __sight__: ClassVar = "owner"
    __table_args__ = (Index("ix_records_merge_into", "into_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    object_key: Mapped[str]
    into_id: Mapped[int]
    by_id: Mapped[int]
    made_at: Mapped[datetime]
    undone_by_id: Mapped[int | None]
    undone_at: Mapped[datetime | None]
    owner_id: Mapped[int]
    owner_pos: Mapped[int]


class Merged(Model):
    """A record that went into another one: its address leads there, and its story is told there."""

    __tablename__ = "records_merged"
    __sight__: ClassVar = "owner"
    __table_args__ = (
        Index("uq_records_merged_record", "record_id", unique=True, postgresql_where=text("back_at IS NULL")),
        Index("ix_records_merged_into", "into_id", postgresql_where=text("back_at IS NULL")),
        Index("ix_records_merged_merge_id", "merge_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    merge_id: Mapped[int] = mapped_column(ForeignKey("records_merge.id", ondelete="CASCADE"))
    object_key: Mapped[str]
    record_id: Mapped[int]
    into_id: Mapped[int]
    back_at: Mapped[datetime | None]
    owner_id: Mapped[int]
    owner_pos: Mapped[int]


class MergedThings(Model):
    """What went from one record to the other in a merge: the ids of one kind of thing."""

    __tablename__ = "records_merged_things"
    __sight__: ClassVar = "owner"
    __table_args__ = (Index("ix_records_merged_things_merge_id", "merge_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    merge_id: Mapped[int] = mapped_column(ForeignKey("records_merge.id", ondelete="CASCADE"))
    record_id: Mapped[int]  # which they were of
    place: Mapped[str]  # `opportunity.customer` for the records that refer to it, or the key of a hanging thing
    ids: Mapped[list[Any]]
    owner_id: Mapped[int]
    owner_pos: Mapped[int]
