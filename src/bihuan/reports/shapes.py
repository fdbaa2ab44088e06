"""The shapes in which dashboards leave over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel

from bihuan.metrics.shapes import AnswerOut, FunnelOut, HealthOut, Named
from bihuan.reports.definition import Look, Place


class WidgetLine(BaseModel):
    """A widget without its data: what it is called, how it is shown, where it stands."""

    key: str
    title: str
    look: Look
    place: Place


class DashboardLine(BaseModel):
    """A dashboard in the menu."""

    key: str
    label: str


class DashboardOut(BaseModel):
    """A dashboard without its data. `fields` are those of the records by which the whole page can be filtered."""

    key: str
    label: str
    widgets: list[WidgetLine]
    fields: list[Named]


class WeekOut(BaseModel):
    """One column of a heat table."""

    first: date
    last: date
    label: str


class WidgetOut(BaseModel):
    """A widget with its data.

    `spec` is its picture in the Vega-Lite language, each value with what it is called and said. `only` is by what it
    was filtered, in the form in which the records behind are asked for; `aside` are the fields of the page's filter
    that could not be used here.
    """

    key: str
    question: str
    title: str
    look: Look
    when: str
    process: str
    object: str
    period_from: date | None
    period_to: date | None
    only: list[str]
    aside: list[str]
    by: Named | None
    metric: str | None
    can_export: bool
    sentence: str
    answer: AnswerOut | None
    weeks: list[WeekOut] | None
    health: HealthOut | None
    funnel: FunnelOut | None
    spec: dict[str, Any] | None


class ChoiceOut(BaseModel):
    """One value of a field by which a page can be filtered, and how many began with it."""

    value: str
    label: str
    count: int


class LookOut(BaseModel):
    """One way to show an answer."""

    key: Look
    label: str


class QuestionOut(BaseModel):
    """A question that a dashboard can ask: in plain words, with all that can be chosen about it.

    `of_now`: it is about what is so now, whatever days the page looks at.
    """

    key: str
    group: Named
    label: str
    definition: str
    metric: str | None
    by: str | None
    splits: list[Named]
    by_field: bool
    look: Look
    looks: dict[str, list[LookOut]]
    period: str
    of_now: bool
    can_choose: bool
    needs_amount: bool
