"""More processes that answer, beside the one that does the jobs too: one interpreter uses one core and no more.

A keeper is forked before anything has begun, while there are no threads and no connections. It forks the processes
that answer, and forks another when one of them dies; what all of them have read so far they share. They hang on
lifelines: pipes that nobody writes to, whose other end closes when the one who holds it is gone, in whatever way.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType

AGAIN = 1.0  # seconds until one that has died is replaced
LOOK = 0.2  # seconds between two looks of the keeper
GRACE = 12.0  # seconds that one has to leave by itself

Answer = Callable[[int], None]


@contextmanager
def hired(count: int, answer: Answer) -> Iterator[Callable[[], None]]:
    """So many processes which `answer` as soon as the function is called that this gives; at the end they are gone.

    Each is told its number, from 2 on: we are the first. To be entered before any thread and any connection;
    otherwise, as on systems that can't fork, nobody is hired.
    """
    if count < 1 or not hasattr(os, "fork") or threading.active_count() > 1:
        yield lambda: None
        return
    sys.stdout.flush()
    sys.stderr.flush()
    theirs, ours = os.pipe()
    keeper = os.fork()
    if not keeper:
        os.close(ours)
        _alone(lambda: _keep(count, answer, theirs))
    os.close(theirs)
    try:
        yield lambda: _begin(ours)
    finally:
        os.close(ours)
        with suppress(ChildProcessError):
            os.waitpid(keeper, 0)


def _begin(lifeline: int) -> None:
    with suppress(BrokenPipeError):
        os.write(lifeline, b"!")


def _alone(work: Callable[[], None]) -> None:
    """Do this and end, without what the process that forked would do at its end."""
    code = 1
    try:
        work()
        code = 0
    except (KeyboardInterrupt, SystemExit):
        code = 0
    finally:
        os._exit(code)


class _Keeper:
    """Who is at work, and since when somebody is missing."""

    def __init__(self, answer: Answer, held: int) -> None:
        self._answer = answer
        self._held = held  # what the keeper itself hangs on; those who answer have nothing to do with it
        self._lifeline, self._end = os.pipe()
        self._lost_at = -AGAIN
        self.ending = False
        self.working: dict[int, int] = {}  # numbers by process

    def leave(self, _: int, __: FrameType | None) -> None:
        """Ctrl-C reaches everybody in the terminal: who has left shall not be replaced."""
        self.ending = True

    def fill(self, count: int) -> None:
        """Replace whoever is missing, unless somebody has just died."""
        if self.ending or time.monotonic() - self._lost_at < AGAIN:
            return
        for number in sorted(set(range(2, count + 2)) - set(self.working.values())):
            pid = os.fork()
            if not pid:
                os.close(self._end)
                os.close(self._held)
                _alone(partial(self._work, number))
            self.working[pid] = number

    def reap(self) -> None:
        """Note who has died."""
        with suppress(ChildProcessError):
            while self.working and (pid := os.waitpid(-1, os.WNOHANG)[0]):
                self.working.pop(pid, None)
                self._lost_at = time.monotonic()

    def dismiss(self) -> None:
        """Ask everybody to leave, and see to it that they do."""
        self.ending = True
        until = time.monotonic() + GRACE
        self._tell(signal.SIGTERM)
        while self.working and time.monotonic() < until:
            time.sleep(LOOK / 4)
            self.reap()
        self._tell(signal.SIGKILL)

    def _tell(self, what: signal.Signals) -> None:
        for pid in self.working:
            with suppress(ProcessLookupError):
                os.kill(pid, what)

    def _work(self, number: int) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        threading.Thread(target=_watch, args=(self._lifeline,), name="lifeline", daemon=True).start()
        self._answer(number)


def _keep(count: int, answer: Answer, lifeline: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    keeper = _Keeper(answer, lifeline)
    signal.signal(signal.SIGINT, keeper.leave)
    if not os.read(lifeline, 1):
        return  # it never came to anything
    gc.freeze()  # what lies still is shared for longer
    os.set_blocking(lifeline, False)
    while _held(lifeline):
        keeper.reap()
        keeper.fill(count)
    keeper.dismiss()


def _held(lifeline: int) -> bool:
    """Whether somebody still holds the other end; looked at after a moment."""
    time.sleep(LOOK)
    try:
        return bool(os.read(lifeline, 1))
    except BlockingIOError:
        return True


def _watch(lifeline: int) -> None:
    """Leave when the keeper is gone."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
