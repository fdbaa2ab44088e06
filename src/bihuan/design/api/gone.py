"""The bin of a draft over HTTP: what was taken away, and the edit that puts it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel

from bihuan.design import operations, policy, queries, restoring
from bihuan.design.api import shapes
from bihuan.design.operations import Body
from bihuan.design.queries import Gone
from bihuan.kernel import clock, web
from bihuan.kernel.web import UnitOfWork
from bihuan.kernel.words import Words
from bihuan.org import queries as org
from bihuan.org.asking import Asking

router = web.doors(tags=["design"])


class GoneOut(BaseModel):
    """Something that was taken away: what, when, by which version and whom, for how long it is kept, what it holds.

    `edit` puts it back into this draft; where it is empty, `why_not` says what is in its way.
    """

    kind: Literal["field", "object"]
    object: str
    object_label: Words
    key: str
    label: Words
    type: str
    removed_at: datetime
    removed_in: int | None
    removed_by: str
    days_left: int
    values: int
    edit: list[dict[str, Any]]
    why_not: Literal["", "standing", "no_object"]


class BinOut(BaseModel):
    """All that can still come back, what went last first."""

    items: list[GoneOut]


@router.get("/drafts/{draft_id}/bin")
def gone(draft_id: shapes.Id, viewer: Asking, session: UnitOfWork) -> BinOut:
    """What was taken away in the last thirty days."""
    policy.configure(viewer)
    body, now, names = queries.draft(session, draft_id).body, clock.now(), org.directory(session)
    return BinOut(items=[_shown(one, body, names, now) for one in queries.gone(session, now=now)])


def _shown(one: Gone, body: Body, names: Mapping[int, str], now: datetime) -> GoneOut:
    then, key = one.last.body, one.field_key
    whole = operations.found(then, ("objects", one.object_key))
    part = whole if key is None else operations.found(then, ("objects", one.object_key, "fields", key))
    back = (
        restoring.object_(body, then, one.object_key)
        if key is None
        else restoring.field(body, then, one.object_key, key)
    )
    there = operations.found(body, ("objects", one.object_key)) is not None
    by_id = one.removed_in.released_by_id if one.removed_in else None
    return GoneOut(
        kind="object" if key is None else "field",
        object=one.object_key,
        object_label=Words.model_validate(whole["label"]),
        key=key or one.object_key,
        label=Words.model_validate(part["label"]),
        type="" if key is None else part["type"],
        removed_at=one.removed_at,
        removed_in=one.removed_in.number if one.removed_in else None,
        removed_by=names.get(by_id or 0, ""),
        days_left=max(0, -((now - one.purged_at) // timedelta(days=1))),
        values=one.values,
        edit=[step.model_dump(mode="json") for step in back],
        why_not="" if back else "standing" if there else "no_object",
    )
