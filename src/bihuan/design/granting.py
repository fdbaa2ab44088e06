"""What keeps somebody from releasing roles: they reach further than their own, or people have one that goes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bihuan.approvals.definition import ApprovalDef
from bihuan.design.fault import Fault
from bihuan.org.definition import RoleDef, named


def beyond(own: RoleDef | None, live: Mapping[str, RoleDef], new: Iterable[RoleDef]) -> list[Fault]:
    """Where a role that is new or changed reaches further than the releaser's own, each thing with its place."""
    return [fault for role in new if role != live.get(role.key) for fault in _lacking(own, role)]


def opened(own: RoleDef | None, live: Mapping[str, ApprovalDef], new: Iterable[ApprovalDef]) -> list[Fault]:
    """Where an approval that is new or changed shows what its releaser does not see, each thing with its place."""
    return [
        Fault(
            place=f"approvals.{one.key}.steps.{step.key}.fields",
            code="beyond_yours",
            message=f"You have not got this yourself: {key}.",
        )
        for one in new
        if one != live.get(one.key)
        for step in one.steps
        for key in step.fields
        if own is None or key in named(own.hidden, one.object) or "read" not in named(own.objects, one.object)
    ]


def left(live: Mapping[str, RoleDef], new: Iterable[RoleDef], holders: Mapping[str, int]) -> dict[str, int]:
    """The roles that would go while people have them, and how many: whoever has none may do nothing."""
    gone = live.keys() - {role.key for role in new}
    return {key: holders[key] for key in live if key in gone and holders.get(key, 0) > 0}


def held(key: str, people: int) -> Fault:
    """That people have a role which goes."""
    message = f"{people} people have this role. Give them another one first."
    return Fault(place=f"roles.{key}", code="role_held", message=message)


def _lacking(own: RoleDef | None, role: RoleDef) -> Iterator[Fault]:
    place = f"roles.{role.key}"
    if own is None:
        yield Fault(place=place, code="beyond_yours", message="You have no role of your own to give from.")
        return
    for way in own.lacks(role):
        message = f"You have not got this yourself: {' '.join(way)}."
        yield Fault(place=".".join((place, *way)), code="beyond_yours", message=message)
