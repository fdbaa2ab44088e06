"""The run on 50,000 deals: every operation, the same against bare SQL, an import, and memory at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.console import Console

from bench import bare, importing, machine, measuring, results, world
from bench.operations import EVERYDAY
from bench.server import Server


def run(server: Server, *, seconds: float, only: Sequence[str], now: datetime, console: Console) -> dict[str, Any]:
    """Measure on a running server; what was asked for, or everything."""
    seen = world.look(server)
    server.calm()
    told: dict[str, Any] = {
        **machine.begun(server, now=now),
        "operations": [],
        "bare": [],
        "checks": [],
    }
    for key, operation in EVERYDAY.items():
        if only and key not in only:
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
    told["checks"] += results.memory(server.web, server.postmaster)
    return told
