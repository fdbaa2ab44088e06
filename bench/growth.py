"""The run on a million deals: what should not have grown with them, has it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from bench import adding, answering, machine, measuring, operations, results, sweeping, verifying, world
from bench.operations import EVERYDAY, Operation
from bench.results import check
from bench.server import Server
from bench.world import World
from bench.wrk import Request

LONGEST, FUNNEL, HEALTH = 60, 500, 300  # milliseconds that were promised
WARM = 8  # seconds in which what everybody works with comes into memory, as on any working day
SINGLE = 20  # questions one after the other


def run(server: Server, *, seconds: float, now: datetime, console: Console) -> dict[str, Any]:
    """Measure on a running server."""
    seen = world.look(server)
    server.calm()
    told: dict[str, Any] = {
        **machine.begun(server, now=now),
        "operations": [],
        "checks": [],
    }
    for operation in (*_reading(), EVERYDAY["d"]):
        figures = measuring.measure(seen, operation, seconds=seconds, warm_up=WARM)
        console.print(f"  {operation.key}: {figures.rate:.0f}/s, p95 {figures.p95:.1f} ms")
        told["operations"].append(figures.plain())
        if operation.longest is not None:
            told["checks"].append(check(f"{operation.words}, p95", figures.p95, "ms", most=operation.longest))
    told["checks"] += [*_advance(told["operations"][-1]), *_boards(seen), *adding.measure(seen, now=now)]
    told["checks"] += results.memory(server.web, server.postmaster)
    return told


def after(data: Path, told: dict[str, Any], *, verify: bool, now: datetime) -> None:
    """What is measured without the server: the ledger, and the clock's sweep."""
    if verify:
        told["checks"] += verifying.measure(data, told["events"])
    told["checks"] += sweeping.measure(data, now=now)


def _reading() -> Iterator[Operation]:
    """(a), (b) and (f), each as a rep and as the director."""
    for key in ("a", "b", "f"):
        plain = replace(EVERYDAY[key], longest=LONGEST, least=None)
        yield replace(plain, words=f"{plain.words}, rep")
        asked = operations.searches(lambda now: now.director) if key == "f" else _as_director(plain.requests)
        yield replace(plain, key=f"{key} director", words=f"{plain.words}, director", requests=asked)


def _as_director(asked: Callable[[World], Iterator[Request]]) -> Callable[[World], Iterator[Request]]:
    def wide(now: World) -> Iterator[Request]:
        return (replace(request, token=now.director.token) for request in asked(now))

    return wide


def _advance(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """Advance, against the last run on 50,000."""
    small = next((row for row in results.kept("everyday").get("operations", ()) if row["key"] == "d"), None)
    if small is None:
        return []
    return [check("advance, as a share of the rate at 50,000", figures["rate"] / small["rate"], "", least=0.9)]


def _boards(seen: World) -> list[dict[str, Any]]:
    """Funnel and health board, one question at a time: what one person waits."""
    found = []
    for who, asker in (("director", seen.director), ("rep", seen.reps[0])):
        for board, request, most in (
            ("funnel over all", operations.funnel(seen, asker), FUNNEL),
            ("health board of the month", Request(path="/api/boards/health", token=asker.token), HEALTH),
        ):
            waits = answering.waits(seen.server, [request] * SINGLE)
            found.append(check(f"{board}, {who}, p95 alone", answering.p95(waits), "ms", most=most))
    return found
