"""What the clock starts: every finished day gets its seal, and every seal its anchor outside the database."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine

from bihuan.kernel import db
from bihuan.ledger import commands, queries

PATIENCE_MS = 600_000  # a day of a large import has a million events


def seal_days(engine: Engine | Connection, workspace: str, *, now: datetime) -> int:
    """Seal every day that ended at least an hour ago and has no seal yet, then anchor; how many days were sealed.

    Cheap when there is nothing to do, so the minute loop may call it. A day to which someone is still writing
    stops it: days are sealed in their order, and the next minute tries again.
    """
    before, sealed = (now.astimezone(UTC) - commands.LAG).date(), 0
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        days = queries.unsealed_days(session, before)
    with suppress(commands.DayAlreadySealed):  # another process was first; it goes on with the days that are left
        for day in days:
            with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
                if commands.seal_day(session, day, now=now) is None:
                    break
            sealed += 1
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
        commands.publish(session)
    return sealed
