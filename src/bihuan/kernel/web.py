"""What every endpoint may ask of the web edge: the unit of work of this request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from bihuan.kernel import db

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
