"""Dashboards for a viewer, and what stands in each widget: every number is asked of the metrics, none is made here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.activity import queries as tasks
from bihuan.blueprint import queries as blueprint
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.words import Words
from bihuan.metrics import catalogue, periods, queries
from bihuan.metrics.definition import Row
from bihuan.metrics.periods import Period, Span
from bihuan.metrics.queries import Answer, Board, Frame, Funnel, Wanted
from bihuan.metrics.queries.dimensions import UNSEEN
from bihuan.metrics.queries.frames import KEPT_BY
from bihuan.objects import queries as objects
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process import queries as processes
from bihuan.process.models import Journey, Stay
from bihuan.records import policy as records
from bihuan.records import queries as records_known
from bihuan.reports import definition, policy, questions
from bihuan.reports.definition import DashboardDef, Look, Widget
from bihuan.reports.models import Feed
from bihuan.reports.questions import QUESTIONS, Question

MOST_WEEKS = 8
_MOST_AHEAD = 1000
_WEEK = timedelta(days=7)
_NOW = {"zh": "此刻", "en": "as of now"}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the page asks of all its widgets; what it does not say is as each widget has it."""

    period: Period | None = None
    offset: int = 0
    team_id: int | None = None
    only: Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Weeks:
    """A number by one thing and by weeks: an answer for each week, the earliest first."""

    weeks: tuple[Span, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A widget with its data. One of the four is there; `aside` names the fields that could not be chosen by."""

    widget: Widget
    question: Question
    frame: Frame
    title: str
    look: Look
    by: str | None
    when: str
    aside: tuple[str, ...] = ()
    answer: Answer | None = None
    weeks: Weeks | None = None
    health: Board | None = None
    funnel: Funnel | None = None


def dashboards(session: Session, viewer: Viewer) -> list[DashboardDef]:
    """The dashboards that are for this person, in their order."""
    known = blueprint.part(session, blueprint.current(session).id, definition.dashboards)
    return [found for found in known.values() if policy.may_open(viewer, found)]


def dashboard(session: Session, viewer: Viewer, key: str) -> DashboardDef:
    """One of them. NotFound for what is not for this person."""
    found = next((one for one in dashboards(session, viewer) if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def shown(session: Session, viewer: Viewer, widget: Widget, asked: Asked, *, now: datetime) -> Shown:
    """A widget with its data, as far as this person sees. NotFound for a question or process there is not."""
    question = QUESTIONS.get(widget.question)
    if question is None:
        raise NotFound
    plain = queries.frame(session, viewer, Wanted(process=widget.process), now=now)
    wanted, aside = _wanted(widget, question, asked, plain.object_def)
    frame = queries.frame(session, viewer, wanted, now=now)
    by = questions.by_of(widget)
    found = Shown(
        widget=widget,
        question=question,
        frame=frame,
        title=questions.title(widget, frame.object_def, viewer.lang),
        look=questions.look_of(widget, question),
        by=by,
        when=_when(wanted, question, frame),
        aside=aside,
    )
    if question.board == "health":
        return replace(found, health=queries.board(session, frame, when=found.when, of=widget.stages))
    if question.board:
        return replace(found, funnel=queries.funnel(session, frame))
    metric = question.measured
    assert metric is not None, "a question asks for a metric or a board"
    if found.look == "heat":
        weeks = _weeks(frame.span, frame.today)
        told = tuple(queries.answer(session, replace(frame, span=week), metric, by=by) for week in weeks)
        found = replace(found, weeks=Weeks(weeks=weeks, answers=told))
    return replace(found, answer=queries.answer(session, frame, metric, by=by))


def _wanted(widget: Widget, question: Question, asked: Asked, found: ObjectDef) -> tuple[Wanted, tuple[str, ...]]:
    """The filter of the widget with that of the page in it, and the fields by which nothing can be chosen here."""
    if question.of_now:  # what is so now has no days, but those that the widget itself asks for
        period, offset = widget.period or question.period, 0
    else:
        period = asked.period or widget.period or question.period
        offset = asked.offset if asked.period else 0
    can = {field.key for field in found.fields if field.type in KEPT_BY} if question.can_choose else set()
    aside = tuple(key for key in asked.only if key not in can)
    only = {key: values for key, values in {**widget.only, **asked.only}.items() if key in can}
    for key in widget.only.keys() & asked.only.keys() & can:
        only[key] = [value for value in asked.only[key] if value in widget.only[key]]
    return Wanted(process=widget.process, period=period, offset=offset, team_id=asked.team_id, only=only), aside


def _when(wanted: Wanted, question: Question, frame: Frame) -> str:
    period: Period = wanted.period or "all"
    if question.of_now and period == "all":
        return _NOW[frame.viewer.lang]
    return periods.name(period, wanted.offset, frame.today, frame.viewer.lang)


def _weeks(span: Span, today: date) -> tuple[Span, ...]:
    """The last weeks of the days asked for, none of them still to come."""
    last = min(span.last or today, today)
    begin = periods.start("week", last)
    starts = [begin - _WEEK * back for back in reversed(range(MOST_WEEKS))]
    inside = [first for first in starts if span.first is None or first + _WEEK > span.first] or [begin]
    return tuple(Span(first=first, last=first + _WEEK - timedelta(days=1)) for first in inside)


def objects_of(session: Session, viewer: Viewer, found: DashboardDef) -> Mapping[str, ObjectDef]:
    """Whose records each widget counts, by the widget's key; without those that this person may not read."""
    known: dict[str, ObjectDef] = {}
    of_process: dict[str | None, ObjectDef | None] = {}
    for widget in found.widgets:
        if widget.process not in of_process:
            of_process[widget.process] = _object(session, viewer, widget.process)
        counted = of_process[widget.process]
        if counted is not None:
            known[widget.key] = counted
    return known


def _object(session: Session, viewer: Viewer, process: str | None) -> ObjectDef | None:
    living = processes.processes(session).values()
    found = next((one for one in living if process in {None, one.key} and viewer.may_do(one.object, "read")), None)
    return objects.object_def(session, found.object) if found else None


def filters(viewer: Viewer, counted: Sequence[ObjectDef]) -> list[FieldDef]:
    """The fields by which a page can be filtered: each once, those that this person may see."""
    found: dict[str, FieldDef] = {}
    for one in counted:
        closed = records.hidden(viewer, one)
        for field in one.fields:
            if field.type in KEPT_BY and field.key not in closed:
                found.setdefault(field.key, field)
    return list(found.values())


def choices(session: Session, viewer: Viewer, found: DashboardDef, key: str, *, now: datetime) -> Sequence[Row]:
    """The values that a field has among the records this person sees, the most frequent first.

    NotFound for a field by which the page can't be filtered.
    """
    counted = objects_of(session, viewer, found)
    widget = next((one for one in found.widgets if one.key in counted and _has(viewer, counted[one.key], key)), None)
    if widget is None:
        raise NotFound
    frame = queries.frame(session, viewer, Wanted(process=widget.process), now=now)
    told = queries.answer(session, frame, catalogue.metric("new_journeys"), by=f"field.{key}")
    return [row for row in told.rows if row.key not in {None, UNSEEN}]


def _has(viewer: Viewer, one: ObjectDef, key: str) -> bool:
    return any(field.key == key for field in filters(viewer, [one]))


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """Something that lies ahead of a person: a task, or the deadline of a stage."""

    kind: str
    number: int
    at: datetime
    title: str
    stage: Words | None
    object_key: str | None
    record_id: int | None


def feed_of(session: Session, viewer: Viewer) -> Feed | None:
    """The viewer's own link; None where there is none."""
    return session.get(Feed, viewer.person_id)


def fed(session: Session, token_hash: bytes, *, now: datetime) -> Viewer:
    """Whose calendar a link opens, with a note that it was used. NotFound for none, and for who has left."""
    found = session.scalar(select(Feed).where(Feed.token_hash == token_hash))
    if found is None or not org.person(session, found.person_id).active:
        raise NotFound
    found.used_at = now
    session.flush()
    return org.viewer(session, found.person_id)


def ahead(session: Session, viewer: Viewer, *, since: datetime, until: datetime) -> list[Ahead]:
    """What waits for the viewer in this time: open tasks with a date, and the deadlines of their own open journeys."""
    due = [task for task in tasks.tasks(session, viewer, open_only=True, limit=_MOST_AHEAD) if task.due_at is not None]
    found = [
        Ahead(
            kind="task",
            number=task.id,
            at=task.due_at,
            title=task.title,
            stage=None,
            object_key=task.object_key,
            record_id=task.record_id,
        )
        for task in due
        if task.due_at is not None and since <= task.due_at <= until
    ]
    return sorted([*found, *_deadlines(session, viewer, since, until)], key=lambda one: (one.at, one.kind, one.number))


def _deadlines(session: Session, viewer: Viewer, since: datetime, until: datetime) -> list[Ahead]:
    rows = session.execute(
        select(Stay, Journey)
        .join(Journey, Journey.id == Stay.journey_id)
        .where(Journey.owner_id == viewer.person_id, Journey.outcome.is_(None), Stay.left_at.is_(None))
        .where(Stay.due_at.between(since, until), *org.seeing(viewer, Journey.owner_pos))
        .order_by(Stay.due_at)
        .limit(_MOST_AHEAD)
    ).all()
    by_object: dict[str, set[int]] = {}
    for _, journey in rows:
        by_object.setdefault(journey.object_key, set()).add(journey.record_id)
    titles = {key: records_known.titles(session, key, numbers) for key, numbers in by_object.items()}
    return [
        Ahead(
            kind="stage",
            number=stay.id,
            at=stay.due_at,
            title=titles[journey.object_key].get(journey.record_id, ""),
            stage=_stage(session, journey, stay),
            object_key=journey.object_key,
            record_id=journey.record_id,
        )
        for stay, journey in rows
        if stay.due_at is not None
    ]


def _stage(session: Session, journey: Journey, stay: Stay) -> Words:
    stage = processes.process_of(session, journey).stage(stay.stage_key)
    return stage.label if stage is not None else Words(zh=stay.stage_key, en=stay.stage_key)
