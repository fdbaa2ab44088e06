"""The web server, put together: every module's doors under /api, and the screens beside them."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from fastapi import APIRouter, FastAPI
from sqlalchemy import Engine
from starlette.middleware.gzip import GZipMiddleware

import bihuan
from bihuan.app import answers, edge, health, live, mixing, pages, posting, reception, reference, rescue, room, system
from bihuan.app.lane import Lane
from bihuan.kernel.files import Store


def create(  # noqa: PLR0913 - each is one thing a server may be told
    engine: Engine,
    *,
    data: Path,
    files: Store,
    default_workspace: str | Callable[[], str],
    public_url: str | None = None,
    docs: bool = False,
    most_workspaces: int = 0,
) -> FastAPI:
    """Put the web application together.

    `public_url` is the address people use; with https, cookies are bound to it. `docs` shows /api/docs to who is in.
    Up to `most_workspaces` are made over the web.
    """
    web = FastAPI(title="Bihuan", version=version("bihuan"), openapi_url=None, docs_url=None, redoc_url=None)
    https = bool(public_url and public_url.startswith("https://"))
    web.state.engine, web.state.files, web.state.data = engine, files, data
    web.state.public_url, web.state.https = public_url, https
    web.state.default_workspace = default_workspace if callable(default_workspace) else lambda: default_workspace
    web.state.most_workspaces = most_workspaces
    web.state.live = live.Hub(engine)
    for router in doors():
        web.include_router(router, prefix="/api")
    for router in (
        health.router,
        system.router,
        rescue.router,
        posting.router,
        live.router,
        reception.router,
        mixing.router,
        reference.router,
    ):
        web.include_router(router, prefix="/api")
    if docs:
        web.include_router(reference.page, prefix="/api")
    web.include_router(health.plain)
    web.include_router(pages.router)
    answers.install(web)
    # The last one added is the first one met.
    web.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=6)
    web.add_middleware(Lane, web=web)
    web.add_middleware(room.Floor, data=data)
    web.add_middleware(edge.Body)
    web.add_middleware(edge.Edge, https=https)
    return web


def doors() -> Iterator[APIRouter]:
    """The router of every module that has one."""
    for module in sorted(pkgutil.iter_modules(bihuan.__path__), key=lambda found: found.name):
        if importlib.util.find_spec(f"bihuan.{module.name}.api"):
            yield importlib.import_module(f"bihuan.{module.name}.api").router
