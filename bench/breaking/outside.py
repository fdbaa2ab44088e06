"""A database of its own, apart from the server, that goes away and comes back under load, in every way it can."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from bench.breaking import acts, checks, company, disk, rounds
from bench.breaking.company import People
from bench.breaking.seen import Seen
from bench.breaking.stage import WEB, Stage
from bihuan.app.embedded import EmbeddedPostgres

WORKER = "worker"
AWAY = 4.0  # seconds


def play(data: Path, seen: Seen) -> None:
    """Server and worker on one side, the database on the other; it goes away in three ways."""
    database = EmbeddedPostgres(data / "database")
    url = database.start()
    cast = company.furnish(data / "house", database_url=url)
    stage = Stage(data / "house", database_url=url)
    try:
        for name in (WEB, WORKER):
            stage.start(name)
        stage.well()
        _gone(stage, cast, seen, "stopped in order, and back", lambda: _restart(database))
        _gone(stage, cast, seen, "killed, and back", lambda: _killed(database))
        _gone(stage, cast, seen, "all connections cut", lambda: _cut(stage))
        _begins_without(stage, database, seen)
    finally:
        stage.close()
        database.stop()


def _gone(stage: Stage, cast: People, seen: Seen, what: str, blow: Callable[[], None]) -> None:
    journal, people = disk.people(stage, cast)
    acts.working(people, seconds=2)
    blow()
    began = time.monotonic()
    stage.well(seconds=60)
    back = time.monotonic() - began
    acts.working(people, seconds=2)
    waiting = [person.name for person in acts.gone(people)]
    answers = dict(journal.answers)
    fine = all(answer.startswith(("2", "503 unavailable")) for answer in answers)
    seen.note(f"{what}: refused in words, with a time to come back", f"{answers}", held=fine and not journal.unsaid)
    seen.note(f"{what}: the server was well again after", f"{back:.1f} s", held=back < 15)  # noqa: PLR2004
    seen.none(f"{what}: nobody waits for ever", waiting)
    after = disk.working(stage, cast, seconds=2)
    seen.note(f"{what}: no dead connection is handed out", dict(after.answers), held=disk.only(after, "2"))
    with stage.looking() as looking:
        found = checks.acts(looking, [act for act in (*journal.acts, *after.acts) if act.said != "no"])
        faults = found.faults + checks.nothing_by_half(looking)
    seen.note(
        f"{what}: promised {found.promised}, unanswered {found.unanswered}; nothing lost, doubled or half",
        faults or "none",
        held=not faults,
    )
    rounds.bring_due(stage, cast, f"due-{what}")
    began = time.monotonic()
    seen.none(f"{what}: the workers go on and everything comes to rest", rounds.at_rest(stage))
    seen.note(f"{what}: at rest after", f"{time.monotonic() - began:.1f} s", held=True)
    shown = [f"{fault}: {disk.story(stage, fault)}" for fault in journal.faults + after.faults]
    seen.none(f"{what}: no fault was shown to anybody", shown)


def _restart(database: EmbeddedPostgres) -> None:
    database.stop()
    time.sleep(AWAY)
    database.start()


def _killed(database: EmbeddedPostgres) -> None:
    Stage(database.data).postmaster().kill()
    time.sleep(AWAY)
    database.mend()


def _cut(stage: Stage) -> None:
    with stage.looking() as looking:
        looking.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


def _begins_without(stage: Stage, database: EmbeddedPostgres, seen: Seen) -> None:
    """Both are started while the database is away: the server says so and ends, the worker waits."""
    for name in (WEB, WORKER):
        stage.end(name)
    database.stop()
    for name in (WEB, WORKER):
        stage.start(name)
    code = stage.running.pop(WEB).wait(timeout=60)
    words = stage.last_words(WEB).strip().splitlines()[-1:]
    seen.note("a server that begins without its database says so", f"code {code}: {words}", held=code == 2)  # noqa: PLR2004
    time.sleep(3)
    seen.note("a worker waits for it", "running" if stage.alive(WORKER) else "ended", held=stage.alive(WORKER))
    database.start()
    stage.start(WEB)
    stage.well()
    seen.none("and works when it is there", rounds.at_rest(stage))
