"""Logging in and out."""

from __future__ import annotations

import time
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from bihuan.kernel import clock, db, web
from bihuan.kernel.web import UnitOfWork
from bihuan.org import asking, commands, passwords, queries
from bihuan.org.api import shapes
from bihuan.org.api.shapes import Asked, Opened
from bihuan.org.asking import AskingAtAll, FromElsewhere
from bihuan.org.commands import LogInTried, WrongLogin

router = web.doors(prefix="/session", tags=["session"])
# A wrong log-in waits on purpose, so it waits in FastAPI's own threads and keeps nobody's work from the doors.
entrance = APIRouter(prefix="/session", tags=["session"])
LEAST_SECONDS = 0.25  # a wrong log-in takes this long, whatever was wrong about it


class LogInAsked(Asked):
    """Who wants to log in, and to which workspace."""

    login: Annotated[str, Field(max_length=200)]
    password: Annotated[str, Field(max_length=1024)]
    workspace: Annotated[str, Field(max_length=30)] | None = None


@entrance.post("")
def log_in(asked: LogInAsked, request: Request, response: Response) -> Opened:
    """Log in. Whether a login exists is not told, neither by the answer nor by the time it takes."""
    if request.headers.get("origin") and not asking.same_origin(request):
        raise FromElsewhere
    began = time.monotonic()
    tried = _try(asked, request)
    if not passwords.matches(tried.kept, asked.password) or tried.person_id is None:
        _refuse(asked, request, tried)
        time.sleep(max(0.0, LEAST_SECONDS - (time.monotonic() - began)))
        raise WrongLogin
    now = clock.now()
    with db.transaction(request.app.state.engine, workspace=_workspace(asked, request)) as session:
        before = web.credentials(request)
        if before is not None and before[1]:
            commands.log_out(session, before[0], now=now)
        found = commands.log_in(
            session,
            tried.person_id,
            password=asked.password,
            agent=request.headers.get("user-agent", ""),
            address=shapes.address(request),
            now=now,
        )
        return shapes.opened(request, response, queries.person(session, tried.person_id), found)


@router.delete("", status_code=204)
def log_out(asker: AskingAtAll, session: UnitOfWork, request: Request, response: Response) -> None:
    """Log out; the cookie is worth nothing from now on."""
    if asker.cookie is not None:
        commands.log_out(session, asker.cookie, now=clock.now())
    response.delete_cookie(shapes.cookie_name(request), path="/", secure=bool(request.app.state.https), httponly=True)
    response.headers["clear-site-data"] = '"cache", "storage"'


def _workspace(asked: LogInAsked, request: Request) -> str:
    return asked.workspace or str(request.app.state.default_workspace())


def _try(asked: LogInAsked, request: Request) -> LogInTried:
    """Count the try in a transaction of its own: it counts although the log-in is refused."""
    try:
        with db.transaction(request.app.state.engine, workspace=_workspace(asked, request)) as session:
            return commands.count_try(session, asked.login, shapes.address(request), now=clock.now())
    except db.NoWorkspace:
        return LogInTried(None, None)


def _refuse(asked: LogInAsked, request: Request, tried: LogInTried) -> None:
    if tried.person_id is None:
        return
    with db.transaction(request.app.state.engine, workspace=_workspace(asked, request)) as session:
        commands.note_wrong_password(session, tried.person_id, shapes.address(request), now=clock.now())
