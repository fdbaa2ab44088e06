"""Facts about activities that others may want to hear."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ActivityLogged(Event):
    """Somebody did something with a record; `contact` says whether it counts as having been in touch."""

    activity_id: int
    object_key: str
    record_id: int
    contact: bool
    happened_at: str
    recorded_at: str
