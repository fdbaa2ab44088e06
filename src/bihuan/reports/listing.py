"""Dashboards and questions as lists: what there is, before any number is asked for. Pure."""

from __future__ import annotations

from bihuan.kernel.words import Lang
from bihuan.metrics.definition import DIMENSIONS
from bihuan.metrics.shapes import Named
from bihuan.objects.definition import ObjectDef
from bihuan.reports import questions, shapes
from bihuan.reports.definition import Widget
from bihuan.reports.questions import GROUPS, QUESTIONS, SHOWN, Question

_BY_FIELD = "field"  # stands for any field of the object, wherever it matters only that it is one


def widget(one: Widget, found: ObjectDef | None, lang: Lang) -> shapes.WidgetLine:
    """A widget without its data."""
    asked = QUESTIONS.get(one.question)
    return shapes.WidgetLine(
        key=one.key,
        title=questions.title(one, found, lang),
        look=questions.look_of(one, asked) if asked else "number",
        place=one.place,
    )


def catalogue(lang: Lang) -> list[shapes.QuestionOut]:
    """All questions, in their order."""
    return [_question(one, lang) for one in QUESTIONS.values()]


def _question(one: Question, lang: Lang) -> shapes.QuestionOut:
    metric = one.measured
    splits = metric.by if metric else ()
    ways: list[str | None] = [None, *(by.value for by in splits), _BY_FIELD]
    return shapes.QuestionOut(
        key=one.key,
        group=Named(key=one.group, label=GROUPS[one.group].say(lang)),
        label=one.label.say(lang),
        definition=metric.definition.say(lang) if metric else "",
        metric=one.metric,
        by=one.by.value if one.by else None,
        splits=[Named(key=by.value, label=DIMENSIONS[by].say(lang)) for by in splits],
        by_field=metric is not None,
        look=one.look,
        looks={
            by or "": [shapes.LookOut(key=look, label=SHOWN[look].say(lang)) for look in one.looks(by)] for by in ways
        },
        period=one.period,
        of_now=one.of_now,
        can_choose=one.can_choose,
        needs_amount=metric is not None and metric.unit == "money",
    )
