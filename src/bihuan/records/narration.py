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


def _graded(facts: Facts, lang: Lang) -> str:
    """Of a grade that the reader doesn't see, nothing is told but that it was worked out."""
    grading, rule = facts.get("grading") or {}, facts.get("rule")
    label = (grading.get(lang) or grading.get("zh") or "") if facts.get("labels") else ""
    if lang == "zh":
        by = f"第 {rule} 条规则符合" if rule else "没有规则符合"
        return f"系统重新算了{label}（{by}）" if label else "系统重新算了等级"
    by = f"rule {rule} holds" if rule else "no rule holds"
    return f"worked out {label} anew ({by})" if label else "worked out a grade anew"


register("record.graded", _graded)
register("record.created", words("新建了记录", "made this record"), facts=("origin",))
register("record.changed", _changed)
register("record.assigned", words("移交给了新的负责人", "handed this record over"), facts=("owner_id",))
register("record.deleted", words("删除了记录", "deleted this record"))
register("record.imported", words("导入了记录", "imported this record"), facts=("import_id",))
