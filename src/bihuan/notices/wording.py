"""What a notice says, composed from its facts in the reader's language. Pure.

Facts a kind may use, all of them optional: `title` and `code` of the record; `stage`, `deliverable`, `reason`
(words); `owner`, `by`, `customer` (names); `limit` (words), `stayed`, `over` (minutes); `count`; `contacts`, the
latest first, each `{"kind": words, "summary", "at", "by"}`; `day`; and `to`, why this person of all is told: "owner",
"manager", "substitute", "reviewer", "asker", "decider", "leader".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bihuan.kernel.words import Lang, Words

_HOUR, _DAY = 60, 24 * 60
_ENDS = "。.！!；; "


@dataclass(frozen=True)
class _Phrase:
    title: Words
    sentence: Words


KINDS: Mapping[str, _Phrase] = {
    "stage.nearly_due": _Phrase(
        Words(zh="快到时限：{title}", en="Nearly due: {title}"),
        Words(
            zh="“{title}”在“{stage}”已停留 {stayed}，时限 {limit}，快到了。",
            en="“{title}” has been in “{stage}” for {stayed}; the limit of {limit} is near.",
        ),
    ),
    "stage.overdue": _Phrase(
        Words(zh="超时：{title}", en="Overdue: {title}"),
        Words(
            zh="“{title}”在“{stage}”已停留 {stayed}，超过时限 {limit}。负责人：{owner}。",
            en="“{title}” has been in “{stage}” for {stayed}, longer than the limit of {limit}. Owner: {owner}.",
        ),
    ),
    "stage.escalated": _Phrase(
        Words(zh="严重超时：{title}", en="Escalated: {title}"),
        Words(
            zh="“{title}”在“{stage}”已停留 {stayed}，时限 {limit}，提醒之后仍没有推进。负责人：{owner}。",
            en="“{title}” has been in “{stage}” for {stayed} (limit {limit}) and has not moved since the alert."
            " Owner: {owner}.",
        ),
    ),
    "follow_up.missed": _Phrase(
        Words(zh="该跟进了：{title}", en="Time to get in touch: {title}"),
        Words(
            zh="“{title}”超过 {limit}没有跟进。负责人：{owner}。",
            en="Nobody has been in touch about “{title}” for longer than {limit}. Owner: {owner}.",
        ),
    ),
    "review.asked": _Phrase(
        Words(zh="待审核：{deliverable}", en="To review: {deliverable}"),
        Words(zh="{by}提交了“{title}”的{deliverable}，等你审核。", en="{by} handed in {deliverable} for “{title}”."),
    ),
    "deliverable.accepted": _Phrase(
        Words(zh="审核通过：{deliverable}", en="Accepted: {deliverable}"),
        Words(zh="{by}通过了“{title}”的{deliverable}。", en="{by} accepted {deliverable} for “{title}”."),
    ),
    "deliverable.rejected": _Phrase(
        Words(zh="被退回：{deliverable}", en="Sent back: {deliverable}"),
        Words(
            zh="{by}退回了“{title}”的{deliverable}，原因：{reason}。",
            en="{by} sent back {deliverable} for “{title}”: {reason}.",
        ),
    ),
    "confirmation.viewed": _Phrase(
        Words(zh="客户已查看：{deliverable}", en="Seen by the customer: {deliverable}"),
        Words(zh="客户打开了“{title}”的{deliverable}。", en="The customer opened {deliverable} of “{title}”."),
    ),
    "confirmation.confirmed": _Phrase(
        Words(zh="客户已确认：{deliverable}", en="Confirmed by the customer: {deliverable}"),
        Words(
            zh="{customer}确认了“{title}”的{deliverable}。",
            en="{customer} confirmed {deliverable} of “{title}”.",
        ),
    ),
    "confirmation.declined": _Phrase(
        Words(zh="客户暂不确认：{deliverable}", en="Declined by the customer: {deliverable}"),
        Words(
            zh="{customer}没有确认“{title}”的{deliverable}，原因：{reason}。",
            en="{customer} declined {deliverable} of “{title}”: {reason}.",
        ),
    ),
    "exception.made": _Phrase(
        Words(zh="例外通行：{title}", en="Passed by exception: {title}"),
        Words(
            zh="{by}让“{title}”以例外方式离开“{stage}”，原因：{reason}。",
            en="{by} let “{title}” leave “{stage}” by exception: {reason}.",
        ),
    ),
    "record.assigned": _Phrase(
        Words(zh="交给你了：{title}", en="Now yours: {title}"),
        Words(zh="{by}把“{title}”交给你负责。", en="{by} made you the owner of “{title}”."),
    ),
    "pilot.ending": _Phrase(
        Words(zh="试点快到期：第 {count} 版", en="A pilot ends soon: version {count}"),
        Words(
            zh="第 {count} 版的试点到 {day} 结束，到时这些队回到线上版本。要推广、退回或改日期，去“试点”页。",
            en="The pilot of version {count} ends with {day}; its teams then return to the live version. Release it,"
            " take it back or change the day on the pilot's page.",
        ),
    ),
    "pilot.ending_release": _Phrase(
        Words(zh="试点快到期：第 {count} 版", en="A pilot ends soon: version {count}"),
        Words(
            zh="第 {count} 版的试点到 {day} 结束，到时自动推广到全员。要退回或改日期，去“试点”页。",
            en="The pilot of version {count} ends with {day} and is then released to all. Take it back or change the"
            " day on the pilot's page.",
        ),
    ),
    "pilot.ended": _Phrase(
        Words(zh="试点到期：第 {count} 版", en="A pilot is over: version {count}"),
        Words(
            zh="第 {count} 版的试点已在 {day} 结束，这些队回到线上版本；试点中的商机按试点的版本走完。",
            en="The pilot of version {count} ended with {day}. Its teams are back on the live version; what is under"
            " way by it goes on by it.",
        ),
    ),
    "pilot.released": _Phrase(
        Words(zh="试点已推广：第 {count} 版", en="A pilot is released: version {count}"),
        Words(
            zh="第 {count} 版的试点在 {day} 到期，已按安排推广到全员。",
            en="The pilot of version {count} ended with {day} and was released to all, as decided.",
        ),
    ),
    "pilot.not_released": _Phrase(
        Words(zh="试点没能推广：第 {count} 版", en="A pilot was not released: version {count}"),
        Words(
            zh="第 {count} 版的试点在 {day} 到期，没能推广：{reason}。这些队已回到线上版本。",
            en="The pilot of version {count} ended with {day} and could not be released: {reason}. Its teams are back"
            " on the live version.",
        ),
    ),
    "switch.done": _Phrase(
        Words(zh="已按时切换：第 {count} 版", en="Switched as planned: version {count}"),
        Words(
            zh="草稿“{title}”已在定好的时间发布，现在是第 {count} 版。",
            en="The draft “{title}” was released at its moment and lives as version {count}.",
        ),
    ),
    "switch.refused": _Phrase(
        Words(zh="没有切换：{title}", en="Not switched: {title}"),
        Words(
            zh="草稿“{title}”到了定好的时间，没有发布：{reason}。线上没有变化，草稿可以继续改。",
            en="The moment of the draft “{title}” came and it was not released: {reason}. Nothing has changed, and the"
            " draft can be edited again.",
        ),
    ),
    "import.done": _Phrase(
        Words(zh="导入完成：{title}", en="Import finished: {title}"),
        Words(zh="导入了 {count} 条记录。", en="{count} records were imported."),
    ),
}
_PLAIN = _Phrase(Words(zh="{title}", en="{title}"), Words(zh="{reason}", en="{reason}"))

_WHY: Mapping[str, Words] = {
    "owner": Words(zh="因为你是负责人。", en="Because you are the owner."),
    "manager": Words(zh="因为你是{owner}的直属主管。", en="Because you are {owner}'s direct manager."),
    "substitute": Words(zh="因为你正在代理请假的同事。", en="Because you stand in for a colleague who is on leave."),
    "reviewer": Words(zh="因为这份交付物要由你审核。", en="Because you are asked to review it."),
    "asker": Words(zh="因为这是你提交的。", en="Because you handed it in."),
    "decider": Words(zh="因为这是你安排的。", en="Because you decided so."),
    "leader": Words(zh="因为这件事发生在你的团队。", en="Because it happened in your team."),
}


def title(kind: str, facts: Mapping[str, Any], lang: Lang) -> str:
    """The notice in a few words."""
    return _say(KINDS.get(kind, _PLAIN).title, facts, lang) or kind


def sentence(kind: str, facts: Mapping[str, Any], lang: Lang) -> str:
    """What happened, in one sentence, with the number behind it."""
    return _say(KINDS.get(kind, _PLAIN).sentence, facts, lang)


def why(facts: Mapping[str, Any], lang: Lang) -> str:
    """Why this person of all people is told."""
    reason = _WHY.get(str(facts.get("to", "")))
    return _say(reason, facts, lang) if reason else ""


def told(facts: Any, lang: Lang) -> Any:  # noqa: ANN401 - whatever was told, as JSON
    """The facts with every text in the reader's language."""
    if isinstance(facts, Mapping):
        if facts.keys() == {"zh", "en"}:
            return facts[lang]
        return {key: told(value, lang) for key, value in facts.items()}
    if isinstance(facts, list | tuple):
        return [told(value, lang) for value in facts]
    return facts


def duration(minutes: float, lang: Lang) -> str:
    """A length of time as people say it: the two largest units that matter."""
    whole = max(0, round(minutes))
    days, hours, rest = whole // _DAY, whole % _DAY // _HOUR, whole % _HOUR
    units = ((days, "天", "d"), (hours, "小时", "h"), (0 if days else rest, "分钟", "min"))
    parts = [f"{amount} {zh if lang == 'zh' else en}" for amount, zh, en in units if amount]
    return " ".join(parts) or ("不到 1 分钟" if lang == "zh" else "less than a minute")


class _Said(dict[str, str]):
    """Facts as text; what nobody told is a dash, so that no sentence breaks."""

    def __missing__(self, key: str) -> str:
        return "—"


def _say(words: Words, facts: Mapping[str, Any], lang: Lang) -> str:
    said = _Said(customer="客户" if lang == "zh" else "The customer")  # who answers need not say a name
    for key, value in ((key, told(value, lang)) for key, value in facts.items()):
        if key in {"stayed", "over"} and isinstance(value, int | float):
            said[key] = duration(value, lang)
        elif key == "reason" and isinstance(value, str) and value.strip():
            said[key] = value.strip().rstrip(_ENDS)  # our sentence ends by itself
        elif isinstance(value, str | int | float) and str(value).strip():
            said[key] = str(value)
    # The templates are ours; what people wrote goes in as values and is never read as a template.
    return words.say(lang).format_map(said)
