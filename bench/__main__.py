"""`python -m bench`: load a large company, measure on it, and show what was measured."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench import loading, size
from bihuan.kernel import clock

app = typer.Typer(no_args_is_help=True, add_completion=False)
console = Console()

Data = Annotated[Path, typer.Option(envvar="BIHUAN_DATA", help="A data folder of its own; made anew by `load`.")]


@app.callback()
def main() -> None:
    """What everyday operations cost."""


@app.command()
def load(
    data: Data = Path("var/bench"),
    opportunities: Annotated[int, typer.Option(min=1)] = 50_000,
    seed: int = 7,
    *,
    again: Annotated[bool, typer.Option("--again", help="Throw away what is in the data folder.")] = False,
) -> None:
    """Make the company: 200 people, 18 months of history, as many deals as wanted. A million has 10,000,000 events."""
    if data.exists() and any(data.iterdir()):
        if not again or not (data / "bench.json").exists():
            raise typer.BadParameter(f"{data} is not empty; --again makes a loaded company anew")
        shutil.rmtree(data)
    now = clock.now().replace(second=0, microsecond=0)
    wanted = size.of(opportunities, now=now, seed=seed)
    told = loading.load(data, wanted, say=lambda what, took: console.print(f"  {what} … {took:.0f} s"))
    for table, rows in told["rows"].items():
        console.print(f"  {rows:>12,} {table}")


if __name__ == "__main__":
    app()
