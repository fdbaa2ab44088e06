"""A picture of a configuration: its stages as a way from top to bottom, each with what it asks for.

Drawn from the blueprint and nothing else, so that it is never out of date; the same blueprint gives the same text.
It brings all it needs along, and whatever people wrote is text in it and nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from unicodedata import east_asian_width

from bihuan.design.definition import Blueprint
from bihuan.kernel.words import Lang
from bihuan.process.definition import Deliverable, Process, Stage

WIDTH, LEFT, RAIL, RIGHT = 640, 78, 46, 612
# The light colours of the screens; a picture stands on its own paper.
_PAPER, _SUNKEN, _LINE, _TEXT, _QUIET = "#fff", "#eef0f4", "#dfe3ea", "#1a2130", "#5f6b7e"
_ACCENT, _WEAK, _OK, _OK_BG = "#1d5fd1", "#e8f0fd", "#0b6b4f", "#dff3ea"
_FONT = "PingFang SC, Microsoft YaHei, Noto Sans SC, Noto Sans CJK SC, system-ui, sans-serif"
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NAME, _SMALL, _CHIP, _GAP = 16, 13, 26, 8
# Each kind of deliverable as a few strokes in a square of 14.
_GLYPHS = {
    "file": "M3 1h6l3 3v9H3zM9 1v3h3",
    "photo": "M1 4h3l1-2h4l1 2h3v8H1zM7 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
    "audio": "M2 6v2M5 3v8M8 1v12M11 4v6",
    "summary": "M1 2h12v8H6l-3 3v-3H1zM4 5h6M4 7.5h4",
    "text": "M2 3h10M2 6h10M2 9h10M2 12h6",
    "form": "M2 1h10v12H2zM4.5 5l1 1 2-2M4.5 9.5h5",
    "record": "M1 3h12v9H1zM1 6h12M5 6v6",
    "task": "M5 6a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1 13c0-3 2-5 4-5s4 2 4 5M9 4h4M11 2v4",
    "confirmation": "M7 13A6 6 0 1 0 7 1a6 6 0 0 0 0 12zM4.5 7l2 2 3.5-4",
}


@dataclass(frozen=True, kw_only=True)
class _Chip:
    kind: str
    said: str
    x: float
    y: float
    width: float


def picture(blueprint: Blueprint, lang: Lang) -> str:
    """The blueprint as an SVG in one language: every process with its stages, limits and deliverables."""
    drawn, y = [], 56.0
    for process in blueprint.processes:
        part, y = _process(process, lang, y, named=len(blueprint.processes) > 1)
        drawn += part
    name = blueprint.name.say(lang)
    head = _text(28, 36, _cut(name, 20, WIDTH - 56), size=20, bold=True)
    size = f'width="{WIDTH}" height="{y + 12:g}" viewBox="0 0 {WIDTH} {y + 12:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{_FONT}">'
        f"<title>{_said(_told(blueprint, lang))}</title>"
        f'<rect width="{WIDTH}" height="{y + 12:g}" rx="12" fill="{_PAPER}"/>{head}{"".join(drawn)}</svg>'
    )


def _told(blueprint: Blueprint, lang: Lang) -> str:
    """What the picture shows, for whoever cannot see it."""
    between, after = ("、", "：") if lang == "zh" else (", ", ": ")
    ways = (between.join(stage.label.say(lang) for stage in process.stages) for process in blueprint.processes)
    return after.join([blueprint.name.say(lang), *ways])


def _process(process: Process, lang: Lang, y: float, *, named: bool) -> tuple[list[str], float]:
    drawn: list[str] = []
    if named:
        drawn.append(_text(28, y + 12, _cut(process.label.say(lang), _NAME, WIDTH - 56), size=_NAME, bold=True))
        y += 28
    begin, stops = y + 14, []
    for number, stage in enumerate(process.stages, start=1):
        stops.append(y + 14)
        part, y = _stage(stage, number, lang, y)
        drawn += part
    drawn.append(f'<circle cx="{RAIL}" cy="{y + 14:g}" r="14" fill="{_OK_BG}"/>')
    drawn.append(_stroke("M-5 0l4 4 7-8", RAIL, y + 14, colour=_OK, thick=2))
    drawn.append(_text(LEFT, y + 20, _cut(process.won.say(lang), _NAME, 500), size=_NAME, bold=True, colour=_OK))
    rail = f'<path d="M{RAIL} {begin:g}V{y + 14:g}" stroke="{_LINE}" stroke-width="2"/>'
    return [rail, *drawn], y + 40


def _stage(stage: Stage, number: int, lang: Lang, y: float) -> tuple[list[str], float]:
    asked = _asked(stage, lang)
    room = RIGHT - LEFT - _wide(asked, _SMALL) - 16
    drawn = [
        f'<circle cx="{RAIL}" cy="{y + 14:g}" r="14" fill="{_ACCENT}"/>',
        _text(RAIL, y + 19, str(number), size=14, bold=True, colour=_PAPER, anchor="middle"),
        _text(LEFT, y + 20, _cut(stage.label.say(lang), _NAME, room), size=_NAME, bold=True),
        _text(RIGHT, y + 19, asked, size=_SMALL, colour=_QUIET, anchor="end"),
    ]
    y += 34
    chips = list(_chips(stage.gate.deliverables, lang, y))
    for chip in chips:
        drawn.append(
            f'<rect x="{chip.x:g}" y="{chip.y:g}" width="{chip.width:g}" height="{_CHIP}" rx="6" fill="{_WEAK}"/>'
        )
        drawn.append(_stroke(_GLYPHS.get(chip.kind, _GLYPHS["file"]), chip.x + 9, chip.y + 6))
        drawn.append(_text(chip.x + 30, chip.y + 18, chip.said, size=_SMALL))
    return drawn, (chips[-1].y + _CHIP if chips else y - 6) + 16


def _asked(stage: Stage, lang: Lang) -> str:
    """How long it may last, and how many fields must be filled in."""
    zh, filled = lang == "zh", len(stage.gate.fields)
    said = []
    if filled:
        said.append(f"必填 {filled} 项" if zh else f"{filled} {'field' if filled == 1 else 'fields'}")
    if stage.limit:
        said.append(f"{'限' if zh else 'at most'} {stage.limit.words(lang)}")
    return " · ".join(said)


def _chips(things: tuple[Deliverable, ...], lang: Lang, y: float) -> Iterator[_Chip]:
    x = float(LEFT)
    for thing in things:
        often = f" ×{thing.count}" if thing.count > 1 else ""
        said = _cut(thing.label.say(lang), _SMALL, RIGHT - LEFT - 70) + often
        width = _wide(said, _SMALL) + 42
        if x > LEFT and x + width > RIGHT:
            x, y = float(LEFT), y + _CHIP + _GAP
        yield _Chip(kind=thing.kind, said=said, x=x, y=y, width=width)
        x += width + _GAP


def _text(  # noqa: PLR0913 - a text has a place and a look
    x: float, y: float, said: str, *, size: int, bold: bool = False, colour: str = _TEXT, anchor: str = ""
) -> str:
    look = (' font-weight="600"' if bold else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}"{look}>{_said(said)}</text>'


def _stroke(path: str, x: float, y: float, *, colour: str = _ACCENT, thick: float = 1.4) -> str:
    look = f'fill="none" stroke="{colour}" stroke-width="{thick:g}" stroke-linecap="round" stroke-linejoin="round"'
    return f'<path transform="translate({x:g} {y:g})" d="{path}" {look}/>'


def _said(text: str) -> str:
    """A text as it may stand in XML; marks that turn the direction of what follows are left out."""
    return escape(_UNFIT.sub("", text))


def _wide(text: str, size: int) -> float:
    """How wide a text is, about: what is Chinese takes a square, all else a little more than half of one."""
    return round(sum(size if east_asian_width(sign) in "WF" else size * 0.58 for sign in text), 1)


def _cut(text: str, size: int, room: float) -> str:
    """As much of a text as there is room for."""
    if _wide(text, size) <= room:
        return text
    kept = ""
    for sign in text:
        if _wide(kept + sign + "…", size) > room:
            break
        kept += sign
    return kept + "…"
