"""From the old system's stage and dates to the place where a journey lands. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bihuan.importer import cleaning
from bihuan.importer.definition import JourneyPlan, Outcome
from bihuan.importer.likeness import nearest
from bihuan.importer.table import Cell, empty, folded
from bihuan.process.definition import Process


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where one journey lands, and since when."""

    stage: str
    outcome: str | None
    started_at: datetime
    entered_at: datetime
    closed_at: datetime | None
    reason: str | None


@dataclass(frozen=True)
class Staging:
    """How the values of one file's stage column are read."""

    plan: JourneyPlan
    process: Process

    @cached_property
    def _stages(self) -> dict[str, str]:
        return {folded(value): stage for value, stage in self.plan.stages.items()}

    @cached_property
    def _outcomes(self) -> dict[str, Outcome]:
        return {folded(value): outcome for value, outcome in self.plan.outcomes.items()}

    @cached_property
    def _reasons(self) -> dict[str, str]:
        known = {}
        for reason in self.process.lost_reasons:
            known.update({folded(word): reason.key for word in (reason.key, reason.label.zh, reason.label.en)})
        return known | {folded(value): reason for value, reason in self.plan.reasons.items()}

    def place(self, value: Cell) -> tuple[str, str | None] | None:
        """The stage this value means, and how the journey ended if it did; None for a word nobody explained."""
        word = folded(value)
        if ended := self._outcomes.get(word):
            # Where the old system doesn't say in which stage it ended: won at the end, lost at the beginning.
            usual = self.process.stages[-1 if ended.outcome == "won" else 0].key
            return ended.stage or usual, ended.outcome
        stage = self._stages.get(word)
        return (stage, None) if stage else None

    def likely(self, value: str) -> str | None:
        """The explained word nearest to this one."""
        return nearest(value, [*self.plan.stages, *self.plan.outcomes])

    def reason(self, cell: Cell) -> tuple[str | None, bool]:
        """Why it was lost, and whether the process knows this reason."""
        if empty(cell):
            return None, True
        found = self._reasons.get(folded(cell))
        return found or str(cell).strip()[:80], found is not None


def moment(cell: Cell, zone: object) -> datetime | None:
    """The moment in a cell, None in an empty one. Wrong for anything else."""
    return None if empty(cell) else cleaning.moment_of(cell, zone)  # type: ignore[arg-type]
