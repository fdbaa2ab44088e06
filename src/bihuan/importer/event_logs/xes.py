"""XES, the standard form of event logs, read as lines. Pure.

Of a trace its own attributes are kept as `case:…`, of an event its own as they are called; what lies deeper, and what
stands outside of traces, is passed over. A file that declares a document type or an entity is refused before either
could grow, and nothing outside the file is ever fetched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat  # nosec: declarations are refused below, and expat fetches nothing by itself

from bihuan.importer.event_logs.refusals import NotALog
from bihuan.importer.separated import MOST_CELLS, MOST_ROWS
from bihuan.importer.table import MOST_COLUMNS, Cell
from bihuan.importer.unreadable import TableTooLarge

CASE = "case:"
_ATTRIBUTES = frozenset({"string", "date", "int", "float", "boolean", "id"})
_DEEPEST = 50
_LONGEST = 10_000


def events(content: bytes) -> tuple[list[Cell], list[list[Cell]]]:
    """The names of all attributes, and each event's values under them."""
    log = _Log()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _declares
    parser.EntityDeclHandler = _declares
    parser.StartElementHandler = log.opened
    parser.EndElementHandler = log.closed
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        raise NotALog(damaged="xml", line=fault.lineno) from fault
    width = len(log.names)
    for row in log.rows:
        row.extend([None] * (width - len(row)))
    return list(log.names), log.rows


def _declares(*_: object) -> None:
    raise NotALog(declares="document type")


@dataclass
class _Log:
    """What was read so far."""

    names: dict[str, int] = field(default_factory=dict)
    rows: list[list[Cell]] = field(default_factory=list)
    _path: list[str] = field(default_factory=list)
    _trace: dict[str, str] = field(default_factory=dict)
    _event: dict[str, str] = field(default_factory=dict)
    _own: int = 0  # rows of the present trace: an attribute of the trace may stand behind its events
    _cells: int = 0

    def opened(self, tag: str, given: Mapping[str, str]) -> None:
        """An element begins."""
        tag = tag.rpartition(":")[2]
        if not self._path and tag != "log":
            raise NotALog(looks_like=tag[:40])
        if len(self._path) > _DEEPEST:
            raise NotALog(damaged="too deep")
        match self._path:
            case ["log"] if tag == "trace":
                self._trace, self._own = {}, 0
            case ["log", "trace"] if tag == "event":
                self._event = {}
            case ["log", "trace"] if tag in _ATTRIBUTES:
                self._trace[CASE + given.get("key", "")] = given.get("value", "")[:_LONGEST]
            case ["log", "trace", "event"] if tag in _ATTRIBUTES:
                self._event[given.get("key", "")] = given.get("value", "")[:_LONGEST]
        self._path.append(tag)

    def closed(self, tag: str) -> None:
        """An element ends."""
        self._path.pop()
        tag = tag.rpartition(":")[2]
        if self._path == ["log", "trace"] and tag == "event":
            self._keep()
        elif self._path == ["log"] and tag == "trace" and self._own:
            for row in self.rows[-self._own :]:
                self._fill(row, self._trace)

    def _keep(self) -> None:
        row: list[Cell] = []
        self._fill(row, self._event)
        self.rows.append(row)
        self._own += 1
        if len(self.rows) > MOST_ROWS:
            raise TableTooLarge(events=len(self.rows), most_events=MOST_ROWS)

    def _fill(self, row: list[Cell], values: Mapping[str, str]) -> None:
        for name, value in values.items():
            place = self.names.setdefault(name, len(self.names))
            if place >= MOST_COLUMNS:
                raise TableTooLarge(columns=place + 1, most_columns=MOST_COLUMNS)
            row.extend([None] * (place + 1 - len(row)))
            row[place] = value
        self._cells += len(values)
        if self._cells > MOST_CELLS:
            raise TableTooLarge(cells=self._cells, most_cells=MOST_CELLS)
