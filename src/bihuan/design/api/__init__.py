"""The design desk over HTTP."""

from __future__ import annotations

from fastapi import APIRouter

from bihuan.design.api import (
    appearing,
    approving,
    dashboards,
    drafts,
    formulas,
    gone,
    grades,
    lists,
    pilots,
    replays,
    roles,
    rules,
    runs,
    samples,
    versions,
)

router = APIRouter(prefix="/design")
for _part in (
    appearing,
    approving,
    dashboards,
    drafts,
    formulas,
    gone,
    grades,
    lists,
    pilots,
    replays,
    roles,
    rules,
    runs,
    samples,
    versions,
):
    router.include_router(_part.router)
