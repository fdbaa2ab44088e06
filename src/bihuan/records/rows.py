"""How values become the columns of a row, and a change the words of the ledger. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bihuan.objects import fields, naming
from bihuan.objects.definition import FieldDef, ObjectDef

Change = dict[str, Any]


def columns(object_def: ObjectDef, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values by the columns that keep them."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        field = object_def.by_key[key]
        found.update(parts(field, value))
    return found


def parts(field: FieldDef, value: Any) -> dict[str, Any]:  # noqa: ANN401
    """One value by the columns that keep it; nothing of an empty one, in each of them."""
    made = fields.of(field.type)
    if value is None:
        return {naming.part(field.key, suffix): None for suffix in made.columns(field)}
    return {naming.part(field.key, suffix): part for suffix, part in made.parts(value).items()}


def changes(
    object_def: ObjectDef, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[list[Change], list[Change]]:
    """What changed, from what to what: what may stand in the ledger for ever, and what is personal."""
    told: tuple[list[Change], list[Change]] = ([], [])
    for key, value in after.items():
        field = object_def.by_key[key]
        change = {"field": key, "from": shown(field, before.get(key)), "to": shown(field, value)}
        if change["from"] != change["to"]:
            told[field.personal].append(change)
    return told


def shown(field: FieldDef, value: Any) -> Any:  # noqa: ANN401
    """A value as JSON."""
    return None if value is None else fields.of(field.type).show(value)


def payload(object_def: ObjectDef, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, Change | None]:
    """The two halves of a ledger line about values: the open one names every field, the other keeps personal ones."""
    public, personal = changes(object_def, before, after)
    names = [change["field"] for change in (*public, *personal)]
    return {"fields": names, "changes": public}, {"changes": personal} if personal else None


def numbered(object_def: ObjectDef) -> Iterable[FieldDef]:
    """The fields that number themselves."""
    return (field for field in object_def.fields if fields.of(field.type).numbered)
