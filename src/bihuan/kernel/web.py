"""What every endpoint may ask of the web edge: a door to stand behind, and the unit of work of this request.

A `Door` runs its endpoint in one thread from the first statement to the last byte of the answer. FastAPI alone would
change threads for each dependency, for the endpoint and for the answer, which costs more than the work itself.
"""

from __future__ import annotations

import functools
import gzip
import inspect
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Annotated, Any, get_type_hints

from fastapi import APIRouter, Depends, Request, UploadFile, params
from fastapi.dependencies.utils import solve_dependencies
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from pydantic_core import to_json
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile as Upload
from starlette.responses import Response

from bihuan.kernel import again, db, given
from bihuan.kernel.db import Sight
from bihuan.kernel.refusals import Invalid, Refusal, SomeoneWasFirst
from bihuan.kernel.workers import Workers

COOKIE = "bihuan_session"
_NO_BODY = 204
_MOST_FILES, _MOST_FIELDS = 20, 50
_PACKABLE = frozenset({"application/json", "text/html"})
_WORTH_PACKING, _PACKING = 1024, 5  # bytes; gzip's level
_workers = Workers()


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
    return key if db.WORKSPACE_KEY.fullmatch(key) else str(request.app.state.default_workspace())


@dataclass(frozen=True)
class Later:
    """What a parameter will be, once its request's transaction is open: worked out in the endpoint's own thread."""

    request: Request
    find: Callable[[Request, Session], Any]
    guess: Callable[[Request], Sight] | None = None


async def _unit_of_work(request: Request) -> Later:
    return Later(request, _session)


def _session(_: Request, session: Session) -> Session:
    return session


_unit_of_work.later = lambda request: Later(request, _session)  # type: ignore[attr-defined]  # see kernel.given


def later(find: Callable[[Request, Session], Any], *, guess: Callable[[Request], Sight] | None = None) -> Any:  # noqa: ANN401 - FastAPI's own word for it
    """A parameter that is found with the request and the session of its transaction.

    `guess` says how far that transaction may see at first; whoever guesses looks again before anything is asked.
    """

    async def found(request: Request) -> Later:
        return Later(request, find, guess)

    found.finds = find  # type: ignore[attr-defined]  # so that one can ask a route what it will ask
    found.later = lambda request: Later(request, find, guess)  # type: ignore[attr-defined]  # see kernel.given
    return Depends(found)


UnitOfWork = Annotated[Session, Depends(_unit_of_work)]


class Door(APIRoute):
    """A route to a plain function: who asks, the work, the commit and the answer's bytes, all in one thread.

    What is refused or breaks on the way is undone. The answer leaves after the commit, never before.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **said: Any) -> None:  # noqa: ANN401 - what APIRoute takes
        """Stand before this endpoint."""
        self._work = _work(endpoint, said.get("status_code"))
        super().__init__(path, endpoint, **said)
        self._plain = given.plain(self.dependant, embedded=self._embed_body_fields)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """How FastAPI itself lets this route answer: the same way."""
        return self.answered

    async def answered(self, request: Request) -> Response:
        """The answer to one request. RequestValidationError for one that is not as described."""
        body = await self._body(request) if self.body_field is not None else None
        values = self._plain.read(request, body) if self._plain is not None else None
        if values is None:
            values = await self._solved(request, body)
        return await _workers.do(functools.partial(self._work, request, values))

    async def _solved(self, request: Request, body: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON, a form, bytes
        """What the request gives, read by FastAPI. RequestValidationError for one that is not as described."""
        solved = await solve_dependencies(
            request=request,
            dependant=self.dependant,
            body=body,
            async_exit_stack=request.scope["fastapi_inner_astack"],
            embed_body_fields=self._embed_body_fields,
        )
        if solved.errors:
            raise RequestValidationError(solved.errors)
        return solved.values

    async def _body(self, request: Request) -> Any:  # noqa: ANN401 - a form, JSON, or what no description takes
        """What came as a form or as JSON; anything else as the bytes it is. The edge has looked whether it is sound."""
        assert self.body_field is not None
        if isinstance(self.body_field.field_info, params.Form):
            form = await request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS)
            request.scope["fastapi_inner_astack"].push_async_callback(form.close)
            return form
        content = await request.body()
        if not content:
            return None
        said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        return json.loads(content) if said == "application/json" or said.endswith("+json") else content


def doors(**said: Any) -> APIRouter:  # noqa: ANN401 - what APIRouter takes
    """A router whose routes are doors."""
    return APIRouter(route_class=Door, **said)


def told(answer: Any) -> Response:  # noqa: ANN401 - what JSON can say
    """An answer that is shaped already, as JSON. Its route says the shape by `response_model`."""
    return Response(to_json(answer), media_type="application/json")


def _work(endpoint: Callable[..., Any], status: int | None) -> Callable[[Request, dict[str, Any]], Response]:
    assert not inspect.iscoroutinefunction(endpoint), "behind a door stand plain functions"
    written = _writer(endpoint)

    def made(values: dict[str, Any], answer: Any) -> Response:  # noqa: ANN401 - whatever the endpoint answers
        if isinstance(answer, Response):
            return answer
        dressed = next((value for value in values.values() if isinstance(value, Response)), None)
        return _answer(b"" if written is None else written(answer), status, dressed)

    def worked(request: Request, values: dict[str, Any]) -> Response:
        key = again.key_of(request)
        if key is None:
            return _packed(request, made(values, _worked(endpoint, values)))

        def kept(session: Session, answer: Any) -> Response:  # noqa: ANN401
            said = made(values, answer)
            again.keep(session, request, key, said)
            return said

        answer = _once(request, key, functools.partial(_worked, endpoint, values, kept))
        return _packed(request, made(values, answer))

    return worked


def _once(request: Request, key: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the endpoint answers
    """What this does, or what was answered when it was done before."""
    try:
        return work()
    except (Refusal, again.Known) as no:
        before = again.kept(request.app.state.engine, workspace_asked(request), request, key)
        if before is not None:
            return before
        if isinstance(no, again.Known):
            raise SomeoneWasFirst from no
        raise


def _worked(
    endpoint: Callable[..., Any], given: dict[str, Any], then: Callable[[Session, Any], Any] | None = None
) -> Any:  # noqa: ANN401 - whatever the endpoint answers
    waiting = {name: value for name, value in given.items() if isinstance(value, Later)}
    if not waiting:
        return endpoint(**given)
    request = next(iter(waiting.values())).request
    sight = next((value.guess(request) for value in waiting.values() if value.guess is not None), db.NOWHERE)
    with db.transaction(request.app.state.engine, workspace=workspace_asked(request), sight=sight) as session:
        found = {name: value.find(request, session) for name, value in waiting.items()}
        answer = endpoint(**{**given, **found})
        return answer if then is None else then(session, answer)


def _writer(endpoint: Callable[..., Any]) -> Callable[[Any], bytes] | None:
    """How this endpoint's answers become JSON; None for those that are no JSON."""
    said = get_type_hints(endpoint, include_extras=True).get("return")
    if said in {None, type(None)} or (isinstance(said, type) and issubclass(said, Response)):
        return None
    adapter: TypeAdapter[Any] = TypeAdapter(said)
    return functools.partial(adapter.dump_json, by_alias=True)


def _packed(request: Request, answer: Response) -> Response:
    """The answer as small as the asker takes it. Done in the worker's thread, so that nobody else waits for it."""
    worth = answer.media_type in _PACKABLE and len(answer.body) >= _WORTH_PACKING
    if worth and "gzip" in request.headers.get("accept-encoding", ""):
        answer.body = gzip.compress(answer.body, _PACKING, mtime=0)
        answer.headers["content-length"] = str(len(answer.body))
        answer.headers["content-encoding"] = "gzip"
        answer.headers.add_vary_header("Accept-Encoding")
    return answer


def _answer(content: bytes, status: int | None, dressed: Response | None) -> Response:
    code = (dressed.status_code if dressed is not None else None) or status or 200
    answer = Response(content, status_code=code, media_type=None if code == _NO_BODY else "application/json")
    if dressed is not None:
        answer.raw_headers.extend(dressed.raw_headers)
    return answer


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
    async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS) as form:
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
