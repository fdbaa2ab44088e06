"""What came in together, and what was said about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Json, Model


class Batch(Model):
    """Files, their mapping, and the report of the last look at them; committed and undone as a whole."""

    __tablename__ = "importer_batch"
    __sight__: ClassVar = "person"
    __table_args__ = (CheckConstraint("state IN ('checked', 'done', 'undone')", name="state_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(index=True)
    made_at: Mapped[datetime]
    state: Mapped[str]
    files: Mapped[list[Any]]  # name, sha256, size of each
    plan: Mapped[Json]
    report: Mapped[Json]
    done_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    made: Mapped[Json]  # what the commit made: counts, and the ids of people and teams
