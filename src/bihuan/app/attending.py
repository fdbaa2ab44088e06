"""Letting rules meet what has happened, soon after it has: every second, in every workspace."""

from __future__ import annotations

import logging
from datetime import timedelta

from bihuan.app import room, troubles, workspaces
from bihuan.app.house import House
from bihuan.kernel import clock, db
from bihuan.kernel.refusals import Refusal
from bihuan.rules import jobs as rules

EVERY = timedelta(seconds=1)
log = logging.getLogger(__name__)


def attend(house: House) -> None:
    """Let rules meet all that waits. What fails in one workspace does not stop the others, and is met again."""
    if not room.enough(house.data):
        return
    with db.translated():
        known = workspaces.names(house.engine)
    for workspace in known:
        try:
            rules.work(house.engine, workspace, now=clock.now())
        except Refusal as no:
            log.warning("rules wait in %s: %s", workspace, no.code)
        except Exception as error:  # noqa: BLE001 - it waits for the next second, and the others must not
            troubles.note("clock_failed", error=error, place=rules.__name__, workspace=workspace)
