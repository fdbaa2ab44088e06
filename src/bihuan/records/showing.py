"""A record as its viewer reads it: hidden fields are not there, and what it points at has its name. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from operator import attrgetter
from typing import Any

from bihuan.objects import fields
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.objects.field_types import FieldType, Target
from bihuan.org.viewer import Viewer
from bihuan.records import companions, policy
from bihuan.records.queries import PEOPLE, Named
from bihuan.records.record import Record

Names = Mapping[Target, Mapping[int, Named]]
Made = Callable[[Any], Any] | None
FRAME = ("id", "owner_id", "revision", "created_at", "updated_at")
_frame = attrgetter(*FRAME)


class Shower:
    """Shows records of one object to one viewer. What is the same for all of them is worked out once."""

    def __init__(
        self,
        viewer: Viewer,
        object_def: ObjectDef,
        names: Names,
        *,
        only: frozenset[str] | None = None,
        now: datetime,
    ) -> None:
        """Look up what this viewer sees of such records, or of these fields `only`, and what they may do with them.

        `names` has what the records point at, and their owners.
        """
        closed = policy.hidden(viewer, object_def)
        self.values: list[tuple[str, Made]] = [
            (field.key, _making(field, names))
            for field in object_def.fields
            if field.key not in closed and (only is None or field.key in only)
        ]
        self._object, self._can = object_def.key, asdict(policy.can(viewer, object_def.key))
        self._lent = {**self._can, "delete": False, "assign": False}
        self._viewer = viewer
        self._nameless = object_def.title in closed
        self._owner = _pointers(PEOPLE, names)
        self._now = now

    def item(self, record: Record) -> dict[str, Any]:
        """A record as JSON, with what stands beside it and what its viewer may do with it."""
        kept = record.values
        values = {key: made(kept[key]) if made and kept[key] is not None else kept[key] for key, made in self.values}
        return self.dressed(_frame(record), record.title, values, record.beside)

    def dressed(
        self, frame: tuple[Any, ...], title: str | None, values: Mapping[str, Any], beside: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The same for values that are JSON already. `frame` has what FRAME names, `beside` the companions' columns."""
        number, owner_id, revision, created_at, updated_at = frame
        me = self._viewer.person_id
        return {
            "id": number,
            "object": self._object,
            "title": f"#{number}" if self._nameless else title or "",
            "owner": self._owner(owner_id),
            "values": values,
            "revision": revision,
            "created_at": created_at,
            "updated_at": updated_at,
            "can": self._lent if number in self._viewer.sight.shared and owner_id != me else self._can,
            **companions.beside(beside, now=self._now),
        }


def title(viewer: Viewer, object_def: ObjectDef, record: Record) -> str:
    """What a record is called; its bare number for whom the name is hidden."""
    return f"#{record.id}" if object_def.title in policy.hidden(viewer, object_def) else record.title


def pointer(target: Target, number: int, names: Names) -> dict[str, Any]:
    """What is pointed at: its id, and as far as the viewer sees it, its name."""
    named = names.get(target, {}).get(number)
    if named is None:
        return {"id": number, "name": None}
    file = {} if named.type is None else {"type": named.type, "size": named.size}
    return {"id": number, "name": named.name, **file}


def _making(field: FieldDef, names: Names) -> Made:
    """How a value becomes JSON; None where it is JSON already."""
    made = fields.of(field.type)
    target = made.target(field)
    if target is not None:
        return _pointers(target, names)
    return None if type(made).show is FieldType.show else made.show


def _pointers(target: Target, names: Names) -> Callable[[int], Mapping[str, Any]]:
    """`pointer`, which many records ask about the same things."""
    known: dict[int, Mapping[str, Any]] = {}

    def pointed(number: int) -> Mapping[str, Any]:
        if number not in known:
            known[number] = pointer(target, number, names)
        return known[number]

    return pointed
