"""Few work at once; whoever takes long holds up nobody; what is asked is done once and told to whoever asked."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from bihuan.kernel import memory
from bihuan.kernel.workers import AT_ONCE, LONG, MOST, Workers

Done = TypeVar("Done")


def run(work: Coroutine[Any, Any, Done]) -> Done:
    """Run it in a thread of its own: a browser's tests may have left a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


class Watched:
    """Counts how many are at work."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.now = self.most = self.done = 0

    def work(self, seconds: float) -> None:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(seconds)
        with self.lock:
            self.now -= 1
            self.done += 1


def test_short_ones_work_few_at_once() -> None:
    watched, workers = Watched(), Workers()

    async def all_of_them() -> None:
        await asyncio.gather(*(workers.do(lambda: watched.work(0.002)) for _ in range(40)))

    run(all_of_them())
    assert (watched.most, watched.done) == (AT_ONCE, 40)


def test_long_ones_hold_up_nobody() -> None:
    watched, workers = Watched(), Workers()

    async def all_of_them() -> float:
        long = [asyncio.create_task(workers.do(lambda: watched.work(20 * LONG))) for _ in range(AT_ONCE + 1)]
        await asyncio.sleep(0)
        began = time.monotonic()
        await workers.do(lambda: watched.work(0))
        waited = time.monotonic() - began
        await asyncio.gather(*long)
        return waited

    assert LONG / 2 < run(all_of_them()) < 15 * LONG
    assert watched.most > AT_ONCE


def test_whoever_came_for_the_long_ones_leaves_again() -> None:
    watched, workers = Watched(), Workers()

    async def some(count: int, seconds: float) -> None:
        await asyncio.gather(*(workers.do(lambda: watched.work(seconds)) for _ in range(count)))

    run(some(3 * MOST, 6 * LONG))
    assert AT_ONCE < watched.most <= MOST
    watched.most = 0
    run(some(30, 0.002))
    assert watched.most <= AT_ONCE + 1
    assert watched.done == 3 * MOST + 30


def test_however_many_wait_one_looks_after_them(monkeypatch: pytest.MonkeyPatch) -> None:
    workers, looks = Workers(), list[float]()

    async def all_of_them() -> None:
        loop = asyncio.get_running_loop()
        later = loop.call_later

        def look_later(when: float, what: Callable[..., object], *about: object) -> asyncio.TimerHandle:
            looks.append(when)
            return later(when, what, *about)

        monkeypatch.setattr(loop, "call_later", look_later)
        await asyncio.gather(*(workers.do(lambda: time.sleep(0.002)) for _ in range(300)))

    run(all_of_them())
    assert 0 < len(looks) < 60


@pytest.mark.parametrize("seed", range(5))
def test_each_hears_what_became_of_their_own(seed: int) -> None:
    chance, workers = random.Random(seed), Workers()

    def work(number: int, seconds: float) -> int:
        time.sleep(seconds)
        if number % 7 == 0:
            raise KeyError(number)
        return number

    async def one(number: int) -> None:
        seconds = chance.choice((0, 0.001, 0.003, 1.5 * LONG))
        try:
            heard = await workers.do(lambda: work(number, seconds))
        except KeyError as fault:
            heard = fault.args[0]
        assert heard == number

    async def all_of_them() -> None:
        tasks = [asyncio.create_task(one(number)) for number in range(80)]
        left = {task for task in tasks if chance.random() < 0.2}
        await asyncio.sleep(0.005)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await asyncio.gather(*(task for task in tasks if task not in left))

    run(asyncio.wait_for(all_of_them(), 20))


def test_what_a_long_work_left_behind_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    given, workers = list[int](), Workers()
    monkeypatch.setattr(memory, "give_back", lambda: given.append(1))
    monkeypatch.setattr("bihuan.kernel.workers.LEAVES_MUCH", 0.05)

    async def both() -> None:
        await workers.do(lambda: time.sleep(0.001))
        assert not given
        await workers.do(lambda: time.sleep(0.1))
        await workers.do(lambda: time.sleep(0.1))

    run(both())
    time.sleep(0.05)
    assert given


def test_giving_back_can_be_done_at_any_time() -> None:
    memory.give_back()
