"""`python -m bench`: load a large company, measure on it, and show what was measured."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bench import (
    adding,
    designing,
    everyday,
    growth,
    loading,
    machine,
    page,
    replaying,
    results,
    ruling,
    server,
    size,
    verifying,
    world,
)
from bench import desk as deskwork
from bench.server import Server
from bihuan.kernel import clock

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
FEW = 2_000  # deals: where it is the configuration that counts
console = Console(width=max(Console().width, 150))

Data = Annotated[Path, typer.Option(envvar="BIHUAN_DATA", help="A data folder of its own, made anew at each load.")]
Port = Annotated[int, typer.Option(help="Where the measured server answers, on loopback.")]
Keep = Annotated[bool, typer.Option("--keep", help="Measure on what is in the folder, without loading it anew.")]
Name = Annotated[str, typer.Option(help="The results' file name; nothing is kept when it is empty.")]
Only = Annotated[list[str] | None, typer.Option(help="One operation; may be said again.")]


@app.callback()
def main() -> None:
    """What everyday operations cost."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the measured server stops with us


@app.command()
def load(
    data: Data = Path("var/bench"),
    opportunities: Annotated[int, typer.Option(min=1)] = size.USUAL,
    seed: int = 7,
    *,
    again: Annotated[bool, typer.Option("--again", help="Throw away what is in the data folder.")] = False,
) -> None:
    """Make the company: 200 people, 18 months of history, as many deals as wanted. A million has 10,000,000 events."""
    if data.exists() and any(data.iterdir()):
        if not again or not _ours(data):
            raise typer.BadParameter(f"{data} is not empty; --again makes a loaded company anew")
        shutil.rmtree(data)
    now = clock.now().replace(second=0, microsecond=0)
    told = loading.load(data, size.of(opportunities, now=now, seed=seed), say=_say)
    for table, rows in told["rows"].items():
        console.print(f"  {rows:>12,} {table}")


@app.command()
def run(
    data: Data = Path("var/bench"),
    port: Port = 8790,
    seconds: Annotated[float, typer.Option(help="For each operation.")] = 10,
    name: Name = "everyday",
    only: Only = None,
    *,
    keep: Keep = False,
) -> None:
    """50,000 deals: eight connections, every everyday operation, bare SQL beside, an import, memory."""
    with _served(data, port, size.USUAL, keep=keep) as found:
        told = everyday.run(found, seconds=seconds, only=only or (), now=clock.now(), console=console)
    if not only:
        told["checks"] += verifying.measure(data, told["events"])
    if name and not only:
        results.keep(name, told)
    results.show(console, told)


@app.command()
def grown(  # noqa: PLR0913 - each is one thing that may be chosen
    data: Data = Path("var/bench-grown"),
    port: Port = 8790,
    opportunities: Annotated[int, typer.Option(min=1)] = size.GROWN,
    seconds: Annotated[float, typer.Option(help="For each operation.")] = 8,
    name: Name = "grown",
    *,
    keep: Keep = False,
    verify: Annotated[bool, typer.Option(help="Verify the whole ledger, which takes minutes.")] = True,
) -> None:
    """A million deals: has what should not grow with them grown? Afterwards the folder is good for nothing else."""
    now = clock.now()
    with _served(data, port, opportunities, keep=keep) as found:
        told = growth.run(found, seconds=seconds, now=now, console=console)
    growth.after(data, told, verify=verify, now=now)
    _tell(name, told)


@app.command()
def replay(data: Data = Path("var/bench"), port: Port = 8790, name: Name = "replay", *, keep: Keep = False) -> None:
    """A draft tried on the last 90 days, with more than 200,000 events: part by part as the page asks, and at once."""
    with _served(data, port, size.USUAL, keep=keep) as found:
        seen = world.look(found)
        found.calm()
        told = {**machine.begun(found, now=clock.now()), "checks": replaying.measure(seen)}
    _tell(name, told)


@app.command()
def design(data: Data = Path("var/bench-design"), port: Port = 8790, name: Name = "design") -> None:
    """A configuration of 40 objects with 200 fields each: changed, checked, released. Its folder is made anew."""
    with _served(data, port, FEW, keep=False) as found:
        seen, now = world.look(found), clock.now()
        found.calm()
        told = {**machine.begun(found, now=now), "checks": designing.measure(seen, now=now)}
    _tell(name, told)


@app.command()
def desk(data: Data = Path("var/bench-design"), port: Port = 8790, name: Name = "desk", *, keep: Keep = False) -> None:
    """The same configuration at the design desk, in a real browser: from what a hand does to what is painted."""
    with _served(data, port, FEW, keep=keep) as found:
        seen, now = world.look(found), clock.now()
        number, _ = designing.begun(seen, now=now)
        checks = deskwork.measure(seen, number, say=console.print)
        told = {**machine.begun(found, now=now), "checks": checks}
    _tell(name, told)


@app.command()
def fields(data: Data = Path("var/bench-design"), port: Port = 8790, name: Name = "fields") -> None:
    """A field of a million deals is added, renamed, hidden and restored while people write. The folder is made anew."""
    with _served(data, port, FEW, keep=False) as found:
        seen, now = world.look(found), clock.now()
        checks = adding.measure_all(seen, now=now)
        told = {**machine.begun(found, now=now), "checks": checks}
    _tell(name, told)


@app.command()
def rules(data: Data = Path("var/bench-rules"), name: Name = "rules") -> None:
    """Fifty rules beside people who write: how long from what happens to who hears of it?"""
    told = {"at": clock.now(), "deals": ruling.DEALS, "machine": machine.hardware(), "checks": ruling.measure(data)}
    _tell(name, told)


@app.command()
def show(name: Name = "everyday") -> None:
    """The table of the last run."""
    told = results.kept(name)
    if not told:
        raise typer.BadParameter(f"there is no run {name!r} yet")
    results.show(console, told)


@app.command("page")
def write_page() -> None:
    """Write the figures of the last runs into docs/performance.md."""
    page.write()


def _tell(name: str, told: dict[str, Any]) -> None:
    if name:
        results.keep(name, told)
    results.show(console, told)


def _ours(data: Path) -> bool:
    return (data / loading.LOADED).exists() or (data / loading.UNFINISHED).exists()


def _say(what: str, took: float) -> None:
    console.print(f"  {what} … {took:.0f} s")


@contextmanager
def _served(data: Path, port: int, opportunities: int, *, keep: bool) -> Iterator[Server]:
    if not keep or not (data / loading.LOADED).exists():
        load(data, opportunities, again=True)
    with server.running(data, port) as found:
        yield found


if __name__ == "__main__":
    app()
