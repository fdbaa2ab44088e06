"""A few customers of a pack's sample company to try a new workspace with: an import, and undone like any other."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bihuan.importer import commands as importer
from bihuan.importer.commands import Upload
from bihuan.importer.definition import Plan
from bihuan.importer.models import Batch
from bihuan.kernel.files import Store
from bihuan.org.viewer import Viewer
from bihuan.packs import company as companies
from bihuan.packs import reading

MANY = 10
_FILE = "示例客户.csv"


def offered(pack: str) -> bool:
    """Whether there are customers to try this pack with."""
    return "customers" in reading.company(pack)


def bring(session: Session, viewer: Viewer, pack: str, *, store: Store, now: datetime) -> Batch:
    """Import them for this viewer."""
    company = companies.read(reading.company(pack))
    rows = [_plain(row) for row in company.customers.read()[:MANY]]
    plan = Plan.model_validate(
        {"sources": [{"file": _FILE, "object": company.customer.object, "columns": {name: name for name in rows[0]}}]}
    )
    upload = Upload(name=_FILE, content=_written(rows))
    return importer.run(session, viewer, [upload], plan, store=store, now=now)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """What a cell can say; places on the map and tempers are no cells."""
    return {key: value for key, value in row.items() if not key.startswith("_") and not isinstance(value, dict | list)}


def _written(rows: list[dict[str, Any]]) -> bytes:
    file = io.StringIO()
    table = csv.DictWriter(file, list(rows[0]), restval="", extrasaction="ignore")
    table.writeheader()
    table.writerows(rows)
    return file.getvalue().encode()
