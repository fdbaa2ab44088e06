"""What goes out of the house by itself, and to whom."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Model


class Feed(Model):
    """One person's calendar for other programs. The secret of its link is that person's; here is its hash."""

    __tablename__ = "reports_feed"
    __sight__: ClassVar = "person"

    person_id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
