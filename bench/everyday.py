"""The run on 50,000 deals: every operation, the same against bare SQL, an import, and memory at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.console import Console

from bench import bare, importing, machine, measuring, processes, results, world
from bench.operations import EVERYDAY
from bench.server import Server

MOST_MEMORY = 250  # MiB of the web process after all this


def run(server: Server, *, seconds: float, only: Sequence[str], now: datetime, console: Console) -> dict[str, Any]:
    """Measure on a running server; what was asked for, or everything."""
    seen = world.look(server)
    server.calm()
    told: dict[str, Any] = {
        "at": now,
        "deals": server.loaded()["size"]["opportunities"],
        "events": server.loaded()["rows"]["ledger_event"],
        "machine": machine.described(server),
        "load_seconds": server.loaded()["seconds"],
        "operations": [],
        "bare": [],
        "checks": [],
    }
    for key, operation in EVERYDAY.items():
        if only and key not in only:
            continue
        if key == "a_lean" and not _offered(seen):
            continue
        figures = measuring.measure(seen, operation, seconds=seconds)
        console.print(f"  {key}: {figures.rate:.0f}/s, p95 {figures.p95:.1f} ms")
        told["operations"].append(figures.plain())
    for key in ("a", "b", "e"):
        if not only or key in only:
            server.calm()
            compared = bare.compare(seen, EVERYDAY[key])
            told["bare"].append({**asdict(compared), "times": round(compared.times, 2), "most": EVERYDAY[key].bare})
    if not only or "import" in only:
        told["checks"] += importing.measure(seen, now=now)
    memory = processes.held(server.web)
    told["checks"] += [
        results.check("memory of the web process, shared parts counted once", memory.pss, "MiB", most=MOST_MEMORY),
        results.check("the same, all that is mapped in", memory.rss, "MiB"),
        results.check("memory of PostgreSQL", processes.held_by_family(server.postmaster), "MiB"),
    ]
    return told


def _offered(seen: world.World) -> bool:
    """Whether a list can be asked for some of its fields."""
    (request,) = measuring.few(EVERYDAY["a_lean"], seen, 1)
    return seen.server.get(request.path, request.token)[0] == 200  # noqa: PLR2004
