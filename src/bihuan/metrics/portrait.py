"""From what was counted to the shapes that leave. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bihuan.kernel.calendar import Limit
from bihuan.kernel.words import Lang, Words
from bihuan.metrics import shapes, words
from bihuan.metrics.definition import DIMENSIONS, Dimension, Metric, Row
from bihuan.metrics.queries.answers import Answer, Behind
from bihuan.metrics.queries.cells import CellBehind, StayBehind, Time
from bihuan.metrics.queries.columns import Column, Columns
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.funnels import Funnel
from bihuan.metrics.queries.health import Board
from bihuan.process.definition import Process, Reference, Stage

_WORKING = ("workdays", "working_hours")


def metric(found: Metric, by: Sequence[tuple[str, Words | None]], lang: Lang) -> shapes.MetricDefOut:
    """A metric as people read it."""
    return shapes.MetricDefOut(
        **_meaning(found, lang),
        by=[_dimension(key, label, lang) for key, label in by],
        always_by=found.always_by.value if found.always_by else None,
    )


def answer(found: Answer) -> shapes.AnswerOut:
    """A metric's answer."""
    frame, figure = found.frame, found.figure
    return shapes.AnswerOut(
        **_meaning(found.metric, frame.viewer.lang),
        currency=frame.currency if found.metric.unit == "money" else None,
        **_asked(frame),
        by=found.by,
        value=figure.value,
        count=figure.count,
        part=figure.part,
        mean=figure.mean,
        median=figure.median,
        sentence=found.sentence,
        rows=[_row(row) for row in found.rows],
        more=found.more,
    )


def behind(rows: Sequence[Behind], frame: Frame, *, limit: int) -> shapes.BehindPage:
    """A page of the rows behind a number; there may be more when it is full."""
    items = [
        shapes.BehindOut(
            id=row.record_id,
            row_id=row.row_id,
            journey_id=row.journey_id,
            object=frame.object_def.key,
            title=row.title,
            owner=shapes.PersonOut(id=row.owner_id, name=row.owner),
            stage=row.stage,
            outcome=row.outcome,
            value=row.value,
            at=row.at,
        )
        for row in rows
    ]
    return shapes.BehindPage(items=items, next=str(rows[-1].row_id) if len(rows) == limit else None)


def health(board: Board, frame: Frame) -> dict[str, Any]:
    """The health board, in the shape of `HealthOut`: of many people it is long, and written as it is."""
    return {
        "sentence": board.sentence,
        **_asked(frame),
        "stages": [{"key": stage.key, "label": stage.label.say(frame.viewer.lang)} for stage in board.stages],
        "rows": [
            {
                "person": {"id": row.person_id, "name": row.name},
                "cells": [
                    {
                        "stage": cell.stage,
                        "level": cell.level,
                        "count": cell.count,
                        "red": cell.red,
                        "yellow": cell.yellow,
                        "green": cell.green,
                    }
                    for cell in row.cells
                ],
                "on_time_rate": row.on_time_rate,
            }
            for row in board.rows
        ],
    }


def cell(found: CellBehind, frame: Frame) -> shapes.CellBehindOut:
    """A cell of the health board, opened. With one stay behind it, that stay's sentence is the cell's."""
    lang = frame.viewer.lang
    stays = [_stay(stay, found.names, frame, minutes_a_day=found.minutes_a_day) for stay in found.stays]
    person, stage = _person(found.names, found.person_id), _named(found.stage, lang)
    red = sum(stay.level == "red" for stay in stays)
    many = words.cell(len(stays), red, stage.label, person.name, lang)
    return shapes.CellBehindOut(
        sentence=stays[0].sentence if len(stays) == 1 else many, person=person, stage=stage, stays=stays
    )


def _elsewhere(stage: Stage) -> dict[str, float | None]:
    known = stage.reference or Reference()
    return {"target_days": known.target, "usual_days": known.usual, "rival_days": known.rival}


def funnel(found: Funnel, frame: Frame) -> dict[str, Any]:
    """The funnel, in the shape of `FunnelOut`: it is asked all day, and written as it is."""
    lang, object_key = frame.viewer.lang, frame.object_def.key
    return {
        "sentence": found.sentence,
        **_asked(frame),
        "started": found.started,
        "won": found.won,
        "placed": found.placed,
        "stages": [
            {
                "key": step.stage.key,
                "label": step.stage.label.say(lang),
                "entered": step.entered,
                "passed": step.passed,
                "conversion": step.conversion,
                "mean_hours": step.mean_hours,
                "median_hours": step.median_hours,
                "holders": step.holders,
                "lost": step.lost,
                "here": step.here,
                "reference": step.stage.reference.say(lang) if step.stage.reference else None,
                **_elsewhere(step.stage),
            }
            for step in found.steps
        ],
        "narrowest": found.narrowest,
        "stuck": [
            {
                "id": one.journey_id,
                "title": one.title,
                "object": object_key,
                "record_id": one.record_id,
                "stage": one.stage,
                "owner": {"id": one.owner_id, "name": one.owner},
                "days": one.days,
                "level": one.level,
                "holder": one.holder,
            }
            for one in found.stuck
        ],
    }


def columns(found: Columns, frame: Frame) -> shapes.ColumnsOut:
    """The columns of the journeys' board."""
    return shapes.ColumnsOut(
        process=frame.process.key,
        currency=frame.currency,
        stages=[_column(one) for one in found.stages],
        outcomes=[_column(one) for one in found.outcomes],
    )


def _meaning(found: Metric, lang: Lang) -> dict[str, Any]:
    return {
        "key": found.key,
        "label": found.label.say(lang),
        "definition": found.definition.say(lang),
        "formula": found.formula.say(lang),
        "date_basis": found.date_basis.say(lang),
        "unit": found.unit,
        "safe": shapes.SafeOut(low=found.safe.low, high=found.safe.high) if found.safe else None,
    }


def _asked(frame: Frame) -> dict[str, Any]:
    return {"process": frame.process.key, "period_from": frame.span.first, "period_to": frame.span.last}


def _dimension(key: str, label: Words | None, lang: Lang) -> shapes.Named:
    said = label or DIMENSIONS[Dimension(key)]
    return shapes.Named(key=key, label=said.say(lang))


def _row(row: Row) -> shapes.RowOut:
    figure = row.figure
    return shapes.RowOut(
        key=row.key,
        label=row.label,
        value=figure.value,
        count=figure.count,
        part=figure.part,
        mean=figure.mean,
        median=figure.median,
        share=row.share,
    )


def _stay(found: StayBehind, names: Mapping[int, str], frame: Frame, *, minutes_a_day: float) -> shapes.StayOut:
    row, lang, limit = found.row, frame.viewer.lang, found.stage.limit
    told = _Clock(limit, minutes_a_day, lang)
    held = {holder: told.minutes(time) for holder, time in found.held.items()}
    asked = limit.words(lang) if limit else None
    return shapes.StayOut(
        id=row.id,
        journey=shapes.JourneyRef(
            id=row.journey_id,
            title=row.title or f"{frame.object_def.label.say(lang)} {row.record_id}",
            object=row.object_key,
            record_id=row.record_id,
        ),
        level=row.level,
        sentence=words.stayed(limit=asked, total=told.minutes(found.time), held=held, lang=lang, workday=told.workday),
        limit=asked,
        stayed=told.words(found.time),
        time=_time(found.time, told),
        entered_at=row.entered_at,
        left_at=row.left_at,
        left_how=row.left_how,
        due_at=row.due_at,
        held=[
            shapes.HeldOut(holder=holder, label=words.holder(holder, lang), **_time(time, told).model_dump())
            for holder, time in found.held.items()
        ],
        holds=[_hold(hold, frame) for hold in found.holds],
        events=[_event(event, names) for event in found.events],
        files=[
            _file(thing, names, frame) for thing in found.handed_in if thing.file_id is not None and thing.file_name
        ],
        approvals=[_approval(thing, names, frame) for thing in found.handed_in],
        exceptions=[_passed(one, names, lang) for one in found.exceptions],
    )


class _Clock:
    """Says times the way a limit is counted: in working days of the company's hours, or by the sun."""

    def __init__(self, limit: Limit | None, minutes_a_day: float, lang: Lang) -> None:
        self.working = limit is not None and limit.unit in _WORKING
        self.workday = minutes_a_day if self.working else None
        self.lang = lang

    def minutes(self, time: Time) -> int:
        return time.working_minutes if self.working else time.minutes

    def words(self, time: Time) -> str:
        return words.duration(self.minutes(time), self.lang, workday=self.workday)


def _time(time: Time, told: _Clock) -> shapes.TimeOut:
    return shapes.TimeOut(minutes=time.minutes, working_minutes=time.working_minutes, words=told.words(time))


def _hold(hold: Any, frame: Frame) -> shapes.HoldOut:  # noqa: ANN401 - a row of process_hold
    minutes = int(max(((hold.until or frame.now) - hold.since).total_seconds(), 0) // 60)
    return shapes.HoldOut(holder=hold.holder, cause=hold.cause, since=hold.since, until=hold.until, minutes=minutes)


def _event(event: Any, names: Mapping[int, str]) -> shapes.EventOut:  # noqa: ANN401 - a Traced
    return shapes.EventOut(
        id=event.id,
        kind=event.kind,
        said=event.said,
        happened_at=event.happened_at,
        recorded_at=event.recorded_at,
        actor=_person(names, event.actor_id) if event.actor_id is not None else None,
    )


def _file(thing: Any, names: Mapping[int, str], frame: Frame) -> shapes.FileOut:  # noqa: ANN401 - a row
    return shapes.FileOut(
        id=thing.file_id,
        name=thing.file_name,
        type=thing.file_type,
        size=thing.file_size,
        deliverable=_deliverable(frame.process, thing.key, frame.viewer.lang),
        by=_person(names, thing.by_id),
        at=thing.at,
        status=thing.status,
        late=thing.late,
    )


def _approval(thing: Any, names: Mapping[int, str], frame: Frame) -> shapes.ApprovalOut:  # noqa: ANN401 - a row
    return shapes.ApprovalOut(
        id=thing.id,
        deliverable=_deliverable(frame.process, thing.key, frame.viewer.lang),
        status=thing.status,
        handed_in_by=_person(names, thing.by_id),
        handed_in_at=thing.at,
        reviewer=_person(names, thing.reviewer_id) if thing.reviewer_id else None,
        reviewed_by=_person(names, thing.reviewed_by_id) if thing.reviewed_by_id else None,
        reviewed_at=thing.reviewed_at,
        reason=thing.review_reason,
        late=thing.late,
    )


def _passed(one: Any, names: Mapping[int, str], lang: Lang) -> shapes.PassedOut:  # noqa: ANN401 - a row
    missing = [_label(item, lang) for item in one.missing]
    return shapes.PassedOut(id=one.id, reason=one.reason, missing=missing, by=_person(names, one.by_id), at=one.at)


def _label(item: Any, lang: Lang) -> str:  # noqa: ANN401 - as the exception kept it
    label = item.get("label", item.get("key", "")) if isinstance(item, dict) else item
    return str(label.get(lang, "")) if isinstance(label, dict) else str(label)


def _deliverable(process: Process, key: str, lang: Lang) -> str:
    asked = process.deliverable(key)
    return asked[1].label.say(lang) if asked else key


def _named(stage: Stage, lang: Lang) -> shapes.Named:
    return shapes.Named(key=stage.key, label=stage.label.say(lang))


def _person(names: Mapping[int, str], person_id: int) -> shapes.PersonOut:
    return shapes.PersonOut(id=person_id, name=names.get(person_id, "—"))


def _column(one: Column) -> shapes.ColumnOut:
    return shapes.ColumnOut(key=one.key, label=one.label, count=one.count, overdue=one.overdue, amount=one.amount)
