"""Two servers and two workers on one database: nothing happens twice, and none stands in the other's way."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from random import Random

from bench.breaking import acts, checks, company, disk, rounds
from bench.breaking.acts import Journal, Person
from bench.breaking.seen import Seen
from bench.breaking.stage import WEB, Stage
from bihuan.app.embedded import EmbeddedPostgres


def play(data: Path, seen: Seen) -> None:
    """First on a database apart, started all at once on an empty one; then on the one that is brought along."""
    database = EmbeddedPostgres(data / "database")
    url = database.start()
    try:
        _boot_at_once(data / "house", url, seen)
        cast = company.furnish(data / "house", database_url=url)
        stages = [Stage(data / "house", database_url=url, tail=str(number)) for number in (1, 2)]
        try:
            for stage in stages:
                stage.start(WEB)
                stage.start("worker")
            for stage in stages:
                stage.well()
            _work_at_once(stages, cast, seen)
            _other_keys(data, url, seen)
        finally:
            for stage in stages:
                stage.close()
    finally:
        database.stop()
    _one_folder(data / "own", seen)


def _boot_at_once(data: Path, url: str, seen: Seen) -> None:
    data.mkdir(parents=True)
    stages = [Stage(data, database_url=url, tail=f"boot{number}") for number in range(4)]
    for stage in stages:
        stage.start(WEB)
    took = [f"{stage.well():.1f} s" for stage in stages]
    seen.note("four servers begin at once on an empty database", took, held=True)
    for stage in stages:
        stage.close()


def _work_at_once(stages: list[Stage], cast: company.People, seen: Seen) -> None:
    journal, rng = Journal(), Random(5)
    people = [Person(stage.port, cast.tokens, "chen", journal, Random(rng.random())) for stage in stages * 2]
    for number in range(3):
        rounds.bring_due(stages[0], cast, f"due-{number}")
    acts.working(people, seconds=8)
    waiting = [person.name for person in acts.gone(people)]
    seen.note("work goes on at both", dict(journal.answers), held=disk.only(journal, "2"))
    seen.none("nobody waits for ever", waiting)
    with stages[0].looking() as looking:
        found = checks.acts(looking, journal.acts)
        faults = found.faults + checks.nothing_by_half(looking)
    seen.note(f"promised {found.promised}; nothing lost, doubled or half", faults or "none", held=not faults)
    seen.none("four clocks tell each deadline once, and everything comes to rest", rounds.at_rest(stages[0]))
    _same_click(stages, cast, seen)


def _same_click(stages: list[Stage], cast: company.People, seen: Seen) -> None:
    """The same click on both servers at the same moment, twenty times."""
    won: list[int] = []
    for number in range(20):
        one = Person(stages[0].port, cast.tokens, "chen", Journal(), Random(number))
        deal = acts.Deal("chen", f"click-{number}")
        acts.STEPS[0][1](one, deal, deal.name)
        said: list[str] = []
        clicks = [threading.Thread(target=_click, args=(stage, cast, deal, said)) for stage in stages * 2]
        for click in clicks:
            click.start()
        for click in clicks:
            click.join()
        won.append(said.count("yes"))
    seen.note("of four who click at once, one moves the deal", won, held=set(won) == {1})
    with stages[0].looking() as looking:
        seen.none("and each deal moved one stage", checks.nothing_by_half(looking))


def _click(stage: Stage, cast: company.People, deal: acts.Deal, said: list[str]) -> None:
    person = Person(stage.port, cast.tokens, "chen", Journal(), Random(1))
    try:
        acts.STEPS[2][1](person, deal, "")
    except acts.No as no:
        said.append(str(no))
    else:
        said.append("yes")


def _other_keys(data: Path, url: str, seen: Seen) -> None:
    """A server on another machine that was not given the keys: it would sign and seal what nobody can open."""
    (data / "elsewhere").mkdir()
    strange = Stage(data / "elsewhere", database_url=url, tail="strange")
    strange.start(WEB)
    code = strange.running.pop(WEB).wait(timeout=60)
    seen.note("a server without the keys is refused", f"code {code}: {strange.last_words(WEB)}", held=code == 2)  # noqa: PLR2004
    shutil.copytree(data / "house" / "keys", data / "elsewhere" / "keys", dirs_exist_ok=True)
    strange.start(WEB)
    seen.note("with them it serves", f"{strange.well():.1f} s", held=True)
    strange.close()


def _one_folder(data: Path, seen: Seen) -> None:
    cast = company.furnish(data)
    first, second = Stage(data), Stage(data, tail="second")
    try:
        second.start("worker")  # before the server: it waits
        first.start(WEB)
        first.well()
        second.start(WEB)
        code = second.running.pop(WEB).wait(timeout=60)
        words = second.last_words(WEB).strip()
        seen.note("a second server on one data folder is refused", f"code {code}: {words}", held=code == 2)  # noqa: PLR2004
        journal = disk.working(first, cast, seconds=3)
        seen.note("the first one is not disturbed", dict(journal.answers), held=disk.only(journal, "2"))
        rounds.bring_due(first, cast, "due")
        seen.none("a worker joins it, and everything comes to rest", rounds.at_rest(first))
        seen.note("the worker still runs", second.alive("worker"), held=second.alive("worker"))
    finally:
        second.close()
        first.close()
