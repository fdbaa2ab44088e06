"""An approval of a draft, tried on a record: who would be asked, in which order, and why, over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel

from bihuan.approvals import portrait
from bihuan.approvals import queries as approvals
from bihuan.approvals.shapes import ApprovalForeseen
from bihuan.design import policy, queries
from bihuan.design.api import shapes
from bihuan.design.examining import examined
from bihuan.kernel import clock, conditions, web
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.web import UnitOfWork
from bihuan.kernel.words import Lang
from bihuan.objects.definition import ObjectDef
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.records import policy as record_policy
from bihuan.records import queries as records
from bihuan.records import showing

router = web.doors(tags=["design"])
Key = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class ApprovalTried(BaseModel):
    """What would come of an approval of a draft if its record's owner asked for it now."""

    title: str
    owner: str
    steps: list[ApprovalForeseen]


@router.get("/drafts/{draft_id}/approvals/{key}/tried")
def tried(
    draft_id: shapes.Id,
    key: Key,
    viewer: Asking,
    session: UnitOfWork,
    record: Annotated[int, Query(ge=1, le=2**63 - 1)],
) -> ApprovalTried:
    """Who would be asked about a record, in which order, and why."""
    policy.configure(viewer)
    blueprint, _ = examined(queries.draft(session, draft_id).body)
    found = next((one for one in blueprint.approvals if one.key == key), None) if blueprint is not None else None
    if blueprint is None or found is None:
        raise NotFound
    kept, now = records.record(session, viewer, found.object, record), clock.now()
    there = next(one for one in blueprint.objects if one.key == found.object)
    closed = record_policy.hidden(viewer, there)
    asked = sorted({name for _, condition in found.conditions() for name in conditions.fields_of(condition)} & closed)
    if asked:
        raise record_policy.FieldHidden(asked)
    plan = approvals.plan(session, found, kept.id, kept.values, now=now)
    turned = approvals.turned(session, found, plan, asker=kept.owner_id, owner=kept.owner_id, now=now)
    names = org.directory(session)
    return ApprovalTried(
        title=showing.title(viewer, there, kept),
        owner=names.get(kept.owner_id, ""),
        steps=portrait.foreseen(found, plan, turned, _labels(there, viewer.lang), names, viewer.lang),
    )


def _labels(found: ObjectDef, lang: Lang) -> dict[str, str]:
    fields = {field.key: field.label.say(lang) for field in found.fields}
    return fields | {
        f"{field.key}.{choice.key}": choice.label.say(lang) for field in found.fields for choice in field.choices
    }
