"""Roles in a draft over HTTP."""

from __future__ import annotations

from pydantic import BaseModel

from bihuan.design import policy, queries
from bihuan.design.api import shapes
from bihuan.kernel import web
from bihuan.kernel.web import UnitOfWork
from bihuan.org import queries as org
from bihuan.org.asking import Asking

router = web.doors(tags=["design"])


class HoldersOut(BaseModel):
    """How many people at work have each role."""

    people: dict[str, int]


@router.get("/drafts/{draft_id}/roles")
def holders(draft_id: shapes.Id, viewer: Asking, session: UnitOfWork) -> HoldersOut:
    """How many people have which role: one that somebody has can't go."""
    policy.configure(viewer)
    queries.draft(session, draft_id)
    return HoldersOut(people=org.holders(session))
