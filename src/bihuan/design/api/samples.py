"""Sample files over HTTP: kept while a process is designed, and looked at before it is released."""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import File, Path, Request, Response, UploadFile
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from bihuan.design import commands, policy, queries
from bihuan.design.api import shapes
from bihuan.kernel import web
from bihuan.kernel.files import Store
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.web import UnitOfWork
from bihuan.org.asking import Asking
from bihuan.records import file_names, pictures
from bihuan.records.file_types import MEDIA_TYPES

router = web.doors(tags=["design"])
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
_THUMB = 480


class KeptSample(BaseModel):
    """A sample as a deliverable names it."""

    name: str
    sha256: str


@router.post("/samples", status_code=201)
def keep_sample(request: Request, file: Annotated[UploadFile, File()], viewer: Asking) -> KeptSample:
    """Keep a file; a draft names it by what is answered."""
    store: Store = request.app.state.files
    kept = commands.keep_sample(viewer, file.file, name=file.filename or "", store=store)
    return KeptSample(name=kept.name, sha256=kept.sha256 or "")


@router.get("/drafts/{draft_id}/samples/{sha256}", response_class=Response)
def draft_sample(
    draft_id: shapes.Id, sha256: Digest, request: Request, viewer: Asking, session: UnitOfWork, inline: bool = False
) -> Response:
    """A sample that a draft names: to keep, or where it is a picture, to look at."""
    policy.configure(viewer)
    store: Store = request.app.state.files
    found = queries.draft_sample(session, draft_id, sha256)
    if not store.has(sha256):
        raise NotFound
    kind = PurePosixPath(found.name).suffix.lower().removeprefix(".")
    media_type = MEDIA_TYPES.get(kind, "text/plain")
    drawn = inline and media_type in pictures.SHOWABLE
    headers = {
        "content-disposition": file_names.disposition(found.name, inline=drawn),
        "content-security-policy": "sandbox; default-src 'none'",
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-cache",
    }
    if drawn:
        picture, media_type = pictures.redrawn(io.BytesIO(store.get(sha256)), size=_THUMB)
        return Response(picture, media_type=media_type, headers=headers)
    return StreamingResponse(store.chunks(sha256), media_type=media_type, headers=headers)
