"""Samples over HTTP: files that show what a deliverable is meant to be."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated

from fastapi import Path, Request
from fastapi.responses import StreamingResponse

from bihuan.kernel import web
from bihuan.kernel.files import Store
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.web import UnitOfWork
from bihuan.org.asking import Asking
from bihuan.process import queries
from bihuan.records import file_names
from bihuan.records.file_types import MEDIA_TYPES

router = web.doors(tags=["process"])
Key = Annotated[str, Path(min_length=1, max_length=80)]


@router.get("/processes/{process}/samples/{deliverable}", response_class=StreamingResponse)
def sample(process: Key, deliverable: Key, request: Request, viewer: Asking, session: UnitOfWork) -> StreamingResponse:
    """The sample of a deliverable, to be kept; never opened in place."""
    store: Store = request.app.state.files
    found = queries.sample(session, viewer, process, deliverable)
    if found.sha256 is None or not store.has(found.sha256):
        raise NotFound
    return StreamingResponse(
        store.chunks(found.sha256),
        media_type=MEDIA_TYPES.get(PurePosixPath(found.name).suffix.lower().removeprefix("."), "text/plain"),
        headers={
            "content-disposition": file_names.disposition(found.name, inline=False),
            "cache-control": "private, no-cache",
        },
    )
