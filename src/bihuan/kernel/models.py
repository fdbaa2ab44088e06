"""The tables below all modules: the stamp of a workspace, and the answers to acts that may be sent again."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Model


class Stamp(Model):
    """One row, renewed whenever something changes that every request rests on; see `kernel.stamps`."""

    __tablename__ = "kernel_stamp"
    __sight__: ClassVar = "open"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str]


class Answer(Model):
    """What a person was answered to the act of a key; see `kernel.again`."""

    __tablename__ = "kernel_answer"
    __sight__: ClassVar = "person"

    person_id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    asked: Mapped[bytes]
    status: Mapped[int]
    content: Mapped[bytes]
