"""Those who answer beside the first process: they are replaced when they die, and never outlive it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine

from bihuan.app import house, logs, serving, settings
from bihuan.app.door import Guests
from bihuan.kernel import events
from bihuan.kernel.files import Store
from bihuan.process.events import CustomerAnswered, DeliverableHandedIn

FIRST = """
import sys, time
from pathlib import Path
from bihuan.app import crew

here = Path(sys.argv[1])

def answer(number):
    (here / f"{number}").write_text(str(__import__("os").getpid()))
    time.sleep(60)

with crew.hired(2, answer) as begin:
    (here / "hired").touch()
    while not (here / "begin").exists():
        time.sleep(0.01)
    begin()
    while not (here / "end").exists():
        time.sleep(0.01)
(here / "ended").touch()
"""
PATIENCE = 15


@pytest.fixture
def first(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A first process that has hired two, and waits for the word."""
    started = subprocess.Popen([sys.executable, "-c", FIRST, str(tmp_path)])
    until((tmp_path / "hired").exists)
    yield started
    for process in [*psutil.Process(started.pid).children(recursive=True)] if started.poll() is None else []:
        process.kill()
    started.kill()
    started.wait()


def until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def pid(at: Path, number: int) -> int:
    """The process of a number, once it has said so."""
    file = at / f"{number}"
    until(lambda: file.exists() and bool(file.read_text()))
    return int(file.read_text())


def gone(process: int) -> bool:
    return not psutil.pid_exists(process) or psutil.Process(process).status() == psutil.STATUS_ZOMBIE


def test_they_begin_at_the_word_and_leave_with_the_first(first: subprocess.Popen[bytes], tmp_path: Path) -> None:
    time.sleep(0.3)
    assert not (tmp_path / "2").exists()
    (tmp_path / "begin").touch()
    working = [pid(tmp_path, number) for number in (2, 3)]
    assert not any(map(gone, working))
    (tmp_path / "end").touch()
    assert first.wait(PATIENCE) == 0
    assert all(map(gone, working))
    assert (tmp_path / "ended").exists()


def test_whoever_dies_is_replaced(first: subprocess.Popen[bytes], tmp_path: Path) -> None:
    (tmp_path / "begin").touch()
    died, stayed = pid(tmp_path, 2), pid(tmp_path, 3)
    (tmp_path / "2").unlink()
    os.kill(died, signal.SIGKILL)
    assert pid(tmp_path, 2) != died
    assert not gone(stayed)
    assert first.poll() is None


@pytest.mark.parametrize("whom", ["first", "keeper"])
def test_they_leave_when_one_above_them_is_killed(first: subprocess.Popen[bytes], tmp_path: Path, whom: str) -> None:
    (tmp_path / "begin").touch()
    working = [pid(tmp_path, number) for number in (2, 3)]
    (keeper,) = psutil.Process(first.pid).children()
    os.kill(first.pid if whom == "first" else keeper.pid, signal.SIGKILL)
    until(lambda: all(map(gone, working)))
    until(lambda: gone(keeper.pid))


def test_without_the_word_nobody_stays(first: subprocess.Popen[bytes], tmp_path: Path) -> None:
    (keeper,) = psutil.Process(first.pid).children()
    first.kill()
    until(lambda: gone(keeper.pid))
    assert not (tmp_path / "2").exists()


def test_a_port_that_is_taken_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "LEAVING", 0.2)
    with socket.socket() as there:
        there.bind(("127.0.0.1", 0))
        there.listen()
        port = there.getsockname()[1]
        with pytest.raises(SystemExit, match=f"{port}.*BIHUAN_PORT"):
            serving._place(port)  # noqa: SLF001 - what `serve` does first
    serving._place(port).close()  # noqa: SLF001


def test_what_happens_where_one_only_answers_becomes_jobs_too(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = house.House(engine=engine, files=Store(tmp_path / "files"), data=tmp_path)
    listeners: dict[type[events.Event], list[object]] = defaultdict(list)
    heard: list[type[events.Event]] = []

    def run(*_: object) -> None:
        heard.extend(event for event in (DeliverableHandedIn, CustomerAnswered) if listeners[event])

    monkeypatch.setattr(events, "_listeners", listeners)
    monkeypatch.setattr(house, "opened", lambda *_, **__: nullcontext(home))
    monkeypatch.setattr(logs, "begin", lambda _: None)
    monkeypatch.setattr(serving, "_run", run)
    wanted = settings.read({"BIHUAN_DATA": str(tmp_path)})
    with socket.socket() as place:
        serving._answer(wanted, place, Guests(2), 2)  # noqa: SLF001 - what such a process does
    assert heard == [DeliverableHandedIn, CustomerAnswered]


@pytest.mark.parametrize(("said", "count"), [("1", 1), ("3", 3)])
def test_how_many_answer_can_be_said(said: str, count: int) -> None:
    assert settings.read({"BIHUAN_WEB_PROCESSES": said}).web_processes == count


@pytest.mark.parametrize("said", ["0", "-1", "many", "99"])
def test_how_many_answer_must_make_sense(said: str) -> None:
    with pytest.raises(SystemExit, match="BIHUAN_WEB_PROCESSES"):
        settings.read({"BIHUAN_WEB_PROCESSES": said})
