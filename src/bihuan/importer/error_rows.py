"""The rows that were held back, as a workbook to correct and send again. Every cell is text: nothing in it runs."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from bihuan.importer import wording
from bihuan.importer.table import Table
from bihuan.kernel.words import Lang

_LONGEST_CELL = 32_767
_LONGEST_SHEET_NAME = 31
_WIDTH = 18
_HEADINGS: Mapping[Lang, tuple[str, str]] = {"zh": ("原文件行号", "问题"), "en": ("Row in the file", "Problem")}


def workbook(tables: Sequence[Table], flaws: Sequence[Sequence[Any]], *, lang: Lang) -> bytes:
    """One sheet for each file: the rows held back as they stood, where they stood, and what is wrong with each."""
    packed = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(packed, options)
    for number, table in enumerate(tables, start=1):
        _sheet(book.add_worksheet(f"{number}"[:_LONGEST_SHEET_NAME]), table, _by_row(flaws, table.name, lang), lang)
    book.close()
    return packed.getvalue()


def _by_row(flaws: Sequence[Sequence[Any]], file: str, lang: Lang) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for name, row, header, kind, value in flaws:
        if name == file:
            parts = [part for part in (header, wording.title(kind).say(lang), value) if part]
            found[row].append((" · ").join(map(str, parts)))
    return found


def _sheet(page: Any, table: Table, said: dict[int, list[str]], lang: Lang) -> None:  # noqa: ANN401 - xlsxwriter has no types
    page.set_column(0, len(table.headers) + 1, _WIDTH)
    page.freeze_panes(1, 0)
    for column, heading in enumerate((*table.headers, *_HEADINGS[lang])):
        page.write_string(0, column, heading)
    line = 0
    for row, number in zip(table.rows, table.numbers, strict=True):
        if number not in said:
            continue
        line += 1
        for column, cell in enumerate((*row, number, "；".join(said[number]))):
            if cell is not None:
                page.write_string(line, column, str(cell)[:_LONGEST_CELL])
