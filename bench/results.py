"""Results of a run: kept as small JSON files, shown as tables with what was promised beside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import processes

MOST_MEMORY = 250  # MiB of a web process after all this
FOLDER = Path(__file__).with_name("results")


def keep(name: str, told: Mapping[str, Any]) -> Path:
    """Write a run's figures; one file for each kind of run."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
    return path


def kept(name: str) -> dict[str, Any]:
    """The figures of the last run of this kind; empty before the first."""
    path = FOLDER / f"{name}.json"
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def show(console: Console, told: Mapping[str, Any]) -> None:
    """The figures of a run, each beside what was promised."""
    console.print(f"\n[bold]{told['deals']:,} deals[/bold] · {told['at']} · {told['machine']['processor']}")
    if "operations" in told:
        console.print(_operations(told["operations"]))
    if "bare" in told:
        console.print(_bare(told["bare"]))
    if "checks" in told:
        console.print(_checks(told["checks"]))


_HEADINGS = ("", "operation", "/s", "promised", "others", "p50 ms", "p95 ms", "no", "KiB", "web", "pg", "client")


def _operations(rows: list[Mapping[str, Any]]) -> Table:
    table = Table(title="8 connections, client on the same cores", title_justify="left")
    for heading in _HEADINGS:
        table.add_column(heading, justify="left" if heading in {"", "operation"} else "right")
    for row in rows:
        others = f"{row['reference']:.0f}" if row["reference"] else ""
        table.add_row(
            *(row["key"], row["words"], f"{row['rate']:.0f}", promised(row), others),
            *(f"{row['p50']:.1f}", f"{row['p95']:.1f}", str(row["refused"] + row["broken"]), f"{row['kib']:.1f}"),
            *(f"{row['web_ms']:.2f}", f"{row['postgres_ms']:.2f}", f"{row['client_ms']:.2f}"),
        )
    table.caption = "web, pg, client: milliseconds of processor time for one operation"
    return table


def promised(row: Mapping[str, Any]) -> str:
    """What was promised of an operation, and whether it is kept."""
    least, longest = row["least"], row["longest"]
    if least is None and longest is None:
        return ""
    kept = row["rate"] >= (least or 0) and row["p95"] <= (longest or row["p95"])
    words = [f"{least:.0f}" if least else "", f"≤{longest:.0f} ms" if longest else ""]
    return f"{'✓' if kept else '✗'} {' '.join(filter(None, words))}"


def _bare(rows: list[Mapping[str, Any]]) -> Table:
    table = Table(title="One at a time, against the same SQL over a bare connection", title_justify="left")
    for heading in ("", "statements", "HTTP ms", "bare ms", "times", "promised"):
        table.add_column(heading, justify="right" if heading else "left")
    for row in rows:
        most = row["most"]
        kept = "✓" if row["times"] <= most else "✗"
        table.add_row(
            *(row["key"], str(row["statements"]), f"{row['served']:.2f}", f"{row['bare']:.2f}", f"{row['times']:.1f}"),
            f"{kept} ≤ {most:g}",
        )
    return table


def _checks(rows: list[Mapping[str, Any]]) -> Table:
    table = Table(title="And", title_justify="left")
    for heading in ("what", "measured", "promised"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for row in rows:
        promised = "" if row.get("kept") is None else f"{'✓' if row['kept'] else '✗'} {row['promised']}"
        table.add_row(row["what"], f"{row['value']:,} {row['unit']}", promised)
    return table


def check(
    what: str, value: float, unit: str, *, most: float | None = None, least: float | None = None
) -> dict[str, Any]:
    """One figure, and whether it is what was promised."""
    rounded = round(value, 2) if value < 100 else round(value)  # noqa: PLR2004 - nobody reads more digits
    row: dict[str, Any] = {"what": what, "value": rounded, "unit": unit, "kept": None, "promised": ""}
    if most is not None:
        row |= {"kept": value <= most, "promised": f"≤ {most:g}"}
    if least is not None:
        row |= {"kept": value >= least, "promised": f"≥ {least:g}"}
    return row


def memory(web: int, postmaster: int) -> list[dict[str, Any]]:
    """What the processes hold. What several share counts once, in parts with each."""
    held = processes.held_by_web(web, postmaster)
    return [
        check("memory of the largest web process", held[0].pss, "MiB", most=MOST_MEMORY),
        check(f"memory of all {len(held)}, with the one that keeps them", sum(one.pss for one in held), "MiB"),
        check("memory of PostgreSQL", processes.held_by_family(postmaster), "MiB"),
    ]
