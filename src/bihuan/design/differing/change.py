"""One difference between two configurations."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Change:
    """Where something differs, as `processes.sales.stages.demo.limit`, and in which way, as a sentence.

    The same side by side: what `about` calls is `was` in the one and `now` in the other; None where it is not there.
    """

    place: str
    words: str
    about: str = ""
    was: str | None = None
    now: str | None = None
