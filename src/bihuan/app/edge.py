"""What happens to every request before and after the application: limits, strict JSON, headers, the log line.

Plain ASGI, so that a body is counted while it comes in and nothing large is ever held.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bihuan.app import answers, logs
from bihuan.kernel.refusals import Invalid, Refusal

MIB = 2**20
PLAIN, UPLOAD, IMPORT = 2 * MIB, 32 * MIB, 64 * MIB
DRAINED = 256 * MIB  # a sender who is told "too large" only after sending can't read the answer any earlier
log = logging.getLogger("bihuan.access")

CSP = (
    "default-src 'self'; "
    "script-src 'self'; "
    "style-src 'self' 'unsafe-inline'; "  # the desk's controls bring their styles as they are shown
    "img-src 'self' blob: data:; "
    "media-src 'self' blob:; "
    "object-src 'none'; "
    "base-uri 'none'; "
    "form-action 'self'; "
    "frame-ancestors 'self'"
)
HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(self), geolocation=(self)",
}
HSTS = "max-age=31536000"


class Edge:
    """The outermost layer: every answer has the headers, every fault a number, every request its line in the log."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        """Stand before this application."""
        self._app, self._https = app, https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, and its answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0
        scope.setdefault("state", {})

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            await self._app(scope, receive, dressed)
        except Exception as error:  # noqa: BLE001 - the last door: whatever it is, the asker gets an answer
            answer = answers.fault(error, scope)
            if status == 0:
                await answer(scope, receive, dressed)
        finally:
            _note(scope, status, time.perf_counter() - began)

    def _dress(self, scope: Scope, headers: MutableHeaders) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if scope["path"].startswith("/api/"):
            headers.setdefault("cache-control", "no-store")
        if self._https:
            headers.setdefault("strict-transport-security", HSTS)


class Body:
    """Counts what comes in and reads JSON strictly, before any endpoint sees it."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before this application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on whose body is small enough, and sound if it is JSON."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        multipart = headers.get("content-type", "").lower().startswith("multipart/")
        streamed = multipart or scope["path"].startswith("/api/import")
        coming = _Coming(receive, limit_of(scope["path"], multipart=multipart))
        try:
            if "\0" in scope["path"] or b"%00" in scope["query_string"]:
                raise Invalid([_problem("A text has characters that cannot be kept.", place="address")])
            if int(headers.get("content-length") or 0) > coming.limit:
                raise answers.TooLarge(coming.limit)
            if streamed:
                await self._stream(scope, coming, send)
                return
            body = await coming.whole()
            if body:
                check_json(body)
        except Refusal as no:
            if headers.get("expect", "").lower() != "100-continue":
                await coming.drain()
            await answers.refusal(no)(scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)

    async def _stream(self, scope: Scope, coming: _Coming, send: Send) -> None:
        """Let the application read a body that is counted as it comes; past the limit, its own answer is dropped."""

        async def unless_over(message: Message) -> None:
            if not coming.over:
                await send(message)

        try:
            await self._app(scope, coming.receive, unless_over)
        except Exception:
            if not coming.over:
                raise
        if coming.over:
            raise answers.TooLarge(coming.limit)


class _Coming:
    """A body on its way in, counted."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self.limit = receive, limit
        self._size, self._ended = 0, False

    @property
    def over(self) -> bool:
        """Whether more has come than may."""
        return self._size > self.limit

    async def receive(self) -> Message:
        """The next part. TooLarge as soon as the limit is passed."""
        message = await self._next()
        if self.over:
            raise answers.TooLarge(self.limit)
        return message

    async def whole(self) -> bytes:
        """All of it."""
        parts = []
        while not self._ended:
            parts.append((await self.receive()).get("body", b""))
        return b"".join(parts)

    async def drain(self) -> None:
        """Take in and forget what is still coming, so that the sender gets to read the answer."""
        while not self._ended and self._size < DRAINED:
            await self._next()

    async def _next(self) -> Message:
        message = await self._receive()
        self._size += len(message.get("body", b""))
        self._ended = message["type"] == "http.disconnect" or not message.get("more_body")
        return message


def limit_of(path: str, *, multipart: bool) -> int:
    """The largest body an address takes."""
    if path.startswith("/api/import"):
        return IMPORT
    return UPLOAD if multipart else PLAIN


def check_json(body: bytes) -> None:
    """Invalid unless this is JSON as we take it: no name twice, no NaN, no endless nesting, nothing unkeepable."""
    try:
        value = json.loads(
            body, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite, parse_int=_whole
        )
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, _NotTaken) else "This is not JSON."
        raise Invalid([_problem(said)]) from error
    if b"\\u" in body and any(not _keepable(text) for text in _texts(value)):
        raise Invalid([_problem("A text has characters that cannot be kept.")])


class _NotTaken(ValueError):
    """Sound JSON, but not as we take it."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _NotTaken(f"“{twice[:60]}” stands there twice.")
    return found


def _no_constant(name: str) -> float:
    raise _NotTaken(f"{name} is not a number.")


def _finite(text: str) -> float:
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        raise _NotTaken("A number is too large.")
    return value


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:  # thousands of digits
        raise _NotTaken("A number is too large.") from error


def _texts(value: object) -> Iterable[str]:
    """Every text in a JSON value, names too."""
    ahead = [value]
    while ahead:
        here = ahead.pop()
        if isinstance(here, str):
            yield here
        elif isinstance(here, dict):
            yield from here
            ahead.extend(here.values())
        elif isinstance(here, list):
            ahead.extend(here)


def _keepable(text: str) -> bool:
    """Whether the database can keep it: no NUL, no half of a character."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _problem(message: str, *, place: str = "body") -> dict[str, object]:
    return {"field": place, "place": place, "code": "unreadable", "message": message}


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The body once more, for the application."""
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _note(scope: Scope, status: int, took: float) -> None:
    """One line for each request: never the query, never a secret that stands in the path."""
    state = scope["state"]
    log.info(
        "request",
        extra={
            "method": scope["method"],
            "path": logs.path(scope["path"]),
            "status": status,
            "ms": round(took * 1000, 1),
            "person": state.get("person_id"),
        },
    )
