"""The parts of approvals with their members, their names, and how each is compared."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.approvals import definition as approvals
from bihuan.design.differing import briefs, terms, values
from bihuan.design.differing.members import Items, Kind, Parts, Text, Value
from bihuan.kernel.words import Words


def _w(zh: str, en: str) -> Words:
    return Words(zh=zh, en=en)


_LABEL = Text(_w("名称", "name"))
_UNLIMITED, _NEVER = _w("不限", "no limit"), _w("不提醒", "never")

KINDS: Mapping[str, Kind] = {
    "approval": Kind(
        approvals.ApprovalDef,
        {
            "label": _LABEL,
            "object": Value(_w("审批什么", "about"), values.object_),
            "steps": Parts("approval_step", _w("环节", "step")),
            "on_change": Value(_w("资料改了怎么办", "when the record changes"), values.one_of(terms.ON_CHANGE)),
            "help": Text(_w("说明", "help")),
        },
        briefs.approval,
    ),
    "approval_step": Kind(
        approvals.Step,
        {
            "label": _LABEL,
            "who": Parts("approver", _w("审批人", "approver"), called=briefs.approver_title),
            "mode": Value(_w("几个人同意才算", "how answers count"), values.one_of(terms.MODES)),
            "votes": Value(_w("要几票", "votes needed")),
            "when": Value(_w("什么时候要这一环", "asked when"), values.condition, _w("每次都要", "always")),
            "limit": Value(_w("多久要审完", "answered within"), values.limit, _UNLIMITED),
            "warn_before": Value(_w("到期前提醒", "warns before its end"), values.limit, _NEVER),
            "escalate_after": Value(_w("超时后上报", "escalates after its end"), values.limit, _w("不上报", "never")),
            "fields": Items(_w("给审批人看的字段", "fields shown"), values.field),
            "files": Value(_w("给审批人看附件", "files shown"), values.yes_or_no),
            "may_delegate": Value(_w("可以转交", "may be delegated"), values.yes_or_no),
            "may_add": Value(_w("可以加签", "signers may be added"), values.yes_or_no),
        },
        briefs.approval_step,
    ),
    "approver": Kind(
        approvals.Who,
        {
            "by": Value(_w("怎么找", "found by"), values.one_of(terms.APPROVERS)),
            "person": Value(_w("人员账号", "person")),
            "role": Value(_w("角色", "role"), values.role),
            "levels": Value(_w("往上几级", "levels up")),
            "team": Value(_w("团队", "team")),
            "skill": Value(_w("技能", "skill")),
            "everybody": Value(_w("所有符合的人", "everybody who fits"), values.yes_or_no),
        },
    ),
}
