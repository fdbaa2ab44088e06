"""What hangs on records, as `app` has introduced it, in that order; each key once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table

from bihuan.notices.models import Notice
from bihuan.org.models import Share
from bihuan.records.models import File
from bihuan.records.ports import Hanging

OWNER = {"owner_id": "id", "owner_pos": "pos"}
_FILES = Hanging(key="files", table=cast(Table, File.__table__), follows=OWNER)
_NOTICES = Hanging(key="notices", table=cast(Table, Notice.__table__), follows={})
_SHARES = Hanging(key="shares", table=cast(Table, Share.__table__), follows={})
_things: dict[str, Hanging] = {thing.key: thing for thing in (_FILES, _NOTICES, _SHARES)}


def register(thing: Hanging) -> None:
    """Let something go along when records become one. One of the same key takes the earlier one's place."""
    _things[thing.key] = thing


def introduced() -> Sequence[Hanging]:
    """Everything that hangs on records."""
    return tuple(_things.values())
