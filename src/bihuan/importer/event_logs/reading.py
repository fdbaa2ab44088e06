"""An event log as a table of its lines: CSV or XES, plain or gzipped; what it is, is read from its content. Pure."""

from __future__ import annotations

import zlib

from bihuan.importer import reading, table
from bihuan.importer.event_logs import xes
from bihuan.importer.event_logs.refusals import NotALog
from bihuan.importer.table import Table
from bihuan.importer.unreadable import MIB, EmptyFile, TableTooLarge, UnpacksTooLarge

MOST_UNPACKED = 256 * MIB
_GZIP = b"\x1f\x8b"
_AT_ONCE = MIB
_MARK = b"\xef\xbb\xbf"


def read(content: bytes, *, name: str) -> Table:
    """The lines of a log, one for each event. Refused in words when it is none, or larger than one import takes."""
    if len(content) > reading.MOST_BYTES:
        raise TableTooLarge(bytes=len(content), most_bytes=reading.MOST_BYTES)
    plain = _unpacked(content) if content.startswith(_GZIP) else content
    if not plain.strip():
        raise EmptyFile(file=name)
    if plain[:512].removeprefix(_MARK).lstrip().startswith(b"<"):
        headers, rows = xes.events(plain)
        return table.made(name, [headers, *rows])
    return reading.lines_as_table(plain, name=name)


def _unpacked(content: bytes) -> bytes:
    """What is in a gzip, member by member. UnpacksTooLarge before more than one import's memory is filled."""
    parts: list[bytes] = []
    size, rest = 0, content
    while rest.startswith(_GZIP):
        unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            while not unpacking.eof:
                part = unpacking.decompress(rest, _AT_ONCE)
                rest = unpacking.unconsumed_tail
                size += len(part)
                parts.append(part)
                if size > MOST_UNPACKED:
                    raise UnpacksTooLarge(bytes=len(content), most_unpacked=MOST_UNPACKED)
                if not part and not rest:
                    raise NotALog(damaged="gzip")
        except zlib.error as fault:
            raise NotALog(damaged="gzip") from fault
        rest = unpacking.unused_data
    return b"".join(parts)
