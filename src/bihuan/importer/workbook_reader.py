"""A program of its own: reads a workbook from its standard input within bounds and writes the cells as JSON.

It runs as a child, so that a workbook that asks for more memory or time than it may have ends this
program and nothing else. Formulas are never computed: each cell says the value it was saved with.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, datetime

try:
    import resource
except ImportError:  # Windows knows no such limits; the sizes were looked at before
    resource = None  # type: ignore[assignment]

MOST_MEMORY = 512 * 1024 * 1024
MOST_SECONDS = 60
MOST_ANSWERED = 64 * 1024 * 1024


def confine() -> None:
    """Give up all but a little memory and time, for good."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def written(cell: object) -> object:
    """A cell as JSON: days and moments in a list of their own, so that they stay what they are."""
    if isinstance(cell, datetime | date):
        return [cell.isoformat()]
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 - beyond it digits get lost
        return int(cell)
    if cell is None or isinstance(cell, str | int | float | bool):
        return cell
    return str(cell)


def answer(content: bytes, *, sheet: str | None, most_rows: int, most_columns: int) -> dict[str, object]:
    """The rows of the named sheet, or of the first visible one that has any."""
    import python_calamine as calamine  # noqa: PLC0415 - after the limits, so that they hold for it too

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError:
        return {"refused": "workbook_locked"}
    except calamine.CalamineError:
        return {"refused": "broken_workbook"}
    shown = [
        found.name
        for found in book.sheets_metadata
        if found.typ == calamine.SheetTypeEnum.WorkSheet and found.visible == calamine.SheetVisibleEnum.Visible
    ]
    if sheet is not None and sheet not in shown:
        return {"refused": "no_such_sheet", "sheets": shown}
    for name in [sheet] if sheet is not None else shown:
        page = book.get_sheet_by_name(name)
        if page.height:
            if page.height > most_rows + 1 or page.width > most_columns:
                return {"refused": "table_too_large", "rows": page.height, "columns": page.width}
            return _cells(page, shown)
    return {"refused": "empty_file"}


def _cells(page: object, shown: list[str]) -> dict[str, object]:
    rows = [[written(cell) for cell in row] for row in page.to_python(skip_empty_area=True)]  # type: ignore[attr-defined]
    merged = (page.merged_cell_ranges or [])[:10_000]  # type: ignore[attr-defined]
    return {"rows": rows, "start": page.start or (0, 0), "merged": merged, "sheets": shown}  # type: ignore[attr-defined]


def main() -> None:
    """Read, answer, end."""
    confine()
    asked = json.loads(sys.argv[1])
    found = json.dumps(answer(sys.stdin.buffer.read(), **asked), ensure_ascii=True)
    # One long text may stand in very many cells: what is small in the file need not be small here.
    sys.stdout.write(found if len(found) <= MOST_ANSWERED else json.dumps({"refused": "unpacks_too_large"}))


if __name__ == "__main__":
    main()
