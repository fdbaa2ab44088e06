"""What every story of the company needs: its people, its process, its hours, and the books to write in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from psycopg import Connection
from sqlalchemy import Table
from sqlalchemy.orm import Session

from bench import staff
from bench.chains import EVENT_COLUMNS, Chains
from bench.clockface import Clockface
from bench.lines import Book
from bench.sheets import Sheet
from bench.size import WORKSPACE, Size
from bench.staff import Staff
from bihuan.activity import queries as activity
from bihuan.activity.models import Activity, Task
from bihuan.blueprint import queries as blueprint
from bihuan.kernel import db
from bihuan.kernel.words import Words
from bihuan.notices.models import Notice
from bihuan.org import queries as org
from bihuan.process import queries as process
from bihuan.process.definition import Process
from bihuan.process.models import Confirmation, HandedIn, Hold, Journey, Passage, Stay
from bihuan.records.models import File

GROWTH = 0.35  # the company grows: half of its deals began in the last fifth of its history
FIXED = (Journey, Stay, Hold, HandedIn, Confirmation, Passage, Activity, Task, Notice, File)
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
    kinds: Mapping[str, Words]
    papers: Mapping[str, Paper]
    first_customer: int
    book: Book
    chains: Chains

    @property
    def first_opportunity(self) -> int:
        """The id of the first opportunity; the customers have those before."""
        return self.first_customer + self.size.customers


@dataclass(frozen=True, kw_only=True)
class Share:
    """Which part of the stories a worker tells: every `of`-th, from `number` on."""

    number: int
    of: int


def read(session: Session, connection: Connection[Any], size: Size, share: Share, papers: Mapping[str, Paper]) -> Plan:
    """The plan, from the furnished workspace."""
    products = tuple(_ids(connection, "o_product"))
    found = {key: Sheet(session, key) for key in ("customer", "opportunity")}
    columns: dict[str, Sequence[str]] = {sheet.table: sheet.columns for sheet in found.values()}
    columns |= {cast(Table, model.__table__).name: column_names(model) for model in FIXED}
    columns |= {
        "ledger_event": EVENT_COLUMNS,
        "ledger_subject": ("subject", "owner_id", "owner_pos", "seq", "head"),
        "ledger_key": ("subject", "key"),
    }
    book = Book(connection, columns, first_event=1 + share.number * (10_000_000 // share.of))
    return Plan(
        size=size,
        staff=staff.staff(session, products, size),
        face=Clockface(org.calendar(session), size.begin, size.now),
        process=process.processes(session)["sales"],
        version_id=blueprint.current(session).id,
        customer=found["customer"],
        opportunity=found["opportunity"],
        kinds={key: kind.label for key, kind in activity.kinds(session).items()},
        papers=papers,
        first_customer=max(products) + 1,
        book=book,
        chains=Chains(WORKSPACE, book),
    )


def column_names(model: type[db.Model]) -> tuple[str, ...]:
    """The columns of a fixed table in the order of its class."""
    return tuple(column.name for column in cast(Table, model.__table__).columns)


def _ids(connection: Connection[Any], table: str) -> list[int]:
    found = connection.execute(f"SELECT id FROM {table} ORDER BY id").fetchall()
    return [int(row[0]) for row in found]
