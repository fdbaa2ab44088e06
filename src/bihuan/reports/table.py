"""A widget's numbers as a table, and the table as a file that any sheet opens. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.kernel import separated
from bihuan.kernel.separated import Cell
from bihuan.kernel.words import Lang, Words
from bihuan.metrics.definition import Measure, Metric, Row
from bihuan.metrics.queries import Board, Funnel
from bihuan.reports import questions
from bihuan.reports.queries import Shown

_HEADS = {
    "value": Words(zh="数值", en="Value"),
    "count": Words(zh="条数", en="Count"),
    "part": Words(zh="其中", en="Of which"),
    "median": Words(zh="中位数", en="Median"),
    "share": Words(zh="占比（%）", en="Share (%)"),
    "whole": Words(zh="合计", en="All"),
    "stage": Words(zh="阶段", en="Stage"),
    "person": Words(zh="人", en="Person"),
    "red": Words(zh="超时未补", en="Overdue"),
    "yellow": Words(zh="补交", en="Late"),
    "green": Words(zh="按时", en="On time"),
    "entered": Words(zh="进入", en="Entered"),
    "passed": Words(zh="通过", en="Passed"),
    "conversion": Words(zh="通过率（%）", en="Passed (%)"),
    "here": Words(zh="还停在这里", en="Still here"),
    "title": Words(zh="名称", en="Name"),
    "owner": Words(zh="负责人", en="Owner"),
    "days": Words(zh="停留天数", en="Days"),
    "week": Words(zh="周（第一天）", en="Week (first day)"),
}


@dataclass(frozen=True, kw_only=True)
class Table:
    """Heads and rows."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def of(found: Shown) -> Table:
    """The numbers that a widget shows."""
    lang = found.frame.viewer.lang
    if found.health:
        return _health(found.health, lang)
    if found.funnel:
        return _stuck(found, found.funnel, lang) if found.look == "list" else _funnel(found.funnel, lang)
    if found.weeks:
        return _weeks(found, lang)
    assert found.answer is not None, "a widget shows one of these"
    metric, answer = found.answer.metric, found.answer
    by = questions.dimension(answer.by, found.frame.object_def, lang) if answer.by else ""
    whole = Row(key=None, label=_HEADS["whole"].say(lang), figure=answer.figure)
    members = _members(metric)
    rows = [(row.label, *(_cell(row, name) for name in members)) for row in (*answer.rows, whole)]
    return Table(heads=(by, *(_HEADS[name].say(lang) for name in members)), rows=tuple(rows))


def as_csv(table: Table) -> bytes:
    """The table as a file."""
    return separated.as_csv((table.heads, *table.rows))


def _members(metric: Metric) -> Sequence[str]:
    if metric.measure is Measure.SHARE:
        return ("value", "part", "count")
    if metric.measure is Measure.AVERAGE:
        return ("value", "median", "count")
    return ("value", "share") if metric.measure is Measure.COUNT else ("value", "count", "share")


def _cell(row: Row, name: str) -> Cell:
    return row.share if name == "share" else getattr(row.figure, name)


def _health(board: Board, lang: Lang) -> Table:
    heads = ("person", "stage", "red", "yellow", "green")
    names = {stage.key: stage.label.say(lang) for stage in board.stages}
    rows = [
        (row.name, names[cell.stage], cell.red, cell.yellow, cell.green) for row in board.rows for cell in row.cells
    ]
    return Table(heads=tuple(_HEADS[head].say(lang) for head in heads), rows=tuple(rows))


def _funnel(found: Funnel, lang: Lang) -> Table:
    heads = ("stage", "entered", "passed", "conversion", "here")
    rows = [(step.stage.label.say(lang), step.entered, step.passed, step.conversion, step.here) for step in found.steps]
    return Table(heads=tuple(_HEADS[head].say(lang) for head in heads), rows=tuple(rows))


def _stuck(shown: Shown, found: Funnel, lang: Lang) -> Table:
    stages = {stage.key: stage.label.say(lang) for stage in shown.frame.process.stages}
    longest = sorted(found.stuck, key=lambda one: -one.days)
    rows = [(one.title, stages.get(one.stage, one.stage), one.owner, one.days) for one in longest]
    return Table(heads=tuple(_HEADS[head].say(lang) for head in ("title", "stage", "owner", "days")), rows=tuple(rows))


def _weeks(found: Shown, lang: Lang) -> Table:
    assert found.weeks is not None, "asked for by the look"
    by = questions.dimension(found.by or "", found.frame.object_def, lang)
    rows = [
        (row.label, str(week.first), row.figure.value)
        for week, answer in zip(found.weeks.weeks, found.weeks.answers, strict=True)
        for row in answer.rows
    ]
    return Table(heads=(by, _HEADS["week"].say(lang), _HEADS["value"].say(lang)), rows=tuple(rows))
