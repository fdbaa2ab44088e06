"""Many journeys at once, whose stays are due, brought in as an import would."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.ledger import commands as ledger
from bihuan.org import queries as org
from bihuan.process import commands, queries
from bihuan.process.commands import Batch, Placed
from bihuan.records import commands as records
from tests.company import Cast


def bring_in(session: Session, cast: Cast, count: int, *, now: datetime) -> None:
    """So many of Chen's opportunities, each overdue in a stage that has one deadline and no other."""
    long_ago = now - timedelta(days=30)
    rows = [{"name": f"单 {number}", "owner_id": cast.chen, "amount": "5000"} for number in range(count)]
    ids = records.load(session, "opportunity", rows, import_id=1, now=now)
    position = org.person(session, cast.chen).pos
    batch = Batch(
        process=queries.processes(session)["sales"],
        version_id=blueprint.current(session).id,
        import_id=1,
        by_id=None,
        grace_until=long_ago,
        now=now,
    )
    placed = [
        Placed(
            record_id=number,
            owner_id=cast.chen,
            owner_pos=position,
            stage="quote",
            started_at=long_ago,
            entered_at=long_ago,
        )
        for number in ids
    ]
    ledger.append_many(session, commands.place(session, placed, batch=batch))


TOLD_TIMES = text(
    "SELECT times, count(*) FROM (SELECT count(e.id) AS times FROM process_stay s LEFT JOIN ledger_event e"
    " ON e.journey_id = s.journey_id AND e.kind = 'stage.overdue' AND e.payload::jsonb->>'stay' = s.id::text"
    " GROUP BY s.id) t GROUP BY times"
)
MARKED = text("SELECT count(*) FROM process_stay WHERE overdue_at IS NOT NULL")


def told_times(session: Session) -> dict[int, int]:
    """How many stays were told of how often."""
    return {int(times): int(stays) for times, stays in session.execute(TOLD_TIMES)}


def marked(session: Session) -> int:
    """How many stays are marked as told."""
    return int(session.scalar(MARKED) or 0)
