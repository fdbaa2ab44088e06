"""`python -m bench.breaking kill --rounds 200`: break the product on purpose, and say what came of it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bench.breaking import clocks, company, days, disk, outside, pairs, rounds
from bench.breaking.seen import Seen
from bench.breaking.stage import Stage

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)
Data = Annotated[Path, typer.Option(help="A data folder of its own, with a short path.")]
Results = Annotated[Path, typer.Option(help="Where what was seen is kept.")]


@app.callback()
def _breaking() -> None:
    """Break the product on purpose, and say what came of it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # leave by the door, and take along what was started


@app.command()
def kill(
    data: Data,
    *,
    count: Annotated[int, typer.Option("--rounds")] = 200,
    seed: int = 1,
    only: Annotated[str, typer.Option(help="One blow alone: everything, web, worker, backend, postmaster …")] = "",
    results: Results = Path("kill-rounds.json"),
) -> None:
    """Rounds of kill -9 at random moments under load, resumed where `results` ends. Exit code 1 after a fault."""
    cast = company.furnish(data)
    stage = Stage(data)
    try:
        played = rounds.play(stage, cast, seed=seed, count=count, results=results, only=only)
    finally:
        stage.close()
    raise typer.Exit(1 if any(one.faults for one in played) else 0)


def _tell(play: Callable[[Path, Seen], None], data: Path, results: Path) -> None:
    seen = Seen()
    try:
        play(data, seen)
    finally:
        seen.keep(results)
    raise typer.Exit(0 if seen.whole else 1)


@app.command("disk")
def full_disk(data: Data, *, results: Results = Path("full-disk.json")) -> None:
    """Fill a small disk under a running server, three times. Only root may."""
    _tell(disk.play, data, results)


@app.command("database")
def database_away(data: Data, *, results: Results = Path("database-away.json")) -> None:
    """A database apart goes away and comes back in every way it can."""
    _tell(outside.play, data, results)


@app.command("clock")
def clock_jumps(data: Data, *, results: Results = Path("clock-jumps.json")) -> None:
    """The clock on the wall jumps forward and back, for server, workers and database."""
    _tell(clocks.play, data, results)


@app.command("two")
def two_servers(data: Data, *, results: Results = Path("two-servers.json")) -> None:
    """Two servers and two workers on one database, and two servers on one data folder."""
    _tell(pairs.play, data, results)


@app.command("days")
def two_days(data: Data, *, results: Results = Path("two-days.json")) -> None:
    """Forty-eight hours over a holiday, in some minutes, with servers killed meanwhile."""
    _tell(days.play, data, results)


@app.command(hidden=True)
def furnish(data: Data, *, journeys: int = days.JOURNEYS) -> None:
    """Make the company under whatever clock this program sees."""
    days.furnish(data, journeys)


if __name__ == "__main__":
    app()
