"""The funnel: a cohort by start date, how far it came, how long it stood where, who held the ball, what is stuck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from bihuan.metrics import trails, words
from bihuan.metrics.queries import standstills, tallies
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.standstills import Stuck
from bihuan.metrics.queries.tallies import Sums
from bihuan.metrics.trails import Passage
from bihuan.metrics.words import Narrowest
from bihuan.process.definition import Stage


@dataclass(frozen=True, kw_only=True)
class Step:
    """One stage of the funnel. `mean_hours` and `median_hours` are of stays that are over."""

    stage: Stage
    entered: int = 0
    passed: int = 0
    lost: int = 0
    here: int = 0
    mean_hours: float | None = None
    median_hours: float | None = None
    holders: Mapping[str, float] = field(default_factory=dict)

    @property
    def conversion(self) -> float | None:
        """The percentage of those who came here that went on; None where nobody came."""
        return round(100 * self.passed / self.entered, 2) if self.entered else None


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """All of it, with the narrowest stage named."""

    sentence: str
    started: int
    won: int
    placed: int
    steps: tuple[Step, ...]
    narrowest: str | None
    stuck: tuple[Stuck, ...]


def funnel(session: Session, frame: Frame) -> Funnel:
    """How the journeys that began in these days went through the stages.

    One that an import placed in a stage counts as having come through the unconditional stages before it;
    how long it stood there nobody knows, so its stays are not timed.
    """
    found = tallies.sums(session, frame)
    passages = trails.passages(found.trails, frame.process)
    steps = tuple(_step(stage, passages.stages[stage.key], found) for stage in frame.process.stages)
    narrow = _narrowest(steps)
    sentence = words.funnel(
        started=passages.started,
        won=passages.won,
        narrowest=_named(frame, steps, narrow) if narrow is not None else None,
        stay=_stay(steps[narrow]) if narrow is not None else None,
        reference=_reference(frame, steps[narrow]) if narrow is not None else None,
        held=steps[narrow].holders if narrow is not None else {},
        days=frame.span.say(frame.viewer.lang),
        won_label=frame.process.won.say(frame.viewer.lang),
        placed=passages.placed,
        lang=frame.viewer.lang,
    )
    return Funnel(
        sentence=sentence,
        started=passages.started,
        won=passages.won,
        placed=passages.placed,
        steps=steps,
        narrowest=steps[narrow].stage.key if narrow is not None else None,
        stuck=standstills.stuck(session, frame),
    )


def _step(stage: Stage, passage: Passage, found: Sums) -> Step:
    stayed, hours = found.stayed.get(stage.key), found.held.get(stage.key, {})
    return Step(
        stage=stage,
        entered=passage.entered,
        passed=passage.passed,
        lost=passage.lost,
        here=passage.here,
        mean_hours=round(stayed.mean, 2) if stayed else None,
        median_hours=round(stayed.median, 2) if stayed else None,
        holders={holder: round(hours.get(holder, 0.0), 2) for holder in words.HOLDERS},
    )


def _narrowest(steps: Sequence[Step]) -> int | None:
    """Where the smallest part gets through; of equals, where more are left behind. None when nobody came anywhere."""
    ranked = [
        (step.conversion, step.passed - step.entered, place)
        for place, step in enumerate(steps)
        if step.conversion is not None and step.passed < step.entered
    ]
    return min(ranked)[2] if ranked else None


def _named(frame: Frame, steps: Sequence[Step], place: int) -> Narrowest:
    lang, process, step = frame.viewer.lang, frame.process, steps[place]
    later = [found.stage for found in steps[place + 1 :] if found.entered]
    there = later[0].label if later else process.won
    return Narrowest(
        here=step.stage.label.say(lang),
        there=there.say(lang),
        entered=step.entered,
        passed=step.passed,
        waiting=step.here,
    )


def _stay(step: Step) -> tuple[float, float] | None:
    if step.mean_hours is None or step.median_hours is None:
        return None
    return step.mean_hours, step.median_hours


def _reference(frame: Frame, step: Step) -> str | None:
    return step.stage.reference.say(frame.viewer.lang) if step.stage.reference else None
