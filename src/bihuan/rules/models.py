"""How far the rules of each grading have been gone through."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Model


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
