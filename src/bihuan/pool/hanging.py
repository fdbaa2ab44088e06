"""What of pools goes along when two records become one."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table

from bihuan.pool.models import Holding
from bihuan.records import hanging
from bihuan.records.ports import Hanging


def hang() -> None:
    """Called by `app` when the program starts. Whoever has to wait for the one waits for what it became part of."""
    holdings, over = cast(Table, Holding.__table__), Holding.ended_at.is_not(None) | Holding.claimed_at.is_(None)
    hanging.register(Hanging(key="holdings", table=holdings, follows={}, only=over, told=False))
