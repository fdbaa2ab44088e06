"""The server under measurement: the product's own, on a data folder and a port of its own, loopback only."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from psycopg import Connection

from bench import loading, processes
from bench.size import WORKSPACE
from bihuan.app import embedded
from bihuan.kernel import db

PATIENCE, CALM = 180, 0.04  # seconds until it must answer; share of a processor that counts as nothing
_MAIN = "from bihuan.app.cli import main; main()"


@dataclass(frozen=True)
class Server:
    """A running server, with all that a measurement needs of it."""

    data: Path
    port: int
    web: int
    postmaster: int

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def loaded(self) -> dict[str, Any]:
        """What was loaded: size, tokens by login, journeys that may move on."""
        told: dict[str, Any] = json.loads((self.data / loading.LOADED).read_text(encoding="utf-8"))
        return told

    def spent(self) -> processes.Spent:
        """Processor time so far."""
        return processes.spent(self.web, self.postmaster)

    def get(self, path: str, token: str, *, method: str = "GET", body: str | None = None) -> tuple[int, Any]:
        """One question on a connection of its own: status, and the answer."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {token}", **({"Content-Type": "application/json"} if body else {})}
        try:
            link.request(method, path, body=body.encode() if body else None, headers=headers)
            answer = link.getresponse()
            said = answer.read()
        finally:
            link.close()
        return answer.status, json.loads(said) if said else None

    @contextmanager
    def database(self) -> Iterator[Connection[Any]]:
        """A session as the owner of the database, looking into the workspace. Nothing it does is kept unless asked."""
        with Connection.connect(database_url(self.data), autocommit=True, options="-c timezone=UTC") as connection:
            connection.execute(f"SET search_path = {db.schema_of(WORKSPACE)}, bihuan")
            yield connection

    def calm(self) -> None:
        """Wait until what the clock had to catch up with is done, so that only the questions are measured."""
        deadline = time.monotonic() + PATIENCE
        before = self.spent()
        while time.monotonic() < deadline:
            time.sleep(1)
            now = self.spent()
            used = now.since(before)
            if used.web + used.postgres < CALM:
                return
            before = now


def database_url(data: Path) -> str:
    """The address of the database that is served from a folder."""
    url = embedded.join(data)
    assert url is not None, f"nobody serves from {data}"
    return url.replace("postgresql+psycopg:", "postgresql:", 1)


@contextmanager
def running(data: Path, port: int) -> Iterator[Server]:
    """Start the server, and stop it at the end as Ctrl-C would."""
    environment = {
        **os.environ,
        "BIHUAN_DATA": str(data.resolve()),
        "BIHUAN_PORT": str(port),
        "BIHUAN_WORKSPACE": WORKSPACE,
    }
    with (data / "serve.out").open("wb") as out:
        started = subprocess.Popen([sys.executable, "-c", _MAIN, "serve"], env=environment, stdout=out, stderr=out)
    try:
        _answers(started, data, port)
        yield Server(data=data, port=port, web=started.pid, postmaster=_postmaster(data))
    finally:
        started.terminate()
        started.wait(PATIENCE)


def _answers(started: subprocess.Popen[bytes], data: Path, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and started.poll() is None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            link.request("GET", "/api/health")
            if link.getresponse().status < http.client.INTERNAL_SERVER_ERROR:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            link.close()
    raise SystemExit(f"The server did not answer:\n{(data / 'serve.out').read_text(errors='replace')[-3000:]}")


def _postmaster(data: Path) -> int:
    pid = int((data / "postgres" / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])
    assert psutil.pid_exists(pid)
    return pid
