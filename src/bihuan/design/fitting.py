"""Whether the parts of a document are of the right kind, as far as each can be judged alone. Pure.

A draft may be unfinished: what refers to nothing yet is a fault, shown and mended later. But what can't even be read
is never let in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bihuan.activity.definition import ActivityKind
from bihuan.design.checking import Fault
from bihuan.kernel.words import Lang, Words
from bihuan.objects.definition import DictionaryDef, ObjectDef
from bihuan.objects.grades import GradingDef
from bihuan.org.definition import CalendarDef, RoleDef
from bihuan.process.definition import Process
from bihuan.reports.definition import DashboardDef

_LISTED: dict[str, TypeAdapter[Any]] = {
    "objects": TypeAdapter(ObjectDef),
    "dictionaries": TypeAdapter(DictionaryDef),
    "processes": TypeAdapter(Process),
    "roles": TypeAdapter(RoleDef),
    "activity_kinds": TypeAdapter(ActivityKind),
    "dashboards": TypeAdapter(DashboardDef),
    "grades": TypeAdapter(GradingDef),
}
_ALONE: dict[str, TypeAdapter[Any]] = {
    "name": TypeAdapter(Words),
    "lang": TypeAdapter(Lang),
    "calendar": TypeAdapter(CalendarDef),
}
_LONGEST = 300  # of what is said about one thing: what somebody sent may be as long as they like


def misfits(body: dict[str, Any], places: Iterable[Sequence[str]]) -> list[Fault]:
    """What can't be read in the parts of the document that these places lie in."""
    parts = dict.fromkeys(tuple(place[:2]) for place in places)
    return [fault for part in parts for fault in _part(body, part)]


def _part(body: dict[str, Any], place: Sequence[str]) -> Iterator[Fault]:
    top = place[0]
    if top in _ALONE:
        if top in body:
            yield from _read(_ALONE[top], body[top], (top,))
        elif top == "name":
            yield Fault(place=top, code="missing", message="A configuration has a name.")
        return
    if top not in _LISTED:
        yield Fault(place=top[:_LONGEST], code="extra_forbidden", message="A configuration has no such part.")
        return
    listed = body.get(top, [])
    if not isinstance(listed, list):
        yield Fault(place=top, code="list_type", message="This is a list.")
        return
    for one in listed:
        key = one.get("key") if isinstance(one, dict) else None
        if len(place) == 1 or key == place[1]:
            yield from _read(_LISTED[top], one, (top, str(key)))


def _read(kind: TypeAdapter[Any], value: Any, place: Sequence[str]) -> Iterator[Fault]:  # noqa: ANN401 - not yet read
    try:
        kind.validate_python(value)
    except ValidationError as wrong:
        for error in wrong.errors(include_url=False, include_context=False, include_input=False):
            where = ".".join((*place, *_by_keys(value, error["loc"])))
            yield Fault(place=where[:_LONGEST], code=error["type"], message=error["msg"][:_LONGEST])


def _by_keys(value: Any, way: Iterable[int | str]) -> Iterator[str]:  # noqa: ANN401 - any part of it
    """The way to a part, with keys where pydantic counts."""
    here = value
    for part in way:
        there = None
        if isinstance(here, dict):
            there = here.get(part)
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            there = here[part]
        named = there.get("key") if isinstance(there, dict) and isinstance(part, int) else None
        yield str(part if named is None else named)
        here = there
