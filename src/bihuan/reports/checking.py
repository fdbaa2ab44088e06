"""Do the dashboards of a blueprint make sense? Everything that doesn't is named, each with its place. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bihuan.metrics.definition import Dimension
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.process.definition import Process
from bihuan.reports import questions
from bihuan.reports.definition import DashboardDef, Widget
from bihuan.reports.questions import FIELD_TYPES, PICKED, Question

_YES_NO = frozenset({"true", "false"})


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something wrong in a dashboard: where, which kind of wrong, and in a sentence."""

    place: str
    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a dashboard may refer to. `objects` are with the entries of their dictionaries."""

    objects: Mapping[str, ObjectDef]
    processes: Sequence[Process]
    roles: Collection[str]


def faults(dashboards: Sequence[DashboardDef], known: Known) -> Iterator[Fault]:
    """All that is wrong with these dashboards, in their order."""
    yield from _twice("dashboards", [one.key for one in dashboards])
    for one in dashboards:
        place = f"dashboards.{one.key}"
        yield from _twice(f"{place}.widgets", [widget.key for widget in one.widgets])
        for role in one.roles:
            if role not in known.roles:
                yield _unknown(f"{place}.roles", "role", role)
        for widget in one.widgets:
            yield from _widget(f"{place}.widgets.{widget.key}", widget, known)
        yield from _overlapping(place, one)


def _overlapping(place: str, one: DashboardDef) -> Iterator[Fault]:
    for number, widget in enumerate(one.widgets):
        under = next((other for other in one.widgets[:number] if other.place.meets(widget.place)), None)
        if under is not None:
            message = f"{widget.key!r} lies on {under.key!r}."
            yield Fault(place=f"{place}.widgets.{widget.key}.place", code="overlap", message=message)


def _widget(place: str, widget: Widget, known: Known) -> Iterator[Fault]:
    question = questions.QUESTIONS.get(widget.question)
    if question is None:
        yield _unknown(f"{place}.question", "question", widget.question)
        return
    process = _process(widget, known)
    found = known.objects.get(process.object) if process else None
    if process is None or found is None:
        yield _unknown(f"{place}.process", "process", widget.process or "")
        return
    yield from _amount(place, question, process)
    yield from _split(place, widget, question, found)
    yield from _look(place, widget, question)
    yield from _stages(place, widget, question, process)
    if widget.only and not question.can_choose:
        message = f"{widget.question!r} is added up beforehand; nothing can be chosen in it."
        yield Fault(place=f"{place}.only", code="cannot_choose", message=message)
        return
    for key, values in widget.only.items():
        yield from _only(f"{place}.only.{key}", found.field(key), key, values)


def _process(widget: Widget, known: Known) -> Process | None:
    return next((one for one in known.processes if widget.process in {None, one.key}), None)


def _amount(place: str, question: Question, process: Process) -> Iterator[Fault]:
    metric = question.measured
    if metric is not None and metric.unit == "money" and process.amount is None:
        message = f"{process.key!r} has no amount field, so it has no amounts."
        yield Fault(place=f"{place}.question", code="no_amount", message=message)


def _split(place: str, widget: Widget, question: Question, found: ObjectDef) -> Iterator[Fault]:
    if widget.by is None:
        return
    metric = question.measured
    field = found.field(widget.by.removeprefix("field."))
    by_field = metric is not None and field is not None and field.type in FIELD_TYPES
    if metric is None or not (widget.by in {one.value for one in metric.by} or by_field):
        message = f"{widget.question!r} can't be split by {widget.by!r}."
        yield Fault(place=f"{place}.by", code="cannot_split", message=message)
    elif field is not None and widget.by in {one.value for one in Dimension} and widget.by not in metric.by:
        message = f"Write field.{widget.by} for the field of that name."
        yield Fault(place=f"{place}.by", code="cannot_split", message=message)


def _look(place: str, widget: Widget, question: Question) -> Iterator[Fault]:
    if widget.look is not None and widget.look not in question.looks(questions.by_of(widget)):
        message = f"{widget.question!r} can't be shown as {widget.look!r}."
        yield Fault(place=f"{place}.look", code="no_such_look", message=message)


def _stages(place: str, widget: Widget, question: Question, process: Process) -> Iterator[Fault]:
    if widget.stages and question.board != "health":
        yield Fault(place=f"{place}.stages", code="no_stages_here", message="Only a health board has stages to choose.")
    for key in widget.stages:
        if process.stage(key) is None:
            yield _unknown(f"{place}.stages", "stage", key)


def _only(place: str, field: FieldDef | None, key: str, values: Sequence[str]) -> Iterator[Fault]:
    if field is None:
        yield _unknown(place, "field", key)
        return
    if field.type not in PICKED:
        yield Fault(place=place, code="not_a_choice", message=f"{key!r} has no choices that could be named here.")
        return
    offered = _YES_NO if field.type == "boolean" else field.by_choice.keys()
    yield from (_unknown(place, "choice", value) for value in values if value not in offered)


def _unknown(place: str, kind: str, key: str) -> Fault:
    return Fault(place=place, code=f"no_such_{kind}", message=f"There is no {kind} {key!r}.")


def _twice(place: str, keys: Sequence[str]) -> Iterator[Fault]:
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Fault(place=place, code="twice", message=f"{key!r} stands here more than once.")
