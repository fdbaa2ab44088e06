"""The shapes in which transitions and variants leave over HTTP."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from bihuan.metrics.paths import Kind
from bihuan.metrics.shapes import Named


class TransitionOut(BaseModel):
    """One step: from where to where, how often, how long. `note` says when the mean alone would mislead.

    `kind` measures it against the process as drawn up: onward, leap (over stages that always apply), back, again, end.
    """

    frm: Named
    to: Named
    kind: Kind
    count: int
    mean_hours: float
    median_hours: float
    longest_hours: float
    mean_words: str
    median_words: str
    share: float
    skewed: bool
    note: str | None


class ReachOut(BaseModel):
    """How many journeys came to a stage, how often in all, and how many came more than once."""

    stage: Named
    journeys: int
    visits: int
    repeated: int


class ThroughputOut(BaseModel):
    """How long journeys that are over took from beginning to end, in days."""

    ended: int
    mean_days: float | None
    median_days: float | None
    longest_days: float | None


class TransitionsOut(BaseModel):
    """The steps that were taken at least `at_least` times, the slowest on average first; `rare` kinds are left out."""

    sentence: str
    process: str
    period_from: date | None
    period_to: date | None
    journeys: int
    throughput: ThroughputOut
    at_least: int
    rare: int
    rows: list[TransitionOut]
    reach: list[ReachOut]


class VariantOut(BaseModel):
    """One way from beginning to end; `share` is its percentage of the journeys that are over."""

    key: str
    steps: list[Named]
    count: int
    share: float
    mean_hours: float
    median_hours: float
    mean_words: str
    median_words: str


class VariantsOut(BaseModel):
    """The most frequent ways, and how many different ones there are in all."""

    sentence: str
    process: str
    period_from: date | None
    period_to: date | None
    journeys: int
    different: int
    rows: list[VariantOut]
