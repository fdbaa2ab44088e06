"""What somebody put off, and who was asked how it goes."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Model


class PutOff(Model):
    """A thing that one person does not want to see before a moment."""

    __tablename__ = "agenda_put_off"
    __sight__: ClassVar = "person"

    person_id: Mapped[int] = mapped_column(primary_key=True)
    thing: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]


class Nudge(Model):
    """When somebody was last asked how a thing goes: once an hour is enough, whoever asks."""

    __tablename__ = "agenda_nudge"
    __sight__: ClassVar = "person"

    person_id: Mapped[int] = mapped_column(primary_key=True)
    thing: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int]
