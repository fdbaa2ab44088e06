"""One difference between two configurations."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Change:
    """Where something differs, as `processes.sales.stages.demo.limit`, and in which way, as a sentence."""

    place: str
    words: str
