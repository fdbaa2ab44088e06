"""Facts about people that others may want to hear."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class LeaveChanged(Event):
    """Somebody will be away at other times than before."""

    person_id: int
