"""Grades that are worked out: the first rule that holds says which choice of a field a record gets. Pure.

Words: a *grade* 等级 is a choice that rules give; a *grading* 分级 is one field with its rules.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import Field

from bihuan.kernel import conditions
from bihuan.kernel.conditions import Condition, Count
from bihuan.kernel.words import Words
from bihuan.objects import checking
from bihuan.objects.checking import Fault
from bihuan.objects.definition import EntryKey, Key, ObjectDef, Part
from bihuan.objects.field_types import kinds


class GradeRule(Part):
    """Whoever this holds for gets this grade."""

    key: Key
    grade: EntryKey
    holds: Condition


class GradingDef(Part):
    """A choice field that nobody fills in: the first rule that holds gives its value, `otherwise` where none does."""

    key: Key
    label: Words
    object: Key
    field: Key
    rules: tuple[GradeRule, ...] = Field(default=(), max_length=20)
    otherwise: EntryKey | None = None

    @property
    def digest(self) -> str:
        """What tells these rules from others of the same key."""
        said = json.dumps(self.model_dump(mode="json", exclude={"label"}), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def counted(self) -> Iterator[Count]:
        """What the rules count about a record."""
        for rule in self.rules:
            yield from (part for part in conditions.comparisons(rule.holds) if isinstance(part, Count))


def gradings(body: dict[str, Any]) -> dict[str, GradingDef]:
    """The gradings a version describes, by key."""
    return {part.key: part for part in map(GradingDef.model_validate, body.get("grades", ()))}


def graded(found: Iterable[GradingDef]) -> dict[str, dict[str, GradingDef]]:
    """The fields that are worked out, by object."""
    fields: dict[str, dict[str, GradingDef]] = {}
    for one in found:
        fields.setdefault(one.object, {})[one.field] = one
    return fields


def faults(found: Iterable[GradingDef], objects: Mapping[str, ObjectDef]) -> Iterator[Fault]:
    """Everything wrong with these gradings. `objects` have the entries of their dictionaries."""
    listed = list(found)
    computed = {(one.object, one.field) for one in listed}
    seen: set[tuple[str, str]] = set()
    for one in listed:
        place = f"grades.{one.key}"
        if (one.object, one.field) in seen:
            message = f"{one.field!r} of {one.object!r} is worked out by two gradings."
            yield Fault(place=f"{place}.field", code="graded_twice", message=message)
        seen.add((one.object, one.field))
        yield from _of_field(place, one, objects)
        yield from _of_rules(place, one, objects, computed)


def _of_field(place: str, one: GradingDef, objects: Mapping[str, ObjectDef]) -> Iterator[Fault]:
    found = objects.get(one.object)
    if found is None:
        yield Fault(place=f"{place}.object", code="no_such_object", message=f"There is no object {one.object!r}.")
        return
    field = found.field(one.field)
    if field is None or field.type != "choice":
        message = f"{one.field!r} is no field with one choice of {found.key!r}."
        yield Fault(place=f"{place}.field", code="no_choice_field", message=message)
        return
    if field.required or field.default is not None:
        message = f"{one.field!r} is worked out: it can't be required, and has no default."
        yield Fault(place=f"{place}.field", code="fills_itself", message=message)
    asked = [(f"{place}.rules.{rule.key}", rule.grade) for rule in one.rules]
    asked += [(f"{place}.otherwise", one.otherwise)] if one.otherwise is not None else []
    for where, grade in asked:
        if grade not in field.by_choice:
            yield Fault(place=where, code="no_such_grade", message=f"{grade!r} is no choice of {one.field!r}.")


def _of_rules(
    place: str, one: GradingDef, objects: Mapping[str, ObjectDef], computed: set[tuple[str, str]]
) -> Iterator[Fault]:
    keys = [rule.key for rule in one.rules]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Fault(place=f"{place}.rules", code="twice", message=f"{key!r} stands here more than once.")
    if not one.rules:
        yield Fault(place=f"{place}.rules", code="no_rules", message="A grading needs a rule.")
    found = objects.get(one.object)
    if found is None:
        return
    for rule in one.rules:
        where = f"{place}.rules.{rule.key}.holds"
        for wrong in conditions.check(rule.holds, kinds(found), related=checking.related(objects, found)):
            yield Fault(place=where, code=wrong.code, message=wrong.message)
        for object_key, key in sorted(set(_looks_at(rule, found.key)) & computed):
            message = f"{key!r} of {object_key!r} is worked out itself; a rule looks at what people fill in."
            yield Fault(place=where, code="looks_at_grade", message=message)


def _looks_at(rule: GradeRule, object_key: str) -> Iterator[tuple[str, str]]:
    yield from ((object_key, key) for key in conditions.fields_of(rule.holds))
    for part in conditions.comparisons(rule.holds):
        if isinstance(part, Count) and part.where is not None:
            yield from ((part.count, key) for key in conditions.fields_of(part.where))
