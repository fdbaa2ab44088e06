"""The design desk over HTTP."""

from __future__ import annotations

from fastapi import APIRouter

from bihuan.design.api import dashboards, drafts, lists, replays, versions

router = APIRouter(prefix="/design")
for _part in (dashboards.router, drafts.router, lists.router, replays.router, versions.router):
    router.include_router(_part)
