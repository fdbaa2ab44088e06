"""The web application as tests ask it: put together once for the whole run."""

from __future__ import annotations

from pathlib import Path
from typing import cast as typed

from fastapi import FastAPI
from sqlalchemy import Connection, Engine

from bihuan.app import web
from bihuan.kernel.files import Store

WORKSPACE = "test"
_whole: list[FastAPI] = []


def application(
    engine: Engine | Connection,
    *,
    data: Path,
    files: Store | None = None,
    default_workspace: str = WORKSPACE,
    most_workspaces: int = 0,
) -> FastAPI:
    """What `web.create` makes, without the quarter of a second in which its first answer finds the way to each door.

    There is one: whoever asks for it next gets the same, told otherwise. What its state does not tell (https, docs) is
    for `web.create`.
    """
    made = web.create(
        typed(Engine, engine),  # a unit of work on a connection is a savepoint in its transaction
        data=data,
        files=files or Store(data / "files"),
        default_workspace=default_workspace,
        most_workspaces=most_workspaces,
    )
    whole = _whole[0] if _whole else made
    _whole[:] = [whole]
    whole.state = made.state
    whole.dependency_overrides = {}
    return whole
