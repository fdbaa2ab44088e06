"""Live screens: whoever looks is told at once that there is something new; what it is, their page asks for itself.

The one place with connections that stay open, so it is asynchronous: none of them holds a thread. All of a process
share one short look into the database a second and workspace, which works beside any number of other processes and
workers. No word of anybody's goes through here: only that something is new, and numbers.
"""

from __future__ import annotations

import asyncio
import functools
import json
import logging
import time
from collections import deque
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Request, Response
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.types import Receive, Scope, Send

from bihuan.kernel import clock, db, web
from bihuan.kernel.refusals import Refusal
from bihuan.notices import queries as notices
from bihuan.org import asking
from bihuan.org import queries as org

router = APIRouter(tags=["notices"])
log = logging.getLogger(__name__)

Asked = Annotated[web.Later, web.later(asking.viewer)]  # found here, in a thread, not by a door
EVERY = 1.0  # seconds between two looks
HEARTBEAT = 15.0  # seconds of silence after which a sign of life is given: what lies between may hang up on the silent
CHECKED = 30.0  # seconds after which it is asked again whether a log-in still lives, though nothing has changed
LATE = 120.0  # seconds by which a number may be seen later than a higher one: as long as a transaction may take
MOST = 40  # connections of one person: more are a mistake of ours, or no browser


@dataclass(eq=False)
class Listener:
    """One page that looks, and what it has not been told yet."""

    workspace: str
    person_id: int
    secret: tuple[str, bool]
    stamp: str = ""
    checked: float = 0.0
    greeted: bool = False
    told: deque[bytes] = field(default_factory=lambda: deque(maxlen=50))
    something: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False

    def tell(self, event: str, **facts: object) -> None:
        """Say this with the next breath."""
        self.told.append(f"event: {event}\ndata: {json.dumps(facts)}\n\n".encode())
        self.something.set()

    def end(self, event: str) -> None:
        """Say this and no more."""
        self.over = True
        self.tell(event)


@dataclass
class _Mark:
    """What of one workspace was seen: everything up to some numbers, and single ones above them."""

    base: tuple[int, int]
    newer: deque[tuple[float, tuple[int, int]]] = field(default_factory=deque)
    seen: set[tuple[bool, int]] = field(default_factory=set)

    def rises(self, newest: tuple[int, int], now: float) -> None:
        """What lies below a number that is old enough is not looked for any more."""
        self.newer.append((now, newest))
        while self.newer and self.newer[0][0] < now - LATE:
            self.base = self.newer.popleft()[1]
        self.seen = {(parcel, number) for parcel, number in self.seen if number > self.base[parcel]}


class Hub:
    """All who look in one process."""

    def __init__(self, engine: Engine) -> None:
        """Nobody looks yet."""
        self._engine = engine
        self._listeners: set[Listener] = set()
        self._marks: dict[str, _Mark] = {}
        self._looking: asyncio.Task[None] | None = None
        self._closed = False

    def join(self, listener: Listener) -> None:
        """From now on this one is told of what is new."""
        own = [
            one for one in self._listeners if (one.workspace, one.person_id) == (listener.workspace, listener.person_id)
        ]
        for _, one in zip(range(len(own) - MOST + 1), own, strict=False):
            one.end("bye")
        self._listeners.add(listener)
        if self._closed:
            listener.end("away")
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().create_task(self._look())

    @property
    def count(self) -> int:
        """How many look."""
        return len(self._listeners)

    def leave(self, listener: Listener) -> None:
        """This one does not look any longer."""
        self._listeners.discard(listener)

    def close(self) -> None:
        """The server goes: tell everybody, who will come back to whoever is there then."""
        self._closed = True
        for one in self._listeners:
            one.end("away")

    async def _look(self) -> None:
        """Look once a second as long as somebody listens; a database that is away is looked for again."""
        while self._listeners:
            for workspace in {one.workspace for one in self._listeners}:
                here = [one for one in self._listeners if one.workspace == workspace and not one.over]
                with suppress(Refusal):
                    try:
                        ended, rung = await asyncio.to_thread(self._news, workspace, here)
                    except Exception:  # whoever listens must not be left without anybody looking
                        log.exception("live screens go on after a fault")
                        continue
                    _tell(here, ended, rung)
            await asyncio.sleep(EVERY)
        self._marks.clear()

    def _news(self, workspace: str, here: Collection[Listener]) -> tuple[list[Listener], list[notices.Ring]]:
        """Whose log-in is over, and what is new for whom."""
        now = time.monotonic()
        with db.transaction(self._engine, workspace=workspace, sight=db.EVERYTHING) as session:
            newest = notices.newest(session)
            mark = self._marks.setdefault(workspace, _Mark(newest))
            rung = [
                one
                for one in notices.rung(session, {one.person_id for one in here}, after=mark.base)
                if (one.parcel, one.number) not in mark.seen
            ]
            mark.seen |= {(one.parcel, one.number) for one in rung}
            mark.rises(newest, now)
            stamp = db.stamp(session)
            asked = [one for one in here if one.stamp != stamp or one.checked < now - CHECKED]
            ended = [one for one in asked if not _lives(session, one)]
        for one in asked:
            one.stamp, one.checked = stamp, now
        return ended, rung


def _lives(session: Session, listener: Listener) -> bool:
    """Whether the log-in still lives; looking on is no use of it, so it is not kept alive by this."""
    secret, cookie = listener.secret
    if cookie:
        return org.log_in(session, secret, clock.now()) is not None
    return org.token_used(session, secret, clock.now()) is not None


def _tell(here: Iterable[Listener], ended: Collection[Listener], rung: Collection[notices.Ring]) -> None:
    for one in here:
        if one in ended:
            one.end("bye")
            continue
        if not one.greeted:  # from here on nothing is missed: what was before, the page asks for when it hears this
            one.greeted = True
            one.tell("hello")
        own = [ring for ring in rung if ring.person_id == one.person_id]
        if any(not ring.parcel for ring in own):
            one.tell("notice", count=sum(not ring.parcel for ring in own))
        for ring in own:
            if ring.parcel:
                one.tell("push", parcel=ring.number)


class Stream(Response):
    """Server-sent events until the page leaves, the log-in ends or the server goes."""

    def __init__(self, hub: Hub, listener: Listener) -> None:
        """Tell this page."""
        super().__init__(media_type="text/event-stream", headers={"x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._hub, self._listener = hub, listener

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say what is new as it comes, and give a sign of life when nothing does."""
        del scope
        gone, listener = asyncio.ensure_future(_gone(receive)), self._listener
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        self._hub.join(listener)
        try:
            await _say(send, b"retry: 2000\n\n")
            while not gone.done():
                something = asyncio.ensure_future(listener.something.wait())
                await asyncio.wait({gone, something}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
                something.cancel()
                listener.something.clear()
                await _say(send, b"".join(listener.told) or b": \n\n")
                listener.told.clear()
                if listener.over:
                    break
            await send({"type": "http.response.body", "body": b""})
        finally:
            self._hub.leave(listener)
            gone.cancel()


async def _say(send: Send, said: bytes) -> None:
    await send({"type": "http.response.body", "body": said, "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


@router.get("/live", response_class=Response, responses={200: {"content": {"text/event-stream": {}}}})
async def live(request: Request, asked: Asked) -> Response:
    """That something is new for me, as server-sent events: `hello`, `notice`, `push` with its `parcel`, and `bye`."""
    workspace, person_id = await asyncio.to_thread(functools.partial(_who, request, asked))
    secret = web.credentials(request)
    assert secret is not None, "somebody is logged in"
    return Stream(request.app.state.live, Listener(workspace, person_id, secret))


def _who(request: Request, asked: web.Later) -> tuple[str, int]:
    """Whoever asks. NotLoggedIn for nobody."""
    workspace = web.workspace_asked(request)
    with db.transaction(request.app.state.engine, workspace=workspace) as session:
        return workspace, int(asked.find(request, session).person_id)
