"""What an event starts: a large handover goes on batch by batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine

from bihuan.handover import commands
from bihuan.kernel import clock, db

BATCH = 100  # items in one transaction: few enough that nobody waits for them


def asked(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of a handover that has more to do. Whoever comes after one that died goes on where it stopped."""
    more = True
    while more:
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
            more = commands.go_on(session, facts["handover_id"], now=clock.now(), limit=BATCH)
