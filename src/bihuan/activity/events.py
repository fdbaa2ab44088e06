"""Facts about activities that others may want to hear."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ActivityLogged(Event):
    """Somebody did something with a record; `contact` says whether it counts as having been in touch."""

    activity_id: int
    kind: str
    object_key: str
    record_id: int
    contact: bool
    happened_at: str


@dataclass(frozen=True, kw_only=True)
class TaskDone(Event):
    """Somebody has done what waited for them; with which record it was, if any."""

    task_id: int
    kind: str
    object_key: str | None
    record_id: int | None


@dataclass(frozen=True, kw_only=True)
class TasksOverdue(Event):
    """What should have been done by now was not: all that the clock found at once."""

    task_ids: tuple[int, ...]
