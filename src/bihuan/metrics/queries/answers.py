"""A metric's answer, and the rows behind it: the statement is made of the definition, never of what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Text, and_, case, cast, func, literal, null, select, tuple_
from sqlalchemy.orm import Session

from bihuan.metrics.definition import Figure, Measure, Metric, Row
from bihuan.metrics.queries import dimensions, populations, sources
from bihuan.metrics.queries.dimensions import Key, Split
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.sources import JOURNEY, Source
from bihuan.metrics.words import Unit
from bihuan.org import queries as org

MOST_GROUPS = 500
_DIGITS: dict[Unit, int] = {"count": 0, "percent": 2, "money": 2, "days": 3, "hours": 2}
_HALF = 0.5


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A metric's number, and its groups where it was split. `more` when there are more groups than are told."""

    metric: Metric
    figure: Figure
    by: str | None
    rows: tuple[Row, ...]
    more: bool
    frame: Frame

    @property
    def sentence(self) -> str:
        """The answer in words, in the viewer's language."""
        return self.metric.sentence(self.figure, self.rows, self.frame.viewer.lang, currency=self.frame.currency)


@dataclass(frozen=True, kw_only=True)
class Behind:
    """One of the rows a number was made of, down to its record."""

    row_id: int
    journey_id: int
    record_id: int
    title: str
    owner_id: int
    owner: str
    stage: str
    outcome: str | None
    value: float | None
    at: datetime | None


def answer(session: Session, frame: Frame, metric: Metric, *, by: str | None = None) -> Answer:
    """What a metric says in this frame, split `by` a dimension or not."""
    by = by or (metric.always_by.value if metric.always_by else None)
    found = sources.source(frame, metric.grain)
    parted = dimensions.split(session, frame, metric, found, by) if by else None
    counted = _rows(frame, metric, found, parted).subquery()
    groups = session.execute(_grouped(metric, counted, split=parted is not None)).all()
    whole = next((_figure(metric, row) for row in groups if row.is_whole), Figure(value=0, count=0))
    parts = [(row.key, _figure(metric, row)) for row in groups if not row.is_whole]
    rows = _labelled(session, frame, metric, parts[:MOST_GROUPS], parted, whole) if parted else ()
    return Answer(metric=metric, figure=whole, by=by, rows=rows, more=len(parts) > MOST_GROUPS, frame=frame)


def behind(  # noqa: PLR0913 - which rows, and which page of them
    session: Session,
    frame: Frame,
    metric: Metric,
    *,
    by: str | None = None,
    group: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Behind]:
    """The rows a number was made of, of one group where it was split, the newest first."""
    found = sources.source(frame, metric.grain)
    parted = dimensions.split(session, frame, metric, found, by) if by else None
    title = frame.title()
    asked = _rows(frame, metric, found, parted).add_columns(
        found.id.label("row_id"),
        JOURNEY.c.id.label("journey_id"),
        JOURNEY.c.record_id,
        (cast(null(), Text) if title is None else title).label("title"),
        found.responsible.label("owner_id"),
        found.stage.label("stage"),
        JOURNEY.c.outcome,
        found.moments[metric.basis].label("at"),
    )
    if parted is not None and group is not None:
        asked = asked.where(parted.key.is_(None) if group == "" else cast(parted.key, Text) == group)
    if before is not None:
        asked = asked.where(found.id < before)
    rows = session.execute(asked.order_by(found.id.desc()).limit(limit)).all()
    names = org.names(session, [row.owner_id for row in rows])
    return [_behind(frame, metric, row, names) for row in rows]


def _rows(frame: Frame, metric: Metric, found: Source, parted: Split | None) -> Select[Any]:
    """One row for each thing counted: the group it falls into, what is measured, whether it is of the part."""
    part = and_(*populations.members(frame, metric.grain, metric.part)) if metric.part else literal(value=True)
    value = populations.measured(frame, metric.of) if metric.of else null()
    key: ColumnElement[Any] = parted.key if parted else null()
    rows: FromClause = parted.rows if parted else found.rows
    return (
        select(key.label("key"), value.label("value"), case((part, 1), else_=0).label("part"))
        .select_from(rows)
        .where(
            *found.where,
            *populations.members(frame, metric.grain, metric.which),
            *sources.in_days(frame, found, metric.basis),
            found.moments[metric.basis].is_not(None),
        )
    )


def _grouped(metric: Metric, counted: FromClause, *, split: bool) -> Select[Any]:
    whole = func.grouping(counted.c.key) == 1 if split else literal(value=True)
    averaged = metric.measure is Measure.AVERAGE
    asked = select(
        counted.c.key if split else null().label("key"),
        whole.label("is_whole"),
        func.count(counted.c.value if averaged else None).label("count") if averaged else func.count().label("count"),
        func.sum(counted.c.part).label("part"),
        (func.sum(counted.c.value) if metric.measure is Measure.SUM else null()).label("total"),
        (func.avg(counted.c.value) if averaged else null()).label("mean"),
        (func.percentile_cont(_HALF).within_group(counted.c.value) if averaged else null()).label("median"),
    ).select_from(counted)
    if not split:
        return asked
    sets = func.grouping_sets(tuple_(counted.c.key), tuple_())
    return asked.group_by(sets).order_by(whole.desc(), func.count().desc(), counted.c.key).limit(MOST_GROUPS + 2)


def _figure(metric: Metric, row: Any) -> Figure:  # noqa: ANN401 - a row of `_grouped`
    count = int(row.count)
    if metric.measure is Measure.COUNT:
        return Figure(value=count, count=count)
    if metric.measure is Measure.SUM:
        return Figure(value=_rounded(row.total or 0, metric.unit), count=count)
    if metric.measure is Measure.SHARE:
        part = int(row.part or 0)
        return Figure(value=_rounded(100 * part / count, "percent") if count else None, count=count, part=part)
    mean, median = _rounded(row.mean, metric.unit), _rounded(row.median, metric.unit)
    return Figure(value=mean, count=count, mean=mean, median=median)


def _rounded(value: Any, unit: Unit) -> float | None:  # noqa: ANN401 - whatever number the database made
    if value is None:
        return None
    digits = _DIGITS[unit]
    return round(float(value), digits) if digits else int(value)


def _labelled(
    session: Session,
    frame: Frame,
    metric: Metric,
    parts: Sequence[tuple[Key, Figure]],
    parted: Split,
    whole: Figure,
) -> tuple[Row, ...]:
    labels = parted.labels(session, [key for key, _ in parts if key is not None])
    additive = metric.measure in {Measure.COUNT, Measure.SUM} and bool(whole.value)
    rows = [
        Row(
            key=key,
            label=dimensions.empty(frame.viewer.lang) if key is None else labels.get(key, str(key)),
            figure=figure,
            share=round(100 * (figure.value or 0) / (whole.value or 1), 2) if additive else None,
        )
        for key, figure in parts
    ]
    return tuple(sorted(rows, key=lambda row: _place(row, parted)))


def _place(row: Row, parted: Split) -> tuple[Any, ...]:
    if parted.order is not None:
        known = row.key in parted.order
        return (0, parted.order.index(row.key)) if known else (1, str(row.key))
    if parted.by_key:
        return (row.key is None, str(row.key))
    return (-(row.figure.value or 0), str(row.key))


def _behind(frame: Frame, metric: Metric, row: Any, names: dict[int, str]) -> Behind:  # noqa: ANN401 - a row of `behind`
    value = row.part if metric.measure is Measure.SHARE else row.value
    return Behind(
        row_id=row.row_id,
        journey_id=row.journey_id,
        record_id=row.record_id,
        title=row.title or f"{frame.object_def.label.say(frame.viewer.lang)} {row.record_id}",
        owner_id=row.owner_id,
        owner=names.get(row.owner_id, ""),
        stage=row.stage,
        outcome=row.outcome,
        value=None if value is None else _rounded(value, "days"),
        at=row.at,
    )
