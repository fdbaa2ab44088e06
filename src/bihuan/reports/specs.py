"""A picture of numbers in the Vega-Lite language: data in, specification out. Pure.

Colours are those of the tokens; what is beyond its safe line has a shape and a word besides its colour. Whoever draws
it (the page, which makes each mark a button; vl-convert, for a file) finds in each value what it is called and said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from bihuan.kernel.words import Lang

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
ACCENT, BAD, TEXT, QUIET, LINE = "#1d5fd1", "#a3211a", "#1a2130", "#5f6b7e", "#dfe3ea"
WEAK, DEEP = "#e8f0fd", "#79a2e6"  # of a heat table: on both, text can be read
FONT = '"PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei", "Noto Sans SC", system-ui, sans-serif'
_WIDTH, _STEP, _LINE_HEIGHT = 560, 30, 220
_BEYOND = "■"  # the shape of what is bad, as everywhere in the product
Spec = dict[str, Any]


class Value(TypedDict, total=False):
    """One mark: what it is called, its number, the number in words, and whether it is beyond the safe line."""

    key: str
    label: str
    value: float | None
    said: str
    bad: bool
    column: str
    column_label: str
    share: float | None


def bars(values: Sequence[Value], *, about: str, lang: Lang) -> Spec:
    """One bar for each group, in the order given, with its number at its end."""
    written = [{**one, "written": f"{_BEYOND} {one['said']}" if one.get("bad") else one["said"]} for one in values]
    beside = {
        "y": {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None, "ticks": False}},
        "x": {"field": "value", "type": "quantitative", "axis": None, "scale": {"zero": True}},
    }
    drawn = {"mark": {"type": "bar", "cornerRadiusEnd": 3}, "encoding": {"color": _coloured(ACCENT), **_told(lang)}}
    named = {
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 6, "color": TEXT},
        "encoding": {"text": {"field": "written", "type": "nominal"}},
    }
    return _spec(written, about, height={"step": _STEP}, encoding=beside, layer=[drawn, named])


def line(values: Sequence[Value], *, about: str, lang: Lang) -> Spec:
    """One point for each stretch of time, joined in their order, with its number above it."""
    along = {
        "x": {"field": "label", "type": "ordinal", "sort": None, "axis": {"title": None, "labelAngle": 0}},
        "y": {"field": "value", "type": "quantitative", "axis": {"title": None, "grid": True}, "scale": {"zero": True}},
    }
    joined = {"mark": {"type": "line", "color": ACCENT, "strokeWidth": 2}}
    shape = {
        "condition": {"test": "datum.bad === true", "value": "square"},
        "value": "circle",
    }
    points = {
        "mark": {"type": "point", "filled": True, "size": 70},
        "encoding": {"color": _coloured(ACCENT), "shape": shape, **_told(lang)},
    }
    named = {
        "mark": {"type": "text", "dy": -12, "color": TEXT},
        "encoding": {"text": {"field": "said", "type": "nominal"}},
    }
    return _spec(values, about, height=_LINE_HEIGHT, encoding=along, layer=[joined, points, named])


def heat(values: Sequence[Value], *, about: str, lang: Lang) -> Spec:
    """Groups down, weeks across; the deeper the colour the more, and the number is written in each field."""
    most = max((one["value"] or 0 for one in values), default=0) or 1
    across = {"title": None, "orient": "top", "labelAngle": 0}
    fields = {
        "x": {"field": "column_label", "type": "ordinal", "sort": None, "axis": across},
        "y": {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None}},
    }
    scale = {"domain": [0, most], "range": [WEAK, DEEP]}
    colour = {"field": "value", "type": "quantitative", "legend": None, "scale": scale}
    drawn = {"mark": {"type": "rect", "stroke": "#fff"}, "encoding": {"color": colour, **_told(lang)}}
    named = {"mark": {"type": "text", "color": TEXT}, "encoding": {"text": {"field": "said", "type": "nominal"}}}
    return _spec(values, about, height={"step": _STEP}, encoding=fields, layer=[drawn, named])


def funnel(values: Sequence[Value], *, about: str, lang: Lang) -> Spec:
    """Centred bars, each as wide as what came there; Vega-Lite has no funnel of its own. The narrowest is marked."""
    halved = [{**one, "left": -(one["value"] or 0) / 2, "right": (one["value"] or 0) / 2} for one in values]
    across = {
        "y": {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None, "ticks": False}},
        "x": {"field": "left", "type": "quantitative", "axis": None},
        "x2": {"field": "right"},
    }
    drawn = {"mark": {"type": "bar", "cornerRadius": 3}, "encoding": {"color": _coloured(ACCENT), **_told(lang)}}
    named = {
        "mark": {"type": "text", "color": "#fff"},
        "encoding": {"x": {"datum": 0}, "x2": {"value": 0}, "text": {"field": "said", "type": "nominal"}},
    }
    return _spec(halved, about, height={"step": _STEP}, encoding=across, layer=[drawn, named])


def _coloured(usual: str) -> Spec:
    return {"condition": {"test": "datum.bad === true", "value": BAD}, "value": usual}


def _told(lang: Lang) -> Spec:
    """What is said of a mark that one points at."""
    number = "数值" if lang == "zh" else "Value"
    told = [{"field": "label", "title": ""}, {"field": "said", "title": number}]
    return {"tooltip": told}


def _spec(values: Sequence[Any], about: str, *, height: Any, encoding: Spec, layer: list[Spec]) -> Spec:  # noqa: ANN401
    return {
        "$schema": SCHEMA,
        "description": about,
        "width": _WIDTH,
        "height": height,
        "background": "#ffffff",
        "data": {"values": list(values)},
        "encoding": encoding,
        "layer": layer,
        "config": {
            "font": FONT,
            "axis": {
                "labelColor": QUIET,
                "labelFontSize": 13,
                "domainColor": LINE,
                "gridColor": LINE,
                "labelLimit": 200,
            },
            "text": {"fontSize": 13},
            "view": {"stroke": None},
        },
    }
