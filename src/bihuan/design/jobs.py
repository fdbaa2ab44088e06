"""What the clock starts: releases whose moment has come, and the end of a pilot. A job decides nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Engine

from bihuan.design import commands, queries
from bihuan.kernel import db

_PATIENCE_MS = 600_000  # tables of a million rows are changed on the way


def turn(engine: Engine | Connection, workspace: str, *, now: datetime) -> int:
    """Turn what is due, each in a transaction of its own; how much. What was missed while nothing ran is caught up.

    First the pilot, which would keep all else from being released; what dies half way is found again as it was.
    """
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=_PATIENCE_MS) as session:
        waiting, pilot = queries.due_switches(session, now=now), queries.pilot_due(session, now=now)
    turned = 0
    for act in (commands.warn, commands.end) if pilot else ():
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=_PATIENCE_MS) as session:
            turned += act(session, now=now)
    for draft_id in waiting:
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=_PATIENCE_MS) as session:
            turned += commands.switch(session, draft_id, now=now)
    return turned
