"""Which records of an object are likely the same: those with one number, one code, or nearly one name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from bihuan.objects import queries as objects
from bihuan.objects.definition import FieldDef
from bihuan.org.viewer import Viewer
from bihuan.records import policy
from bihuan.records.queries import sheets
from bihuan.records.queries.duplicates import ALIKE, core
from bihuan.records.queries.sheets import Sheet
from bihuan.records.record import Record

LOOKED_AT = 20_000  # names that are compared, those changed last
_END = 3  # letters at the beginning or at the end that alike names share: a slip of the pen leaves one of them whole
_CROWD = 60  # of so many that share an end, each is compared with the next few alone
_NEXT = 8
_ONE_GROUP = 5


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two records that are likely the same, and by what: a field's key, or `name`; of 100, how alike."""

    records: tuple[Record, Record]
    alike: str
    score: int


def pairs(session: Session, viewer: Viewer, object_key: str, *, limit: int) -> list[Pair]:
    """The likeliest pairs of all records that the viewer sees; what they share in a hidden field makes no pair."""
    found = sheets.sheet(session, objects.object_def(session, object_key))
    # What is only lent to the viewer is not theirs to merge.
    near = replace(viewer, sight=replace(viewer.sight, shared=()))
    seen = [*sheets.seen(near, found), found.table.c.deleted_at.is_(None)]
    closed = policy.hidden(viewer, found.object_def)
    scored: dict[tuple[int, int], tuple[str, int]] = {}
    for field in found.object_def.fields:
        if _tells(field) and field.key not in closed:
            for one, other in _same(session, found, field.key, seen, limit=limit):
                scored.setdefault((one, other), (field.key, 100))
    if found.object_def.title not in closed:
        for one, other, score in _near(_names(session, found, seen)):
            scored.setdefault((one, other), ("name", score))
    best = sorted(scored.items(), key=lambda each: (-each[1][1], each[0]))[:limit]
    wanted = {record_id for both, _ in best for record_id in both}
    rows = session.execute(found.rows().where(found.table.c.id.in_(wanted), *seen))
    there = {one.id: one for one in map(found.record, rows)}
    return [
        Pair(records=(there[one], there[other]), alike=alike, score=score)
        for (one, other), (alike, score) in best
        if one in there and other in there
    ]


def _tells(field: FieldDef) -> bool:
    """Whether two that have the same in a field are likely one: a number of theirs, an address, a code."""
    return field.type in {"phone", "email"} or (field.type == "text" and field.pattern is not None)


def _same(
    session: Session, found: Sheet, key: str, seen: Sequence[ColumnElement[bool]], *, limit: int
) -> Iterator[tuple[int, int]]:
    column, number = found.columns[key], found.table.c.id
    grouped = (
        select(func.array_agg(aggregate_order_by(number, number.asc())))
        .where(column.is_not(None), *seen)
        .group_by(column)
        .having(func.count() > 1)
        .limit(limit)
    )
    for (ids,) in session.execute(grouped):
        for other in ids[1:_ONE_GROUP]:
            yield ids[0], other


def _names(session: Session, found: Sheet, seen: Sequence[ColumnElement[bool]]) -> list[tuple[str, int]]:
    title = found.columns[found.object_def.title]
    asked = select(found.table.c.id, title).where(title.is_not(None), *seen)
    rows = session.execute(asked.order_by(found.table.c.updated_at.desc()).limit(LOOKED_AT))
    return [(plain, record_id) for record_id, name in rows if len(plain := core(str(name))) > 1]


def _near(names: Sequence[tuple[str, int]]) -> Iterator[tuple[int, int, int]]:
    """Names that are nearly the same, among those that share their beginning or their end."""
    ends: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for plain, record_id in names:
        ends[f"^{plain[:_END]}"].append((plain, record_id))
        ends[f"{plain[-_END:]}$"].append((plain[::-1], record_id))
    told: set[tuple[int, int]] = set()
    for those in ends.values():
        those.sort()
        reach = len(those) if len(those) <= _CROWD else _NEXT
        for place, (plain, record_id) in enumerate(those):
            for other, other_id in those[place + 1 : place + 1 + reach]:
                both = (min(record_id, other_id), max(record_id, other_id))
                score = fuzz.ratio(plain, other, score_cutoff=ALIKE)
                if score and both not in told:
                    told.add(both)
                    yield *both, int(score)
