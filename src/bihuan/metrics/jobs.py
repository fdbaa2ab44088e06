"""What the clock starts: counting what has moved, and everything where nothing was counted yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from bihuan.kernel import db
from bihuan.metrics import commands, queries
from bihuan.org import queries as org

_PATIENCE = 3_600_000  # milliseconds: a million journeys take a while, and nobody waits for them


def count(engine: Engine, workspace: str, *, now: datetime) -> None:
    """Count what has moved, in small transactions, until none is left; all of it, where days begin elsewhere now."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=_PATIENCE) as session:
        if queries.counted_by(session) != org.calendar(session).zone:
            commands.recount(session, now=now)
        commands.place(session)
        if not queries.touched(session, limit=1):
            return
    marks = commands.BATCH
    while marks == commands.BATCH:
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
            marks = commands.count(session)


def recount(engine: Engine, workspace: str, *, now: datetime) -> int:
    """Count every journey anew, whatever was counted before. How many."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=_PATIENCE) as session:
        return commands.recount(session, now=now)
