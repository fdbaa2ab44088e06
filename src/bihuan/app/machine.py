"""What the machine has to give, and how much of it the embedded database takes."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import psutil

MIB = 1 << 20
LIMIT = Path("/sys/fs/cgroup/memory.max")  # what a container may use


def memory() -> int:
    """How many bytes of memory this machine has, or this container may use."""
    with suppress(OSError, ValueError):  # there is no container, or none with a limit
        return min(psutil.virtual_memory().total, int(LIMIT.read_text(encoding="ascii")))
    return psutil.virtual_memory().total


def buffers(total: int) -> str:
    """PostgreSQL's own cache: an eighth of all memory, for there are others on the machine; it fills with the data.

    With a million deals in 256 MB, the list of somebody's largest read six hundred pages anew each time.
    """
    return f"{min(max(total // 8 // MIB, 128), 2048)}MB"
