"""What the command line says of an event log: what is in it, and what the product answers once it came in. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.app.replaying import ADMIN, Replayed
from bihuan.importer.commands import LookedAt
from bihuan.kernel.words import Lang
from bihuan.metrics import paths

_SLOWEST = 5


def lines(looked: LookedAt, done: Replayed | None, *, workspace: str, lang: Lang) -> Iterator[str]:
    """The log in one line; after it came in, the numbers of its journeys and where to see them."""
    yield _described(looked, lang)
    if done is None:
        return
    yield f"import {done.batch.id} · " + " · ".join(
        f"{what} {count:,}" for what, count in done.batch.made["numbers"].items()
    )
    if done.password is not None:
        yield f"workspace {workspace} · /login?w={workspace} · log-in {ADMIN} · password {done.password}"
    found = done.transitions
    yield paths.finding(found, lang)
    for row in found.rows[:_SLOWEST]:
        mean, median = paths.span(row.mean_hours, lang), paths.span(row.median_hours, lang)
        step = f"{found.label(row.frm, lang)} → {found.label(row.to, lang)}"
        said = f"平均 {mean}，中位 {median}" if lang == "zh" else f"mean {mean}, median {median}"
        yield f"  {step} · {row.count:,} · {said}" + (" !" if row.skewed else "")


def _described(looked: LookedAt, lang: Lang) -> str:
    numbers, names, span = looked.found.numbers, looked.names, looked.found.span
    days = f"{span[0]:%Y-%m-%d} … {span[1]:%Y-%m-%d}" if span else "—"
    counts = (numbers[key] for key in ("cases", "ready", "activities", "variants"))
    cases, events, activities, variants = (f"{count:,}" for count in counts)
    if lang == "zh":
        return f"{cases} 个案例，{events} 条记录，{activities} 种活动，{variants} 种走法（{days}）→ 流程“{names.label}”"
    return (
        f"{cases} cases, {events} events, {activities} activities, {variants} variants ({days})"
        f" → process “{names.label}”"
    )
