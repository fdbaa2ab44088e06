"""The companions that `app` has introduced, in the order of their introduction; each key once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bihuan.records.ports import Companion

_companions: dict[str, Companion] = {}


def register(companion: Companion) -> None:
    """Let something stand beside every record from now on. One of the same key takes the earlier one's place."""
    _companions[companion.key] = companion


def introduced() -> Sequence[Companion]:
    """Every companion."""
    return tuple(_companions.values())


def shown() -> frozenset[str]:
    """The names of all columns that are looked at when what stands beside a record is shown."""
    return frozenset(name for companion in introduced() for name in companion.shown)


def beside(kept: Mapping[str, Any], *, now: datetime) -> dict[str, dict[str, Any] | None]:
    """What stands beside a record whose companions keep these columns, by the companions' keys."""
    return {companion.key: companion.beside(kept, now=now) for companion in introduced()}
