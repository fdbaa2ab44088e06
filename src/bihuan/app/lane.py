"""The short way to a door: one look into a table by method and path, and no layer in between.

FastAPI finds a route by trying one after the other, twice, and wraps each request into nine layers. That is a third of
the cost of a small answer. Its own parts read the parameters here too; what stands in no table goes the long way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, ExceptionHandler, Receive, Scope, Send

from bihuan.kernel.web import Door

_STACKS = ("fastapi_middleware_astack", "fastapi_inner_astack", "fastapi_function_astack")


@dataclass(frozen=True)
class Way:
    """A door, and what its path looks like: a word for each fixed part, None for each part that varies."""

    door: Door
    parts: Sequence[str | None]
    names: Sequence[str]

    def values(self, parts: Sequence[str]) -> dict[str, str] | None:
        """The varying parts of a path by their names; None for a path that does not lead here."""
        found = iter(self.names)
        values: dict[str, str] = {}
        for mine, theirs in zip(self.parts, parts, strict=True):
            if mine is None:
                if not theirs:
                    return None
                values[next(found)] = theirs
            elif mine != theirs:
                return None
        return values


class Lane:
    """Answers what a door answers; hands everything else on."""

    def __init__(self, app: ASGIApp, web: FastAPI) -> None:
        """Know every door of this application."""
        self._app, self._web = app, web
        self._ways: Mapping[tuple[str, int], Sequence[Way]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        found = self._found(scope) if scope["type"] == "http" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        door, values = found
        async with AsyncExitStack() as stack:
            scope.update(app=self._web, route=door, endpoint=door.endpoint, path_params=values)
            scope.update(dict.fromkeys(_STACKS, stack))
            request = Request(scope, receive, send)
            try:
                answer = await door.answered(request)
            except Exception as fault:
                handler = self._handler(fault)
                if handler is None:
                    raise
                answer = _refused(handler, request, fault)
            await answer(scope, receive, send)

    def _found(self, scope: Scope) -> tuple[Door, dict[str, str]] | None:
        parts = scope["path"].split("/")
        if self._ways is None:
            self._ways = _table(self._web)
        for way in self._ways.get((scope["method"], len(parts)), ()):
            values = way.values(parts)
            if values is not None:
                return way.door, values
        return None

    def _handler(self, fault: Exception) -> ExceptionHandler | None:
        known = self._web.exception_handlers
        return next((known[kind] for kind in type(fault).__mro__ if kind in known), None)


def _refused(handler: ExceptionHandler, request: Request, fault: Exception) -> Response:
    answer = handler(request, fault)  # type: ignore[arg-type]  # ours are plain functions of a request
    assert isinstance(answer, Response)
    return answer


def _table(web: FastAPI) -> Mapping[tuple[str, int], Sequence[Way]]:
    """Every door by method and number of parts, in the order in which FastAPI would try them."""
    table: dict[tuple[str, int], list[Way]] = {}
    for context in iter_route_contexts(web.routes):
        door, path = context.original_route, context.path or ""
        if not isinstance(door, Door) or ":" in path:
            continue
        said = path.split("/")
        parts = [None if part.startswith("{") else part for part in said]
        names = [part[1:-1] for part in said if part.startswith("{")]
        for method in sorted(door.methods or ()):
            table.setdefault((method, len(parts)), []).append(Way(door, parts, names))
    return table
