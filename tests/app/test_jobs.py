"""The queue on the same PostgreSQL: told if and only if committed, heard once however often a worker dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from bihuan.activity import commands as activity
from bihuan.app import house, jobs, workspaces
from bihuan.app.house import House
from bihuan.app.jobs import Jobs, Ticker
from bihuan.blueprint import queries as blueprint
from bihuan.blueprint.events import BlueprintReleased
from bihuan.kernel import clock, db, events
from bihuan.kernel.events import Event
from bihuan.kernel.files import Store
from bihuan.kernel.refusals import NotFound
from bihuan.org.events import LeaveChanged
from bihuan.process import jobs as process_jobs
from bihuan.process.events import (
    CustomerAnswered,
    DeadlinesPassed,
    DeliverableHandedIn,
    DeliverableReviewed,
    ExceptionMade,
    FollowUpsMissed,
)
from tests.company import MONDAY_9, Cast
from tests.conftest import furnish


@dataclass(frozen=True, kw_only=True)
class Rang(Event):
    """Something to hear of."""

    number: int


@pytest.fixture
def queue(engine: Engine) -> Iterator[Jobs]:
    """An empty queue; whatever is left in it afterwards is thrown away."""
    queue = Jobs(engine)
    yield queue
    queue.close()
    empty(engine)


@pytest.fixture(scope="module")
def kept(engine: Engine) -> Iterator[tuple[str, Cast]]:
    """A workspace whose transactions are really committed, for the tests of this file."""
    yield "jobs", furnish(engine, "jobs")
    workspaces.drop(engine, "jobs")
    blueprint.forget()


@pytest.fixture
def workspace(kept: tuple[str, Cast], engine: Engine) -> str:
    """The workspace, with nothing in the queue and no task on anybody's list."""
    with db.transaction(engine, workspace=kept[0], sight=db.EVERYTHING) as session:
        session.execute(text("DELETE FROM activity_task"))
    empty(engine)
    return kept[0]


def empty(engine: Engine) -> None:
    """Throw away whatever is in the queue."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL search_path = bihuan"))
        connection.execute(text("DELETE FROM procrastinate_jobs"))


def until(true: Callable[[], object], *, seconds: float = 30) -> None:
    """Wait for it, but not for ever."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "this never became true"
        time.sleep(0.05)


def tell(engine: Engine, workspace: str, *numbers: int) -> None:
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        for number in numbers:
            events.tell(session, Rang(number=number), now=clock.now())


class CalledOffError(Exception):
    """What ends a transaction of a test."""


def test_what_was_told_is_a_job_as_soon_as_it_is_committed_and_no_earlier(
    queue: Jobs, engine: Engine, workspace: str
) -> None:
    queue.listen(Rang, "test.rang", lambda *_: None)
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        events.tell(session, Rang(number=1), now=clock.now())
        assert jobs.waiting(engine) == {}
    assert jobs.waiting(engine) == {"todo": 1}


def test_what_was_rolled_back_was_never_told(queue: Jobs, engine: Engine, workspace: str) -> None:
    queue.listen(Rang, "test.rang", lambda *_: None)

    def call_off() -> None:
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
            events.tell(session, Rang(number=1), now=clock.now())
            raise CalledOffError

    with pytest.raises(CalledOffError):
        call_off()
    assert jobs.waiting(engine) == {}


def test_each_listener_hears_in_a_job_of_its_own_with_the_facts_and_the_workspace(
    queue: Jobs, engine: Engine, workspace: str
) -> None:
    heard: list[tuple[str, str, int]] = []
    lock = threading.Lock()

    def hearing(name: str) -> jobs.Hear:
        def hear(_: Engine, where: str, facts: Mapping[str, Any]) -> None:
            with lock:
                heard.append((name, where, facts["number"]))

        return hear

    queue.listen(Rang, "test.one", hearing("one"))
    queue.listen(Rang, "test.two", hearing("two"))
    queue.start()
    tell(engine, workspace, *range(10))
    until(lambda: len(heard) == 20)
    assert sorted(heard) == sorted((name, workspace, number) for name in ("one", "two") for number in range(10))
    until(lambda: jobs.waiting(engine) == {})


def test_a_job_that_fails_is_tried_again_and_its_own_transaction_left_nothing(
    queue: Jobs, engine: Engine, workspace: str, kept: tuple[str, Cast]
) -> None:
    tries: list[int] = []

    def hear(engine: Engine, where: str, facts: Mapping[str, Any]) -> None:
        with db.transaction(engine, workspace=where, sight=db.EVERYTHING) as session:
            activity.ask(
                session,
                person_id=kept[1].chen,
                kind="call",
                title="x",
                cause=f"rang:{facts['number']}:{len(tries)}",
                now=MONDAY_9,
            )
            tries.append(1)
            if len(tries) == 1:
                raise CalledOffError

    queue.listen(Rang, "test.rang", hear)
    queue.start()
    tell(engine, workspace, 1)
    until(lambda: len(tries) == 2)
    until(lambda: jobs.waiting(engine) == {})
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        assert session.scalars(text("SELECT cause FROM activity_task")).all() == ["rang:1:1"]


def test_what_is_gone_meanwhile_needs_no_second_try(queue: Jobs, engine: Engine, workspace: str) -> None:
    tries: list[int] = []

    def hear(*_: object) -> None:
        tries.append(1)
        raise NotFound

    queue.listen(Rang, "test.rang", hear)
    queue.start()
    tell(engine, workspace, 1)
    until(lambda: jobs.waiting(engine) == {})
    assert tries == [1]


def test_what_is_told_to_somebody_who_is_no_longer_there_is_dropped(
    queue: Jobs, engine: Engine, workspace: str
) -> None:
    queue.listen(Rang, "test.rang", lambda *_: None)
    tell(engine, workspace, 1)
    queue.close()
    other = Jobs(engine)
    other.start()
    until(lambda: jobs.waiting(engine) == {})
    other.close()


def test_a_queue_that_was_closed_listens_no_longer(queue: Jobs, engine: Engine, workspace: str) -> None:
    queue.listen(Rang, "test.rang", lambda *_: None)
    queue.close()
    tell(engine, workspace, 1)
    assert jobs.waiting(engine) == {}


KILLED = """
import sys, time
from bihuan.activity import commands as activity
from bihuan.app.jobs import Jobs
from bihuan.kernel import db
from tests.app.test_jobs import MONDAY_9, Rang, ask_once

url, mark, person_id = sys.argv[1], sys.argv[2], int(sys.argv[3])
engine = db.connect(url)
queue = Jobs(engine)

def hear(engine, workspace, facts):
    ask_once(engine, workspace, facts, person_id)
    open(mark, "w").close()
    time.sleep(600)

queue.listen(Rang, "test.rang", hear)
queue.start()
time.sleep(600)
"""


def ask_once(engine: Engine, workspace: str, facts: Mapping[str, Any], person_id: int) -> None:
    """An effect that has a key of its own: twice is once."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        cause = f"rang:{facts['number']}"
        activity.ask(session, person_id=person_id, kind="call", title="x", cause=cause, now=MONDAY_9)


@pytest.mark.slow
def test_the_job_of_a_killed_worker_runs_again_soon_and_its_effect_is_there_once(
    queue: Jobs, engine: Engine, kept: tuple[str, Cast], workspace: str, tmp_path: Path
) -> None:
    cast, mark = kept[1], tmp_path / "done"
    url = engine.url.render_as_string(hide_password=False)
    program = [sys.executable, "-c", textwrap.dedent(KILLED), url, str(mark), str(cast.chen)]
    queue.listen(Rang, "test.rang", lambda engine, where, facts: ask_once(engine, where, facts, cast.chen))
    tell(engine, workspace, 1)
    root = str(Path(__file__).parents[2])
    worker = subprocess.Popen(program, cwd=root, env={**os.environ, "PYTHONPATH": root})
    try:
        until(mark.exists)  # its effect is committed, the job isn't done
        worker.send_signal(signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()
    began = time.monotonic()
    queue.start()
    until(lambda: jobs.waiting(engine) == {})
    assert time.monotonic() - began < 20
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        assert session.scalars(text("SELECT cause FROM activity_task")).all() == ["rang:1"]


def test_a_ticker_ticks_at_once_and_again_and_a_tick_that_fails_does_not_stop_it() -> None:
    ticks: list[float] = []

    def tick() -> None:
        ticks.append(time.monotonic())
        if len(ticks) == 1:
            raise CalledOffError

    ticker = Ticker(tick, every=timedelta(seconds=1))
    ticker.start()
    until(lambda: len(ticks) == 2, seconds=10)
    ticker.stop()
    count = len(ticks)
    time.sleep(1.2)
    assert len(ticks) == count


def test_what_fails_in_one_workspace_does_not_stop_the_clock_of_the_others(
    engine: Engine, kept: tuple[str, Cast], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []

    def ring(_: Engine, workspace: str, **__: object) -> int:
        rung.append(workspace)
        if len(rung) == 1:
            raise CalledOffError
        return 0

    monkeypatch.setattr(process_jobs, "ring", ring)
    monkeypatch.setattr(workspaces, "names", lambda _: {"broken": "x", kept[0]: "y"})
    house.tick(House(engine=engine, files=Store(data / "files"), data=data))
    assert rung == ["broken", kept[0]]


def test_whatever_has_a_clock_is_rung(
    engine: Engine, kept: tuple[str, Cast], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept
    rung: set[str] = set()
    clocked = {name for name, jobs in sys.modules.items() if name.endswith(".jobs") and hasattr(jobs, "ring")}
    for name in clocked:
        monkeypatch.setattr(sys.modules[name], "ring", lambda *_, name=name, **__: rung.add(name))
    house.tick(House(engine=engine, files=Store(data / "files"), data=data))
    assert rung == clocked
    assert len(clocked) > 4


JOURNEY: dict[str, Any] = {"journey_id": 1, "object_key": "opportunity", "record_id": 1}


def test_whatever_is_told_to_others_is_deferred_as_it_is_told(engine: Engine, data: Path, workspace: str) -> None:
    queue = house.listening(House(engine=engine, files=Store(data / "files"), data=data))
    try:
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
            for event in (
                DeadlinesPassed(stay_ids=(1,), level="due"),
                FollowUpsMissed(missed=((1, "x"),)),
                DeliverableHandedIn(handed_in_id=1, **JOURNEY, key="pdf", reviewer_id=1),
                # Nobody is asked to review it: no job.
                DeliverableHandedIn(handed_in_id=2, **JOURNEY, key="pdf", reviewer_id=None),
                DeliverableReviewed(handed_in_id=1, **JOURNEY, key="pdf", accepted=True),
                CustomerAnswered(confirmation_id=1, **JOURNEY, key="pdf", answer="confirmed"),
                ExceptionMade(exception_id=1, **JOURNEY),
                BlueprintReleased(version_id=1),
                LeaveChanged(person_id=1),
            ):
                events.tell(session, event, now=clock.now())
        with engine.connect() as connection:
            names = connection.scalars(text("SELECT args->>'listener' FROM bihuan.procrastinate_jobs")).all()
        assert sorted(names) == [
            "approvals.leave_changed",
            "process.blueprint_released",
            "process.leave_changed",
            "rules.blueprint_released",
            "rules.customer_answered",
            "rules.deadlines_passed",
            "rules.deliverable_handed_in",
            "rules.deliverable_reviewed",
            "rules.exception_made",
            "rules.follow_ups_missed",
        ], "these names stand in the databases of companies: they never change"
        queue.start()
        until(lambda: jobs.waiting(engine) == {})
    finally:
        queue.close()
