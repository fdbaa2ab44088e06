"""The one table below all modules: the stamp of a workspace."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Model


class Stamp(Model):
    """One row, renewed whenever something changes that every request rests on; see `kernel.stamps`."""

    __tablename__ = "kernel_stamp"
    __sight__: ClassVar = "open"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str]
