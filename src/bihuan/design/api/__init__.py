"""The design desk over HTTP."""

from __future__ import annotations

from fastapi import APIRouter

from bihuan.design.api import (
    appearing,
    dashboards,
    drafts,
    gone,
    grades,
    lists,
    pilots,
    replays,
    roles,
    samples,
    versions,
)

router = APIRouter(prefix="/design")
for _part in (
    appearing,
    dashboards,
    drafts,
    gone,
    grades,
    lists,
    pilots,
    replays,
    roles,
    samples,
    versions,
):
    router.include_router(_part.router)
