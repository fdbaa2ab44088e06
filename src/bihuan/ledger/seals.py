"""The seal of a day: the root over all its events, joined to the seal before, ready to be signed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from struct import Struct

from bihuan.ledger import canon

SEAL = b"bihuan.seal.1\0"
FIRST = bytes(32)  # what the first seal of a workspace follows
_HEADER = Struct(">IIqqqq")


class Unreadable(ValueError):
    """A line that should be a seal is not one."""


@dataclass(frozen=True, kw_only=True)
class Seal:
    """What was signed about one day of one workspace, and the signature."""

    workspace: str
    day: date
    count: int
    first_id: int
    last_id: int
    root: bytes
    prev: bytes
    sealed_at: datetime
    signature: bytes = b""

    def message(self) -> bytes:
        """The bytes that the signature covers; two different seals never share them."""
        workspace, day = self.workspace.encode(), self.day.isoformat().encode()
        header = _HEADER.pack(
            len(workspace), len(day), self.count, self.first_id, self.last_id, canon.micros(self.sealed_at)
        )
        return b"".join((SEAL, header, workspace, day, self.root, self.prev))

    def line(self) -> str:
        """The seal as one line of JSON: what the anchor file keeps, and what may be printed or mailed."""
        plain = {key: value.hex() if isinstance(value, bytes) else value for key, value in asdict(self).items()}
        return canon.written(plain)


def read(line: str) -> Seal:
    """The seal that a line tells of. Raises Unreadable when the line is damaged."""
    try:
        plain = json.loads(line)
        return Seal(
            workspace=str(plain["workspace"]),
            day=date.fromisoformat(plain["day"]),
            count=int(plain["count"]),
            first_id=int(plain["first_id"]),
            last_id=int(plain["last_id"]),
            root=bytes.fromhex(plain["root"]),
            prev=bytes.fromhex(plain["prev"]),
            sealed_at=datetime.fromisoformat(plain["sealed_at"]).astimezone(UTC),
            signature=bytes.fromhex(plain["signature"]),
        )
    except (ValueError, KeyError, TypeError) as fault:
        raise Unreadable(line[:100]) from fault
