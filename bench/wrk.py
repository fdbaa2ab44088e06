"""The client: wrk, eight closed-loop connections in one thread, told by a file what to ask."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

CONNECTIONS = 8
SCRIPT = Path(__file__).with_name("load.lua")
MISSING = "wrk is not installed. Debian and Ubuntu: apt-get install wrk. macOS: brew install wrk."


@dataclass(frozen=True, kw_only=True)
class Request:
    """One question over HTTP, and whose token it carries."""

    path: str
    token: str
    method: str = "GET"
    body: str = ""

    def line(self) -> str:
        """As the script reads it."""
        return f"{self.method}\t{self.path}\t{self.token}\t{self.body}\n"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the client saw. Latencies are in milliseconds; `refused` counts every answer that is not a yes."""

    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float
    longest: float
    bytes_each: int
    refused: int
    broken: int
    client_seconds: float  # of processor time

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return self.requests / self.seconds if self.seconds else 0.0


def found() -> str:
    """Where wrk is; where it may be installed, it is. SystemExit with a sentence where there is none."""
    if shutil.which("wrk") is None and shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (("update", "-qq"), ("install", "-y", "-qq", "--no-install-recommends", "wrk")):
            subprocess.run(["apt-get", *words], env=quiet, check=False, capture_output=True)
    path = shutil.which("wrk")
    if path is None:
        raise SystemExit(MISSING)
    return path


def version() -> str:
    """Which wrk this is."""
    said = subprocess.run([found(), "-v"], check=False, capture_output=True, text=True)
    return " ".join(f"{said.stdout} {said.stderr}".split()[:2])


def ask(url: str, asked: Iterable[Request], *, seconds: float, once: bool = False) -> Told:
    """Ask for so long, over and over, or each request once and no longer."""
    with tempfile.NamedTemporaryFile("w", suffix=".requests", encoding="utf-8") as file:
        file.writelines(request.line() for request in asked)
        file.flush()
        words = ["-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "30s", "-s", str(SCRIPT), url]
        before = getrusage(RUSAGE_CHILDREN)
        done = subprocess.run(
            [found(), *words, "--", file.name, *(["once"] if once else [])], check=True, capture_output=True, text=True
        )
        after = getrusage(RUSAGE_CHILDREN)
    said = json.loads(done.stdout.strip().splitlines()[-1])
    requests = max(1, said["requests"])
    return Told(
        requests=said["requests"],
        seconds=said["microseconds"] / 1e6,
        p50=said["p50"] / 1000,
        p95=said["p95"] / 1000,
        p99=said["p99"] / 1000,
        longest=said["max"] / 1000,
        bytes_each=said["bytes"] // requests,
        refused=said["refused"],
        broken=said["broken"],
        client_seconds=(after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime),
    )
