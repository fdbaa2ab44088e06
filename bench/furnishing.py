"""The empty company: workspace, configuration, people, products, and the papers that will be handed in."""

from __future__ import annotations

from io import BytesIO

from bench import staff
from bench.plan import PAPERS, Paper
from bench.size import NAME, WORKSPACE, Size
from bihuan.app import workspaces
from bihuan.app.house import House
from bihuan.design import commands as design
from bihuan.kernel import db
from bihuan.packs import papers, reading

Papers = dict[str, Paper]


def furnish(home: House, size: Size) -> Papers:
    """Make the workspace as of the first day of its history; the papers lie in the store."""
    workspaces.create(home.engine, WORKSPACE, name=NAME, now=size.begin)
    with db.transaction(home.engine, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        design.release(session, None, reading.blueprint("pump-valve"), note="pack", now=size.begin)
        staff.hire(session, size)
        staff.stock(session, size.begin)
    return {key: _paper(home, key, name) for key, name in PAPERS.items()}


def _paper(home: House, key: str, name: str) -> Paper:
    if name.endswith(".jpg"):
        content, kind = papers.photo("CZ 50-200"), "image/jpeg"
    else:
        content, kind = papers.pdf(key, ["Pumps and valves for your working conditions"]), "application/pdf"
    stored = home.files.put(BytesIO(content))
    return Paper(sha256=stored.sha256, type=kind, size=stored.size)
