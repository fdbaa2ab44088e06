"""Records, searches and files over HTTP."""

from __future__ import annotations

from fastapi import APIRouter

from bihuan.records.api import files, records, searches

router = APIRouter()
for _part in (records.router, searches.router, files.router):
    router.include_router(_part)
