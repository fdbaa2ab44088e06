"""What is missing, and how long something took, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.kernel.words import Lang, Words
from bihuan.process.gates import Item, Verdict
from bihuan.process.shapes import ItemOut

_WHY: Mapping[str, Words] = {
    "": Words(zh="已满足", en="Met"),
    "empty": Words(zh="还没填", en="Not filled in yet"),
    "too_few": Words(zh="已有 {have} 份，要 {need} 份", en="{have} of {need} handed in"),
    "waiting_review": Words(zh="已提交，等审核", en="Handed in, waiting for review"),
    "rejected": Words(zh="被退回，请重新提交", en="Sent back: hand it in again"),
    "waiting_customer": Words(zh="已发给客户，等客户确认", en="Sent, waiting for the customer to confirm"),
    "not_sent": Words(zh="还没发给客户确认", en="Not sent to the customer yet"),
    "waiting_task": Words(zh="已请别的部门办，等办完", en="Asked of another department, not done yet"),
    "not_asked": Words(zh="还没申请审批", en="Not asked for yet"),
    "waiting_approval": Words(zh="审批中，等审批人答复", en="Asked for, waiting for the approvers"),
    "approval_returned": Words(zh="审批被退回，改好后重新提交", en="Sent back: mend it and submit it again"),
    "approval_rejected": Words(zh="审批没通过，改好后重新申请", en="Not approved: change it and ask again"),
    "approval_lapsed": Words(zh="批准后资料改了，要重新申请", en="It changed after it was approved: ask again"),
    "condition": Words(zh="条件还不满足", en="The condition does not hold yet"),
    "no_way": Words(zh="几种方式任选一种，还没有一种完成", en="Any one of several ways will do; none is complete yet"),
}


def item(found: Item, lang: Lang) -> ItemOut:
    """One thing a gate asks for, as the screens and the API show it."""
    why = _WHY[found.why].say(lang).format(have=found.have, need=found.need)
    return ItemOut(
        kind=found.kind,
        key=found.key,
        label=found.label.say(lang),
        met=found.met,
        need=found.need,
        have=found.have,
        reason=found.why,
        why=why,
        ways=[list(way) for way in found.ways],
        part_of=found.part_of,
    )


def missing(verdict: Verdict, lang: Lang) -> list[ItemOut]:
    """Everything that is missing, in order."""
    return [item(found, lang) for found in verdict.missing]
