"""What happened to a record, in words. Each module registers the sentences for the events it writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.kernel.words import Lang

Facts = Mapping[str, Any]
Sentence = Callable[[Facts, Lang], str]


@dataclass(frozen=True, kw_only=True)
class Narrator:
    """How one kind of event is told: its sentence, and the facts of its payload that anyone may read."""

    sentence: Sentence
    facts: frozenset[str]


_narrators: dict[str, Narrator] = {}


def register(kind: str, sentence: Sentence, *, facts: Sequence[str] = ()) -> None:
    """Tell events of this kind so. Of the payload, timelines show the named facts and nothing else."""
    _narrators[kind] = Narrator(sentence=sentence, facts=frozenset(facts))


def said(kind: str, payload: Facts, lang: Lang) -> str:
    """The event as a sentence; its bare kind when nobody knows a sentence for it."""
    narrator = _narrators.get(kind)
    return narrator.sentence(payload, lang) if narrator else kind


def shown(kind: str, payload: Facts) -> dict[str, Any]:
    """The facts of an event that anyone who sees its record may read."""
    narrator = _narrators.get(kind)
    return {key: value for key, value in payload.items() if narrator and key in narrator.facts}


def words(zh: str, en: str) -> Sentence:
    """A sentence that is always the same."""
    return lambda _facts, lang: zh if lang == "zh" else en


def _changed(facts: Facts, lang: Lang) -> str:
    labels = facts.get("labels") or []
    if lang == "zh":
        return f"修改了{'、'.join(labels)}" if labels else "修改了资料"
    return f"changed {', '.join(labels)}" if labels else "changed this record"


def _handover_noted(facts: Facts, lang: Lang) -> str:
    note = str(facts.get("note") or "")
    if lang == "zh":
        return f"交接说明：{note}" if note else "写了交接说明"
    return f"handover note: {note}" if note else "wrote a handover note"


def graded_by(rule: int | None, lang: Lang) -> str:
    """Why a record has its grade: the number of the rule, from the top."""
    if lang == "zh":
        return f"第 {rule} 条规则符合" if rule else "没有规则符合"
    return f"rule {rule} holds" if rule else "no rule holds"


def _graded(facts: Facts, lang: Lang) -> str:
    """Of a grade that the reader doesn't see, nothing is told but that it was worked out."""
    grading, rule = facts.get("grading") or {}, facts.get("rule")
    label = (grading.get(lang) or grading.get("zh") or "") if facts.get("labels") else ""
    by = graded_by(rule, lang)
    if lang == "zh":
        return f"系统重新算了{label}（{by}）" if label else "系统重新算了等级"
    return f"worked out {label} anew ({by})" if label else "worked out a grade anew"


def _merged(facts: Facts, lang: Lang) -> str:
    """Of what went along nothing is told: not whoever sees the one sees all that hung on the other."""
    labels, count = facts.get("labels") or [], len(facts.get("from") or ())
    if lang == "zh":
        return f"合并进来 {count} 条重复记录" + (f"，采用了其中的{'、'.join(labels)}" if labels else "")
    return f"took in {count} duplicate{'s' if count != 1 else ''}" + (
        f" and their {', '.join(labels)}" if labels else ""
    )


register("record.merged", _merged, facts=("merge", "into", "from"))
register(
    "record.merge_undone",
    words("撤销了合并，各自恢复", "took a merge back: they are apart again"),
    facts=("merge", "into", "from"),
)
register("record.graded", _graded)


def _created(facts: Facts, lang: Lang) -> str:
    count = len(facts.get("despite") or ())
    if not count:
        return "新建了记录" if lang == "zh" else "made this record"
    if lang == "zh":
        return f"新建了记录（查重提示可能已有 {count} 条，仍然新建）"
    return f"made this record, though told that {count} alike {'is' if count == 1 else 'are'} there"


register("record.created", _created, facts=("origin",))
register("record.share_asked", words("申请协同跟进", "asked to work on this too"), facts=("share", "with"))
register("record.shared", words("同意了协同跟进", "let a colleague work on this too"), facts=("share", "with"))
register(
    "record.share_declined", words("没有同意协同跟进", "declined a request to work on this"), facts=("share", "with")
)
register("record.share_ended", words("结束了协同跟进", "ended working on this together"), facts=("share", "with"))
register("record.changed", _changed)
_HANDED: Mapping[str, tuple[str, str]] = {
    "pool.claimed": ("从公海领取了", "claimed this record from the pool"),
    "pool.returned": ("退回了公海", "returned this record to the pool"),
    "pool.quiet": ("长时间没有跟进，自动退回公海", "nothing happened for long: it went back to the pool"),
    "pool.rule": ("按规则收回到公海", "a rule returned this record to the pool"),
}


def _assigned(facts: Facts, lang: Lang) -> str:
    zh, en = _HANDED.get(str(facts.get("cause") or ""), ("移交给了新的负责人", "handed this record over"))
    return zh if lang == "zh" else en


def _pool_noted(facts: Facts, lang: Lang) -> str:
    reason = str(facts.get("reason") or "")
    return f"退回公海的原因：{reason}" if lang == "zh" else f"returned to the pool because: {reason}"


register("record.assigned", _assigned, facts=("owner_id", "cause"))
register("record.pool_noted", _pool_noted)
register("record.handover_noted", _handover_noted, facts=("handover", "from_id"))
register("record.deleted", words("删除了记录", "deleted this record"))
register("record.imported", words("导入了记录", "imported this record"), facts=("import_id",))
