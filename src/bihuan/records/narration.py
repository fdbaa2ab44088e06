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


register("record.created", words("新建了记录", "made this record"), facts=("origin",))
register("record.changed", _changed)
register("record.assigned", words("移交给了新的负责人", "handed this record over"), facts=("owner_id",))
register("record.deleted", words("删除了记录", "deleted this record"))
register("record.imported", words("导入了记录", "imported this record"), facts=("import_id",))
