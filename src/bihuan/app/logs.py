"""The log: one JSON object a line, telling what happened where, and no value that somebody typed."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy.exc import DBAPIError

LARGEST, KEPT = 20 * 2**20, 5
_SECRET = re.compile(r"(/c/|/confirmations/|/calendar/)[^/]+")
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def begin(file: Path, *, stream: TextIO = sys.stderr) -> None:
    """Let this process write its log to a file that never outgrows the disk, and what is wrong to the terminal too."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = RotatingFileHandler(file, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
    shown = logging.StreamHandler(stream)
    shown.setLevel(logging.WARNING)
    root = logging.getLogger()
    for handler in (kept, shown):
        handler.setFormatter(Lines())
    root.handlers[:] = [kept, shown]
    root.setLevel(logging.WARNING)
    logging.getLogger("bihuan").setLevel(logging.INFO)
    logging.raiseExceptions = False  # a full disk takes no lines; telling the terminal of each would help nobody


def path(asked: str) -> str:
    """The path of a request as it may stand in a log: without the secrets that some paths carry."""
    return _SECRET.sub(r"\1…", asked)[:200]


class Lines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update((key, value) for key, value in vars(record).items() if key not in _OWN and value is not None)
        if record.exc_info and record.exc_info[1] is not None:
            line["story"] = list(story(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False, default=str)


def story(error: BaseException) -> Iterator[str]:
    """An exception and its causes: what it was and where, without the values that were in it."""
    for here in causes(error):
        yield said(here)
        trace = here.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            yield f"  {code.co_filename}:{trace.tb_lineno} {code.co_qualname}"
            trace = trace.tb_next


def causes(error: BaseException) -> Iterator[BaseException]:
    """An exception, what caused it, and so on; each once, for they may cause each other."""
    here: BaseException | None = error
    seen: set[int] = set()
    while here is not None and id(here) not in seen:
        seen.add(id(here))
        yield here
        here = here.__cause__ or (None if here.__suppress_context__ else here.__context__)


def said(error: BaseException) -> str:
    """The exception in a line; of the database's, its code and the constraint, for its message repeats values."""
    if isinstance(error, DBAPIError):
        orig = error.orig
        diagnosis = getattr(orig, "diag", None)
        state, constraint = getattr(orig, "sqlstate", None), getattr(diagnosis, "constraint_name", None)
        return f"{type(orig).__name__} sqlstate={state} constraint={constraint}"
    if type(error).__module__.startswith(("psycopg", "pydantic")):
        return f"{type(error).__name__} sqlstate={getattr(error, 'sqlstate', None)}"
    return f"{type(error).__name__}: {str(error)[:300]}"
