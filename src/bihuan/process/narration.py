"""What happened to journeys, in words for a record's timeline.

Every sentence is made from what the ledger kept, with the labels of that day: a stage that is called something else
since, or that is gone, was called so then.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any

from bihuan.kernel.words import Lang
from bihuan.records import narration
from bihuan.records.narration import Facts, Sentence

_WHERE = ("stage", "label", "left", "left_label")
_THING = ("key", "label", "handed_in", "confirmation")


def tell_stories() -> None:
    """Let timelines tell of journeys. Called by `app` when the program starts."""
    for kind, (sentence, facts) in _STORIES.items():
        narration.register(kind, sentence, facts=facts)


def _say(zh: str, en: str) -> Sentence:
    """A sentence in parts: the first is always said, each other one only where its facts are known."""

    def sentence(facts: Facts, lang: Lang) -> str:
        known = _Known({key: _word(value, lang) for key, value in facts.items()})
        first, *others = (zh if lang == "zh" else en).split("|")
        return first.format_map(known) + "".join(said for part in others if (said := _complete(part, known)))

    return sentence


class _Known(dict[str, str]):
    """Facts in words; what nobody knows is a dash, so that no sentence breaks."""

    def __missing__(self, key: str) -> str:
        return "—"


def _complete(part: str, known: _Known) -> str:
    """A part with its facts; empty when one of them is missing, or was erased."""
    places = [name for _, name, _, _ in Formatter().parse(part) if name]
    return part.format_map(known) if all(known.get(place) for place in places) else ""


def _word(value: Any, lang: Lang) -> str:  # noqa: ANN401 - whatever the ledger kept
    if isinstance(value, Mapping):
        return _word(value.get("label", value.get(lang)), lang)
    if isinstance(value, list):
        return ("、" if lang == "zh" else ", ").join(_word(one, lang) for one in value)
    return "" if value is None else str(value)


_STORIES: Mapping[str, tuple[Sentence, tuple[str, ...]]] = {
    "journey.started": (_say("进入流程，阶段“{label}”", "began in “{label}”"), ("process", "stage", "label")),
    "journey.placed": (
        _say("随导入落在阶段“{label}”", "was brought in, in “{label}”"),
        ("process", "stage", "label", "outcome"),
    ),
    "journey.replayed": (
        _say("（日志）从“{label}”开始|，经手：{by}", "(log) began in “{label}”|, done by {by}"),
        ("process", "stage", "label"),
    ),
    "stage.replayed": (
        _say(
            "（日志）从“{left_label}”到“{label}”|，经手：{by}",
            "(log) went from “{left_label}” to “{label}”|, done by {by}",
        ),
        _WHERE,
    ),
    "journey.replay_ended": (
        _say("（日志）到“{label}”为止，以后没有记录", "(log) ends in “{label}”; nothing is recorded after it"),
        ("stage", "label", "steps"),
    ),
    "stage.entered": (_say("从“{left_label}”推进到“{label}”", "moved on from “{left_label}” to “{label}”"), _WHERE),
    "journey.transferred": (
        _say(
            "移到流程版本 v{version}：从“{left_label}”到“{label}”",
            "went over to version {version}: from “{left_label}” to “{label}”",
        ),
        (*_WHERE, "version"),
    ),
    "journey.brought_back": (
        _say("撤回迁移，回到流程版本 v{version} 的“{label}”", "was brought back to version {version}, in “{label}”"),
        (*_WHERE, "version"),
    ),
    "stage.back": (
        _say(
            "从“{left_label}”退回到“{label}”|，原因：{reason}", "went back from “{left_label}” to “{label}”|: {reason}"
        ),
        _WHERE,
    ),
    "journey.won": (_say("赢单，最后阶段“{label}”", "was won, last in “{label}”"), ("stage", "label")),
    "journey.lost": (
        _say("在“{label}”输单|，原因：{reason_label}|（{note}）", "was lost in “{label}”|: {reason_label}| ({note})"),
        ("stage", "label", "reason", "reason_label"),
    ),
    "exception.made": (
        _say(
            "例外通行，离开“{left_label}”|，原因：{reason}|，当时缺：{missing}",
            "left “{left_label}” by exception|: {reason}|; missing then: {missing}",
        ),
        (*_WHERE, "missing", "outcome"),
    ),
    "deliverable.handed_in": (_say("提交了{label}", "handed in {label}"), (*_THING, "file", "late")),
    "deliverable.demanded": (
        _say("还要{label}|，规则“{rule}”要求", "asks for {label} as well|, by the rule “{rule}”"),
        ("key", "label", "stage", "rule"),
    ),
    "deliverable.accepted": (_say("审核通过了{label}", "accepted {label}"), _THING),
    "deliverable.rejected": (_say("退回了{label}|，原因：{reason}", "sent back {label}|: {reason}"), _THING),
    "confirmation.sent": (_say("发给客户：{label}", "sent to the customer: {label}"), _THING),
    "confirmation.viewed": (_say("客户打开了链接：{label}", "the customer opened the link: {label}"), _THING),
    "confirmation.confirmed": (
        _say(
            "客户已确认：{label}|，确认人：{name}|，留言：{reason}",
            "the customer confirmed: {label}| ({name})|: {reason}",
        ),
        _THING,
    ),
    "confirmation.declined": (
        _say(
            "客户没有确认：{label}|，答复人：{name}|，原因：{reason}",
            "the customer declined: {label}| ({name})|: {reason}",
        ),
        _THING,
    ),
    "stage.nearly_due": (_say("“{label}”快到时限", "“{label}” is nearly due"), ("stage", "label", "due_at")),
    "stage.overdue": (_say("“{label}”超过时限", "“{label}” is overdue"), ("stage", "label", "due_at")),
    "stage.escalated": (_say("“{label}”严重超时，已上报", "“{label}” was escalated"), ("stage", "label", "due_at")),
    "stage.rescheduled": (
        _say("工作日历变了，“{label}”的时限重新计算", "the calendar changed: “{label}” has a new deadline"),
        ("stage", "label", "was", "due_at"),
    ),
    "follow_up.missed": (narration.words("超过约定时间没有跟进", "nobody was in touch for too long"), ("due_at",)),
    "debt.paid": (
        narration.words("补齐了以前阶段的材料", "made up what earlier stages had asked for"),
        ("keys", "left"),
    ),
}
