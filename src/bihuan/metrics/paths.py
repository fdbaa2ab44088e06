"""How journeys go from stage to stage, in which words that is told, and when a mean misleads. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bihuan.kernel.words import Lang
from bihuan.metrics import words
from bihuan.process.definition import Gate, Process

Kind = Literal["onward", "leap", "back", "again", "end"]
OUTCOMES = ("won", "lost")
USUAL_LEAST = 30  # a step taken less often than this says little about the process
_ONE_IN = 10
_NO_GATE = Gate()
_APART = 5  # a mean so many times the median is the work of a few
_DAY, _MINUTE, _SECOND = 24.0, 1 / 60, 1 / 3600


@dataclass(frozen=True, kw_only=True)
class Transition:
    """From one stage to the next, or to an outcome: how often, and how long it took in hours."""

    frm: str
    to: str
    kind: Kind
    count: int
    mean_hours: float
    median_hours: float
    longest_hours: float
    total_hours: float
    share: float  # of all the time that all steps took, in percent

    @property
    def skewed(self) -> bool:
        """Whether a few long ones make the mean: it alone would accuse the wrong step."""
        return self.mean_hours > _APART * self.median_hours


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How many journeys came to a stage, how often in all, and how many came more than once."""

    stage: str
    journeys: int
    visits: int
    repeated: int


@dataclass(frozen=True, kw_only=True)
class Throughput:
    """How long journeys that are over took from beginning to end, in days; None where none is over."""

    ended: int = 0
    mean_days: float | None = None
    median_days: float | None = None
    longest_days: float | None = None


@dataclass(frozen=True, kw_only=True)
class Transitions:
    """How the journeys of some days went: every step often enough to speak of, the slowest on average first."""

    process: Process
    journeys: int
    throughput: Throughput
    rows: tuple[Transition, ...]
    at_least: int
    rare: int  # kinds of steps that are left out because they are rarer
    reach: tuple[Reach, ...] = field(default=())

    def label(self, key: str, lang: Lang) -> str:
        """What a stage or an outcome is called."""
        return label(self.process, key, lang)


def label(process: Process, key: str, lang: Lang) -> str:
    """What a stage or an outcome is called; its key where the process has no such stage any more."""
    stage = process.stage(key)
    found = stage.label if stage else {"won": process.won, "lost": process.lost}.get(key)
    return found.say(lang) if found else key


def kind(process: Process, frm: str, to: str) -> Kind:
    """What a step is, measured against the process as it was drawn up."""
    if to in OUTCOMES:
        return "end"
    if frm == to:
        return "again"
    if not _drawn_up(process):
        return "onward"
    here, there = process.position(frm), process.position(to)
    if there < here:
        return "back"
    between = process.stages[here + 1 : there] if here >= 0 else ()
    return "leap" if any(stage.when is None for stage in between) else "onward"


def _drawn_up(process: Process) -> bool:
    """Whether somebody thought about the way: what was made from a log only has the order that is usual there."""
    return any(stage.limit or stage.when or stage.back_to or stage.gate != _NO_GATE for stage in process.stages)


def usual_least(journeys: int) -> int:
    """How often a step must be taken to be told unasked: by one journey in ten, and by thirty at most."""
    return min(USUAL_LEAST, max(1, journeys // _ONE_IN))


def span(hours: float, lang: Lang) -> str:
    """An amount of time in the unit in which it is a handy number: 3.1 天, 2.5 小时, 12 分钟, 37 秒."""
    units = (
        ((_DAY, "天", "d"), (1.0, "小时", "h"), (_MINUTE, "分钟", "min"), (_SECOND, "秒", "s"))
        if hours >= _SECOND
        else ((_SECOND, "秒", "s"),)
    )
    size, zh, en = next((unit for unit in units if hours >= unit[0]), units[-1])
    number = hours / size
    return f"{number:,.1f}".removesuffix(".0") + f" {zh if lang == 'zh' else en}"


def note(row: Transition, lang: Lang) -> str | None:
    """What to think of a step whose mean and median lie far apart; None where they agree."""
    if not row.skewed:
        return None
    half = span(row.median_hours, lang)
    if lang == "zh":
        return f"一半在 {half}内走完，只看平均会冤枉这一步。"
    return f"Half take {half} or less; the mean alone would accuse the wrong step."


def finding(found: Transitions, lang: Lang) -> str:
    """How long the whole takes, which step is slow on average, and whether it is slow for most."""
    if not found.journeys:
        return "没有在这段时间开始的。" if lang == "zh" else "Nothing began in this time."
    parts = [_throughput(found, lang)]
    if found.rows:
        slowest = max(found.rows, key=lambda row: row.mean_hours)
        usually = max(found.rows, key=lambda row: row.median_hours)
        parts.append(_slowest(found, slowest, lang))
        if usually is not slowest and slowest.skewed:
            parts.append(_usually(found, usually, lang))
    return ("" if lang == "zh" else " ").join(parts)


def variants(journeys: int, different: int, most: tuple[int, int] | None, lang: Lang) -> str:
    """How many ways there were, and how many journeys went the most frequent one."""
    if most is None:
        return "还没有结束的旅程，看不出完整的走法。" if lang == "zh" else "No journey is over yet: no way is whole."
    count, steps = most
    share = words.number(100 * count / journeys, "percent", lang)
    if lang == "zh":
        most_said = f"最常见的一种（{steps} 步）有 {count:,} 条，占 {share}"
        return f"{journeys:,} 条结束的旅程走了 {different:,} 种走法；{most_said}。"
    return f"{journeys:,} journeys that are over went {different:,} ways; {count:,} ({share}) the most frequent one."


def _throughput(found: Transitions, lang: Lang) -> str:
    whole, journeys = found.throughput, found.journeys
    if whole.mean_days is None or whole.median_days is None or whole.longest_days is None:
        return f"{journeys:,} 条旅程，还没有结束的。" if lang == "zh" else f"{journeys:,} journeys, none of them over."
    mean, median, longest = (
        span(days * _DAY, lang) for days in (whole.mean_days, whole.median_days, whole.longest_days)
    )
    if lang == "zh":
        return f"{journeys:,} 条旅程，结束了 {whole.ended:,} 条：从头到尾平均 {mean}，中位 {median}，最长 {longest}。"
    return (
        f"{journeys:,} journeys, {whole.ended:,} of them over: from end to end {mean} on average,"
        f" median {median}, longest {longest}."
    )


def _slowest(found: Transitions, row: Transition, lang: Lang) -> str:
    mean, median = span(row.mean_hours, lang), span(row.median_hours, lang)
    step = _step(found, row, lang)
    if lang == "zh":
        said = f"平均最慢的一步是{step}：平均 {mean}，中位 {median}"
        return f"{said}——只看平均会冤枉它。" if row.skewed else f"{said}。"
    said = f"Slowest on average: {step}, {mean} on average, median {median}"
    return f"{said}; the mean alone would accuse the wrong step." if row.skewed else f"{said}."


def _usually(found: Transitions, row: Transition, lang: Lang) -> str:
    step, median = _step(found, row, lang), span(row.median_hours, lang)
    return (
        f"多数情况下最慢的是{step}：中位 {median}。" if lang == "zh" else f"Slowest for most: {step}, median {median}."
    )


def _step(found: Transitions, row: Transition, lang: Lang) -> str:
    frm, to = found.label(row.frm, lang), found.label(row.to, lang)
    return f"“{frm} → {to}”"
