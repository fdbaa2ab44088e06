"""A table as it was read: headings, rows, and where each row stood in the file. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from bihuan.importer.unreadable import DuplicateHeaders, EmptyFile, NoHeader, NoRows, NotATable, TableTooLarge

Cell = str | int | float | bool | date | datetime | None
MOST_COLUMNS = 200
_LOOKED_AT = 20
_LOOKS_LIKE = 40  # what is longer is no number and no day
_LONGEST_HEADING = 200
_PROSE = 80
_NUMBER_OR_DAY = re.compile(r"[-+]?[\d.,/:%年月日-]*\d[\d.,/:%年月日 -]*")
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060"))


@dataclass(frozen=True, kw_only=True)
class Table:
    """Headings and rows. `numbers[i]` is where `rows[i]` stands in the file, counted as a spreadsheet counts."""

    name: str
    headers: tuple[str, ...]
    rows: list[list[Cell]]
    numbers: list[int]
    ragged: tuple[int, ...] = ()  # places in `rows` that had more cells than there are headings
    blank: int = 0  # rows with nothing in them
    above: int = 0  # rows above the headings: a title

    def column(self, header: str) -> list[Cell]:
        """All cells under a heading, from top to bottom."""
        place = self.headers.index(header)
        return [row[place] for row in self.rows]


def empty(cell: Cell) -> bool:
    """Whether there is nothing in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def folded(text: object) -> str:
    """A text as it is compared with another: one width, one case, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", str(text)).casefold().split())


def made(name: str, lines: Sequence[Sequence[Cell]], *, first: int = 1) -> Table:
    """A table from lines of cells, the first of which stands in row `first` of the file. Refused where it is none."""
    top = _header_place(lines)
    headers = _headers(lines[top], first + top)
    width, blank = len(headers), 0
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    ragged: list[int] = []
    for number, line in enumerate(lines[top + 1 :], start=first + top + 1):
        if all(map(empty, line)):
            blank += 1
            continue
        if len(line) > width and not all(map(empty, line[width:])):
            ragged.append(len(rows))
        cells = list(line[:width])
        rows.append(cells + [None] * (width - len(cells)))
        numbers.append(number)
    _plausible(headers, rows, ragged)
    return Table(name=name, headers=headers, rows=rows, numbers=numbers, ragged=tuple(ragged), blank=blank, above=top)


def _header_place(lines: Sequence[Sequence[Cell]]) -> int:
    # A title over the table, often a merged cell, fills less than half of the width that the table has.
    filled = [sum(not empty(cell) for cell in line) for line in lines[:_LOOKED_AT]]
    width = max(filled, default=0)
    if not width:
        if any(not all(map(empty, line)) for line in lines):
            raise NoHeader(row=1)
        raise EmptyFile
    return next(place for place, count in enumerate(filled) if count >= max(1, ceil(width / 2)))


def _headers(line: Sequence[Cell], row: int) -> tuple[str, ...]:
    width = max(place for place, cell in enumerate(line) if not empty(cell)) + 1
    if width > MOST_COLUMNS:
        raise TableTooLarge(columns=width, most_columns=MOST_COLUMNS)
    named = [cell for cell in line[:width] if not empty(cell)]
    data = [cell for cell in named if not isinstance(cell, str) or _NUMBER_OR_DAY.fullmatch(cell.strip()[:_LOOKS_LIKE])]
    if len(data) * 2 > len(named):
        raise NoHeader(row=row, found=[str(cell)[:40] for cell in data[:5]])
    headers = tuple(_heading(cell) or f"#{place}" for place, cell in enumerate(line[:width], start=1))
    places: dict[str, list[int]] = defaultdict(list)
    for place, header in enumerate(headers, start=1):
        places[folded(header)].append(place)
    twice = [{"header": headers[found[0] - 1], "columns": found} for found in places.values() if len(found) > 1]
    if twice:
        raise DuplicateHeaders(headers=twice, row=row)
    return headers


def _heading(cell: Cell) -> str:
    return "" if empty(cell) else " ".join(str(cell).translate(_INVISIBLE).split())[:_LONGEST_HEADING]


def _plausible(headers: tuple[str, ...], rows: list[list[Cell]], ragged: list[int]) -> None:
    if len(headers) == 1 and (len(headers[0]) > _PROSE or len(ragged) * 2 > len(rows) > 0):
        raise NotATable(looks_like="text")
    if not rows:
        raise NoRows(headers=list(headers))
    if len(ragged) * 2 > len(rows):
        raise NotATable(looks_like="text", wider_rows=len(ragged), rows=len(rows), columns=len(headers))
