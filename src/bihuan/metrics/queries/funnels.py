"""The funnel: a cohort by start date, how far it came, how long it stood where, who held the ball, what is stuck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, Text, and_, case, cast, extract, func, literal, null, or_, select, union
from sqlalchemy.orm import Session

from bihuan.metrics import words
from bihuan.metrics.definition import Basis, Grain
from bihuan.metrics.queries import sources
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.sources import HOLD, JOURNEY, STAY
from bihuan.metrics.words import Narrowest
from bihuan.org import queries as org
from bihuan.process.definition import Stage

MOST_STUCK = 50
_HALF, _HOUR, _DAY = 0.5, 3600, 86400


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
class Stuck:
    """An open journey of the cohort, and since when it has stood where it stands."""

    journey_id: int
    record_id: int
    title: str
    stage: str
    owner_id: int
    owner: str
    days: float
    level: str
    holder: str | None


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
    cohort = _cohort(frame)
    started, won, placed = session.execute(_totals(cohort)).one()
    counted = {row.stage: row for row in session.execute(_counts(frame, cohort))}
    timed = {row.stage: row for row in session.execute(_times(cohort))}
    held: dict[str, dict[str, float]] = {}
    for row in session.execute(_holders(frame, cohort)):
        held.setdefault(row.stage, {})[row.holder] = round(float(row.hours), 2)
    steps = tuple(_step(stage, counted, timed, held) for stage in frame.process.stages)
    narrow = _narrowest(steps)
    stuck = _stuck(session, frame, cohort)
    sentence = words.funnel(
        started=started,
        won=won,
        narrowest=_named(frame, steps, narrow) if narrow is not None else None,
        stay=_stay(steps[narrow]) if narrow is not None else None,
        reference=_reference(frame, steps[narrow]) if narrow is not None else None,
        days=frame.span.say(frame.viewer.lang),
        won_label=frame.process.won.say(frame.viewer.lang),
        placed=placed,
        lang=frame.viewer.lang,
    )
    return Funnel(
        sentence=sentence,
        started=started,
        won=won,
        placed=placed,
        steps=steps,
        narrowest=steps[narrow].stage.key if narrow is not None else None,
        stuck=stuck,
    )


def _cohort(frame: Frame) -> Subquery:
    """The journeys that count, with the position of the stage they stand in."""
    found = sources.source(frame, Grain.JOURNEY)
    placed = select(STAY.c.id).where(STAY.c.journey_id == JOURNEY.c.id, STAY.c.opening).exists()
    title = frame.title()
    return (
        select(
            JOURNEY.c.id,
            JOURNEY.c.record_id,
            JOURNEY.c.owner_id,
            JOURNEY.c.stage_key,
            JOURNEY.c.stage_seq,
            JOURNEY.c.outcome,
            JOURNEY.c.entered_at,
            JOURNEY.c.due_at,
            placed.label("placed"),
            (cast(null(), Text) if title is None else title).label("title"),
        )
        .select_from(found.rows)
        .where(*found.where, *sources.in_days(frame, found, Basis.STARTED))
        .subquery("cohort")
    )


def _totals(cohort: Subquery) -> Any:  # noqa: ANN401 - a select of three counts
    return select(
        func.count(),
        func.count(case((cohort.c.outcome == "won", 1))),
        func.count(case((cohort.c.placed, 1))),
    ).select_from(cohort)


def _position(frame: Frame, stage_key: ColumnElement[str]) -> ColumnElement[Any]:
    places = {stage.key: place for place, stage in enumerate(frame.process.stages)}
    return case(places, value=stage_key)


def _counts(frame: Frame, cohort: Subquery) -> Any:  # noqa: ANN401 - a select of a stage and its counts
    """For each stage: how many came, how many got further, how many were lost in it, how many stand there."""
    # What is known of a journey travels with each of its stays: joining it again later would make a planner that
    # knows nothing of fresh tables compare every journey with every other.
    place = _position(frame, STAY.c.stage_key)
    stays = (
        select(
            STAY.c.journey_id,
            STAY.c.stage_key.label("stage"),
            STAY.c.opening,
            place.label("place"),
            func.max(place).over(partition_by=STAY.c.journey_id).label("furthest"),
            cohort.c.stage_key.label("stands"),
            cohort.c.outcome,
        )
        .select_from(STAY.join(cohort, cohort.c.id == STAY.c.journey_id))
        .cte("stays")
    )
    known = (stays.c.journey_id, stays.c.furthest, stays.c.stands, stays.c.outcome)
    came = select(stays.c.stage, stays.c.place, *known).where(stays.c.place.is_not(None))
    implied = [
        select(literal(stage.key), literal(place), *known).where(stays.c.opening, stays.c.place > place)
        for place, stage in enumerate(frame.process.stages)
        if stage.when is None
    ]
    entered = union(came, *implied).subquery()
    passed = or_(entered.c.outcome == "won", entered.c.furthest > entered.c.place)
    stands = entered.c.stands == entered.c.stage
    return select(
        entered.c.stage,
        func.count().label("entered"),
        func.count(case((passed, 1))).label("passed"),
        func.count(case((and_(stands, entered.c.outcome == "lost"), 1))).label("lost"),
        func.count(case((and_(stands, entered.c.outcome.is_(None)), 1))).label("here"),
    ).group_by(entered.c.stage)


def _times(cohort: Subquery) -> Any:  # noqa: ANN401 - a select of a stage and its times
    hours = cast(extract("epoch", STAY.c.left_at - STAY.c.entered_at), sources.NUMBER) / _HOUR
    return (
        select(
            STAY.c.stage_key.label("stage"),
            func.avg(hours).label("mean"),
            func.percentile_cont(_HALF).within_group(hours).label("median"),
        )
        .select_from(STAY.join(cohort, cohort.c.id == STAY.c.journey_id))
        .where(STAY.c.left_at.is_not(None), STAY.c.opening.is_(False))
        .group_by(STAY.c.stage_key)
    )


def _holders(frame: Frame, cohort: Subquery) -> Any:  # noqa: ANN401 - a select of a stage, a holder and hours
    until = func.coalesce(HOLD.c.until, literal(frame.now))
    hours = func.sum(func.greatest(extract("epoch", until - HOLD.c.since), 0)) / _HOUR
    stays = STAY.join(cohort, cohort.c.id == STAY.c.journey_id)
    return (
        select(STAY.c.stage_key.label("stage"), HOLD.c.holder, hours.label("hours"))
        .select_from(stays.join(HOLD, HOLD.c.stay_id == STAY.c.id))
        .where(HOLD.c.cause != "import")
        .group_by(STAY.c.stage_key, HOLD.c.holder)
    )


def _step(
    stage: Stage, counted: Mapping[str, Any], timed: Mapping[str, Any], held: Mapping[str, Mapping[str, float]]
) -> Step:
    count, time = counted.get(stage.key), timed.get(stage.key)
    hours = held.get(stage.key, {})
    return Step(
        stage=stage,
        entered=count.entered if count else 0,
        passed=count.passed if count else 0,
        lost=count.lost if count else 0,
        here=count.here if count else 0,
        mean_hours=round(float(time.mean), 2) if time else None,
        median_hours=round(float(time.median), 2) if time else None,
        holders={holder: hours.get(holder, 0.0) for holder in words.HOLDERS},
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


def _stuck(session: Session, frame: Frame, cohort: Subquery) -> tuple[Stuck, ...]:
    """The open ones of the cohort, those longest in their stage first."""
    present = and_(STAY.c.journey_id == cohort.c.id, STAY.c.seq == cohort.c.stage_seq)
    holding = and_(HOLD.c.stay_id == STAY.c.id, HOLD.c.until.is_(None))
    rows = session.execute(
        select(cohort, STAY.c.warn_at, HOLD.c.holder)
        .select_from(cohort.join(STAY, present).join(HOLD, holding, isouter=True))
        .where(cohort.c.outcome.is_(None))
        .order_by(cohort.c.entered_at, cohort.c.id)
        .limit(MOST_STUCK)
    ).all()
    names = org.names(session, [row.owner_id for row in rows])
    label = frame.object_def.label.say(frame.viewer.lang)
    return tuple(
        Stuck(
            journey_id=row.id,
            record_id=row.record_id,
            title=row.title or f"{label} {row.record_id}",
            stage=row.stage_key,
            owner_id=row.owner_id,
            owner=names.get(row.owner_id, ""),
            days=round((frame.now - row.entered_at).total_seconds() / _DAY, 1),
            level=_level(row.warn_at, row.due_at, frame.now),
            holder=row.holder,
        )
        for row in rows
    )


def _level(warn_at: datetime | None, due_at: datetime | None, now: datetime) -> str:
    if due_at is not None and now > due_at:
        return "red"
    return "yellow" if warn_at is not None and now >= warn_at else "green"
