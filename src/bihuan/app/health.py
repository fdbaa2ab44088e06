"""How the server is, for whoever watches it; no word about anybody's data."""

from __future__ import annotations

from importlib.metadata import version
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy.exc import ProgrammingError, SQLAlchemyError

from bihuan.app import answers, jobs, workspaces

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """`status` is "ok" when work can be done; `jobs` counts the queue by state."""

    status: Literal["ok", "unavailable"]
    database: Literal["ok", "away"]
    version: str
    workspaces: int
    jobs: dict[str, int]


@router.get("/health", responses={answers.UNAVAILABLE: {"model": Health}})
def health(request: Request, response: Response) -> Health:
    """Whether the server and its database are well."""
    number = version("bihuan")
    try:
        known = len(workspaces.names(request.app.state.engine))
        queue = _queue(request)
    except SQLAlchemyError:
        response.status_code = answers.UNAVAILABLE
        return Health(status="unavailable", database="away", version=number, workspaces=0, jobs={})
    return Health(status="ok", database="ok", version=number, workspaces=known, jobs=queue)


def _queue(request: Request) -> dict[str, int]:
    try:
        return jobs.waiting(request.app.state.engine)
    except ProgrammingError:  # a database that no worker has prepared yet has no queue
        return {}
