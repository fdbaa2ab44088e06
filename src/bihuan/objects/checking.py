"""Do the objects of a blueprint make sense together? Everything that doesn't is named, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bihuan.kernel import conditions
from bihuan.kernel.conditions import FieldKind, Relative
from bihuan.objects import fields, formulas
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.objects.field_types import TYPES, kinds

_NUMBERS = frozenset({"integer", "decimal"})


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something wrong in the objects: where, which kind of wrong, and in a sentence."""

    place: str
    code: str
    message: str


def related(objects: Mapping[str, ObjectDef], found: ObjectDef) -> dict[str, dict[str, FieldKind]]:
    """What may be counted about a record: the objects that point at its own, as `object.field`."""
    return {
        f"{other.key}.{field.key}": kinds(other)
        for other in objects.values()
        for field in other.references
        if field.to == found.key
    }


def faults(objects: Mapping[str, ObjectDef]) -> list[Fault]:
    """Everything wrong with these objects."""
    unknown = [fault for found in objects.values() for fault in _unknown_types(found)]
    if unknown:
        return unknown  # nothing else can be asked of a field without a type
    return [fault for found in objects.values() for fault in _faults(found, objects)]


def _unknown_types(found: ObjectDef) -> Iterator[Fault]:
    for field in found.fields:
        if field.type not in TYPES:
            message = f"There is no field type {field.type}; there are {', '.join(fields.keys())}."
            yield Fault(place=_place(found, field), code="no_such_type", message=message)


def _faults(found: ObjectDef, objects: Mapping[str, ObjectDef]) -> Iterator[Fault]:
    for field in found.fields:
        yield from _field_faults(found, field, objects)
    title = found.by_key[found.title]
    if fields.of(title.type).sought("") is None:
        message = f"{title.key} is a {title.type} field; a title is a text, a number of its own, a phone or an e-mail."
        yield Fault(place=f"objects.{found.key}.title", code="bad_title", message=message)
    asked = list(found.conditions())
    known, counted = (kinds(found), related(objects, found)) if asked else ({}, {})
    for place, condition in asked:
        for wrong in conditions.check(condition, known, related=counted):
            yield Fault(place=f"objects.{found.key}.{place}", code=wrong.code, message=wrong.message)


def _field_faults(found: ObjectDef, field: FieldDef, objects: Mapping[str, ObjectDef]) -> Iterator[Fault]:
    place, made = _place(found, field), fields.of(field.type)
    for fault in made.faults(field):
        yield Fault(place=place, code=fault.code, message=fault.message)
    if field.to is not None and field.to not in objects:
        yield Fault(place=place, code="no_such_object", message=f"There is no object {field.to} to point to.")
    if field.unique and not (made.stored and made.sortable):
        yield Fault(place=place, code="not_for_this_type", message=f"A {field.type} field can't be unique.")
    if field.formula is not None:
        yield from formula_faults(found, field, field.formula)


def formula_faults(found: ObjectDef, field: FieldDef, formula: formulas.Node) -> Iterator[Fault]:
    """What keeps a field's formula from being worked out of the other fields of its object."""
    place = f"{_place(found, field)}.formula"
    stored = {key: kind for key, kind in kinds(found).items() if fields.of(found.by_key[key].type).stored}
    for key in sorted(set(formulas.refs(formula))):
        if stored.get(key) not in _NUMBERS:
            yield Fault(place=place, code="not_a_number", message=f"{key} is no number field of {found.key}.")
    for condition in formulas.asked(formula):
        if any(isinstance(getattr(part, "value", None), Relative) for part in conditions.comparisons(condition)):
            yield Fault(place=place, code="depends_on_now", message="A formula can't depend on the time of day.")
        for wrong in conditions.check(condition, stored):
            yield Fault(place=place, code=wrong.code, message=wrong.message)


def _place(found: ObjectDef, field: FieldDef) -> str:
    return f"objects.{found.key}.fields.{field.key}"
