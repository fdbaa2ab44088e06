"""What of approvals goes along when two records become one."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table

from bihuan.approvals.models import Request
from bihuan.records import hanging
from bihuan.records.ports import Hanging


def hang() -> None:
    """Called by `app` when the program starts. What still waits is taken back: it was asked of another record."""
    requests, over = cast(Table, Request.__table__), Request.ended_at.is_not(None)
    hanging.register(Hanging(key="approvals", table=requests, follows=hanging.OWNER, only=over))
