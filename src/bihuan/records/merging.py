"""Which value stays when several records become one. Pure: records in, a proposal or the values out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bihuan.objects import fields
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.records import companions, rows
from bihuan.records.record import Record

_LONGEST = frozenset({"text", "long_text", "address"})  # of these the longest says the most; of others the newest


def settled(object_def: ObjectDef, graded: Collection[str]) -> list[FieldDef]:
    """The fields of which one value stays: not those that number themselves, are worked out, or are graded by rules."""
    return [field for field in object_def.fields if fields.of(field.type).given and field.key not in graded]


def differing(found: Sequence[Record], field: FieldDef) -> bool:
    """Whether these records don't all have the same value."""
    shown = [rows.shown(field, one.values[field.key]) for one in found]
    return any(value != shown[0] for value in shown)


def stays(found: Sequence[Record]) -> int:
    """Which of the records should stay: one under way, then the one most filled in, then the oldest."""
    return max(found, key=lambda one: (running(one), _filled(one), -one.id)).id


def running(record: Record) -> bool:
    """Whether something that stands beside a record is under way."""
    return any(companion.runs(record.beside) for companion in companions.introduced())


def proposed(found: Sequence[Record], keep: int, field: FieldDef) -> int:
    """Whose value of a field should stay: the longest text, the newest of anything else; that of `keep` when equal."""
    filled = [one for one in found if one.values[field.key] is not None]
    if not filled:
        return keep
    if field.type in _LONGEST:
        return max(filled, key=lambda one: (len(str(rows.shown(field, one.values[field.key]))), one.id == keep)).id
    return max(filled, key=lambda one: (one.updated_at, one.id == keep)).id


def kept(found: Sequence[Record], keep: int, field: FieldDef) -> int:
    """Whose value stays of a field that the asker may not choose: that of `keep`, another one's where it is empty."""
    own = next(one for one in found if one.id == keep)
    return keep if own.values[field.key] is not None else proposed(found, keep, field)


def joined(found: Sequence[Record], keep: int, object_def: ObjectDef, chosen: Mapping[str, int]) -> dict[str, Any]:
    """The values that the record that stays has otherwise than before. It points at none that went into it."""
    by_id = {one.id: one for one in found}
    values: dict[str, Any] = {}
    for key, record_id in chosen.items():
        field = object_def.by_key[key]
        value = by_id[record_id].values[key]
        if field.type == "reference" and field.to == object_def.key and value in by_id:
            value = None
        if rows.shown(field, value) != rows.shown(field, by_id[keep].values[key]):
            values[key] = value
    return values


def _filled(record: Record) -> int:
    return sum(value is not None for value in record.values.values())
