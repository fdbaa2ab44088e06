"""Facts about handovers that others may want to hear."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class HandoverAsked(Event):
    """A handover, or its undoing, has more to do than fits into one act."""

    handover_id: int
