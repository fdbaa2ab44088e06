"""The embedded database, watched by whoever holds it: what ended without being asked to is started again."""

from __future__ import annotations

import logging
import threading

from bihuan.app.embedded import DatabaseWillNotStart, EmbeddedPostgres

log = logging.getLogger(__name__)

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
                    log.error("the database had ended by itself and was started again")
            except (DatabaseWillNotStart, OSError) as failed:
                log.error("the database ended by itself and does not start; trying again: %s", failed)  # noqa: TRY400
