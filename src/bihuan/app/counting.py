"""Keeping the sums of the boards near the facts: a moment behind the people, in every workspace."""

from __future__ import annotations

import logging
from datetime import timedelta

from bihuan.app import troubles, workspaces
from bihuan.app.house import House
from bihuan.kernel import clock, db
from bihuan.kernel.refusals import Refusal
from bihuan.metrics import jobs as metrics

log = logging.getLogger(__name__)

# What has moved since is counted on the spot by whoever asks: exact at any time, and quick while it is little.
EVERY = timedelta(seconds=1)


def count(house: House) -> None:
    """Count what has moved in every workspace. What fails in one does not stop the others."""
    now = clock.now()
    with db.translated():
        known = workspaces.names(house.engine)
    for workspace in known:
        try:
            metrics.count(house.engine, workspace, now=now)
        except Refusal as no:
            log.warning("counting waits in %s: %s", workspace, no.code)
        except Exception as error:  # noqa: BLE001 - it comes again in a moment, and the others must not wait
            troubles.note("clock_failed", error=error, place=metrics.__name__, workspace=workspace)


def recount(house: House, workspace: str) -> int:
    """Count every journey of a workspace anew. How many."""
    return metrics.recount(house.engine, workspace, now=clock.now())
