"""What happened in activities, in words for a record's timeline."""

from __future__ import annotations

from bihuan.kernel.words import Lang
from bihuan.records import narration
from bihuan.records.narration import Facts


def tell_stories() -> None:
    """Let timelines tell of activities, tasks and notices. Called by `app` when the program starts."""
    narration.register("activity.logged", _logged, facts=("activity", "kind", "label"))
    narration.register("task.done", narration.words("完成了待办", "finished a task"), facts=("task", "kind"))
    narration.register(
        "task.given",
        narration.words("把待办交给了同事", "gave a task to a colleague"),
        facts=("task", "kind", "from_id", "to_id"),
    )
    narration.register(
        "notice.acknowledged", narration.words("确认了提醒", "acknowledged an alert"), facts=("kind", "level")
    )
    narration.register(
        "notice.snoozed", narration.words("推迟了提醒", "put off an alert"), facts=("kind", "level", "until")
    )
    narration.register("help.asked", _helped, facts=("of",))


def _helped(facts: Facts, lang: Lang) -> str:
    note = str(facts.get("note") or "")
    return (
        (f"请人帮忙：{note}" if note else "请人帮忙")
        if lang == "zh"
        else (f"asked for help: {note}" if note else "asked for help")
    )


def _logged(facts: Facts, lang: Lang) -> str:
    label = facts.get("label") or {}
    kind = label.get(lang, "") if isinstance(label, dict) else ""
    summary = str(facts.get("summary") or "")
    said = f"{kind}：{summary}" if lang == "zh" else f"{kind}: {summary}"
    return said if summary else kind
