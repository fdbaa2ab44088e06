"""What every endpoint may ask of the web edge: the unit of work of this request."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request, UploadFile
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile as Upload

from bihuan.kernel import db
from bihuan.kernel.refusals import Invalid

COOKIE = "bihuan_session"


def credentials(request: Request) -> tuple[str, bool] | None:
    """The secret this request carries, and whether a cookie brought it; a bearer token goes first."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and bearer.strip():
        return bearer.strip(), False
    for name in (f"__Host-{COOKIE}", COOKIE):
        if cookie := request.cookies.get(name):
            return cookie, True
    return None


def workspace_asked(request: Request) -> str:
    """The workspace this request belongs to: named by its secret, or by `?workspace=`, or the server's own."""
    carried = credentials(request)
    key = carried[0].partition(".")[0] if carried else request.query_params.get("workspace", "")
    return key if db.WORKSPACE_KEY.fullmatch(key) else str(request.app.state.default_workspace)


def _unit_of_work(request: Request) -> Iterator[Session]:
    with db.transaction(request.app.state.engine, workspace=workspace_asked(request)) as session:
        yield session


UnitOfWork = Annotated[Session, Depends(_unit_of_work, scope="function")]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What a request brought: fields of a JSON object or of a form, and files."""

    fields: dict[str, Any] = field(default_factory=dict)
    files: tuple[UploadFile, ...] = ()


async def _sent(request: Request) -> AsyncIterator[Sent]:
    # Reading a body is the one thing Starlette only does asynchronously.
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        yield _from_json(await request.body())
        return
    async with request.form(max_files=20, max_fields=50) as form:
        files = tuple(part for _, part in form.multi_items() if isinstance(part, Upload))
        fields = {name: part for name, part in form.multi_items() if isinstance(part, str)}
        yield Sent(fields=fields, files=files)  # type: ignore[arg-type]  # FastAPI's UploadFile is Starlette's


def _from_json(body: bytes) -> Sent:
    if not body:
        return Sent()
    try:
        found: Any = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Invalid([{"field": "body", "code": "wrong_type", "message": "Send a JSON object or a form."}])
    return Sent(fields=found)


Received = Annotated[Sent, Depends(_sent)]
FILES_OR_JSON: dict[str, Any] = {
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"file": {"type": "array", "items": {"type": "string", "format": "binary"}}},
            }
        },
        "application/json": {"schema": {"type": "object"}},
    }
}
