"""What every story of the company needs: its people, its process, its hours, and the books to write in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from sqlalchemy.orm import Session

from bench import staff
from bench.chains import Chains
from bench.clockface import Clockface
from bench.lines import Book
from bench.sheets import Sheet
from bench.size import WORKSPACE, Size
from bench.staff import Staff
from bench.tables import COLUMNS
from bihuan.activity import queries as activity
from bihuan.blueprint import queries as blueprint
from bihuan.org import queries as org
from bihuan.process import queries as process
from bihuan.process.definition import Process, Stage

GROWTH = 0.35  # the company grows: half of its deals began in the last fifth of its history
Label = dict[str, str]
PAPERS = {
    "site_photo": "现场照片.jpg",
    "proposal_pdf": "技术方案.pdf",
    "quotation": "报价单.pdf",
    "esigned": "合同.pdf",
}


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A file that was handed in: its content lies in the store."""

    sha256: str
    type: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One worker's share of the company."""

    size: Size
    staff: Staff
    face: Clockface
    process: Process
    version_id: int
    customer: Sheet
    opportunity: Sheet
    kinds: Mapping[str, Label]
    labels: Mapping[str, Label]
    papers: Mapping[str, Paper]
    first_customer: int
    book: Book
    chains: Chains

    @property
    def first_opportunity(self) -> int:
        """The id of the first opportunity; the customers have those before."""
        return self.first_customer + self.size.customers

    def at(self, stage: Stage) -> dict[str, object]:
        """A stage as the ledger tells that a journey is there."""
        return {"stage": stage.key, "label": self.labels[stage.key]}

    def left(self, stage: Stage) -> dict[str, object]:
        """A stage as the ledger tells that a journey came from there."""
        return {"left": stage.key, "left_label": self.labels[stage.key]}


@dataclass(frozen=True, kw_only=True)
class Share:
    """Which part of the stories a worker tells: every `of`-th, from `number` on."""

    number: int
    of: int


def read(session: Session, connection: Connection[Any], size: Size, share: Share, papers: Mapping[str, Paper]) -> Plan:
    """The plan, from the furnished workspace."""
    products = tuple(_ids(connection, "o_product"))
    sheets = {key: Sheet(session, key) for key in ("customer", "opportunity")}
    found = process.processes(session)["sales"]
    columns = {**COLUMNS, **{sheet.table: sheet.columns for sheet in sheets.values()}}
    book = Book(connection, columns, first_event=1 + share.number * (10_000_000 // share.of))
    return Plan(
        size=size,
        staff=staff.staff(session, products, size),
        face=Clockface(org.calendar(session), size.begin, size.now),
        process=found,
        version_id=blueprint.current(session).id,
        customer=sheets["customer"],
        opportunity=sheets["opportunity"],
        kinds={key: kind.label.model_dump() for key, kind in activity.kinds(session).items()},
        labels=_labels(found),
        papers=papers,
        first_customer=max(products) + 1,
        book=book,
        chains=Chains(WORKSPACE, book),
    )


def _labels(found: Process) -> dict[str, Label]:
    """What stages and deliverables are called, by key."""
    stages = {stage.key: stage.label.model_dump() for stage in found.stages}
    return stages | {thing.key: thing.label.model_dump() for thing in found.deliverables()}


def _ids(connection: Connection[Any], table: str) -> list[int]:
    found = connection.execute(f"SELECT id FROM {table} ORDER BY id").fetchall()
    return [int(row[0]) for row in found]
