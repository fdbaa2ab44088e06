"""What the clock starts every few seconds: parcels are made, letters go out, what nobody answers goes further up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from bihuan.kernel import clock, db
from bihuan.notices import channels, commands, queries
from bihuan.notices.channels import Channel, Failed, Unreachable

PATIENCE_MS = 60_000
BATCH = 2000  # notices thought about at once
MOST_LETTERS = 200  # in one turn: the other workspaces wait meanwhile


def carry(engine: Engine, workspace: str, *, base: str, ask: Callable[[], datetime] = clock.now) -> int:
    """Do all that is due by now. How many letters went out.

    Parcels are made in one transaction; each letter is claimed in one and its end written in another, and between the
    two nothing is held: a mail server may be as slow as it likes.
    """
    mail, now = channels.found("mail"), ask()
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        if not queries.noted_waiting(session):
            return 0
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
        while commands.plan_climbs(session, limit=BATCH) == BATCH:
            pass
        commands.climb(session, now=now, limit=BATCH)
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
        commands.pack(session, by_mail=mail is not None, now=now)
    return _send(engine, workspace, mail, base=base, ask=ask) if mail is not None else 0


def _send(engine: Engine, workspace: str, mail: Channel, *, base: str, ask: Callable[[], datetime]) -> int:
    sent = 0
    for _ in range(MOST_LETTERS):
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
            claimed = commands.claim(session, base=base, now=ask())
        if claimed is None:
            break
        if claimed.letter is None:
            continue
        fault: Failed | Unreachable | None = None
        try:
            mail.carry(claimed.letter)
            sent += 1
        except (Failed, Unreachable) as no:
            fault = no
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
            commands.finish(session, claimed.parcel_id, fault, now=ask())
        if isinstance(fault, Unreachable):
            break
    return sent
