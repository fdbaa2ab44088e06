"""The whole ledger verified by the product's own command, in a process of its own: events in a second, and memory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.operations import Wrong
from bench.results import check
from bench.size import WORKSPACE

MOST_SECONDS = 60  # for a million events
_MAIN = """
from pathlib import Path
from bihuan.app.cli import main
try:
    main()
finally:
    print(Path("/proc/self/status").read_text())
"""


def measure(data: Path, events: int) -> list[dict[str, Any]]:
    """Verify. Wrong when the ledger is not whole."""
    environment = {**os.environ, "BIHUAN_DATA": str(data.resolve())}
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _MAIN, "verify", "-w", WORKSPACE],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - began
    if done.returncode != 0:
        raise Wrong(f"verify: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    peak = re.search(r"VmHWM:\s+(\d+) kB", done.stdout)
    return [
        check(f"ledger verified, {events:,} events", events / took, "events/s", least=1_000_000 / MOST_SECONDS),
        check("seconds it took", took, "s"),
        check("memory of the verifier at most", int(peak[1]) / 1024 if peak else 0, "MiB"),
    ]
