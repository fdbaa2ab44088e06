"""Do the approvals of a blueprint make sense? Everything that doesn't is named, each with its place. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bihuan.approvals.definition import ApprovalDef, Step, Who
from bihuan.kernel import conditions
from bihuan.objects import checking as objects_checking
from bihuan.objects import field_types
from bihuan.objects.definition import ObjectDef

_NAMES = {"person": "person", "role": "role", "team": "team", "skill": "skill"}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something wrong in an approval: where, which kind of wrong, and in a sentence."""

    place: str
    code: str
    message: str


def faults(
    approvals: Sequence[ApprovalDef], objects: Mapping[str, ObjectDef], roles: Collection[str]
) -> Iterator[Fault]:
    """All that is wrong with these approvals, in their order."""
    yield from _twice("approvals", (one.key for one in approvals))
    for one in approvals:
        place = f"approvals.{one.key}"
        found = objects.get(one.object)
        if found is None:
            yield _unknown(f"{place}.object", "object", one.object)
            continue
        yield from _twice(f"{place}.steps", (step.key for step in one.steps))
        kinds, related = field_types.kinds(found), objects_checking.related(objects, found)
        for where, condition in one.conditions():
            for wrong in conditions.check(condition, kinds, related=related):
                yield Fault(place=f"{place}.{where}", code=wrong.code, message=wrong.message)
        for step in one.steps:
            yield from _step(f"{place}.steps.{step.key}", step, found, roles)


def _step(place: str, step: Step, found: ObjectDef, roles: Collection[str]) -> Iterator[Fault]:
    yield from _twice(f"{place}.who", (who.key for who in step.who))
    yield from (_unknown(f"{place}.fields", "field", key) for key in step.fields if found.field(key) is None)
    yield from _twice(f"{place}.fields", step.fields)
    if step.limit is None and (step.warn_before or step.escalate_after):
        message = "A step without a limit has nothing to warn before or to escalate after."
        yield Fault(place=place, code="no_limit", message=message)
    for who in step.who:
        yield from _who(f"{place}.who.{who.key}", who, roles)


def _who(place: str, who: Who, roles: Collection[str]) -> Iterator[Fault]:
    needed = _NAMES.get(who.by)
    if needed is not None and getattr(who, needed) is None:
        yield Fault(place=place, code="nobody_named", message=f"Say which {needed} is asked.")
    elif who.by == "role" and who.role not in roles:
        yield _unknown(place, "role", who.role or "")


def _unknown(place: str, kind: str, key: str) -> Fault:
    return Fault(place=place, code=f"no_such_{kind}", message=f"There is no {kind} {key!r}.")


def _twice(place: str, keys: Iterable[str]) -> Iterator[Fault]:
    listed = list(keys)
    for key in sorted({key for key in listed if listed.count(key) > 1}):
        yield Fault(place=place, code="twice", message=f"{key!r} stands here more than once.")
