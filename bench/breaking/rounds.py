"""Rounds of kill -9: work over HTTP, deadlines falling due, one blow at a random moment, and then the count."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

import psutil
import psycopg
from sqlalchemy.exc import SQLAlchemyError

from bench.breaking import acts, checks, company
from bench.breaking.acts import Journal, Person
from bench.breaking.company import SELLERS, People
from bench.breaking.seen import say
from bench.breaking.stage import WEB, NeverWell, Stage
from bihuan.kernel import clock, db

WORKER = "worker"
DUE = 30  # journeys that fall due in each round; every third at all three levels
FROZEN = 10.0  # longer than the time after which a worker counts as dead
REST_EVERY = 10  # rounds, after which everything may come to rest and the whole is checked
Blow = Callable[[Stage, Random], str]


@dataclass
class Round:
    """One round as it is kept: what was done to whom, what it cost, what was found."""

    number: int
    blow: str
    after: float
    back: float = 0.0
    promised: int = 0
    unanswered: int = 0
    kept_of_unanswered: int = 0
    lost: int = 0
    doubled: int = 0
    due: int = 0
    answers: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def everything(stage: Stage, _: Random) -> str:
    """Server, worker and database at once, as when the power fails."""
    victims = [*stage.database(), *(psutil.Process(one.pid) for one in stage.running.values())]
    for victim in victims:
        with suppress(psutil.Error):
            victim.kill()
    for name in list(stage.running):
        stage.kill(name)
    return "everything"


def web(stage: Stage, _: Random) -> str:
    """The server; its database is left running without a holder."""
    stage.kill(WEB)
    return "web"


def worker(stage: Stage, _: Random) -> str:
    """The worker."""
    stage.kill(WORKER)
    return "worker"


def backend(stage: Stage, rng: Random) -> str:
    """One process of the database; PostgreSQL then throws out all the others and recovers."""
    victims = stage.database()[1:]
    if victims:
        with suppress(psutil.Error):
            rng.choice(victims).kill()
    return "one backend"


def postmaster(stage: Stage, _: Random) -> str:
    """The first process of the database; the server must notice and start it again."""
    with suppress(psutil.Error, FileNotFoundError):
        stage.postmaster().kill()
    return "postmaster"


def frozen_worker(stage: Stage, _: Random) -> str:
    """The worker stands still until others took its work, and then goes on as if nothing had been."""
    stage.strike(WORKER, signal.SIGSTOP)
    time.sleep(FROZEN)
    stage.strike(WORKER, signal.SIGCONT)
    return "worker frozen 10 s"


def frozen_web(stage: Stage, _: Random) -> str:
    """The server stands still, with transactions open and locks held."""
    stage.strike(WEB, signal.SIGSTOP)
    time.sleep(FROZEN)
    stage.strike(WEB, signal.SIGCONT)
    return "web frozen 10 s"


BLOWS: tuple[tuple[Blow, int], ...] = (
    (everything, 30),
    (web, 20),
    (worker, 20),
    (backend, 12),
    (postmaster, 8),
    (frozen_worker, 7),
    (frozen_web, 3),
)


def play(stage: Stage, cast: People, *, seed: int, count: int, results: Path, only: str = "") -> list[Round]:
    """Play rounds until there are `count` of them in `results`; those that are there already are not played again.

    `only` names the one blow to strike, by its function.
    """
    kept = [Round(**one) for one in json.loads(results.read_text(encoding="utf-8"))] if results.exists() else []
    for number in range(len(kept) + 1, count + 1):
        rng = Random(f"{seed}:{number}")
        one = _one(stage, cast, number, rng, only)
        if number % REST_EVERY == 0 or number == count:
            for name in (WEB, WORKER):
                stage.start(name)
            one.faults += at_rest(stage)
        kept.append(one)
        results.write_text(json.dumps([asdict(done) for done in kept], ensure_ascii=False, indent=1), encoding="utf-8")
        told = "; ".join(one.faults) or "whole"
        say(
            f"{number:4} seed {seed}:{number}  {one.blow:18} after {one.after:.2f} s, well after {one.back:4.1f} s, "
            f"promised {one.promised:3}, unanswered {one.unanswered:2} ({one.kept_of_unanswered} kept)  {told}"
        )
    return kept


def _one(stage: Stage, cast: People, number: int, rng: Random, only: str) -> Round:
    for name in (WEB, WORKER):
        stage.start(name)
    stage.well()
    journal = Journal()
    people = [Person(stage.port, cast.tokens, SELLERS[each % 2], journal, Random(rng.random())) for each in range(4)]
    bring_due(stage, cast, f"due-{number}")
    after = rng.uniform(0.2, 2.5)
    acts.working(people, seconds=after)
    struck = [(one, weight) for one, weight in BLOWS if only in {"", one.__name__}]
    (blow,) = rng.choices([one for one, _ in struck], [weight for _, weight in struck])
    one = Round(number=number, blow=blow(stage, rng), after=round(after, 2), due=DUE)
    began = time.monotonic()
    for name in (WEB, WORKER):
        stage.start(name)
    try:
        stage.well()
    except NeverWell as never:
        one.faults.append(str(never))
        stage.close()
        stage.start(WEB)
        stage.well()
    one.back = round(time.monotonic() - began, 1)
    time.sleep(0.5)  # what was not answered is sent again
    one.faults += [f"{person.name} waits for ever" for person in acts.gone(people)]
    _count(stage, journal, one)
    return one


def bring_due(stage: Stage, cast: People, mark: str) -> None:
    """Let journeys fall due now."""
    for _ in range(20):
        engine = db.connect(stage.url(), pool_size=1)
        try:
            company.bring_due(engine, cast, stage.data, mark, count=DUE)
        except SQLAlchemyError:  # the database is still recovering from the last blow
            time.sleep(0.5)
        else:
            return
        finally:
            engine.dispose()
    raise NeverWell("nothing can be written")


def _count(stage: Stage, journal: Journal, one: Round) -> None:
    one.faults += journal.faults
    one.answers = dict(journal.answers)
    _recovered(stage)
    with stage.looking() as looking:
        found = checks.acts(looking, journal.acts)
        one.faults += found.faults + checks.nothing_by_half(looking) + checks.files(looking, stage.data / "files")
    one.promised, one.unanswered, one.lost, one.doubled = found.promised, found.unanswered, found.lost, found.doubled
    one.kept_of_unanswered = found.kept_of_unanswered


def _recovered(stage: Stage) -> None:
    """Wait until the database takes connections: after a blow it may answer once more before it recovers."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(psycopg.OperationalError, NeverWell), stage.looking() as looking:
            looking.execute("SELECT 1")
            return
        time.sleep(0.2)
    raise NeverWell("the database does not recover")


def at_rest(stage: Stage, *, seconds: float = 90, now: Callable[[], datetime] = clock.now) -> list[str]:
    """Wait until nothing is under way, and check the whole."""
    stage.well()
    until, faults = time.monotonic() + seconds, ["nothing was looked at"]
    while faults and time.monotonic() < until:
        time.sleep(0.5)
        with suppress(psycopg.OperationalError), stage.looking() as looking:
            faults = checks.at_rest(looking, now())
    events, untrue = checks.ledger(stage.url(), stage.data)
    say(f"     at rest: ledger of {events:,} events, {len(faults) + len(untrue)} faults")
    return faults + untrue
