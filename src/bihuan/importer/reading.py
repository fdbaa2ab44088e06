"""One way in for every file: what it is, is read from its content, never from its name."""

from __future__ import annotations

from bihuan.importer import separated, table, workbook
from bihuan.importer.table import Table
from bihuan.importer.unreadable import MIB, EmptyFile, NotATable, TableTooLarge

MOST_BYTES = 30 * MIB  # what the store of files takes
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TABLES = (
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"#!", "program"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "letter"),
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<svg")


def read(content: bytes, *, name: str, sheet: str | None = None) -> Table:
    """The table in a CSV, XLSX or XLS. Refused in words when there is none, or more than one import takes."""
    if not content.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise EmptyFile(file=name)
    if len(content) > MOST_BYTES:
        raise TableTooLarge(bytes=len(content), most_bytes=MOST_BYTES)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE)):
        lines, first = workbook.lines_of(content, sheet=sheet)
        return table.made(name, lines, first=first)
    return lines_as_table(content, name=name)


def lines_as_table(content: bytes, *, name: str) -> Table:
    """The table in a text of separated cells. Refused in words when it is something else, or longer than allowed."""
    _look(content)
    lines = separated.lines_of(separated.text_of(content))
    made = table.made(name, lines)
    if len(made.rows) > separated.MOST_ROWS:
        raise TableTooLarge(rows=len(made.rows), most_rows=separated.MOST_ROWS)
    return made


def _look(content: bytes) -> None:
    for magic, looks_like in _NOT_TABLES:
        # "MZ" may also begin an honest heading; a program has zeros soon after.
        if content.startswith(magic) and (len(magic) > len(b"MZ") or b"\x00" in content[:256] or magic == b"#!"):
            raise NotATable(looks_like=looks_like)
    if content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        raise NotATable(looks_like="web page")
