"""The look at an event log as JSON, in the shape of every other dry run. Pure."""

from __future__ import annotations

from typing import Any

from bihuan.importer import report
from bihuan.importer.event_logs import CheckedLog


def written(found: CheckedLog, object_key: str) -> dict[str, Any]:
    """Problems by kind, samples of columns, numbers that add up."""
    return {
        "sources": [
            {
                "file": found.file,
                "object": object_key,
                "sheet": None,
                "numbers": found.numbers,
                "columns": report.columns(found.table),
            }
        ],
        "problems": [report.problem(found.file, object_key, one) for one in found.findings],
        "numbers": found.numbers,
        "flaws": [[found.file, flaw.row, flaw.header, flaw.kind, flaw.value] for flaw in found.findings.flaws],
    }
