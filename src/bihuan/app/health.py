"""How the server is, for whoever watches it; no word about anybody's data."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError, SQLAlchemyError

from bihuan.app import answers, auditing, jobs, room, workspaces

router = APIRouter(tags=["health"])
plain = APIRouter(include_in_schema=False)
Room = Literal["ok", "scarce", "none"]
Ledger = Literal["whole", "broken", "unknown"]
SILENT = 60  # seconds without a sign of life of any worker
SIGN_OF_LIFE = text(
    "SELECT extract(epoch FROM clock_timestamp() - max(last_heartbeat)) FROM bihuan.procrastinate_workers"
)


class Health(BaseModel):
    """`status` is "ok" when all is well, "limited" when something waits or is refused, "unavailable" when nothing goes.

    `jobs` counts the queue by state; `workers` is "silent" when nobody works on it.
    """

    status: Literal["ok", "limited", "unavailable"]
    database: Literal["ok", "away"]
    room: Room
    workers: Literal["ok", "silent"]
    ledger: Ledger
    version: str
    workspaces: int
    jobs: dict[str, int]


@plain.get("/healthz")
@router.get("/health", responses={answers.UNAVAILABLE: {"model": Health}})
def health(request: Request, response: Response) -> Health:
    """Whether the server and its database are well, and what is not."""
    engine, data = request.app.state.engine, request.app.state.data
    number, space = version("bihuan"), room_of(data)
    try:
        known = workspaces.names(engine)
        queue, heard = _queue(engine)
    except SQLAlchemyError:
        response.status_code = answers.UNAVAILABLE
        nothing = {"workers": "silent", "ledger": "unknown", "workspaces": 0, "jobs": {}}
        return Health(status="unavailable", database="away", room=space, version=number, **nothing)
    ledger = ledger_of(data, known)
    well = space != "none" and heard and ledger != "broken" and not queue.get("failed")
    return Health(
        status="ok" if well else "limited",
        database="ok",
        room=space,
        workers="ok" if heard else "silent",
        ledger=ledger,
        version=number,
        workspaces=len(known),
        jobs=queue,
    )


def room_of(data: Path) -> Room:
    """How much room there is where this folder lies, in a word."""
    left = room.left(data)
    return "none" if left < room.LEAST else "scarce" if left < room.SCARCE else "ok"


def ledger_of(data: Path, known: Mapping[str, str]) -> Ledger:
    """What the last verifications found; unknown before the first."""
    found = [one for one in (auditing.last(data, workspace) for workspace in known) if one is not None]
    if any(one.faults for one in found):
        return "broken"
    return "whole" if found else "unknown"


def working(engine: Engine) -> bool:
    """Whether a worker gave a sign of life in the last minute."""
    with engine.connect() as connection:
        age = connection.scalar(SIGN_OF_LIFE)
    return age is not None and float(age) < SILENT


def _queue(engine: Engine) -> tuple[dict[str, int], bool]:
    try:
        return jobs.waiting(engine), working(engine)
    except ProgrammingError:  # a database that no worker has prepared yet has no queue
        return {}, False
