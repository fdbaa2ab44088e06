"""What the clock does with objects: columns that nobody took back in thirty days are dropped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Engine

from bihuan.kernel import db
from bihuan.objects import ddl, queries


def purge(engine: Engine | Connection, workspace: str, *, now: datetime) -> int:
    """Drop the columns whose time is over; how many. Cheap when there are none, so the minute loop may call it."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        if not queries.hidden_before(session, moment=now - ddl.RESTORABLE):
            return 0
        return len(ddl.purge(session, now=now))
