"""What a notice says, composed from its facts in the reader's language. Pure.

Facts a kind may use, all of them optional: `title` and `code` of the record; `stage`, `deliverable`, `reason`
(words); `owner`, `by`, `customer` (names); `limit` (words), `stayed`, `over` (minutes); `count`; `contacts`, the
latest first, each `{"kind": words, "summary", "at", "by"}`; `day`; and `to`, why this person of all is told: "owner",
"manager", "substitute", "reviewer", "approver", "asker", "decider", "leader", "helper",
"receiver", or "ladder" where `silent` did not answer.
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
    "pool.taken_back": _Phrase(
        Words(zh="已退回公海：{title}", en="Back in the pool: {title}"),
        Words(
            zh="“{title}”已退回“{stage}”，现在别人可以领取。",
            en="“{title}” went back to “{stage}”; others may claim it now.",
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
    "approval.asked": _Phrase(
        Words(zh="待你审批：{deliverable} · {title}", en="To approve: {deliverable} · {title}"),
        Words(zh="{by}为“{title}”申请{deliverable}，等你审批。", en="{by} asks for {deliverable} of “{title}”."),
    ),
    "approval.approved": _Phrase(
        Words(zh="审批通过：{deliverable} · {title}", en="Approved: {deliverable} · {title}"),
        Words(
            zh="{by}同意后，“{title}”的{deliverable}通过了。", en="“{title}”: {deliverable} was approved, last by {by}."
        ),
    ),
    "approval.rejected": _Phrase(
        Words(zh="审批没通过：{deliverable} · {title}", en="Not approved: {deliverable} · {title}"),
        Words(zh="{by}没有同意“{title}”的{deliverable}。", en="{by} did not agree to {deliverable} of “{title}”."),
    ),
    "approval.returned": _Phrase(
        Words(zh="审批被退回：{deliverable} · {title}", en="Sent back: {deliverable} · {title}"),
        Words(
            zh="{by}退回了“{title}”的{deliverable}，原因：{reason}。改好后重新提交。",
            en="{by} sent back {deliverable} of “{title}”: {reason}. Mend it and submit it again.",
        ),
    ),
    "approval.withdrawn": _Phrase(
        Words(zh="不用审了：{deliverable} · {title}", en="No longer asked: {deliverable} · {title}"),
        Words(zh="“{title}”的{deliverable}已撤回，不用再审。", en="{deliverable} of “{title}” was taken back."),
    ),
    "approval.reminded": _Phrase(
        Words(zh="催一下：{deliverable} · {title}", en="Please answer: {deliverable} · {title}"),
        Words(
            zh="{by}在等你审批“{title}”的{deliverable}。",
            en="{by} waits for your answer to {deliverable} of “{title}”.",
        ),
    ),
    "approval.nearly_due": _Phrase(
        Words(zh="审批快到时限：{deliverable} · {title}", en="Answer soon: {deliverable} · {title}"),
        Words(
            zh="“{title}”的{deliverable}等你审批，时限快到了。",
            en="{deliverable} of “{title}” waits; its limit is near.",
        ),
    ),
    "approval.overdue": _Phrase(
        Words(zh="审批超时：{deliverable} · {title}", en="Answer overdue: {deliverable} · {title}"),
        Words(
            zh="“{title}”的{deliverable}等你审批，已经超过时限。",
            en="{deliverable} of “{title}” waits for you, longer than its limit.",
        ),
    ),
    "approval.escalated": _Phrase(
        Words(zh="审批已上报：{deliverable} · {title}", en="Escalated: {deliverable} · {title}"),
        Words(
            zh="“{title}”的{deliverable}超时太久，已改由上一级审批，你不用再审。",
            en="{deliverable} of “{title}” waited too long and passed to the next leader; you need not answer.",
        ),
    ),
    "approval.nobody_above": _Phrase(
        Words(zh="审批没处上报：{deliverable} · {title}", en="Nobody above: {deliverable} · {title}"),
        Words(
            zh="“{title}”的{deliverable}超时太久，上面已经没有可以上报的人，仍在等原审批人。",
            en="{deliverable} of “{title}” waited too long and nobody is above; it still waits for its approver.",
        ),
    ),
    "approval.nobody": _Phrase(
        Words(zh="找不到审批人：{deliverable} · {title}", en="Nobody to decide: {deliverable} · {title}"),
        Words(
            zh="“{title}”的{deliverable}下一环没有人能审，已退回给你。请管理员补上审批人，再重新提交。",
            en="Nobody can decide the next step of {deliverable} of “{title}”; it came back to you. Have an approver"
            " named, then submit it again.",
        ),
    ),
    "approval.lapsed": _Phrase(
        Words(zh="批准已失效：{deliverable} · {title}", en="No longer approved: {deliverable} · {title}"),
        Words(
            zh="“{title}”批准之后资料又改了，{deliverable}不再有效，要重新申请。",
            en="“{title}” has changed since {deliverable} was approved; ask for it again.",
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
    "handover.received": _Phrase(
        Words(zh="{owner}的工作交接给你了", en="{owner}'s work is now yours"),
        Words(
            zh="{by}把{owner}的 {count} 项客户、商机和待办交接给你。时限不变，说明：{reason}。",
            en="{by} handed {count} of {owner}'s records and tasks over to you. Deadlines stay. Note: {reason}.",
        ),
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
    "help.asked": _Phrase(
        Words(zh="{by}请你帮忙：{title}", en="{by} asks for help: {title}"),
        Words(zh="{by}在“{title}”上需要帮忙：{reason}。", en="{by} needs help with “{title}”: {reason}."),
    ),
    "share.asked": _Phrase(
        Words(zh="{by}申请协同：{title}", en="{by} asks to work on {title} too"),
        Words(zh="同意后，{by}能看到、修改和跟进，负责人不变。", en="If you agree, {by} sees and works on it too."),
    ),
    "share.granted": _Phrase(
        Words(zh="{by}同意协同：{title}", en="{by} agreed: {title}"),
        Words(zh="你可以打开“{title}”一起跟进了。", en="You may open “{title}” and work on it."),
    ),
    "share.declined": _Phrase(
        Words(zh="{by}没有同意协同：{title}", en="{by} declined: {title}"), Words(zh="请联系{by}。", en="Ask {by}.")
    ),
    "rule.alert": _Phrase(Words(zh="留意：{title}", en="Look at: {title}"), Words(zh="{text}", en="{text}")),
    "rule.push": _Phrase(Words(zh="给你的资料：{text}", en="For you: {text}"), Words(zh="{more}", en="{more}")),
    "rule.task": _Phrase(
        Words(zh="新待办：{text}", en="New task: {text}"),
        Words(zh="“{title}”要你做：{text}。", en="“{title}” waits for you: {text}."),
    ),
    "task.given": _Phrase(
        Words(zh="{by}请你做：{title}", en="{by} asks you: {title}"),
        Words(zh="{by}把“{title}”交给你做。{reason}", en="{by} gave you “{title}”. {reason}"),
    ),
    "task.taken": _Phrase(
        Words(zh="有人替你做了：{title}", en="Off your list: {title}"),
        Words(zh="{by}把你的待办“{title}”交给了{owner}。", en="{by} gave your task “{title}” to {owner}."),
    ),
    "task.nudged": _Phrase(
        Words(zh="{by}催一下：{title}", en="{by} asks how it goes: {title}"),
        Words(zh="{by}想知道“{title}”做得怎么样了。", en="{by} would like to know how “{title}” is going."),
    ),
    "rule.assigned": _Phrase(
        Words(zh="分配给你：{title}", en="Assigned to you: {title}"),
        Words(zh="按规则“{text}”，“{title}”由你负责。", en="“{title}” is yours, by the rule “{text}”."),
    ),
    "task.overdue": _Phrase(
        Words(zh="待办超时：{title}", en="Overdue task: {title}"),
        Words(zh="{owner}的待办“{title}”过了时间还没完成。", en="“{title}” on {owner}'s list is overdue."),
    ),
    "rule.held": _Phrase(
        Words(zh="规则触发太多，先停下：{rule}", en="A rule fires too often: {rule}"),
        Words(
            zh="规则“{rule}”一小时内超过 {count} 次，多出来的没有执行，留在救援台，由你决定执行还是放弃。",
            en="The rule “{rule}” fired more than {count} times within an hour. The rest was not done and waits on the"
            " rescue desk.",
        ),
    ),
    "rule.stopped": _Phrase(
        Words(zh="规则互相触发，已停下：{rule}", en="Rules set each other off: {rule}"),
        Words(
            zh="这些规则一个触发一个，没有尽头，已停下：{chain}。改其中一条的条件就能断开。",
            en="These rules set each other off without end and were stopped: {chain}. Change a condition of one.",
        ),
    ),
    "invariant.broken": _Phrase(
        Words(zh="需要处理：{what}", en="To be mended: {what}"),
        Words(
            zh="{what}（{count} 处）。打开“系统状态”看原因和办法；修好以后这条提醒自动消失。",
            en="{what} ({count}). The page of the system says why and what to do; this leaves by itself once mended.",
        ),
    ),
    "rule.failed": _Phrase(
        Words(zh="规则没能执行：{rule}", en="A rule failed: {rule}"),
        Words(
            zh="规则“{rule}”要做的事没有做成。原因在救援台，改好以后可以重试。",
            en="What the rule “{rule}” should do was not done. The rescue desk says why; try again from there.",
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
    "approver": Words(zh="因为要由你审批。", en="Because you are asked to decide."),
    "doer": Words(zh="因为这件事要你来做。", en="Because it is yours to do."),
    "member": Words(zh="因为记录里写着你。", en="Because the record names you."),
    "role": Words(zh="因为你担任这个角色。", en="Because of your role."),
    "skill": Words(zh="因为你有这项专长。", en="Because you have the skill."),
    "named": Words(zh="因为规则里指定了你。", en="Because the rule names you."),
    "configurer": Words(zh="因为你负责配置。", en="Because you configure the system."),
    "asker": Words(zh="因为这是你提交的。", en="Because you handed it in."),
    "decider": Words(zh="因为这是你安排的。", en="Because you decided so."),
    "leader": Words(zh="因为这件事发生在你的团队。", en="Because it happened in your team."),
    "ladder": Words(
        zh="因为{silent}在规定的时间里没有回应。", en="Because {silent} has not answered within the time allowed."
    ),
    "receiver": Words(zh="因为由你接手。", en="Because you take over."),
    "helper": Words(zh="因为{by}想请你帮忙。", en="Because {by} asks you for help."),
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
