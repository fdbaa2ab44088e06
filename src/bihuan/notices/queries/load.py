"""How much each person is told: for whoever sets limits, so that alerts stay few."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

_LOADS = text("SELECT person, told, urgent, interruptions FROM notices_loads(:since)")


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one person was told in a while: how much, how much of it urgent, and how often they were interrupted."""

    notices: int
    urgent: int
    interruptions: int


def loads(session: Session, *, since: datetime) -> Mapping[int, Load]:
    """What each person was told since then: numbers of everybody, whoever asks."""
    return {
        person_id: Load(notices=told, urgent=urgent, interruptions=interruptions)
        for person_id, told, urgent, interruptions in session.execute(_LOADS, {"since": since})
    }
