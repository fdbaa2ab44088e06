"""CSV in the encodings and with the separators that people's programs write. Pure."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter

from bihuan.importer.table import Cell
from bihuan.importer.unreadable import NotATable, TableTooLarge, UnclosedQuote, UnreadableText

MOST_ROWS = 200_000
MOST_CELLS = 8_000_000
_SEPARATORS = ",;\t|"
_LONGEST_CELL = 1_000_000
_SAMPLE = 64 * 1024
_LOOKED_AT = 50
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SAID = re.compile(r"sep=([,;\t|])\r?\n")
_MANY = 100  # one control character in so many is an accident; more is a program


def text_of(content: bytes) -> str:
    """The text in a file: UTF-8, UTF-16 or GB18030, marked or not."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    if b"\x00" in content[:_SAMPLE]:
        return _decoded(content, _without_mark(content[:_SAMPLE]))
    try:
        return _sane(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _decoded(content, "gb18030")


def _without_mark(sample: bytes) -> str:
    # Latin letters and separators leave a zero in every second place; Chinese ones don't, so a quarter is enough.
    zeros = Counter(place % 2 for place, byte in enumerate(sample) if not byte)
    if zeros[1] * 8 > len(sample) and zeros[0] * 8 < zeros[1]:
        return "utf-16-le"
    if zeros[0] * 8 > len(sample) and zeros[1] * 8 < zeros[0]:
        return "utf-16-be"
    raise NotATable(looks_like="binary")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return _sane(content.decode(encoding))
    except UnicodeDecodeError as fault:
        raise UnreadableText(tried=["utf-8", "utf-16", "gb18030"], byte=fault.start) from fault


def _sane(text: str) -> str:
    strange = len(_CONTROL.findall(text[:_SAMPLE]))
    if strange * _MANY > len(text[:_SAMPLE]) or "\x00" in text:
        raise NotATable(looks_like="binary")
    return text


def lines_of(text: str) -> list[list[Cell]]:
    """The cells of a CSV, line by line; the separator is the one that cuts the first lines most evenly."""
    separator = _separator(text)
    try:
        lines = _strict_first(text, separator)
    except csv.Error as fault:
        raise UnclosedQuote(separator=separator) from fault
    if _SAID.match(text):
        lines[0] = []  # "sep=;" speaks to the program that opens the file, not to us
    return lines


def _strict_first(text: str, separator: str) -> list[list[Cell]]:
    try:
        return _parsed(text, separator, strict=True)
    except csv.Error as fault:
        if "unexpected end" in str(fault):
            raise
    return _parsed(text, separator, strict=False)  # quotation marks inside a cell, left as they stand


def _parsed(text: str, separator: str, *, strict: bool) -> list[list[Cell]]:
    csv.field_size_limit(_LONGEST_CELL)
    lines: list[list[Cell]] = []
    cells = 0
    for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict):
        lines.append(list(line))
        cells += len(line)
        if len(lines) > MOST_ROWS + _LOOKED_AT:
            raise TableTooLarge(rows=len(lines), most_rows=MOST_ROWS)
        if cells > MOST_CELLS:
            raise TableTooLarge(cells=cells, most_cells=MOST_CELLS)
    return lines


def _separator(text: str) -> str:
    said = _SAID.match(text)
    if said:
        return said.group(1)
    return max(_SEPARATORS, key=lambda separator: _evenness(text[:_SAMPLE], separator))


def _evenness(sample: str, separator: str) -> tuple[float, int]:
    widths: Counter[int] = Counter()
    try:
        for line in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            widths[len(line)] += bool(line)
            if widths.total() > _LOOKED_AT:
                break
    except csv.Error:
        return 0.0, 0
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0, 0
    usual = max(wide, key=lambda width: (wide[width], width))
    return wide[usual] / widths.total(), usual
