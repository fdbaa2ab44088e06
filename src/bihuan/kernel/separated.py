"""Tables as files that any sheet opens."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

Cell = str | int | float | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a sheet would take a text that begins so for something to work out


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as a file: with the mark by which a sheet knows the signs, and nothing in it that would be run."""
    written = StringIO()
    writer = csv.writer(written)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return written.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
