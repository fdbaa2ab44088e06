"""Files over HTTP. Whatever was uploaded, no browser ever runs it."""

from __future__ import annotations

import io
from typing import Annotated

from fastapi import File, Query, Request, Response, UploadFile
from fastapi.responses import StreamingResponse

from bihuan.kernel import clock, web
from bihuan.kernel.files import Store
from bihuan.kernel.refusals import Invalid
from bihuan.kernel.web import UnitOfWork
from bihuan.org.asking import Asking
from bihuan.records import commands, file_names, pictures, queries
from bihuan.records.api.shapes import FileOut, Id

router = web.doors(prefix="/files", tags=["files"])
# A page made of this answer could do nothing: no script, no form, no plug-in, no origin.
_SANDBOX = "sandbox; default-src 'none'"
# A browser's own viewer of PDF needs its origin; it runs no script of the document's there.
_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@router.post("", status_code=201)
def keep(request: Request, file: Annotated[UploadFile, File()], viewer: Asking, session: UnitOfWork) -> FileOut:
    """Keep an upload. It is its sender's alone until a record takes it."""
    store: Store = request.app.state.files
    kept = commands.keep(session, viewer, file.file, name=file.filename or "", store=store, now=clock.now())
    return FileOut(id=kept.id, name=kept.name, type=kept.type, size=kept.size, sha256=kept.sha256)


@router.get("/{file_id}", response_class=Response, responses={200: {"content": {"application/octet-stream": {}}}})
def content(
    file_id: Id,
    request: Request,
    viewer: Asking,
    session: UnitOfWork,
    inline: Annotated[bool, Query(description="to look at: pictures and PDF only")] = False,
    size: Annotated[int | None, Query(description="pictures no larger than this: 160, 480, 960 or 1920")] = None,
) -> Response:
    """A file: to keep, or where it is a picture or a PDF, to look at."""
    store: Store = request.app.state.files
    found = queries.file(session, viewer, file_id)
    if size is not None and size not in pictures.SIZES:
        message = "Pictures come in a few sizes only."
        raise Invalid([{"field": "size", "code": "not_a_choice", "message": message, "choices": list(pictures.SIZES)}])
    if found.type in pictures.SHOWABLE and (inline or size is not None):
        drawn, media_type = _picture(store, found.sha256, size or pictures.SIZES[-1])
        return Response(drawn, media_type=media_type, headers=_headers(found.name, inline=True))
    if inline and found.type == "application/pdf":
        headers = _headers(found.name, inline=True) | {"content-security-policy": _PDF}
    else:
        headers = _headers(found.name, inline=False)
    headers["content-length"] = str(found.size)
    return StreamingResponse(store.chunks(found.sha256), media_type=found.type, headers=headers)


def _picture(store: Store, sha256: str, size: int) -> tuple[bytes, str]:
    return pictures.redrawn(io.BytesIO(store.get(sha256)), size=size)


def _headers(name: str, *, inline: bool) -> dict[str, str]:
    return {
        "content-disposition": file_names.disposition(name, inline=inline),
        "content-security-policy": _SANDBOX,
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-cache",
        "cross-origin-resource-policy": "same-origin",
    }
