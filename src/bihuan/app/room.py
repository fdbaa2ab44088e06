"""Room on the disk: writing stops in words while there is still enough for the database to keep itself whole.

PostgreSQL that can't write its log ends at once, and needs room to come back. So the house stops first: what would
write is refused, the clock and the jobs wait, reading goes on, and everything continues by itself when there is room.
"""

from __future__ import annotations

import os
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from bihuan.app import answers
from bihuan.kernel import db

MIB = 2**20
LEAST = 96 * MIB  # below this nothing is written: the database's own log needs some of it to come to an end
SCARCE = 1024 * MIB  # below this somebody should make room
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
# Whoever makes room must get in and out.
_ALWAYS = ("/api/session", "/api/system")


def left(data: Path) -> int:
    """How many bytes may still be written where this folder lies."""
    facts = os.statvfs(data)
    return facts.f_bavail * facts.f_frsize


def enough(data: Path) -> bool:
    """Whether there is room to write."""
    return left(data) >= LEAST


class Floor:
    """Refuses what would write, in words, when there is no room left."""

    def __init__(self, app: ASGIApp, *, data: Path) -> None:
        """Watch over this folder."""
        self._app, self._data = app, data

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it would write what there is no room for."""
        writing = scope["type"] == "http" and scope["method"] not in _READING
        if writing and not scope["path"].startswith(_ALWAYS) and not enough(self._data):
            await answers.refusal(db.NoRoom())(scope, receive, send)
            return
        await self._app(scope, receive, send)
