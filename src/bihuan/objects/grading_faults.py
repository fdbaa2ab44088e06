"""Do the gradings of a blueprint make sense with its objects? Everything that doesn't is named, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bihuan.kernel import conditions
from bihuan.kernel.conditions import Count
from bihuan.objects import checking
from bihuan.objects.checking import Fault
from bihuan.objects.definition import ObjectDef
from bihuan.objects.field_types import kinds
from bihuan.objects.grades import GradeRule, GradingDef


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
    known, counted = kinds(found), checking.related(objects, found)
    for rule in one.rules:
        where = f"{place}.rules.{rule.key}.holds"
        for wrong in conditions.check(rule.holds, known, related=counted):
            yield Fault(place=where, code=wrong.code, message=wrong.message)
        for object_key, key in sorted(set(_looks_at(rule, found.key)) & computed):
            message = f"{key!r} of {object_key!r} is worked out itself; a rule looks at what people fill in."
            yield Fault(place=where, code="looks_at_grade", message=message)


def _looks_at(rule: GradeRule, object_key: str) -> Iterator[tuple[str, str]]:
    yield from ((object_key, key) for key in conditions.fields_of(rule.holds))
    for part in conditions.comparisons(rule.holds):
        if isinstance(part, Count) and part.where is not None:
            yield from ((part.count, key) for key in conditions.fields_of(part.where))
