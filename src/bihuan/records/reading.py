"""From what was sent to values: every field reads its own, and everything that is wrong is named at once. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from bihuan.objects import fields
from bihuan.objects.definition import SYSTEM, FieldDef, ObjectDef
from bihuan.objects.field_types import Wrong

Problem = dict[str, object]


@dataclass
class Read:
    """The values that could be read, and a problem for each that couldn't."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read(object_def: ObjectDef, sent: Mapping[str, Any]) -> Read:
    """Read what was sent for the fields of an object. What is empty becomes None."""
    found = Read()
    for key, raw in sent.items():
        known = object_def.field(key)
        if known is None:
            found.problems.append(_unknown(key))
            continue
        try:
            found.values[key] = value_of(known, raw)
        except Wrong as wrong:
            found.problems.append(problem(key, wrong))
    return found


def value_of(known: FieldDef, raw: Any) -> Any:  # noqa: ANN401 - that is what reading is for
    """The value of one field, None for an empty one. Wrong when the field can't take it."""
    made = fields.of(known.type)
    if made.given and (raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())):
        return None
    value = made.read(raw, known)
    return None if value in ("", []) else value


def lacking(object_def: ObjectDef, values: Mapping[str, Any], *, among: Collection[str] | None = None) -> list[Problem]:
    """A problem for each required field without a value, of all fields or of those named."""
    return [
        {"field": known.key, "code": "required", "message": "This field is needed."}
        for known in object_def.fields
        if known.required and (among is None or known.key in among) and values.get(known.key) is None
    ]


def problem(key: str, wrong: Wrong) -> Problem:
    """What a field says about a value it can't take."""
    return {"field": key, "code": wrong.code, "message": wrong.message, **wrong.facts}


def defaults(object_def: ObjectDef) -> dict[str, Any]:
    """What stands in a new record before anybody fills it in."""
    return {known.key: value_of(known, known.default) for known in object_def.fields if known.default is not None}


def _unknown(key: str) -> Problem:
    if key in SYSTEM:
        return {"field": key, "code": "system_field", "message": "The system fills this in itself."}
    return {"field": key[:100], "code": "unknown_field", "message": "There is no such field."}
