"""Which stages a journey has seen, and what follows for the funnel. Pure: raw sums and a process in, counts out.

A trail says nothing about order or meaning, so that the sums stay true when a process is released with other stages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bihuan.process.definition import Process


@dataclass(frozen=True, kw_only=True)
class Trail:
    """How many journeys have seen just these stages, stand in this one, and were placed in those by an import."""

    stands: str
    outcome: str | None
    placed: frozenset[str]
    seen: frozenset[str]
    journeys: int


@dataclass(kw_only=True)
class Passage:
    """How many came to a stage, got further, were lost in it, and stand there now."""

    entered: int = 0
    passed: int = 0
    lost: int = 0
    here: int = 0


@dataclass(kw_only=True)
class Passages:
    """Every stage's passage, and how many journeys there were, were won, and were placed by an import."""

    stages: Mapping[str, Passage]
    started: int = 0
    won: int = 0
    placed: int = 0


def read(stands: str, key: str, journeys: int) -> Trail:
    """A trail as it is kept among the sums: outcome, stages it was placed in, stages it has seen."""
    outcome, placed, seen = _parts(key)
    return Trail(stands=stands, outcome=outcome, placed=placed, seen=seen, journeys=journeys)


@lru_cache(maxsize=4096)
def _parts(key: str) -> tuple[str | None, frozenset[str], frozenset[str]]:
    """There are a few dozen of them, and every funnel reads them all."""
    outcome, placed, seen = key.split("|")
    return outcome or None, _stages(placed), _stages(seen)


def _stages(listed: str) -> frozenset[str]:
    return frozenset(listed.split(",")) if listed else frozenset()


def passages(trails: Iterable[Trail], process: Process) -> Passages:
    """What the trails mean in this process.

    Whoever was won has passed every stage they came to; others those before their furthest one. One that an import
    placed in a stage counts as having come through the unconditional stages before it.
    """
    places = {stage.key: place for place, stage in enumerate(process.stages)}
    found = Passages(stages={key: Passage() for key in places})
    for trail in trails:
        found.started += trail.journeys
        found.won += trail.journeys * (trail.outcome == "won")
        found.placed += trail.journeys * bool(trail.placed)
        _pass(found.stages, trail, places, process)
    return found


def _pass(stages: Mapping[str, Passage], trail: Trail, places: Mapping[str, int], process: Process) -> None:
    came = trail.seen & places.keys()
    furthest = max((places[key] for key in came), default=-1)
    before = max((places[key] for key in trail.placed & places.keys()), default=-1)
    implied = {stage.key for stage in process.stages[: max(before, 0)] if stage.when is None}
    for key in came | implied:
        stage = stages[key]
        stage.entered += trail.journeys
        stage.passed += trail.journeys * (trail.outcome == "won" or furthest > places[key])
        if key == trail.stands:
            stage.lost += trail.journeys * (trail.outcome == "lost")
            stage.here += trail.journeys * (trail.outcome is None)
