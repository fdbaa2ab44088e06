"""Does a condition make sense for these fields? Everything wrong with it is named, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from bihuan.kernel.conditions.tree import Compare, Count, Node, read
from bihuan.kernel.conditions.values import Relative, Scalar, time_of

FieldKind = Literal[
    "text", "integer", "decimal", "boolean", "date", "datetime", "choice", "multi", "reference", "member"
]
Kinds = Mapping[str, FieldKind]

_EMPTY = frozenset({"is_empty", "is_filled"})
_SAME = frozenset({"eq", "ne"}) | _EMPTY
_LISTED = _SAME | {"in", "not_in"}
_ORDERED = frozenset({"lt", "le", "gt", "ge", "between"})
_TIMELY = _ORDERED | _EMPTY | {"before", "after", "within"}

OPS: Mapping[FieldKind, frozenset[str]] = {
    "text": _LISTED | {"contains", "starts_with"},
    "integer": _LISTED | _ORDERED,
    "decimal": _LISTED | _ORDERED,
    "boolean": _SAME,
    "date": _TIMELY | {"eq", "ne"},
    "datetime": _TIMELY,
    "choice": _LISTED,
    "multi": _EMPTY | {"in", "not_in", "contains"},
    "reference": _LISTED,
    "member": _LISTED,
}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something wrong in a condition: where, which kind of wrong, and in a sentence."""

    place: str
    code: str
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)


def check(tree: object, fields: Kinds, *, related: Mapping[str, Kinds] | None = None) -> list[Fault]:
    """Everything wrong with a condition, written as JSON or read already, over these fields.

    `related` gives the fields of what may be counted by `Count.key`; without it nothing may be counted.
    """
    if not isinstance(tree, BaseModel):
        try:
            tree = read(tree)
        except ValidationError as wrong:
            return [_unreadable(error) for error in wrong.errors(include_url=False, include_input=False)]
    return list(_faults(tree, fields, related or {}, ""))  # type: ignore[arg-type] # read() or the caller made a Node


def _unreadable(error: Any) -> Fault:  # noqa: ANN401 - pydantic's own mapping
    place = ".".join(str(step) for step in error["loc"] if not str(step).startswith("<"))
    return Fault(place=place, code=str(error["type"]), message=str(error["msg"]), facts=dict(error.get("ctx", {})))


def _faults(tree: Node, fields: Kinds, related: Mapping[str, Kinds], place: str) -> Iterator[Fault]:
    if isinstance(tree, Compare):
        yield from _compare_faults(tree, fields, place)
        return
    if isinstance(tree, Count):
        if tree.key not in related:
            facts = {"count": tree.count, "via": tree.via}
            message = f"Nothing called {tree.count} points here by {tree.via}."
            yield Fault(place=place, code="unknown_count", message=message, facts=facts)
            return
        fields = related[tree.key]
    for step, part in _steps(tree):
        yield from _faults(part, fields, related, f"{place}.{step}" if place else step)


def _steps(tree: Node) -> Iterator[tuple[str, Node]]:
    """The parts of a condition with the way to each."""
    word = next(iter(tree.model_dump())) if not isinstance(tree, Count) else "where"
    for number, part in enumerate(tree.parts):
        yield (f"{word}.{number}" if word in {"all", "any"} else word), part


def _compare_faults(tree: Compare, fields: Kinds, place: str) -> Iterator[Fault]:
    kind = fields.get(tree.field)
    if kind is None:
        message = f"There is no field {tree.field}."
        yield Fault(place=place, code="unknown_field", message=message, facts={"field": tree.field})
    elif tree.op not in OPS[kind]:
        message = f"{tree.field} is a {kind} field; {tree.op} cannot be asked of it."
        facts: dict[str, object] = {"field": tree.field, "kind": kind, "op": tree.op, "ops": sorted(OPS[kind])}
        yield Fault(place=place, code="wrong_op", message=message, facts=facts)
    elif not _fits(tree, kind):
        message = f"{tree.field} is a {kind} field and cannot be compared with this value."
        yield Fault(place=place, code="wrong_type", message=message, facts={"field": tree.field, "kind": kind})


def _fits(tree: Compare, kind: FieldKind) -> bool:
    """Whether every value a comparison is with could stand in the field."""
    if tree.value is None:
        return True
    if isinstance(tree.value, Relative):
        return kind == "datetime" or tree.value.unit == "days"
    return all(_is_a(kind, one) for one in (tree.value if isinstance(tree.value, tuple) else (tree.value,)))


def _is_a(kind: FieldKind, value: Scalar) -> bool:
    """Whether a written value could stand in a field of this kind."""
    match kind:
        case "boolean":
            return isinstance(value, bool)
        case "integer" | "reference" | "member":
            return type(value) is int
        case "decimal":
            return type(value) in {int, float}
        case "date":
            time = time_of(value)
            return isinstance(time, date) and not isinstance(time, datetime)
        case "datetime":
            return isinstance(time_of(value), datetime)
        case "text" | "choice" | "multi":
            return isinstance(value, str)


def comparisons(tree: Node) -> Iterator[Compare | Count]:
    """Every comparison and every count in a condition, those inside counts included."""
    if isinstance(tree, (Compare, Count)):
        yield tree
    for part in tree.parts:
        yield from comparisons(part)


def fields_of(tree: Node) -> frozenset[str]:
    """The fields of the row itself that a condition looks at; what is counted has fields of its own."""
    if isinstance(tree, Compare):
        return frozenset({tree.field})
    if isinstance(tree, Count):
        return frozenset()
    return frozenset().union(*(fields_of(part) for part in tree.parts))
