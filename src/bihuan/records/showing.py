"""A record as its viewer reads it: hidden fields are not there, and what it points at has its name. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bihuan.objects import fields
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.objects.field_types import FieldType, Target
from bihuan.org.viewer import Viewer
from bihuan.records import companions, policy
from bihuan.records.queries import PEOPLE, Named
from bihuan.records.record import Record

Names = Mapping[Target, Mapping[int, Named]]


class Shower:
    """Shows records of one object to one viewer. What is the same for all of them is worked out once."""

    def __init__(self, viewer: Viewer, object_def: ObjectDef, *, only: frozenset[str] | None = None) -> None:
        """Look up what this viewer sees of such records, or of these fields `only`, and what they may do with them."""
        closed = policy.hidden(viewer, object_def)
        self._fields = [
            (field.key, fields.of(field.type), fields.of(field.type).target(field))
            for field in object_def.fields
            if field.key not in closed and (only is None or field.key in only)
        ]
        self._nameless = object_def.title in closed
        self._can = asdict(policy.can(viewer, object_def.key))

    def item(self, record: Record, names: Names, *, now: datetime) -> dict[str, Any]:
        """A record as JSON, with what stands beside it and what its viewer may do with it."""
        kept = record.values
        return {
            "id": record.id,
            "object": record.object_key,
            "title": f"#{record.id}" if self._nameless else record.title,
            "owner": pointer(PEOPLE, record.owner_id, names),
            "values": {key: _shown(made, target, kept[key], names) for key, made, target in self._fields},
            "revision": record.revision,
            "created_at": record.created_at,
            "updated_at": record.updated_at,
            "can": self._can,
            **companions.beside(record, now=now),
        }


def item(viewer: Viewer, object_def: ObjectDef, record: Record, names: Names, *, now: datetime) -> dict[str, Any]:
    """One record as JSON."""
    return Shower(viewer, object_def).item(record, names, now=now)


def title(viewer: Viewer, object_def: ObjectDef, record: Record) -> str:
    """What a record is called; its bare number for whom the name is hidden."""
    return f"#{record.id}" if object_def.title in policy.hidden(viewer, object_def) else record.title


def value(field: FieldDef, kept: Any, names: Names) -> Any:  # noqa: ANN401
    """A value as JSON; what points at something, with its name."""
    made = fields.of(field.type)
    return _shown(made, made.target(field), kept, names)


def _shown(made: FieldType, target: Target | None, kept: Any, names: Names) -> Any:  # noqa: ANN401
    if kept is None:
        return None
    return made.show(kept) if target is None else pointer(target, kept, names)


def pointer(target: Target, number: int, names: Names) -> dict[str, Any]:
    """What is pointed at: its id, and as far as the viewer sees it, its name."""
    named = names.get(target, {}).get(number)
    if named is None:
        return {"id": number, "name": None}
    file = {} if named.type is None else {"type": named.type, "size": named.size}
    return {"id": number, "name": named.name, **file}
