"""Facts about versions that others may want to hear."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class BlueprintReleased(Event):
    """A new version lives."""

    version_id: int


@dataclass(frozen=True, kw_only=True)
class PilotTurned(Event):
    """Some people work under another version from now on: a pilot began, or it is over without a release."""

    version_id: int
