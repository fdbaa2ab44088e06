"""What can be wrong with a ledger, each kind with its name and its sentence in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bihuan.kernel.words import Lang, Words


class FaultKind(StrEnum):
    """The kinds of tampering a verifier can tell apart."""

    CHANGED = "changed"
    GAP = "gap"
    TAIL = "tail"
    HEAD = "head"
    INSERTED = "inserted"
    REORDERED = "reordered"
    SUBJECT_MISSING = "subject_missing"
    RESEALED = "resealed"
    REMOVED = "removed"
    ADDED = "added"
    ROOT = "root"
    KEY_LOST = "key_lost"
    SEAL_CHANGED = "seal_changed"
    SEAL_SIGNATURE = "seal_signature"
    SEAL_MISSING = "seal_missing"
    SEAL_ORDER = "seal_order"
    ANCHOR_MISMATCH = "anchor_mismatch"
    ANCHOR_SIGNATURE = "anchor_signature"
    ANCHOR_ORDER = "anchor_order"


SENTENCES: dict[FaultKind, Words] = {
    FaultKind.CHANGED: Words(zh="事件内容被改动", en="The content of an event was changed"),
    FaultKind.GAP: Words(zh="中间的事件被删除", en="An event in the middle was deleted"),
    FaultKind.TAIL: Words(zh="末尾的事件被删除", en="The last events were deleted"),
    FaultKind.HEAD: Words(
        zh="链头与最后一条事件不符（链头或最后一条被改写）",
        en="The head of the chain does not fit its last event (one of the two was rewritten)",
    ),
    FaultKind.INSERTED: Words(zh="链中被插入了事件", en="An event was inserted into the chain"),
    FaultKind.REORDERED: Words(zh="事件顺序被调换", en="Events were put into another order"),
    FaultKind.SUBJECT_MISSING: Words(
        zh="对象的链头记录被删除，事件还在", en="The head of the chain was deleted while its events remain"
    ),
    FaultKind.RESEALED: Words(
        zh="整条链被重新计算过：与当日签名的根不符",
        en="The chain was recomputed as a whole: it no longer fits the signed root of its day",
    ),
    FaultKind.REMOVED: Words(
        zh="已封存的事件连同其链一起消失", en="A sealed event has disappeared, and its chain was closed up"
    ),
    FaultKind.ADDED: Words(
        zh="已封存的日子里多出了事件", en="An event was added to a day that had already been sealed"
    ),
    FaultKind.ROOT: Words(
        zh="当日事件与签名的根不符（没有见证文件，无法指出是哪一条）",
        en="The events of the day do not fit its signed root (no witness file, so the event cannot be named)",
    ),
    FaultKind.KEY_LOST: Words(
        zh="个人信息密钥不见了，却没有删除请求的记录",
        en="The key of the personal values is gone, but no request to forget is on record",
    ),
    FaultKind.SEAL_CHANGED: Words(
        zh="当日封条被改动：与外部存证不同，签名也不成立",
        en="The seal of the day was changed: it differs from its anchor, and its signature does not fit",
    ),
    FaultKind.SEAL_SIGNATURE: Words(
        zh="当日封条的签名不成立", en="The signature of the day's seal does not fit what it signs"
    ),
    FaultKind.SEAL_MISSING: Words(
        zh="当日封条被删除：外部存证里有，数据库里没有",
        en="The seal of the day was deleted: the anchor has it, the database does not",
    ),
    FaultKind.SEAL_ORDER: Words(
        zh="封条之间接不上：缺了一天或顺序不对", en="The seals do not join: one is missing or out of order"
    ),
    FaultKind.ANCHOR_MISMATCH: Words(
        zh="当日封条被重新签过：与外部存证不同",
        en="The day was sealed again: its seal is validly signed, but differs from its anchor",
    ),
    FaultKind.ANCHOR_SIGNATURE: Words(
        zh="外部存证中的签名不成立（或该行无法读取）",
        en="A line of the anchor file cannot be read, or its signature does not fit",
    ),
    FaultKind.ANCHOR_ORDER: Words(
        zh="外部存证之间接不上：缺了一行或顺序不对", en="The anchors do not join: a line is missing or out of order"
    ),
}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong, and where: a subject with the number of its event, or a day."""

    kind: FaultKind
    subject: str | None = None
    seq: int | None = None
    event_id: int | None = None
    day: date | None = None

    def say(self, lang: Lang) -> str:
        """The fault as a sentence that names its place."""
        sentence = SENTENCES[self.kind].say(lang)
        return f"{self._place_zh()}：{sentence}。" if lang == "zh" else f"{self._place_en()}: {sentence}."

    def _place_zh(self) -> str:
        parts = [f"对象 {self.subject}" if self.subject else "", f"第 {self.seq} 条" if self.seq else ""]
        return " ".join(filter(None, [*parts, self.day.isoformat() if self.day else ""])) or "账本"

    def _place_en(self) -> str:
        parts = [self.subject or "", f"event {self.seq}" if self.seq else ""]
        return " ".join(filter(None, [*parts, self.day.isoformat() if self.day else ""])) or "ledger"
