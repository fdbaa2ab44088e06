"""XLSX and XLS: looked at from outside first, then read by a child with little memory and little time."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import datetime
from typing import Any

from bihuan.importer.table import MOST_COLUMNS, Cell
from bihuan.importer.unreadable import (
    MIB,
    BrokenWorkbook,
    EmptyFile,
    NoSuchSheet,
    NotATable,
    TableTooLarge,
    TookTooLong,
    UnpacksTooLarge,
    WorkbookLocked,
)
from bihuan.importer.workbook_reader import MOST_SECONDS

MOST_ROWS = 50_000
MOST_UNPACKED = 20 * MIB
MOST_RATIO = 50
MOST_PARTS = 2_000
_SMALL = 2 * MIB  # what unpacks to less than this harms nobody, whatever its ratio
_LARGEST_MERGE = 10_000


def lines_of(content: bytes, *, sheet: str | None = None) -> tuple[list[list[Cell]], int]:
    """The cells of a sheet, line by line, and the row of the sheet that the first line stands in."""
    if content.startswith(b"PK"):
        _weigh(content)
    found = _read(content, sheet)
    _refused(found)
    rows: list[list[Cell]] = [[_cell(cell) for cell in row] for row in found["rows"]]
    top, left = found["start"]
    for begin, end in found["merged"]:
        _fill(rows, (begin[0] - top, begin[1] - left), (end[0] - top, end[1] - left))
    return rows, top + 1


def _weigh(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as fault:
        raise BrokenWorkbook from fault
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise NotATable(looks_like="archive")
    declared = sum(part.file_size for part in parts)
    ratio = declared / max(1, sum(part.compress_size for part in parts))
    if declared > MOST_UNPACKED or (ratio > MOST_RATIO and declared > _SMALL) or len(parts) > MOST_PARTS:
        raise UnpacksTooLarge(
            unpacked_bytes=declared,
            most_bytes=MOST_UNPACKED,
            ratio=round(ratio),
            most_ratio=MOST_RATIO,
            parts=len(parts),
        )


def _read(content: bytes, sheet: str | None) -> dict[str, Any]:
    asked = json.dumps({"sheet": sheet, "most_rows": MOST_ROWS, "most_columns": MOST_COLUMNS})
    try:
        child = subprocess.run(  # noqa: S603 - our own program, and nothing of the file in its arguments
            [sys.executable, "-I", "-m", "bihuan.importer.workbook_reader", asked],
            input=content,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise TookTooLong(seconds=MOST_SECONDS) from fault
    if child.returncode:
        starved = child.returncode < 0 or b"MemoryError" in child.stderr or b"memory allocation" in child.stderr
        raise (UnpacksTooLarge(most_bytes=MOST_UNPACKED) if starved else BrokenWorkbook())
    return dict(json.loads(child.stdout))


def _refused(found: dict[str, Any]) -> None:
    code = found.get("refused")
    if code == "table_too_large":
        raise TableTooLarge(
            rows=found["rows"], most_rows=MOST_ROWS, columns=found["columns"], most_columns=MOST_COLUMNS
        )
    if code == "no_such_sheet":
        raise NoSuchSheet(sheets=found["sheets"])
    if code == "unpacks_too_large":
        raise UnpacksTooLarge(most_bytes=MOST_UNPACKED)
    plain = {"workbook_locked": WorkbookLocked, "broken_workbook": BrokenWorkbook, "empty_file": EmptyFile}
    if code is not None:
        raise plain[code]


def _cell(cell: Any) -> Cell:  # noqa: ANN401 - as JSON brought it
    if not isinstance(cell, list):
        return cell  # type: ignore[no-any-return]
    moment = datetime.fromisoformat(cell[0])
    return moment.date() if len(cell[0]) == len("2026-03-01") else moment


def _fill(rows: list[list[Cell]], begin: tuple[int, int], end: tuple[int, int]) -> None:
    # Merged over several rows, a value stands for each of them; merged over columns only, it is a heading.
    if begin[0] < 0 or begin[1] < 0 or begin[0] == end[0] or begin[0] >= len(rows):
        return
    value = rows[begin[0]][begin[1]] if begin[1] < len(rows[begin[0]]) else None
    last_row, last_column = min(end[0], len(rows) - 1), min(end[1], MOST_COLUMNS)
    if (last_row - begin[0] + 1) * (last_column - begin[1] + 1) > _LARGEST_MERGE:
        return
    for row in rows[begin[0] : last_row + 1]:
        for column in range(begin[1], min(last_column + 1, len(row))):
            row[column] = value
