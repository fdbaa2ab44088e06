"""What the clock starts. A job opens a transaction and calls one command; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bihuan.activity.events import ActivityLogged
from bihuan.kernel import db
from bihuan.kernel.events import Event
from bihuan.process import commands

BATCH = 50


def ring(engine: Engine, workspace: str, *, now: datetime) -> int:
    """Tell of every deadline that has come, in small transactions, until none is left. How many.

    What was missed while nothing ran is caught up, the longest waiting first; what dies half way
    is rolled back whole and found again by whoever comes next.
    """
    rings: list[Callable[..., int]] = [partial(commands.ring, level=level) for level in commands.LEVELS]
    return sum(_until_none(engine, workspace, ring_some, now=now) for ring_some in (*rings, commands.ring_follow_ups))


def contact_made(session: Session, event: Event) -> None:
    """Hear of an activity, in the teller's own transaction: the follow-up clock starts again at once."""
    assert isinstance(event, ActivityLogged)
    if event.contact:
        commands.contacted(session, event.record_id, at=datetime.fromisoformat(event.happened_at))


def _until_none(engine: Engine, workspace: str, ring_some: Callable[..., int], *, now: datetime) -> int:
    rung = 0
    while True:
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
            count = ring_some(session, now=now, limit=BATCH)
        rung += count
        if count < BATCH:
            return rung
