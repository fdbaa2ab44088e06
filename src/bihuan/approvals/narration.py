"""What happened to approvals, in words for a record's timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bihuan.kernel.words import Lang
from bihuan.records import narration
from bihuan.records.narration import Facts, Sentence

_FACTS = ("request", "approval", "label", "step", "step_label", "to_step", "labels")


def tell_stories() -> None:
    """Let timelines tell of approvals. Called by `app` when the program starts."""
    for what, (zh, en) in SENTENCES.items():
        narration.register(f"approval.{what}", _say(zh, en), facts=_FACTS)


def said(what: str, facts: Facts, lang: Lang) -> str:
    """One act in words, for the history that an approver sees."""
    pair = SENTENCES.get(what)
    return _say(*pair)(facts, lang) if pair else what


def _say(zh: str, en: str) -> Sentence:
    """A sentence in parts, of which those after a `|` are only said where their facts are known."""

    def sentence(facts: Facts, lang: Lang) -> str:
        known = {key: _word(value, lang) for key, value in facts.items()}
        first, *others = (zh if lang == "zh" else en).split("|")
        said = [first.replace("{label}", known.get("label") or "—")]
        for part in others:
            name = part[part.index("{") + 1 : part.index("}")]
            if known.get(name):
                said.append(part.replace(f"{{{name}}}", known[name]))
        return "".join(said)

    return sentence


def _word(value: Any, lang: Lang) -> str:  # noqa: ANN401 - whatever the ledger kept
    if isinstance(value, Mapping):
        return str(value.get(lang) or value.get("zh") or "")
    if isinstance(value, list):
        return ("、" if lang == "zh" else ", ").join(_word(one, lang) for one in value)
    return "" if value is None else str(value)


SENTENCES: Mapping[str, tuple[str, str]] = {
    "asked": ("申请了{label}|，说明：{reason}", "asked for {label}|: {reason}"),
    "resubmitted": ("重新提交了{label}|，说明：{reason}", "asked for {label} again|: {reason}"),
    "reopened": ("资料改了，{label}从头再审", "the record changed: {label} begins anew"),
    "agreed": ("同意了{label}|（{step_label}）|，意见：{reason}", "agreed to {label}| ({step_label})|: {reason}"),
    "refused": ("没有同意{label}|（{step_label}）|，原因：{reason}", "refused {label}| ({step_label})|: {reason}"),
    "returned": ("退回了{label}|（{step_label}）|，原因：{reason}", "sent back {label}| ({step_label})|: {reason}"),
    "withdrawn": ("撤回了{label}|，原因：{reason}", "took back {label}|: {reason}"),
    "delegated": ("把{label}转交|给{to}|，说明：{reason}", "gave {label} away| to {to}|: {reason}"),
    "handed_over": ("{label}的审批随工作交接|给{to}", "{label} went along with a handover|, to {to}"),
    "added_before": (
        "给{label}加签|：先由{to}审|，说明：{reason}",
        "let somebody sign {label} first|: {to}|: {reason}",
    ),
    "added_beside": ("给{label}加签|：{to}一起审|，说明：{reason}", "let somebody sign {label} too|: {to}|: {reason}"),
    "added_after": (
        "给{label}加签|：之后由{to}审|，说明：{reason}",
        "let somebody sign {label} after|: {to}|: {reason}",
    ),
    "reminded": ("催了{label}", "reminded the approvers of {label}"),
    "substituted": ("{label}改由代理人审批|：{to}", "{label} passed to a substitute|: {to}"),
    "passed_up": ("{label}改由上一级审批|：{to}", "{label} passed to the next leader|: {to}"),
    "escalated": ("{label}久未审批，已上报|给{to}", "{label} was escalated|, to {to}"),
    "nobody_above": (
        "{label}久未审批，上面没有可以上报的人|（{step_label}）",
        "{label} waits, and nobody is above|: {step_label}",
    ),
    "stranded": (
        "{label}找不到审批人，退回申请人|（环节：{step_label}）",
        "{label} went back: nobody can decide it| in {step_label}",
    ),
    "overdue": ("{label}超过审批时限|，在等{to}", "{label} is overdue|, waiting for {to}"),
    "changed": ("审批中，{label}涉及的资料改了|：{labels}", "what {label} is about has changed meanwhile|: {labels}"),
    "lapsed": (
        "批准之后资料又改了，{label}失效|：{labels}",
        "{label} is no longer valid, since this changed|: {labels}",
    ),
    "approved": ("{label}通过了", "{label} was approved"),
    "rejected": ("{label}没有通过", "{label} was rejected"),
}
