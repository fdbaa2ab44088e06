"""What a story is made of: its stays, its contacts, and the tasks it put on people's lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bihuan.process.definition import Stage
from bihuan.process.way import Deadlines


@dataclass
class Stopover:
    """A stay, and who held the ball during it."""

    id: int
    seq: int
    stage: Stage
    place: int
    entered: datetime
    limits: Deadlines
    left: datetime | None = None
    how: str | None = None
    holds: list[tuple[str, str, datetime]] = field(default_factory=list)


@dataclass
class Errand:
    """A task that was put on somebody's list."""

    person: int
    kind: str
    title: str
    cause: str
    due: datetime | None
    made: datetime
    done: datetime | None = None
    deliverable: int | None = None


@dataclass(frozen=True)
class Talk:
    """A contact with the customer."""

    id: int
    kind: str
    said: str
    at: datetime
