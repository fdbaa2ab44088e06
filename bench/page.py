"""The figures of the last runs, as the page about them shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import results

PAGE = Path(__file__).resolve().parents[1] / "docs/performance.md"
_BEGIN, _END = '<!-- figures: written by `make bench ARGS="page"` -->', "<!-- end of figures -->"
_TITLES = {
    "everyday": "Every day, on 50,000 deals",
    "grown": "On a million deals",
    "replay": "A draft tried on the last 90 days",
    "design": "A configuration of 40 objects with 200 fields each",
    "desk": "The same at the design desk",
    "fields": "A field comes and goes among a million deals",
    "rules": "Fifty rules beside people who write",
}


def write() -> None:
    """Put the present figures between the marks of the page."""
    said = PAGE.read_text(encoding="utf-8")
    before, rest = said.split(_BEGIN)
    _, after = rest.split(_END)
    figures = "\n".join(line for name, title in _TITLES.items() for line in _run(title, results.kept(name)))
    PAGE.write_text(f"{before}{_BEGIN}\n\n{figures}\n{_END}{after}", encoding="utf-8")


def _run(title: str, told: Mapping[str, Any]) -> Iterator[str]:
    if not told:
        return
    machine = told["machine"]
    yield f"### {title}"
    yield ""
    company = f"{told['deals']:,} deals"
    if "events" in told:
        company += f", {told['events']:,} events"
    versions = [f"{what} {machine[what.lower()]}" for what in ("Python", "PostgreSQL") if what.lower() in machine]
    measured_by = [machine["client"]] if "client" in machine else []
    loaded = f" · loaded in {sum(told['load_seconds'].values()):.0f} s" if "load_seconds" in told else ""
    yield (
        f"{company} · {str(told['at'])[:10]} · {machine['processor']}, {machine['cores']} cores,"
        f" {machine['memory_gib']} GiB · {', '.join([*versions, *measured_by])}{loaded}"
    )
    yield ""
    yield from _table(
        ("", "operation", "per second", "promised", "reference", "p50 ms", "p95 ms", "not yes", "web", "pg", "client"),
        (_operation(row) for row in told.get("operations", ())),
    )
    yield from _table(
        ("", "statements", "HTTP ms", "bare ms", "times", "promised"), (_bare(row) for row in told.get("bare", ()))
    )
    yield from _table(("what", "measured", "promised"), (_check(row) for row in told.get("checks", ())))


def _operation(row: Mapping[str, Any]) -> Sequence[str]:
    reference = f"{row['reference']:.0f}" if row["reference"] else ""
    return (
        *(row["key"], row["words"], f"**{row['rate']:.0f}**", results.promised(row), reference),
        *(f"{row['p50']:.1f}", f"{row['p95']:.1f}", str(row["refused"] + row["broken"])),
        *(f"{row['web_ms']:.2f}", f"{row['postgres_ms']:.2f}", f"{row['client_ms']:.2f}"),
    )


def _bare(row: Mapping[str, Any]) -> Sequence[str]:
    kept = "✓" if row["times"] <= row["most"] else "✗"
    told = (f"{row['served']:.2f}", f"{row['bare']:.2f}", f"**{row['times']:.1f}**")
    return (row["key"], str(row["statements"]), *told, f"{kept} ≤ {row['most']:g}")


def _check(row: Mapping[str, Any]) -> Sequence[str]:
    kept = "" if row["kept"] is None else f"{'✓' if row['kept'] else '✗'} {row['promised']}"
    return (row["what"], f"{row['value']:,} {row['unit']}".strip(), kept)


def _table(headings: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if lines:
        yield f"| {' | '.join(headings)} |"
        yield f"|{'---|' * len(headings)}"
        yield from lines
        yield ""
