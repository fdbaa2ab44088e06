"""Does the whole fit together? Every reference from one part to another, every expression. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bihuan.design.definition import Blueprint
from bihuan.kernel import conditions
from bihuan.objects import checking, definition, field_types
from bihuan.objects.definition import ObjectDef
from bihuan.process.definition import Deliverable, Process, Stage


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something in the document that can't work: where, and what is wrong."""

    place: str
    message: str


def faults(blueprint: Blueprint) -> list[Fault]:
    """All that is wrong, in the order of the document. Empty when it may be released."""
    objects = definition.read(blueprint.body())  # each choice with the entries of its dictionary
    return [
        *_twice("objects", [found.key for found in blueprint.objects]),
        *_twice("processes", [found.key for found in blueprint.processes]),
        *_twice("roles", [found.key for found in blueprint.roles]),
        *_twice("processes.object", [found.object for found in blueprint.processes]),
        *(Fault(place=wrong.place, message=wrong.message) for wrong in checking.faults(objects)),
        *(fault for found in blueprint.processes for fault in _process(found, objects, blueprint)),
        *_roles(blueprint, objects),
    ]


def _process(process: Process, objects: Mapping[str, ObjectDef], blueprint: Blueprint) -> Iterator[Fault]:
    place = f"processes.{process.key}"
    found = objects.get(process.object)
    if found is None:
        yield Fault(place=place, message=f"It is for the object {process.object!r}, which there is not.")
        return
    yield from _twice(f"{place}.stages", [stage.key for stage in process.stages])
    things = [thing.key for stage in process.stages for thing in stage.gate.deliverables]
    yield from _twice(f"{place}.deliverables", things)
    kinds = field_types.kinds(found)
    for where, condition in process.conditions():
        for fault in conditions.check(condition, kinds, related=checking.related(objects, found)):
            yield Fault(place=f"{place}.{where}", message=fault.message)
    if process.amount is not None and found.field(process.amount) is None:
        yield Fault(place=f"{place}.amount", message=f"There is no field {process.amount!r}.")
    for position, stage in enumerate(process.stages):
        earlier = {one.key for one in process.stages[:position]}
        yield from _stage(f"{place}.stages.{stage.key}", stage, earlier, found, objects, blueprint)


def _stage(  # noqa: PLR0913 - a stage refers to every other part
    place: str,
    stage: Stage,
    earlier: set[str],
    found: ObjectDef,
    objects: Mapping[str, ObjectDef],
    blueprint: Blueprint,
) -> Iterator[Fault]:
    for key in stage.back_to:
        if key not in earlier:
            yield Fault(place=f"{place}.back_to", message=f"{key!r} is not an earlier stage.")
    for key in stage.gate.fields:
        if found.field(key) is None:
            yield Fault(place=f"{place}.gate.fields", message=f"There is no field {key!r}.")
    own = {thing.key: thing for thing in stage.gate.deliverables}
    for choice in stage.gate.alternatives:
        for key in (key for way in choice.ways for key in way if key not in own):
            yield Fault(place=f"{place}.gate.alternatives.{choice.key}", message=f"There is no deliverable {key!r} here.")
    for thing in stage.gate.deliverables:
        yield from _deliverable(f"{place}.gate.deliverables.{thing.key}", thing, own, found, objects, blueprint)


def _deliverable(  # noqa: PLR0913 - a deliverable refers to every other part
    place: str,
    thing: Deliverable,
    own: Mapping[str, Deliverable],
    found: ObjectDef,
    objects: Mapping[str, ObjectDef],
    blueprint: Blueprint,
) -> Iterator[Fault]:
    for key in thing.fields:
        if found.field(key) is None:
            yield Fault(place=place, message=f"There is no field {key!r}.")
    if thing.kind == "form" and not thing.fields:
        yield Fault(place=place, message="A form needs fields.")
    if thing.kind == "record" and not _refers(objects.get(thing.object or ""), found.key):
        yield Fault(place=place, message=f"No object {thing.object!r} refers to {found.key!r}.")
    if thing.kind == "confirmation" and (thing.of is None or thing.of not in own or own[thing.of].kind != "file"):
        yield Fault(place=place, message="A confirmation names a file of the same stage in `of`.")
    known = {kind.key for kind in blueprint.activity_kinds}
    for key in thing.activity_kinds:
        if key not in known:
            yield Fault(place=place, message=f"There is no activity kind {key!r}.")
    if thing.review == "role" and thing.reviewer_role not in {role.key for role in blueprint.roles}:
        yield Fault(place=place, message=f"There is no role {thing.reviewer_role!r}.")


def _refers(found: ObjectDef | None, to: str) -> bool:
    return found is not None and any(field.type == "reference" and field.to == to for field in found.fields)


def _roles(blueprint: Blueprint, objects: Mapping[str, ObjectDef]) -> Iterator[Fault]:
    for role in blueprint.roles:
        for part in (role.hidden, role.readonly):
            for object_key, keys in part.items():
                found = objects.get(object_key)
                for key in keys:
                    if found is None or found.field(key) is None:
                        yield Fault(place=f"roles.{role.key}", message=f"There is no field {object_key}.{key}.")
        for object_key in role.objects:
            if object_key != "*" and object_key not in objects:
                yield Fault(place=f"roles.{role.key}.objects", message=f"There is no object {object_key!r}.")


def _twice(place: str, keys: list[str]) -> Iterator[Fault]:
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Fault(place=place, message=f"{key!r} stands here more than once.")
