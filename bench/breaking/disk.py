"""A disk that fills up under a running server: first to the floor, then to the last byte, then there is room again."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from random import Random

import psycopg

from bench.breaking import acts, checks, company, rounds
from bench.breaking.acts import Journal, Person
from bench.breaking.company import SELLERS, People
from bench.breaking.seen import Seen
from bench.breaking.stage import WEB, NeverWell, Stage
from bihuan.app import room

SIZE = 900  # MiB
MIB = 2**20
HEAP = "CREATE TABLE public.heap AS SELECT repeat(md5(n::text), 9) FROM generate_series(1, 600000) n"


@contextmanager
def small(data: Path) -> Iterator[None]:
    """A disk of its own for the data folder: in memory, and small."""
    data.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        raise SystemExit("Only root may mount a small disk for this.")
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}m,mode=700", "bihuan-small", data], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", data], check=True)


def play(data: Path, seen: Seen) -> None:
    """Fill the disk twice, and see that words come instead of damage."""
    with small(data):
        cast = company.furnish(data)
        stage = Stage(data)
        try:
            stage.start(WEB)
            stage.well()
            _to_the_floor(stage, cast, seen)
            _to_the_last_byte(stage, cast, seen)
            _past_it(stage, cast, seen)
        finally:
            stage.close()


def _to_the_floor(stage: Stage, cast: People, seen: Seen) -> None:
    before = working(stage, cast, seconds=4)
    seen.note("with room, work is done", dict(before.answers), held=only(before, "2"))
    ballast = Ballast(stage.data)
    ballast.leave(room.LEAST // 2)
    rounds.bring_due(stage, cast, "due-while-full")
    during = working(stage, cast, seconds=4)
    refused = during.answers["507 no_room"]
    seen.note(
        "without room, writing is refused with no_room", dict(during.answers), held=only(during, "507") and refused > 0
    )
    status, page = stage.ask("GET", "/api/records/opportunity", cast.tokens["chen"])
    seen.note("reading goes on", f"{status}, {len(page.get('items', []))} deals", held=status == 200)  # noqa: PLR2004
    status, health = stage.ask("GET", "/healthz")
    seen.note("/healthz says so", f"{status} {health}", held=isinstance(health, dict) and health["room"] == "none")
    with stage.looking() as looking:
        waiting = looking.execute(
            "SELECT count(*) FROM process_stay WHERE due_at < now() AND overdue_at IS NULL"
        ).fetchone()
    seen.note("the clock waits", f"{waiting} due and not told", held=waiting is not None and waiting[0] > 0)
    ballast.sink()
    _after(stage, cast, seen, [before, during], "from the floor")


def _to_the_last_byte(stage: Stage, cast: People, seen: Seen) -> None:
    journal, present = people(stage, cast)
    acts.working(present, seconds=2)
    ballast = Ballast(stage.data)
    until = time.monotonic() + 12
    while time.monotonic() < until:  # as somebody else's program would that writes without end
        ballast.leave(0)
        time.sleep(0.2)
    seen.note("at the last byte the server still answers", _asked(stage), held=stage.alive(WEB))
    waits = [person.name for person in acts.gone(present)]
    seen.none("nobody waits for ever", waits)
    ballast.sink()
    _after(stage, cast, seen, [journal], "from the last byte")


def _past_it(stage: Stage, cast: People, seen: Seen) -> None:
    """The database itself runs into the end of the disk, as it would from a large import of somebody else's."""
    journal, present = people(stage, cast)
    acts.working(present, seconds=2)
    ballast = Ballast(stage.data)
    said, until = "nothing", time.monotonic() + 15
    while time.monotonic() < until:
        ballast.leave(0)
        try:
            with stage.looking() as looking:
                looking.execute(
                    "CREATE TABLE public.heap AS SELECT repeat(md5(n::text), 9) FROM generate_series(1, 600000) n"
                )
        except (psycopg.Error, NeverWell) as end:
            said = f"{type(end).__name__} {str(end).strip()[:90]}"
        time.sleep(0.2)
    met = any(word in said for word in ("space", "recovery", "starting", "closed", "no database"))
    seen.note("the database runs into the end of the disk", said, held=met)
    seen.note("the server still answers", _asked(stage), held=stage.alive(WEB))
    seen.none("nobody waits for ever then", [person.name for person in acts.gone(present)])
    ballast.sink()
    _after(stage, cast, seen, [journal], "from past the end")


def _after(stage: Stage, cast: People, seen: Seen, done: list[Journal], whence: str) -> None:
    began = time.monotonic()
    stage.well(seconds=60)
    again = working(stage, cast, seconds=3)
    while not again.answers["201"] and time.monotonic() - began < 60:  # noqa: PLR2004
        again = working(stage, cast, seconds=2)
    back = time.monotonic() - began
    seen.note(f"back {whence}, by itself", f"{back:.1f} s, {dict(again.answers)}", held=only(again, "2"))
    everything = Journal(acts=[act for one in (*done, again) for act in one.acts if act.said != "no"])
    with stage.looking() as looking:
        found = checks.acts(looking, everything.acts)
        faults = found.faults + checks.nothing_by_half(looking) + checks.files(looking, stage.data / "files")
    seen.note(
        f"{whence}: promised {found.promised}, unanswered {found.unanswered}; nothing lost, doubled or half",
        "; ".join(faults) or "none",
        held=not faults,
    )
    seen.none(f"{whence}: everything comes to rest", rounds.at_rest(stage))
    seen.none(f"{whence}: no leavings in the store", leavings(stage.data / "files"))
    shown = [fault for one in (*done, again) for fault in one.faults]
    seen.none(f"{whence}: no fault was shown to anybody", [f"{fault}: {story(stage, fault)}" for fault in shown])


def story(stage: Stage, fault: str) -> str:
    """What the log tells of a fault that somebody was shown."""
    number = re.search(r"'id': '([0-9A-F]{8})'", fault)
    return stage.story(number[1]) if number else ""


def leavings(folder: Path) -> list[str]:
    """Files in the store that are no content: what a broken write left behind."""
    return [path.name for path in folder.rglob("*") if path.is_file() and len(path.name) != 64]  # noqa: PLR2004


def people(stage: Stage, cast: People) -> tuple[Journal, list[Person]]:
    """Four people at the door of this server, and the journal in which they write."""
    journal, rng = Journal(), Random(time.monotonic())
    return journal, [
        Person(stage.port, cast.tokens, SELLERS[each % 2], journal, Random(rng.random())) for each in range(4)
    ]


def working(stage: Stage, cast: People, *, seconds: float) -> Journal:
    """What four people did in so many seconds."""
    journal, present = people(stage, cast)
    acts.working(present, seconds=seconds)
    journal.faults += [f"{person.name} waits for ever" for person in acts.gone(present)]
    return journal


def only(journal: Journal, *beginnings: str) -> bool:
    """Whether there were answers, and none but such."""
    answers: Counter[str] = journal.answers
    return bool(answers) and all(answer.startswith(beginnings) for answer in answers)


def _asked(stage: Stage) -> str:
    with suppress(OSError, HTTPException):
        return str(stage.ask("GET", "/healthz"))
    return "nothing"


class Ballast:
    """A file that takes up room, so that only so much of it is left."""

    def __init__(self, data: Path) -> None:
        """Prepare; nothing is taken yet."""
        self._data, self._path = data, data / "ballast"

    def leave(self, count: int) -> None:
        """Take all the room but so many bytes."""
        with self._path.open("ab") as file:
            while (more := room.left(self._data) - count) > 0:
                try:
                    os.posix_fallocate(file.fileno(), file.tell(), min(more, 16 * MIB))
                except OSError:
                    return
                file.seek(0, os.SEEK_END)

    def sink(self) -> None:
        """Give all of it back."""
        self._path.unlink(missing_ok=True)
