"""Do the pools of a blueprint make sense with its objects and roles? Everything that doesn't is named. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from bihuan.objects.checking import Fault
from bihuan.objects.definition import ObjectDef
from bihuan.pool.definition import PoolDef


def faults(found: Iterable[PoolDef], objects: Mapping[str, ObjectDef], roles: Collection[str]) -> Iterator[Fault]:
    """Everything wrong with these pools, each with its place."""
    taken: set[str] = set()
    for pool in found:
        place = f"pools.{pool.key}"
        about = objects.get(pool.object)
        if about is None:
            yield Fault(place=f"{place}.object", code="no_such_object", message=f"There is no object {pool.object!r}.")
            continue
        if pool.object in taken:
            message = f"{pool.object!r} has two pools."
            yield Fault(place=f"{place}.object", code="pooled_twice", message=message)
        taken.add(pool.object)
        if about.visibility == "everyone":
            message = f"Everyone sees {pool.object!r}: there is nothing to claim."
            yield Fault(place=f"{place}.object", code="seen_by_everyone", message=message)
        yield from _members(place, pool, about, roles)


def _members(place: str, pool: PoolDef, about: ObjectDef, roles: Collection[str]) -> Iterator[Fault]:
    if not pool.roles:
        yield Fault(place=f"{place}.roles", code="nobody_claims", message="Somebody may claim from a pool.")
    for key in pool.roles:
        if key not in roles:
            yield Fault(place=f"{place}.roles", code="no_such_role", message=f"There is no role {key!r}.")
    for key in pool.shows:
        if about.field(key) is None:
            yield Fault(place=f"{place}.shows", code="no_such_field", message=f"There is no field {key!r}.")
