"""What would have been, had people lived under a process: refused moves, overdue stays, alerts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bihuan.kernel.calendar import Calendar, Limit
from bihuan.kernel.words import Words
from bihuan.process import gates, way
from bihuan.process.definition import Process, Stage
from bihuan.process.gates import Evidence, Item
from bihuan.process.way import Deadlines

PASSED = frozenset({"advanced", "won"})  # how a stay is left through its gate; an exception was none


@dataclass(frozen=True, kw_only=True)
class Lived:
    """One stay, as it was."""

    id: int
    journey_id: int
    record_id: int
    process_key: str
    stage_key: str
    owner_id: int
    entered_at: datetime
    left_at: datetime | None
    how: str | None


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A move that was made and would have been refused: what was missing when it was made."""

    stay: Lived
    at: datetime
    missing: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Red:
    """A stay that would have been overdue: since when."""

    stay: Lived
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class World:
    """What a replay goes by besides the stays: what was there at a moment, who worked when, and who led whom."""

    evidence: Callable[[Lived, Stage, datetime], Evidence]
    hours: Callable[[int], Calendar]
    told: Callable[[int, bool], tuple[int, ...]]  # whom an alert about somebody reaches; also at an escalation
    since: datetime
    now: datetime


@dataclass
class Outcome:
    """What would have been under one version. `alerts` are counted by person and day."""

    advances: int = 0
    refused: list[Refused] = field(default_factory=list)
    red: list[Red] = field(default_factory=list)
    alerts: Counter[tuple[int, date]] = field(default_factory=Counter)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What a stay is measured by: the processes of a version, and the words of the fields, by object."""

    processes: Mapping[str, Process]
    labels: Mapping[str, Mapping[str, Words]]


def replay(versions: Sequence[Rules], stays: Iterable[Lived], world: World) -> list[Outcome]:
    """Let these stays pass through each of these versions. A stay in a stage that one of them has not says nothing."""
    found = [Outcome() for _ in versions]
    for stay in stays:
        clocks: dict[_Limits, Deadlines] = {}  # most stages have the same limits in each version
        for rules, outcome in zip(versions, found, strict=True):
            process = rules.processes.get(stay.process_key)
            stage = process.stage(stay.stage_key) if process else None
            if process is not None and stage is not None:
                _gate(outcome, stay, stage, rules.labels.get(process.object, {}), world)
                _clock(outcome, stay, stage, clocks, world)
    return found


def _gate(found: Outcome, stay: Lived, stage: Stage, labels: Mapping[str, Words], world: World) -> None:
    if stay.left_at is None or stay.how not in PASSED or not world.since <= stay.left_at <= world.now:
        return
    found.advances += 1
    verdict = gates.judge(stage.gate, world.evidence(stay, stage, stay.left_at), labels, now=stay.left_at)
    if not verdict.open:
        found.refused.append(Refused(stay=stay, at=stay.left_at, missing=verdict.missing))


_Limits = tuple[Limit | None, Limit | None, Limit | None]


def _clock(found: Outcome, stay: Lived, stage: Stage, known: dict[_Limits, Deadlines], world: World) -> None:
    if stage.limit is None:
        return
    working, limits = world.hours(stay.owner_id), (stage.limit, stage.warn_before, stage.escalate_after)
    clocks = known.get(limits)
    if clocks is None:
        clocks = known[limits] = way.deadlines(stage, working, entered=stay.entered_at)
    ended = stay.left_at or world.now
    if clocks.due_at is not None and clocks.due_at < ended and ended >= world.since:
        found.red.append(Red(stay=stay, due_at=clocks.due_at))
    for moment, last in ((clocks.warn_at, False), (clocks.due_at, False), (clocks.escalate_at, True)):
        if moment is not None and world.since <= moment < ended:
            day = moment.astimezone(working.tz).date()
            for person in world.told(stay.owner_id, last):
                found.alerts[person, day] += 1
