"""Which records became one: what went along, where a record went, and whose story is told with whose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, Table, any_, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.refusals import Kind, NotFound, Refusal
from bihuan.ledger import queries as ledger
from bihuan.ledger.queries import Entry
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.objects.definition import FieldDef
from bihuan.org.viewer import Viewer
from bihuan.records import hanging, policy
from bihuan.records.models import Merge, Merged, MergedThings
from bihuan.records.ports import Hanging
from bihuan.records.queries import loading, sheets
from bihuan.records.record import Record


class WentInto(Refusal):
    """The record became one with another, which the viewer sees."""

    code = "went_into"
    kind = Kind.NOT_FOUND
    message = "This record became one with another."

    def __init__(self, object_key: str, record_id: int) -> None:
        """Name the other."""
        super().__init__()
        self.object_key, self.record_id = object_key, record_id

    def facts(self) -> dict[str, object]:
        """The other."""
        return {"object": self.object_key, "record": self.record_id}


_SHOWN = 20
_LARGEST = 2**63


def held(session: Session, object_key: str, record_ids: Collection[int]) -> dict[int, int]:
    """The revisions of those records that are there, held until the transaction ends; nothing points at them anew.

    Whoever writes just now what refers to one of them is waited for, so that it goes along.
    """
    table = tables.table(session, object_key)
    asked = select(table.c.id, table.c.revision).where(table.c.id.in_(record_ids), table.c.deleted_at.is_(None))
    return {row.id: row.revision for row in session.execute(asked.order_by(table.c.id).with_for_update())}


def led_to(session: Session, object_key: str, record_id: int) -> int | None:
    """The record that another one is part of by now; None for one that went into none."""
    found: int | None = None
    with db.beyond_sight(session):
        while into := session.scalar(
            select(Merged.into_id).where(
                Merged.record_id == (found or record_id), Merged.object_key == object_key, Merged.back_at.is_(None)
            )
        ):
            found = into
    return found


def record_or_where(session: Session, viewer: Viewer, object_key: str, record_id: int) -> Record:
    """One record this viewer may see; WentInto where it became part of another one that they see, else NotFound."""
    try:
        return loading.record(session, viewer, object_key, record_id)
    except NotFound:
        into = led_to(session, object_key, record_id) if 0 < record_id < _LARGEST else None
        if into is None:
            raise
        loading.record(session, viewer, object_key, into)
        raise WentInto(object_key, into) from None


def taken_in(session: Session, record_id: int) -> list[int]:
    """All records that went into one the viewer has been shown, and those that went into them before."""
    into = db.remembered(session, "merged", _merged)
    found: list[int] = []
    waiting = [record_id]
    while waiting:
        more = into.get(waiting.pop(), ())
        found += more
        waiting += more
    return found


def _merged(session: Session) -> Mapping[int, Sequence[int]]:
    """The records that went into each, all that were not taken back."""
    found: dict[int, list[int]] = defaultdict(list)
    with db.beyond_sight(session):
        asked = select(Merged.into_id, Merged.record_id).where(Merged.back_at.is_(None)).order_by(Merged.id)
        for into_id, record_id in session.execute(asked):
            found[into_id].append(record_id)
    return dict(found)


def merges(session: Session, record_id: int) -> Sequence[Merge]:
    """The merges into a record the viewer has been shown that still stand, the latest first."""
    asked = select(Merge).where(Merge.into_id == record_id, Merge.undone_at.is_(None))
    with db.beyond_sight(session):
        return session.scalars(asked.order_by(Merge.id.desc()).limit(_SHOWN)).all()


def merge(session: Session, merge_id: int, into_id: int) -> Merge:
    """One merge into this record, held. NotFound for any other."""
    asked = select(Merge).where(Merge.id == merge_id, Merge.into_id == into_id).with_for_update()
    found = session.scalar(asked.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def parts(session: Session, merge_ids: Collection[int]) -> Sequence[Merged]:
    """The records that went into others in these merges."""
    return session.scalars(select(Merged).where(Merged.merge_id.in_(merge_ids)).order_by(Merged.record_id)).all()


def things(session: Session, merge_id: int) -> Sequence[MergedThings]:
    """What went along in a merge, in the order in which it went."""
    return session.scalars(
        select(MergedThings).where(MergedThings.merge_id == merge_id).order_by(MergedThings.id)
    ).all()


def line_of(session: Session, record: Record, merge_id: int, made_at: datetime) -> Entry | None:
    """What the ledger says of a merge on the record that stayed."""
    lines = ledger.during(session, [record.subject], since=made_at, until=made_at, limit=100, kinds=("record.merged",))
    return next((line for line in lines if line.payload.get("merge") == merge_id), None)


def pointing(session: Session, object_key: str) -> Iterator[tuple[str, FieldDef, Table]]:
    """Every field that refers to an object: of which object it is, and that one's table."""
    for other in objects.objects(session).values():
        for field in other.fields:
            if field.type == "reference" and field.to == object_key:
                yield other.key, field, tables.table(session, other.key)


def hangs(thing: Hanging, object_key: str, record_id: int) -> list[ColumnElement[bool]]:
    """Which rows of a table hang on a record."""
    columns = thing.table.c
    on = [columns.record_id == record_id]
    if "object_key" in columns:
        on.append(columns.object_key == object_key)
    return on if thing.only is None else [*on, thing.only]


def matchless(thing: Hanging, record_id: int) -> list[ColumnElement[bool]]:
    """Which rows of a table a record has nothing like already."""
    if not thing.apart:
        return []
    there = thing.table.alias()
    same = [there.c[name] == thing.table.c[name] for name in thing.apart]
    return [~exists().where(there.c.record_id == record_id, *same)]


def moving(session: Session, viewer: Viewer, object_key: str, record_id: int) -> dict[str, int]:
    """How much of what the viewer sees would go along with a record, by place."""
    found: dict[str, int] = {}
    for key, field, table in pointing(session, object_key):
        other = objects.object_def(session, key)
        if viewer.may_do(key, "read") and field.key not in policy.hidden(viewer, other):
            seen = sheets.seen(viewer, sheets.plain(session, other))
            there = [table.c[field.key] == record_id, table.c.deleted_at.is_(None), *seen]
            found[f"{key}.{field.key}"] = _count(session, table, there)
    for thing in hanging.introduced():
        if not thing.told:
            continue
        count = _count(session, thing.table, hangs(thing, object_key, record_id))
        found[thing.key] = count - found.get("follow_ups", 0) if thing.key == "tasks" else count
    return {place: count for place, count in found.items() if count}


def _count(session: Session, table: Table, where: Sequence[ColumnElement[bool]]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0


def among(column: ColumnElement[int], ids: Collection[int]) -> ColumnElement[bool]:
    """Whether a column is one of these ids: one parameter, however many there are."""
    return column == any_(bindparam("among", list(ids), type_=ARRAY(BigInteger)))
