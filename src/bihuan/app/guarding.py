"""The embedded database, watched by whoever holds it: what ended without being asked to is started again."""

from __future__ import annotations

import threading

from bihuan.app import troubles
from bihuan.app.embedded import DatabaseWillNotStart, EmbeddedPostgres

EVERY = 0.5  # seconds between two looks; a look is one small file


class Guard:
    """Looks after one server until `stop`: killed, or ended by a full disk, it comes back as soon as it can."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        """Prepare to watch this server; nothing runs yet."""
        self._server = server
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="guard", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Stop watching; from now on the server may end."""
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(EVERY):
            try:
                if self._server.mend():
                    troubles.note("database_died")
            except (DatabaseWillNotStart, OSError) as failed:
                troubles.note("database_stuck", error=failed)
