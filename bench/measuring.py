"""One measurement: a few answers looked at, a short run to warm up, then so many seconds that count."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from bench import operations, wrk
from bench.operations import Operation, Wrong
from bench.world import World, rows

CLOSELY, WARM = 4, 1.0  # answers that are looked at; seconds that do not count
ROOM = 900  # requests for warming up, where each may be asked only once


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What an operation cost. Milliseconds of processor time are for one operation, with all its requests."""

    key: str
    words: str
    rate: float
    p50: float
    p95: float
    p99: float
    refused: int
    broken: int
    requests: int
    seconds: float
    kib: float
    web_ms: float
    postgres_ms: float
    client_ms: float
    least: float | None
    longest: float | None
    reference: float | None

    def plain(self) -> dict[str, Any]:
        """The same as JSON."""
        return {key: round(value, 2) if isinstance(value, float) else value for key, value in asdict(self).items()}


def measure(now: World, operation: Operation, *, seconds: float, warm_up: float = WARM) -> Figures:
    """Measure one operation. Wrong when an answer was not right, or a write left less behind than was answered."""
    asked = list(operation.requests(now))
    near, asked = asked[: CLOSELY * operation.each], asked if not operation.once else asked[CLOSELY * operation.each :]
    operations.sample(now, operation, near)
    warm = asked[: min(ROOM, len(asked) // 4)] if operation.once else asked
    asked = asked[len(warm) :] if operation.once else asked
    wrk.ask(now.server.url, warm, seconds=warm_up, once=operation.once)
    counted, before = _counted(now, operation), now.server.spent()
    told = wrk.ask(now.server.url, asked, seconds=seconds, once=operation.once)
    spent = now.server.spent().since(before)
    left = _counted(now, operation) - counted
    if operation.counted and abs(told.requests - told.refused - left) > 2 * wrk.CONNECTIONS:
        raise Wrong(f"{operation.key}: {told.requests} answers, and {left} things done")
    each, done = operation.each, max(1, told.requests) / operation.each
    return Figures(
        key=operation.key,
        words=operation.words,
        rate=told.rate / each,
        p50=told.p50 * each,
        p95=told.p95 * each,
        p99=told.p99 * each,
        refused=told.refused,
        broken=told.broken,
        requests=told.requests,
        seconds=told.seconds,
        kib=told.bytes_each / 1024 * each,
        web_ms=spent.web * 1000 / done,
        postgres_ms=spent.postgres * 1000 / done,
        client_ms=told.client_seconds * 1000 / done,
        least=operation.least,
        longest=operation.longest,
        reference=operation.reference,
    )


def _counted(now: World, operation: Operation) -> int:
    if operation.counted is None:
        return 0
    with now.server.database() as connection:
        return int(rows(connection, operation.counted)[0][0])


def few(operation: Operation, now: World, count: int) -> list[wrk.Request]:
    """A few of an operation's requests."""
    return list(islice(operation.requests(now), count))
