"""How numbers, amounts of time and findings are said. Pure: values in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bihuan.kernel.words import Lang, Words

Unit = Literal["count", "percent", "money", "days", "hours"]

_UNIT: Mapping[Unit, Words] = {
    "count": Words(zh="{number}", en="{number}"),
    "percent": Words(zh="{number}%", en="{number}%"),
    "money": Words(zh="{number}", en="{number}"),
}
_DECIMALS: Mapping[Unit, int] = {"count": 0, "percent": 2, "money": 2}
_MINUTES: Mapping[Unit, int] = {"days": 24 * 60, "hours": 60}
_MANY_DAYS = 10
_YUAN = frozenset({"元", "¥", "CNY", "RMB"})
_APART = 3  # a mean so many times the median, or the other way round, is the work of a few
_HOLDERS: Mapping[str, Words] = {
    "rep": Words(zh="销售", en="the salesperson"),
    "approver": Words(zh="审批", en="the approver"),
    "department": Words(zh="其他部门", en="another department"),
    "customer": Words(zh="客户", en="the customer"),
    "system": Words(zh="系统", en="the system"),
}
HOLDERS = tuple(_HOLDERS)
_MINUTES_A_DAY = 24 * 60
_MOST_HOLDERS = 3
_WORTH_SAYING = 0.05  # of the time
_DAY, _WORKDAY = Words(zh="天", en="day"), Words(zh="个工作日", en="workday")
_HOUR, _MINUTE = Words(zh="小时", en="hour"), Words(zh="分钟", en="minute")


def number(value: float, unit: Unit, lang: Lang, *, currency: str | None = None) -> str:
    """A number as people read it: grouped in thousands, without idle zeros; time in the units that fit it."""
    if unit in _MINUTES:
        return _lasting(value * _MINUTES[unit], lang)
    digits = f"{value:,.{_DECIMALS[unit]}f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    said = _UNIT[unit].say(lang).format(number=digits)
    if unit != "money" or not currency:
        return said
    if currency in _YUAN:
        return f"{said} 元" if lang == "zh" else f"¥{said}"
    return f"{said} {currency}"


def _lasting(minutes: float, lang: Lang) -> str:
    """A length of time to the minute; from ten days on its hours say nothing any more."""
    sign, minutes = ("-" if minutes < 0 else ""), abs(minutes)
    if 0 < minutes < 1:
        return "不到 1 分钟" if lang == "zh" else "under a minute"
    if minutes >= _MANY_DAYS * _MINUTES_A_DAY:
        minutes = round(minutes / _MINUTES_A_DAY) * _MINUTES_A_DAY
    return sign + duration(round(minutes), lang)


def duration(minutes: float, lang: Lang, *, workday: float | None = None) -> str:
    """An amount of time in its two largest parts: 5 天 4 小时; with `workday` minutes, of working time."""
    rest = max(int(minutes), 0)
    days, rest = divmod(rest, max(int(workday or _MINUTES_A_DAY), 60))
    hours, rest = divmod(rest, 60)
    parts = [(days, _WORKDAY if workday else _DAY), (hours, _HOUR), (0 if days else rest, _MINUTE)]
    return " ".join(_part(amount, unit, lang) for amount, unit in parts if amount) or _part(0, _MINUTE, lang)


def _part(amount: int, unit: Words, lang: Lang) -> str:
    return f"{amount} {unit.say(lang)}{'s' if lang == 'en' and amount != 1 else ''}"


def holder(key: str, lang: Lang) -> str:
    """Who holds the ball, as people say it."""
    found = _HOLDERS.get(key)
    return found.say(lang) if found else key


def stayed(
    *, limit: str | None, total: float, held: Mapping[str, float], lang: Lang, workday: float | None = None
) -> str:
    """How long a stay has lasted against its limit, and who it waited for: the longest first."""
    lasted = duration(total, lang, workday=workday)
    longest = sorted(((part, key) for key, part in held.items() if part >= 1), reverse=True)[:_MOST_HOLDERS]
    waits = [(holder(key, lang), duration(part, lang, workday=workday)) for part, key in longest]
    if lang == "zh":
        opening = f"上限 {limit}，已停 {lasted}。" if limit else f"没有设上限，已停 {lasted}。"
        return opening + ("其中" + "，".join(f"等{who} {how}" for who, how in waits) + "。" if waits else "")
    opening = f"Limit {limit}, lasted {lasted}. " if limit else f"No limit is set; lasted {lasted}. "
    return (opening + (", ".join(f"{how} with {who}" for who, how in waits) + "." if waits else "")).strip()


def cell(stays: int, red: int, stage: str, person: str, lang: Lang) -> str:
    """What a cell of the health board holds, when more than one stay stands behind it or none does."""
    if lang == "zh":
        return (
            f"{person}在“{stage}”有 {stays} 条停留，其中 {red} 条超时未补。"
            if stays
            else f"{person}在“{stage}”没有停留。"
        )
    return (
        f"{person} has {stays} stays in {stage}, {red} of them overdue."
        if stays
        else f"{person} has no stay in {stage}."
    )


def health(
    *, when: str, people: int, stages: int, worst: tuple[str, int] | None, lacking: str | None, lang: Lang
) -> str:
    """The one sentence on top of the health board."""
    if lang == "zh":
        if not people:
            return f"{when}还没有人在节点上。导入或新建几条商机，就能看到第一张健康图。"
        said = f"{when} {people} 人 × {stages} 节点。"
        if worst is None:
            return said + "没有红格。"
        said += f"{worst[0]}红得最多（{worst[1]} 人）"
        return said + (f"，主要差“{lacking}”。" if lacking else "。") + "点红格看原始记录。"
    if not people:
        return f"{when}: nobody stands in any stage yet. Import or add a few deals to see the first picture."
    said = f"{when}: {_heads(people)} × {stages} stages. "
    if worst is None:
        return said + "Nothing is red."
    said += f"Most red in {worst[0]} ({_heads(worst[1])})"
    return said + (f", mostly lacking “{lacking}”. " if lacking else ". ") + "Click a red cell for the records."


def _heads(people: int) -> str:
    return "1 person" if people == 1 else f"{people} people"


def lacking(label: str, short: int, lang: Lang) -> str:
    """What is missing, with how many where it is more than one: 3 条客户疑问."""
    if short <= 1:
        return label
    return f"{short} 份{label}" if lang == "zh" else f"{short} × {label}"


@dataclass(frozen=True, kw_only=True)
class Narrowest:
    """The stage where the smallest part gets through, and what comes after it."""

    here: str
    there: str
    entered: int
    passed: int
    waiting: int


def funnel(  # noqa: PLR0913 - a finding has these parts
    *,
    started: int,
    won: int,
    narrowest: Narrowest | None,
    stay: tuple[float, float] | None,
    reference: str | None,
    held: Mapping[str, float],
    days: str | None,
    won_label: str,
    placed: int,
    lang: Lang,
) -> str:
    """How many went how far, where the way is narrowest, and which journeys were counted."""
    if not started:
        return "没有在这段时间开始的。" if lang == "zh" else "Nothing began in this time."
    parts = [_reached(started, won, won_label, lang)]
    if narrowest is not None:
        parts.append(_narrow(narrowest, stay, reference, lang, held=held))
    if lang == "zh":
        parts.append(f"只算{days}开始的。" if days else "按开始日期算，不限时间。")
        if placed:
            parts.append(f"其中 {placed} 条是导入的：算走过前面的节点，不算停留时间。")
        return "".join(parts)
    parts.append(f"Counted: what began {days}." if days else "Counted: whenever it began.")
    if placed:
        parts.append(
            f"{placed} of them were imported: they count as having passed the earlier stages, without stay times."
        )
    return " ".join(parts)


def _reached(started: int, won: int, won_label: str, lang: Lang) -> str:
    share = number(100 * won / started, "percent", lang)
    if lang == "zh":
        return f"{started:,} 条走到“{won_label}” {won:,} 条（{share}）。"
    return f"{won:,} of {started:,} came to “{won_label}” ({share})."


def _narrow(
    narrowest: Narrowest,
    stay: tuple[float, float] | None,
    reference: str | None,
    lang: Lang,
    *,
    held: Mapping[str, float],
) -> str:
    kept = round(10 * narrowest.passed / narrowest.entered)
    step = narrowest.here if narrowest.here == narrowest.there else f"{narrowest.here} → {narrowest.there}"
    mean, median = (number(part, "hours", lang) for part in stay) if stay else ("", "")
    if lang == "zh":
        waiting = f"，{narrowest.waiting:,} 条还在" if narrowest.waiting else ""
        said = (
            f"最窄的一步：{step}，每 10 条过了 {kept} 条（{narrowest.entered:,} 进，{narrowest.passed:,} 出{waiting}）"
        )
        said += f"；平均停 {mean}，中位数 {median}" if stay else ""
        said += f"；参考：{reference}。" if reference else "。"
        return said + "".join(found for found in (_apart(stay, lang), _kept(held, lang)) if found)
    waiting = f", {narrowest.waiting:,} still there" if narrowest.waiting else ""
    said = f"Narrowest: {step}, {kept} of 10 got through ({narrowest.entered:,} in, {narrowest.passed:,} out{waiting})"
    said += f"; {mean} on average, median {median}" if stay else ""
    said += f"; reference: {reference}." if reference else "."
    return " ".join(found for found in (said, _apart(stay, lang), _kept(held, lang)) if found)


def apart(mean: float, median: float) -> bool:
    """Whether mean and median disagree so much that the mean alone would accuse the wrong step."""
    return max(mean, median) > _APART * min(mean, median)


def _apart(stay: tuple[float, float] | None, lang: Lang) -> str:
    if stay is None or not apart(*stay):
        return ""
    if lang == "zh":
        return "平均数和中位数差 3 倍以上：少数几条拉动了平均，只看平均会冤枉这一步。"
    return "Mean and median are more than 3 times apart: a few make the mean, which alone would accuse the wrong step."


def _kept(held: Mapping[str, float], lang: Lang) -> str:
    """Who held the ball where the way is narrowest, in shares of the time, the longest first."""
    total = sum(held.values())
    if total <= 0:
        return ""
    longest = sorted(((hours, key) for key, hours in held.items() if hours / total >= _WORTH_SAYING), reverse=True)
    parts = [f"{holder(key, lang)} {number(round(100 * hours / total), 'percent', lang)}" for hours, key in longest]
    return f"球在：{'，'.join(parts)}。" if lang == "zh" else f"The ball was with {', '.join(parts)}."


def extremes(rows: Sequence[tuple[str, str]], lang: Lang, *, ranked: bool) -> str:
    """Which groups stand out: the largest, and where a rate or an average is judged the smallest too."""
    if len(rows) < 2:  # noqa: PLR2004 - with one group, nothing stands out
        return ""
    (top, top_value), (low, low_value) = rows[0], rows[-1]
    if top_value == low_value:
        return ""
    if lang == "zh":
        return (
            f"最高：{top}（{top_value}），最低：{low}（{low_value}）。" if ranked else f"最多：{top}（{top_value}）。"
        )
    return f"Highest: {top} ({top_value}), lowest: {low} ({low_value})." if ranked else f"Most: {top} ({top_value})."
