"""Whether the keys in the data folder are those a workspace's ledger was written with: asked before anything is served.

A server with other keys would sign days that nobody can verify, and seal values that the others can't open.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.refusals import Refusal
from bihuan.ledger import keys, queries, sealing

_HAS_EVENTS = text("SELECT EXISTS (SELECT FROM ledger_event)")
_SOME_KEYS = text("SELECT subject, key FROM ledger_key WHERE key IS NOT NULL ORDER BY subject LIMIT 5")


class OtherKeys(Refusal):
    """The key file in this data folder belongs to another workspace of the same name."""

    code = "other_keys"
    message = "The key file in this data folder is not the one this workspace was written with. Put the right one here."

    def __init__(self, path: Path) -> None:
        """Name the file to replace."""
        super().__init__()
        self.path = path

    def facts(self) -> dict[str, object]:
        """Which file."""
        return {"file": str(self.path)}


def recognise(session: Session) -> None:
    """Refuse with KeysMissing or OtherKeys, unless the keys here are those of the session's workspace."""
    workspace = db.workspace_of(session)
    if not session.scalar(_HAS_EVENTS):
        return
    path = keys.file_of(workspace)
    if not path.exists():
        raise keys.KeysMissing(path)
    mine = keys.of(workspace)
    kept = session.execute(_SOME_KEYS).all()
    last = queries.last_seal(session)
    if kept:
        known = any(_opens(mine, bytes(wrapped), subject) for subject, wrapped in kept)
    else:
        known = last is None or sealing.signed(mine.public, last.message(), last.signature)
    if not known:
        raise OtherKeys(path)


def _opens(mine: keys.Keys, wrapped: bytes, subject: str) -> bool:
    try:
        sealing.unwrap(mine.master, wrapped, mine.workspace, subject)
    except sealing.DoesNotOpen:
        return False
    return True
