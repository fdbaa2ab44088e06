"""A clock that jumps: three days forward, an hour back, three days back. Nothing twice, nothing stuck, no crash."""

from __future__ import annotations

import secrets
import time
from datetime import timedelta
from pathlib import Path
from random import Random

from bench.breaking import acts, checks, company, disk, rounds
from bench.breaking.acts import Deal, Journal, Person
from bench.breaking.company import People
from bench.breaking.seen import Seen
from bench.breaking.stage import WEB, Stage
from bench.breaking.wall import Wall

WORKER = "worker"
TOLD = "SELECT kind, count(*) FROM ledger_event WHERE kind IN ('stage.nearly_due', 'stage.overdue', 'stage.escalated')"
JUMPS = (
    ("three days forward", timedelta(days=3)),
    ("an hour back", timedelta(hours=-1)),
    ("three days back", timedelta(days=-3)),
    ("to the truth, an hour forward", timedelta(hours=1)),
)


def play(data: Path, seen: Seen) -> None:
    """Work, let the clock jump, work on; after each jump everything is counted."""
    wall = Wall(data.with_name(data.name + "-wall"))
    cast = company.furnish(data)
    stage = Stage(data, more=wall.environment)
    try:
        for name in (WEB, WORKER):
            stage.start(name)
        stage.well()
        cookie = company.log_in(stage, "chen")
        rounds.bring_due(stage, cast, "due-before")
        _work(stage, cast, seen, wall, "before any jump")
        for what, by in JUMPS:
            begun = _begun(stage, cast)
            wall.move(by)
            time.sleep(3)  # three sweeps, and as many signs of life of the workers
            seen.none(f"{what}: what was begun before goes on", _gone_on(begun))
            _work(stage, cast, seen, wall, what)
            if by > timedelta(days=1):
                status, said = stage.ask("GET", "/api/me", cookie=cookie)
                gone = status == 401 and said["code"] == "not_logged_in"  # noqa: PLR2004
                seen.note("a log-in that slept three days is over, in words", f"{status} {said.get('code')}", held=gone)
                again = stage.ask("GET", "/api/me", cookie=company.log_in(stage, "chen"))[0]
                seen.note("and one logs in again", again, held=again == 200)  # noqa: PLR2004
    finally:
        stage.close()


def _begun(stage: Stage, cast: People) -> list[tuple[Person, Deal]]:
    """Deals that stand in their second stage, with something handed in and sent to the customer."""
    begun = []
    for number in range(3):
        person = Person(stage.port, cast.tokens, "chen", Journal(), Random(number))
        deal = Deal("chen", f"begun-{secrets.token_hex(4)}")
        for step, (_, do, _) in enumerate(acts.STEPS[:6]):
            do(person, deal, f"{deal.name}.{step}")
        person.hang_up()  # a server does not wait long for somebody who says nothing
        begun.append((person, deal))
    return begun


def _gone_on(begun: list[tuple[Person, Deal]]) -> list[str]:
    """Carry them on to the end; what was refused on the way."""
    faults = []
    for person, deal in begun:
        for step, (what, do, _) in enumerate(acts.STEPS[6:], start=6):
            try:
                do(person, deal, f"{deal.name}.{step}")
            except (acts.No, acts.Silence) as no:
                faults.append(f"{what}: {no}")
                break
    return faults


def _work(stage: Stage, cast: People, seen: Seen, wall: Wall, what: str) -> None:
    journal = disk.working(stage, cast, seconds=4)
    seen.note(f"{what}: work goes on", dict(journal.answers), held=disk.only(journal, "2"))
    with stage.looking() as looking:
        found = checks.acts(looking, journal.acts)
        faults = found.faults + checks.nothing_by_half(looking)
    seen.note(f"{what}: promised {found.promised}; nothing lost, doubled or half", faults or "none", held=not faults)
    seen.none(f"{what}: everything comes to rest", rounds.at_rest(stage, now=wall.now))
    with stage.looking() as looking:
        told = dict(looking.execute(f"{TOLD} GROUP BY 1".encode()).fetchall())
    seen.note(f"{what}: alarms so far", told, held=True)
    words = [f"{fault}: {disk.story(stage, fault)}" for fault in journal.faults]
    seen.none(f"{what}: no fault was shown to anybody", words)
