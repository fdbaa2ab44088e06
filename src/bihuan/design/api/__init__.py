"""The design desk over HTTP."""

from __future__ import annotations

from fastapi import APIRouter

from bihuan.design.api import drafts, replays, versions

router = APIRouter(prefix="/design")
for _part in (drafts.router, replays.router, versions.router):
    router.include_router(_part)
