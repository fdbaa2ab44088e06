"""What processes cost: processor time and memory, as the system counts them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import psutil

MIB = 2**20


@dataclass(frozen=True)
class Spent:
    """Processor seconds so far, of the server and of its PostgreSQL."""

    web: float
    postgres: float

    def since(self, before: Spent) -> Spent:
        """What was spent in between."""
        return Spent(self.web - before.web, self.postgres - before.postgres)


@dataclass(frozen=True)
class Held:
    """Memory in MiB: all that is mapped in (rss), and the share that is one's own (pss)."""

    rss: float
    pss: float


def spent(web: int, postmaster: int) -> Spent:
    """The processor time of all that answer, and of a PostgreSQL with all its sessions, the ended ones too."""
    theirs = {one.pid for one in _members(psutil.Process(postmaster))}
    own = sum(_own(one) for one in _members(psutil.Process(web)) if one.pid not in theirs)
    return Spent(own, _family(psutil.Process(postmaster)))


def held(pid: int) -> Held:
    """The memory of a process."""
    full = psutil.Process(pid).memory_full_info()
    return Held(rss=round(full.rss / MIB, 1), pss=round(getattr(full, "pss", full.uss) / MIB, 1))


def held_by_web(web: int, postmaster: int) -> list[Held]:
    """The memory of each process that answers, the largest first."""
    theirs = {one.pid for one in _members(psutil.Process(postmaster))}
    found = list[Held]()
    for one in _members(psutil.Process(web)):
        with suppress(psutil.Error):
            if one.pid not in theirs:
                found.append(held(one.pid))
    return sorted(found, key=lambda one: one.pss, reverse=True)


def held_by_family(pid: int) -> float:
    """The memory of a process and its children in MiB, what they share counted once."""
    total = 0.0
    for one in _members(psutil.Process(pid)):
        with suppress(psutil.Error):
            total += held(one.pid).pss
    return round(total, 1)


def _family(process: psutil.Process) -> float:
    total = 0.0
    for one in _members(process):
        with suppress(psutil.Error):
            times = one.cpu_times()
            # Sessions that have ended count with the postmaster, once it has waited for them.
            total += times.user + times.system + (times.children_user + times.children_system)
    return total


def _members(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _own(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        times = process.cpu_times()
        return times.user + times.system
    return 0.0
