"""Does the whole fit together? Every reference from one part to another, every expression. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from bihuan.approvals import checking as approvals
from bihuan.approvals.definition import ApprovalDef
from bihuan.design.definition import Blueprint
from bihuan.design.fault import Fault
from bihuan.kernel import conditions
from bihuan.objects import checking, field_types, grading_faults
from bihuan.objects.definition import ObjectDef
from bihuan.org.definition import RoleDef
from bihuan.pool import faults as pools
from bihuan.process.definition import Deliverable, Process, Stage
from bihuan.records.file_types import MEDIA_TYPES
from bihuan.reports import checking as dashboards
from bihuan.rules import faults as rules

OUTCOMES = ("won", "lost")  # where a way ends; a stage of that name could not be told from it
_BY_HAND = frozenset({"file", "photo", "audio", "text", "form"})
_NUMBERS = frozenset({"integer", "decimal"})
_SHOWN = {"photo": ("image/",), "audio": ("audio/", "video/")}  # the media types of what a phone brings


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What the parts of a document may refer to."""

    objects: Mapping[str, ObjectDef]
    roles: Mapping[str, RoleDef]
    activity_kinds: frozenset[str]
    approvals: Mapping[str, ApprovalDef]


def faults(blueprint: Blueprint, objects: Mapping[str, ObjectDef]) -> list[Fault]:
    """All that is wrong, in the order of the document. Empty when it may be released.

    `objects` are those of the document, each choice field with the entries of its dictionary.
    """
    known = _Known(
        objects=objects,
        roles={role.key: role for role in blueprint.roles},
        activity_kinds=frozenset(kind.key for kind in blueprint.activity_kinds),
        approvals={approval.key: approval for approval in blueprint.approvals},
    )
    return [
        *_twice("objects", (found.key for found in blueprint.objects)),
        *_twice("dictionaries", (found.key for found in blueprint.dictionaries)),
        *_twice("processes", (found.key for found in blueprint.processes)),
        *_twice("processes.object", (found.object for found in blueprint.processes)),
        *_twice("roles", (found.key for found in blueprint.roles)),
        *_twice("grades", (found.key for found in blueprint.grades)),
        *_twice("rules", (found.key for found in blueprint.rules)),
        *_twice("pools", (found.key for found in blueprint.pools)),
        *_twice("activity_kinds", (found.key for found in blueprint.activity_kinds)),
        *(Fault(place=wrong.place, code=wrong.code, message=wrong.message) for wrong in checking.faults(objects)),
        *_grades(blueprint, objects),
        *(fault for found in blueprint.processes for fault in _process(found, known)),
        *(fault for role in blueprint.roles for fault in _role(role, known)),
        *_dashboards(blueprint, known),
        *_rules(blueprint, known),
        *_pools(blueprint, known),
        *_approvals(blueprint, known),
    ]


def _pools(blueprint: Blueprint, known: _Known) -> Iterator[Fault]:
    for wrong in pools.faults(blueprint.pools, known.objects, known.roles):
        yield Fault(place=wrong.place, code=wrong.code, message=wrong.message)


def _rules(blueprint: Blueprint, known: _Known) -> Iterator[Fault]:
    about = rules.Known(
        objects=known.objects,
        processes=blueprint.processes,
        roles=known.roles,
        activity_kinds=known.activity_kinds,
        approvals=known.approvals,
        pooled={pool.object for pool in blueprint.pools},
    )
    for wrong in rules.faults(blueprint.rules, about):
        yield Fault(place=wrong.place, code=wrong.code, message=wrong.message)


def _dashboards(blueprint: Blueprint, known: _Known) -> Iterator[Fault]:
    about = dashboards.Known(objects=known.objects, processes=blueprint.processes, roles=known.roles)
    for wrong in dashboards.faults(blueprint.dashboards, about):
        yield Fault(place=wrong.place, code=wrong.code, message=wrong.message)


def _approvals(blueprint: Blueprint, known: _Known) -> Iterator[Fault]:
    for wrong in approvals.faults(blueprint.approvals, known.objects, known.roles):
        yield Fault(place=wrong.place, code=wrong.code, message=wrong.message)


def _grades(blueprint: Blueprint, objects: Mapping[str, ObjectDef]) -> Iterator[Fault]:
    for wrong in grading_faults.faults(blueprint.grades, objects):
        yield Fault(place=wrong.place, code=wrong.code, message=wrong.message)


def _process(process: Process, known: _Known) -> Iterator[Fault]:
    place = f"processes.{process.key}"
    found = known.objects.get(process.object)
    if found is None:
        yield _unknown(f"{place}.object", "object", process.object)
        return
    yield from _twice(f"{place}.stages", (stage.key for stage in process.stages))
    yield from _twice(f"{place}.deliverables", (thing.key for thing in process.deliverables()))
    yield from _twice(f"{place}.lost_reasons", (reason.key for reason in process.lost_reasons))
    kinds, related = field_types.kinds(found), checking.related(known.objects, found)
    for where, condition in process.conditions():
        for wrong in conditions.check(condition, kinds, related=related):
            yield Fault(place=f"{place}.{where}", code=wrong.code, message=wrong.message)
    if process.amount is not None and kinds.get(process.amount) not in _NUMBERS:
        message = f"{process.amount!r} is no number field of {found.key!r}."
        yield Fault(place=f"{place}.amount", code="not_a_number", message=message)
    for position, stage in enumerate(process.stages):
        yield from _stage(f"{place}.stages.{stage.key}", stage, found, known)
        earlier = {one.key for one in process.stages[:position]}
        for key in sorted(set(stage.back_to) - earlier):
            message = f"{key!r} is no earlier stage."
            yield Fault(place=f"{place}.stages.{stage.key}.back_to", code="not_earlier", message=message)


def _stage(place: str, stage: Stage, found: ObjectDef, known: _Known) -> Iterator[Fault]:
    gate = stage.gate
    if stage.key in OUTCOMES:
        yield Fault(place=place, code="kept_name", message=f"{stage.key!r} is how a way ends; choose another key.")
    if stage.limit is None and (stage.warn_before or stage.escalate_after):
        message = "A stage without a limit has nothing to warn before or to escalate after."
        yield Fault(place=place, code="no_limit", message=message)
    yield from _twice(f"{place}.gate.fields", gate.fields)
    yield from _twice(f"{place}.gate.checks", (check.key for check in gate.checks))
    yield from _twice(f"{place}.gate.alternatives", (choice.key for choice in gate.alternatives))
    yield from (_unknown(f"{place}.gate.fields", "field", key) for key in gate.fields if found.field(key) is None)
    own = {thing.key: thing for thing in gate.deliverables}
    for choice in gate.alternatives:
        for key in sorted({key for way in choice.ways for key in way} - own.keys()):
            yield _unknown(f"{place}.gate.alternatives.{choice.key}", "deliverable", key)
    for thing in gate.deliverables:
        inside = f"{place}.gate.deliverables.{thing.key}"
        for check in (_files, _sample, _form, _confirmation, _record, _summary, _task, _approval, _review):
            yield from (
                Fault(place=inside, code=code, message=message) for code, message in check(thing, own, found, known)
            )


_Own = Mapping[str, Deliverable]
_Wrong = Iterator[tuple[str, str]]


def _files(thing: Deliverable, _own: _Own, _found: ObjectDef, _known: _Known) -> _Wrong:
    for kind in thing.types:
        if kind not in MEDIA_TYPES:
            yield "no_such_type", f"No file of type {kind!r} is ever taken; there are {', '.join(sorted(MEDIA_TYPES))}."


def _sample(thing: Deliverable, _own: _Own, _found: ObjectDef, _known: _Known) -> _Wrong:
    """A sample is a file that could itself be handed in."""
    if thing.sample is None:
        return
    kind = PurePosixPath(thing.sample.name).suffix.lower().removeprefix(".")
    shown = MEDIA_TYPES.get(kind, "").startswith(_SHOWN.get(thing.kind, ("",)))
    if kind not in MEDIA_TYPES or not shown or (thing.types and kind not in thing.types):
        yield "no_such_sample", f"{thing.sample.name!r} is not a file that could be handed in here."


def _form(thing: Deliverable, _own: _Own, found: ObjectDef, _known: _Known) -> _Wrong:
    if thing.kind == "form" and not thing.fields:
        yield "no_fields", "A form needs fields."
    for key in thing.fields:
        if found.field(key) is None:
            yield "no_such_field", f"There is no field {key!r}."


def _confirmation(thing: Deliverable, own: _Own, _found: ObjectDef, _known: _Known) -> _Wrong:
    if thing.kind == "confirmation" and (thing.of is None or thing.of not in own or own[thing.of].kind != "file"):
        yield "nothing_to_confirm", "A confirmation names a file of the same stage in `of`."


def _record(thing: Deliverable, _own: _Own, found: ObjectDef, known: _Known) -> _Wrong:
    if thing.kind != "record":
        return
    other = known.objects.get(thing.object or "")
    if other is None or not any(field.type == "reference" and field.to == found.key for field in other.fields):
        yield "refers_to_nothing", f"No object {thing.object!r} refers to {found.key!r}."


def _summary(thing: Deliverable, _own: _Own, _found: ObjectDef, known: _Known) -> _Wrong:
    for key in sorted(set(thing.activity_kinds) - known.activity_kinds):
        yield "no_such_activity_kind", f"There is no activity kind {key!r}."


def _task(thing: Deliverable, _own: _Own, _found: ObjectDef, known: _Known) -> _Wrong:
    if thing.kind == "task" and thing.role not in known.roles:
        yield "no_such_role", f"There is no role {thing.role!r} that could do this."


def _approval(thing: Deliverable, _own: _Own, found: ObjectDef, known: _Known) -> _Wrong:
    if thing.kind != "approval":
        return
    approval = known.approvals.get(thing.approval or "")
    if approval is None:
        yield "no_such_approval", f"There is no approval {thing.approval!r}."
        return
    other = known.objects.get(approval.object)
    pointing = other is not None and any(one.type == "reference" and one.to == found.key for one in other.fields)
    if approval.object != found.key and not pointing:
        message = f"{approval.key!r} is about {approval.object!r}, which does not refer to {found.key!r}."
        yield "refers_to_nothing", message


def _review(thing: Deliverable, _own: _Own, _found: ObjectDef, known: _Known) -> _Wrong:
    if thing.review == "none":
        return
    if thing.kind not in _BY_HAND:
        yield "nothing_to_review", f"Nobody hands in a {thing.kind}, so nobody can review it."
    if thing.review == "role" and thing.reviewer_role not in known.roles:
        yield "no_such_role", f"There is no role {thing.reviewer_role!r}."


def _role(role: RoleDef, known: _Known) -> Iterator[Fault]:
    place = f"roles.{role.key}"
    for part in ("objects", "hidden", "readonly"):
        for object_key in getattr(role, part):
            if object_key != "*" and object_key not in known.objects:
                yield _unknown(f"{place}.{part}", "object", object_key)
    for part in ("hidden", "readonly"):
        for object_key, keys in getattr(role, part).items():
            fields = _fields(object_key, known)
            yield from (
                _unknown(f"{place}.{part}", "field", f"{object_key}.{key}") for key in keys if key not in fields
            )


def _fields(object_key: str, known: _Known) -> set[str]:
    """The fields that a role may name for an object; under the star, those of any object."""
    named = known.objects.values() if object_key == "*" else filter(None, [known.objects.get(object_key)])
    return {key for found in named for key in found.by_key}


def _unknown(place: str, kind: str, key: str) -> Fault:
    return Fault(place=place, code=f"no_such_{kind}", message=f"There is no {kind} {key!r}.")


def _twice(place: str, keys: Iterable[str]) -> Iterator[Fault]:
    listed = list(keys)
    for key in sorted({key for key in listed if listed.count(key) > 1}):
        yield Fault(place=place, code="twice", message=f"{key!r} stands here more than once.")
