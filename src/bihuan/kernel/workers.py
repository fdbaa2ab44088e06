"""Threads that work off requests: few, so that they don't fight for the interpreter, and more while some take long.

Threads of one interpreter take turns in any case. With two at work, one reckons while the other waits for the
database; more of them mostly wait for each other. But a long question must not hold up short ones: for each that takes
longer than a moment, one more may work, and leaves when it is not needed any longer.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

from bihuan.kernel import memory

AT_ONCE = 2
MOST = 16
LONG = 0.05  # seconds after which somebody at work counts no longer
LEAVES_MUCH = 1.0  # seconds of work, such as an import, that leave much memory behind

Done = TypeVar("Done")
Job = tuple["Future[Any]", Callable[[], Any]]


class Workers:
    """The threads of one process. They begin with the first work, and end with the process."""

    def __init__(self) -> None:
        """Nobody works yet."""
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._lock = threading.Lock()
        self._busy: dict[int, float] = {}  # since when each thread is at its job
        self._count = 0
        self._looking: asyncio.AbstractEventLoop | None = None

    async def do(self, work: Callable[[], Done]) -> Done:
        """Do this in one of the threads; what it gives, or raises."""
        done: Future[Done] = Future()
        self._jobs.put((done, work))
        if self._count < AT_ONCE:
            self.relieve()
        self._look_later(asyncio.get_running_loop())
        return await asyncio.wrap_future(done)

    def relieve(self) -> None:
        """Let one more work if somebody waits and all who count are busy."""
        with self._lock:
            if self._jobs.empty() or self._count >= min(AT_ONCE + self._long(), MOST):
                return
            self._count += 1
        threading.Thread(target=self._work, name="door", daemon=True).start()

    def _look_later(self, loop: asyncio.AbstractEventLoop) -> None:
        """See in a moment whether somebody still waits; one look at a time, however many wait."""
        if not self._jobs.empty() and self._looking is not loop:
            self._looking = loop
            loop.call_later(LONG, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        self._looking = None
        self.relieve()
        self._look_later(loop)

    def _long(self) -> int:
        ago = time.monotonic() - LONG
        return sum(since < ago for since in self._busy.values())

    def _work(self) -> None:
        me = threading.get_ident()
        while True:
            done, work = self._jobs.get()
            began = time.monotonic()
            with self._lock:
                self._busy[me] = began
            _do(done, work)
            del done, work
            if time.monotonic() - began > LEAVES_MUCH:
                memory.give_back()
            with self._lock:
                del self._busy[me]
                if self._count > AT_ONCE + self._long():
                    self._count -= 1
                    return


def _do(done: Future[Any], work: Callable[[], Any]) -> None:
    if not done.set_running_or_notify_cancel():
        return
    try:
        result = work()
    except BaseException as fault:  # noqa: BLE001 - whoever waits for it hears of it
        done.set_exception(fault)
    else:
        done.set_result(result)
