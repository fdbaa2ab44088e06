"""What was taken away, put back where it stood: a field, or a whole object. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bihuan.design import operations
from bihuan.design.operations import Add, Body, Operation, Set

Keyed = Sequence[dict[str, Any]]


def field(body: Body, then: Body, object_key: str, field_key: str) -> tuple[Operation, ...]:
    """The operations that put a field back as it was `then`: among the fields, in the form and in the short lists.

    None where the object isn't there, or has a field of that key.
    """
    now, was = (operations.found(side, ("objects", object_key)) for side in (body, then))
    lost = operations.found(then, ("objects", object_key, "fields", field_key))
    if now is None or lost is None or _of(now["fields"], field_key) is not None:
        return ()
    before = _before(_keys(now["fields"]), _keys(was["fields"]), field_key)
    return (
        Add(place=("objects", object_key, "fields"), value=lost, before=before),
        *_in_form(now, was, field_key),
        *_in_lists(now, was, field_key),
    )


def object_(body: Body, then: Body, object_key: str) -> tuple[Operation, ...]:
    """The operations that put an object back as it was `then`, with the processes that led its records."""
    lost = operations.found(then, ("objects", object_key))
    standing = body.get("objects", [])
    if lost is None or _of(standing, object_key) is not None:
        return ()
    known = _keys(body.get("processes", []))
    ways = [one for one in then.get("processes", []) if one.get("object") == object_key and one["key"] not in known]
    before = _before(_keys(standing), _keys(then["objects"]), object_key)
    return (
        Add(place=("objects",), value=lost, before=before),
        *(Add(place=("processes",), value=one) for one in ways),
    )


def _in_form(now: Body, was: Body, field_key: str) -> Iterator[Operation]:
    sections: Keyed = now.get("form", [])
    home = next((one for one in was.get("form", []) if field_key in one.get("fields", ())), None)
    here = next((one for one in sections if home is not None and _same(one, home)), None)
    if home is None or here is None:
        return
    fields = _with(here.get("fields", ()), home["fields"], field_key)
    place = ("objects", now["key"], "form")
    if all(isinstance(one.get("key"), str) for one in sections):
        yield Set(place=(*place, here["key"], "fields"), value=fields)
    else:
        yield Set(place=place, value=[{**one, "fields": fields} if one is here else one for one in sections])


def _in_lists(now: Body, was: Body, field_key: str) -> Iterator[Operation]:
    for name in ("quick", "list_columns"):
        if field_key in was.get(name, ()):
            value = _with(now.get(name, ()), was[name], field_key)
            yield Set(place=("objects", now["key"], name), value=value)


def _same(one: Body, other: Body) -> bool:
    """Whether two sections are the same: by their keys where both have one, else by what they are called."""
    if one.get("key") and other.get("key"):
        return bool(one["key"] == other["key"])
    return bool(one.get("label") == other.get("label"))


def _with(keys: Sequence[str], then: Sequence[str], key: str) -> list[str]:
    if key in keys:
        return list(keys)
    before = _before(keys, then, key)
    at = len(keys) if before is None else list(keys).index(before)
    return [*keys[:at], key, *keys[at:]]


def _before(keys: Sequence[str], then: Sequence[str], key: str) -> str | None:
    """What it stood before and is still there; None for the end."""
    return next((one for one in then[list(then).index(key) + 1 :] if one in keys), None)


def _keys(listed: Keyed) -> list[str]:
    return [str(one["key"]) for one in listed]


def _of(listed: Keyed, key: str) -> dict[str, Any] | None:
    return next((one for one in listed if one.get("key") == key), None)
