"""Where a journey may go from here, and by when it must be gone. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bihuan.kernel import calendar
from bihuan.kernel.calendar import Calendar
from bihuan.kernel.words import Words
from bihuan.process import gates
from bihuan.process.definition import Process, Stage
from bihuan.process.gates import Evidence


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """The three moments of a stay; None where the stage sets none."""

    warn_at: datetime | None = None
    due_at: datetime | None = None
    escalate_at: datetime | None = None


class Told(Protocol):
    """Which levels of a stay were told, and when."""

    @property
    def warned_at(self) -> datetime | None:
        """That it is nearly due."""

    @property
    def overdue_at(self) -> datetime | None:
        """That it is overdue."""

    @property
    def escalated_at(self) -> datetime | None:
        """That it was escalated."""


def applies(stage: Stage, evidence: Evidence, *, now: datetime) -> bool:
    """Whether this stage is on the way of a record of which this is known."""
    return stage.when is None or evidence.bears_out(stage.when, now=now)


def first(process: Process, evidence: Evidence, *, now: datetime) -> Stage:
    """Where the way begins; the first stage of all when no stage applies."""
    return next((stage for stage in process.stages if applies(stage, evidence, now=now)), process.stages[0])


def after(process: Process, key: str, evidence: Evidence, *, now: datetime) -> Stage | None:
    """The next stage that applies, or None at the end of the way."""
    later = process.stages[process.position(key) + 1 :]
    return next((stage for stage in later if applies(stage, evidence, now=now)), None)


def back(process: Process, key: str) -> tuple[Stage, ...]:
    """The stages one may go back to from here, the nearest first."""
    here = process.stage(key)
    if here is None:
        return ()
    earlier = process.stages[: process.position(key)]
    return tuple(stage for stage in reversed(earlier) if stage.key in here.back_to)


def deadlines(stage: Stage, working: Calendar, *, entered: datetime) -> Deadlines:
    """When this stay warns, is due, and escalates, on the owner's working calendar."""
    if stage.limit is None:
        return Deadlines()
    due = calendar.deadline(stage.limit, working, entered)
    warn = calendar.moment_before(stage.warn_before, working, due) if stage.warn_before else None
    escalate = calendar.deadline(stage.escalate_after, working, due) if stage.escalate_after else None
    return Deadlines(warn_at=warn, due_at=due, escalate_at=escalate)


def together(own: Process, others: Sequence[tuple[Process, Words]], fields: Mapping[str, Collection[str]]) -> Process:
    """A process as one sees it among others who walk by other versions of it: with their stages, told apart.

    Each stands behind the stage that it follows there. Of what it asks, what one doesn't know (`fields` by object) is
    left out: one could not be told what it is.
    """
    stages = list(own.stages)
    for other, mark in others:
        place = 0
        for stage in other.stages:
            there = next((at for at, one in enumerate(stages) if one.key == stage.key), None)
            if there is None:
                stages.insert(place, _told_apart(stage, mark, fields, fields.get(own.object, ())))
                there = place
            place = there + 1
    return own if len(stages) == len(own.stages) else own.model_copy(update={"stages": tuple(stages)})


def _told_apart(stage: Stage, mark: Words, objects: Collection[str], fields: Collection[str]) -> Stage:
    told = gates.askable(stage.gate, fields, objects).model_copy(update={"checks": ()})
    label = Words(zh=stage.label.zh + mark.zh, en=stage.label.en + mark.en)
    return stage.model_copy(update={"label": label, "gate": told})


def to_come(limits: Deadlines, told: Told) -> dict[str, datetime | None]:
    """Other deadlines of a stay, as far as they can still come: a level that was told stays as it was told."""
    levels = {"warn_at": told.warned_at, "due_at": told.overdue_at, "escalate_at": told.escalated_at}
    return {name: getattr(limits, name) for name, at in levels.items() if at is None}
