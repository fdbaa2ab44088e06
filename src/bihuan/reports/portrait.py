"""From what was asked to the shape in which a widget leaves. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bihuan.metrics import portrait, words
from bihuan.metrics.definition import Figure, Metric, Row
from bihuan.metrics.periods import Span
from bihuan.metrics.queries import Answer
from bihuan.reports import questions, specs
from bihuan.reports.queries import Shown
from bihuan.reports.specs import Spec, Value

MOST_BARS = 12  # more than these are read as a table


def widget(found: Shown) -> dict[str, Any]:
    """A widget with its data, in the shape of `WidgetOut`."""
    frame, lang, metric = found.frame, found.frame.viewer.lang, found.question.measured
    told: dict[str, Any] = {
        "key": found.widget.key,
        "question": found.question.key,
        "title": found.title,
        "look": found.look,
        "when": found.when,
        "process": frame.process.key,
        "object": frame.object_def.key,
        "period_from": frame.span.first,
        "period_to": frame.span.last,
        "only": [f"{key}:{_written(value)}" for key, values in frame.only.items() for value in values],
        "aside": list(found.aside),
        "by": None
        if found.by is None
        else {"key": found.by, "label": questions.dimension(found.by, frame.object_def, lang)},
        "metric": metric.key if metric else None,
        "can_export": frame.viewer.may_do(frame.object_def.key, "export"),
        "answer": portrait.answer(found.answer).model_dump(mode="json") if found.answer else None,
        "weeks": None,
        "health": portrait.health(found.health, frame) if found.health else None,
        "funnel": portrait.funnel(found.funnel, frame) if found.funnel else None,
    }
    told["sentence"] = _sentence(found, told)
    if found.weeks:
        told["weeks"] = [{"first": week.first, "last": week.last, "label": _week(week)} for week in found.weeks.weeks]
    told["spec"] = _spec(found, told["sentence"])
    return told


def _sentence(found: Shown, told: Mapping[str, Any]) -> str:
    """What was found, in words: what stands still has a finding of its own, not that of the funnel it comes with."""
    if found.look != "list" or found.funnel is None:
        return next(str(one["sentence"]) for name in ("answer", "health", "funnel") if (one := told[name]))
    lang = found.frame.viewer.lang
    longest = max(found.funnel.stuck, key=lambda one: one.days, default=None)
    if longest is None:
        return "没有停着的，一切顺畅。" if lang == "zh" else "Nothing stands still."
    stage = found.frame.process.stage(longest.stage)
    where = stage.label.say(lang) if stage else longest.stage
    lasted = words.duration(longest.days * 24 * 60, lang)
    if lang == "zh":
        return f"“{longest.title}”停得最久：在{where}停了 {lasted}。"
    return f"“{longest.title}” has stood longest: {lasted} in {where}."


def _spec(found: Shown, about: str) -> Spec | None:
    """The picture, where there is something to draw."""
    lang = found.frame.viewer.lang
    if found.look == "funnel" and found.funnel and found.funnel.started:
        return specs.funnel(_steps(found), about=about, lang=lang)
    if found.answer is None or not found.answer.rows:
        return None
    metric, currency = found.answer.metric, found.frame.currency
    if found.look == "heat":
        return specs.heat(list(_heat(found)), about=about, lang=lang)
    if found.look not in {"bar", "line"}:
        return None
    rows = found.answer.rows if found.look == "line" else found.answer.rows[:MOST_BARS]
    values = [_value(row, metric, found, currency) for row in rows]
    drawn = specs.line if found.look == "line" else specs.bars
    return drawn(values, about=about, lang=lang)


def _value(row: Row, metric: Metric, found: Shown, currency: str | None) -> Value:
    figure = row.figure
    return Value(
        key="" if row.key is None else str(row.key),
        label=_short(row.label, found),
        value=figure.value,
        said=_said(metric, figure, found, currency),
        bad=beyond(metric, figure),
        share=row.share,
    )


def _short(label: str, found: Shown) -> str:
    """A month without its year where all are of one year: there is little room below a line."""
    first, last = found.frame.span.first, found.frame.span.last
    if found.look == "line" and found.frame.viewer.lang == "zh" and first and last and first.year == last.year:
        return label.removeprefix(f"{first.year} 年").removeprefix("第").strip()
    return label


def _said(metric: Metric, figure: Figure, found: Shown, currency: str | None) -> str:
    if figure.value is None:
        return "—"
    return metric.say(figure.value, found.frame.viewer.lang, currency=currency)


def beyond(metric: Metric, figure: Figure) -> bool:
    """Whether a number lies beyond its safe line."""
    safe, value = metric.safe, figure.value
    if safe is None or value is None:
        return False
    return (safe.low is not None and value < safe.low) or (safe.high is not None and value > safe.high)


def _heat(found: Shown) -> Iterator[Value]:
    assert found.weeks is not None, "asked for by the look"
    by_week = [{row.key: row for row in answer.rows} for answer in found.weeks.answers]
    known: Mapping[Any, str] = {row.key: row.label for answer in found.weeks.answers for row in answer.rows}
    order = sorted(known, key=lambda key: -sum(rows[key].figure.value or 0 for rows in by_week if key in rows))
    for key in order[:MOST_BARS]:
        for week, rows, answer in zip(found.weeks.weeks, by_week, found.weeks.answers, strict=True):
            figure = rows[key].figure if key in rows else _none(answer)
            yield Value(
                key="" if key is None else str(key),
                label=known[key],
                value=figure.value,
                said=_said(answer.metric, figure, found, found.frame.currency),
                bad=False,
                column=str(week.first),
                column_label=_week(week),
            )


def _none(answer: Answer) -> Figure:
    """Nothing: none of what is counted, no number of what is a part or an average."""
    counted = answer.metric.measure in {"count", "sum"}
    return Figure(value=0 if counted else None, count=0)


def _steps(found: Shown) -> list[Value]:
    assert found.funnel is not None, "asked for by the look"
    lang = found.frame.viewer.lang
    return [
        Value(
            key=step.stage.key,
            label=step.stage.label.say(lang),
            value=step.entered,
            said=words.number(step.entered, "count", lang),
            bad=step.stage.key == found.funnel.narrowest,
            share=step.conversion,
        )
        for step in found.funnel.steps
    ]


def _week(week: Span) -> str:
    assert week.first is not None, "a week has a first day"
    return f"{week.first.month}/{week.first.day}"


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
