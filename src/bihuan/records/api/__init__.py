"""Records, searches and files over HTTP."""

from __future__ import annotations

from fastapi import APIRouter

from bihuan.records.api import files, grades, merging, records, searches, sharing

router = APIRouter()
for _part in (grades.router, records.router, searches.router, files.router, merging.router, sharing.router):
    router.include_router(_part)
