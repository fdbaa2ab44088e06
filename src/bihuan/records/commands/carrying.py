"""What hangs on a record or refers to it, going along to another one and coming back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Table, Update, update
from sqlalchemy.orm import Session

from bihuan.records import hanging, queries
from bihuan.records.models import Merge, Merged, MergedThings
from bihuan.records.ports import Hanging
from bihuan.records.record import Record


def carry(session: Session, made: Merge, one: Record, winner: Record) -> dict[str, int]:
    """Let all that refers to a record or hangs on it go to the one that stays. How much, by place.

    The rows that refer keep their revisions: to whom they belong is the same customer, under another number.
    """
    found: dict[str, list[int]] = {}
    apart = [one.id, winner.id]
    for key, field, table in queries.pointing(session, one.object_key):
        column = table.c[field.key]
        where = [column == one.id]
        if key == one.object_key:
            where.append(table.c.id.not_in(apart))
        moved = update(table).where(*where).values({field.key: winner.id}).returning(table.c.id)
        found[f"{key}.{field.key}"] = list(session.scalars(moved))
    for thing in hanging.introduced():
        values = {"record_id": winner.id, **_follows(thing, winner)}
        where = [*queries.hangs(thing, one.object_key, one.id), *queries.matchless(thing, winner.id)]
        moved = update(thing.table).where(*where).values(values).returning(thing.table.c.id)
        found[thing.key] = list(session.scalars(moved))
    for place, ids in found.items():
        note(session, made, one, place, ids)
    session.flush()
    session.expire_all()
    return {place: len(ids) for place, ids in found.items() if ids}


def note(session: Session, made: Merge, one: Record, place: str, ids: Sequence[int]) -> None:
    """Keep what went along, so that it can come back."""
    if ids:
        seen_by = {"owner_id": one.owner_id, "owner_pos": one.owner_pos}
        session.add(MergedThings(merge_id=made.id, record_id=one.id, place=place, ids=sorted(ids), **seen_by))


def bring_back(session: Session, found: Merge, winner: Record, parts: Mapping[int, Merged]) -> dict[str, int]:
    """Let what went along in a merge return, where it still is as the merge left it. How much stays, by place."""
    referring = {
        f"{key}.{field.key}": (field.key, table) for key, field, table in queries.pointing(session, winner.object_key)
    }
    hung = {thing.key: thing for thing in hanging.introduced()}
    stays: Counter[str] = Counter()
    for went in queries.merged_things(session, found.id):
        part = parts[went.record_id]
        done = 0
        if went.place in referring:
            key, table = referring[went.place]
            column = table.c[key]
            there = queries.among(table.c.id, went.ids) & (column == winner.id)
            done = _count(session, update(table).where(there).values({key: part.record_id}), table)
        elif went.place in hung:
            thing = hung[went.place]
            there = queries.among(thing.table.c.id, went.ids) & (thing.table.c.record_id == winner.id)
            values = {"record_id": part.record_id, **_follows(thing, part)}
            done = _count(session, update(thing.table).where(there).values(values), thing.table)
        if went.place not in hung or hung[went.place].told:
            stays[went.place] += len(went.ids) - done
    session.expire_all()
    return {place: count for place, count in stays.items() if count}


def _follows(thing: Hanging, record: Record | Merged) -> dict[str, int]:
    owner = {"id": record.owner_id, "pos": record.owner_pos}
    return {column: owner[what] for column, what in thing.follows.items()}


def _count(session: Session, moved: Update, table: Table) -> int:
    return len(session.scalars(moved.returning(table.c.id)).all())
