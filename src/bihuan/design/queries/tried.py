"""A formula of a draft, tried on a record that its maker sees: the last one changed of those that have its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.objects import checking, formulas
from bihuan.objects import queries as objects
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.org.viewer import Viewer
from bihuan.records import queries as records
from bihuan.records import showing
from bihuan.records.record import Record

SAMPLE = Decimal(10)  # what every number is where there is no record yet


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What a formula gives for the record of this title, or for a sample; `closed`: it would tell what is hidden."""

    title: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    result: Decimal | None = None
    closed: bool = False


def tried(session: Session, viewer: Viewer, found: ObjectDef, asked: FieldDef) -> Tried:
    """Work a formula out as its maker would read it. What stays closed to them is never worked with."""
    if asked.formula is None or any(checking.formula_faults(found, asked, asked.formula)):
        return Tried()
    seen = formulas.looks_at(asked.formula)
    live = objects.objects(session).get(found.key)
    # What a field holds is closed by its key, whatever the draft makes of it.
    if live is not None and seen & live.telling_of(viewer.hidden(found.key)):
        return Tried(closed=True)
    keys = frozenset(formulas.refs(asked.formula))
    record = _latest(session, viewer, live, keys) if live is not None else None
    values = record.values if record is not None else dict.fromkeys(formulas.refs(asked.formula), SAMPLE)
    taken = {key: values.get(key) for key in dict.fromkeys(formulas.refs(asked.formula))}
    title = showing.title(viewer, live, record) if live is not None and record is not None else None
    return Tried(title=title, values=taken, result=formulas.work_out(asked.formula, values))


def _latest(session: Session, viewer: Viewer, live: ObjectDef, keys: frozenset[str]) -> Record | None:
    if not viewer.may_do(live.key, "read"):
        return None
    sheet = records.plain(session, live)
    table = sheet.table
    asked = select(table.c.id).where(table.c.deleted_at.is_(None), *records.seen(viewer, sheet))
    latest = asked.order_by(table.c.updated_at.desc(), table.c.id.desc()).limit(1)
    filled = [sheet.columns[key].is_not(None) for key in keys & sheet.columns.keys()]
    number = session.scalar(latest.where(*filled)) or session.scalar(latest)
    return None if number is None else records.several(session, live.key, [number]).get(number)
