"""On what, and with what, it was measured."""

from __future__ import annotations

import os
import platform
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import psutil

from bench import wrk
from bench.server import Server


def begun(server: Server, *, now: datetime) -> dict[str, Any]:
    """What the figures of every run begin with: when, on how much, on what."""
    loaded = server.loaded()
    return {
        "at": now,
        "deals": loaded["size"]["opportunities"],
        "events": loaded["rows"]["ledger_event"],
        "machine": described(server),
        "load_seconds": loaded["seconds"],
    }


def described(server: Server) -> dict[str, Any]:
    """Processor, memory, versions."""
    with server.database() as connection:
        found = connection.execute("SHOW server_version").fetchone()
    return {**hardware(), "postgresql": str(found[0]) if found else "", "client": wrk.version()}


def hardware() -> dict[str, Any]:
    """The same without a server: processor, memory, system, and which Bihuan."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "bihuan": metadata.version("bihuan"),
    }


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor()
