"""What is broken: a real server and real workers on a data folder of their own, each in its own process group."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import psutil
import psycopg
from sqlalchemy import make_url

from bihuan.app import embedded

ROOT = Path(__file__).parents[2]
WORKSPACE = "break"
WEB = "web"


class NeverWell(Exception):
    """The server did not come up, or did not get well again, in the time it had."""


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Stage:
    """The processes under test, of the checkout that this file lies in."""

    data: Path
    database_url: str | None = None
    more: Mapping[str, str] = field(default_factory=dict)
    tail: str = ""
    port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start the server (`web`) or a worker of any other name, unless it runs."""
        if self.alive(name):
            return
        log = self._out(name).open("ab")
        command = "serve" if name.startswith(WEB) else "worker"
        with log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "bench.breaking.launch", command],
                env=self._environment(name),
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def alive(self, name: str) -> bool:
        """Whether this process was started and has not ended."""
        return name in self.running and self.running[name].poll() is None

    def end(self, name: str, *, patience: float = 40) -> int:
        """Ask it to end, and wait; its exit code."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGTERM)
        try:
            return process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()

    def kill(self, name: str) -> None:
        """End it without a word."""
        process = self.running.pop(name)
        process.kill()
        process.wait()

    def strike(self, name: str, number: signal.Signals) -> None:
        """Send it a signal and leave it running."""
        self.running[name].send_signal(number)

    def postmaster(self) -> psutil.Process:
        """The database server of the data folder."""
        written = (self.data / "postgres" / "postmaster.pid").read_text(encoding="utf-8")
        return psutil.Process(int(written.splitlines()[0]))

    def database(self) -> list[psutil.Process]:
        """The database server and all that belongs to it; empty when it does not run."""
        with suppress(psutil.Error, FileNotFoundError, ValueError, IndexError):
            first = self.postmaster()
            return [first, *first.children()]
        return []

    def close(self) -> None:
        """End everything that was started here, kindly at first; a database apart is left alone."""
        for name in sorted(self.running, reverse=True):
            with suppress(ProcessLookupError):
                self.running[name].send_signal(signal.SIGCONT)
            self.end(name)
        for process in () if self.database_url or self.tail else self.database():
            with suppress(psutil.Error):
                process.kill()

    def well(self, *, seconds: float = 180, name: str = WEB) -> float:
        """Wait until the server answers and its database too; how long it took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if not self.alive(name):
                raise NeverWell(f"{name} ended with {self.running[name].returncode}: {self.last_words(name)}")
            with suppress(OSError, HTTPException, ValueError):
                status, said = self.ask("GET", "/api/health") if self._begun(name) else (0, {})
                if status == 200 and said["database"] == "ok":  # noqa: PLR2004
                    return time.monotonic() - began
            time.sleep(0.05)
        raise NeverWell(f"{name} was not well within {seconds} s")

    def _begun(self, name: str) -> bool:
        """Whether this process has taken the data folder: those that answered for one that was killed are gone then."""
        if self.database_url or self.tail:
            return True
        held = (self.data / embedded.LOCK).read_text(encoding="utf-8")
        return held.split()[-1:] == [str(self.running[name].pid)]

    def last_words(self, name: str) -> str:
        """The end of what a process wrote."""
        return self._out(name).read_text(encoding="utf-8", errors="replace")[-400:]

    def story(self, number: str) -> str:
        """What the log tells of a fault."""
        for file in sorted((self.data / "log").glob("*.jsonl*")):
            for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
                if number in line:
                    return " < ".join(json.loads(line).get("story", []))
        return "no line in the log"

    def ask(self, method: str, path: str, token: str = "", *, cookie: str = "") -> tuple[int, Any]:
        """One request on a connection of its own: the status, and the answer if it is JSON."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            who = {"authorization": f"Bearer {token}"} if token else {"cookie": cookie}
            connection.request(method, path, headers=who)
            answer = connection.getresponse()
            body = answer.read()
            sort = answer.headers.get_content_type()
            return answer.status, json.loads(body) if sort == "application/json" else body.decode()
        finally:
            connection.close()

    def url(self) -> str:
        """The address of the database for SQLAlchemy. NeverWell when nobody serves it."""
        found = self.database_url or embedded.join(self.data)
        if found is None:
            raise NeverWell("there is no database to look at")
        return found

    @contextmanager
    def looking(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        """A look into the database at one moment, past every wall, as its owner."""
        address = make_url(self.url()).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, options=f"-c search_path=w_{WORKSPACE},bihuan") as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ  # the clock goes on while we look
            yield connection

    def _out(self, name: str) -> Path:
        return self.data / f"{name}{self.tail}.out"

    def _environment(self, name: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("BIHUAN_")}
        own = {
            "BIHUAN_DATA": str(self.data),
            "BIHUAN_PORT": str(self.port if name == WEB else free_port()),
            "BIHUAN_WORKSPACE": WORKSPACE,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        outside = {"BIHUAN_DATABASE_URL": self.database_url} if self.database_url else {}
        return {**kept, **own, **outside, **self.more}
