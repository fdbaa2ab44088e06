"""A verification told in sentences, in both languages."""

from __future__ import annotations

from bihuan.kernel.words import Lang
from bihuan.ledger.verify import Report


def sentences(report: Report, lang: Lang) -> list[str]:
    """What was verified, how fast, and every fault by its name and place: one line each."""
    return _zh(report) if lang == "zh" else _en(report)


def _zh(report: Report) -> list[str]:
    seen = (
        f"企业空间 {report.workspace}：核对 {report.events:,} 条事件、{report.subjects:,} 个对象，"
        f"{report.sealed_days} 天已封存（{report.anchored_days} 天有外部存证），"
        f"用时 {report.seconds:.1f} 秒，每秒 {report.rate:,.0f} 条。"
    )
    unsealed = report.events - report.sealed_events
    open_days = f"其中 {unsealed:,} 条尚未被签名的根覆盖：它们只有链的保护。" if unsealed > 0 else ""
    if report.whole:
        return [*filter(None, [seen, open_days]), "账本完整：没有发现改动、删除、插入或调换。"]
    more = report.fault_count - len(report.faults)
    return [
        *filter(None, [seen, open_days]),
        f"账本被动过：发现 {report.fault_count} 处。",
        *(fault.say("zh") for fault in report.faults),
        *([f"另有 {more} 处未列出。"] if more else []),
    ]


def _en(report: Report) -> list[str]:
    seen = (
        f"Workspace {report.workspace}: {report.events:,} events of {report.subjects:,} subjects verified, "
        f"{report.sealed_days} days sealed ({report.anchored_days} of them anchored outside), "
        f"in {report.seconds:.1f} s, {report.rate:,.0f} a second."
    )
    unsealed = report.events - report.sealed_events
    open_days = (
        f"{unsealed:,} of them are not under a signed root: only their chains protect them." if unsealed > 0 else ""
    )
    if report.whole:
        return [
            *filter(None, [seen, open_days]),
            "The ledger is whole: nothing changed, deleted, inserted or reordered.",
        ]
    more = report.fault_count - len(report.faults)
    return [
        *filter(None, [seen, open_days]),
        f"The ledger was tampered with in {report.fault_count} places.",
        *(fault.say("en") for fault in report.faults),
        *([f"{more} more are not listed."] if more else []),
    ]
