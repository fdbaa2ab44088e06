"""Whether the parts of a document are of the right kind, as far as each can be judged alone. Pure.

A draft may be unfinished: what refers to nothing yet is a fault, shown and mended later. But what can't even be read
is never let in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bihuan.activity.definition import ActivityKind
from bihuan.approvals.definition import ApprovalDef
from bihuan.design import legible
from bihuan.design.fault import Fault, unread
from bihuan.kernel.words import Lang, Words
from bihuan.notices.definition import NoticesDef
from bihuan.objects.definition import DictionaryDef, ObjectDef
from bihuan.objects.grades import GradingDef
from bihuan.org.definition import CalendarDef, RoleDef
from bihuan.pool.definition import PoolDef
from bihuan.process.definition import Process
from bihuan.reports.definition import DashboardDef
from bihuan.rules.definition import RuleDef

_LISTED: dict[str, TypeAdapter[Any]] = {
    "objects": TypeAdapter(ObjectDef),
    "dictionaries": TypeAdapter(DictionaryDef),
    "processes": TypeAdapter(Process),
    "roles": TypeAdapter(RoleDef),
    "activity_kinds": TypeAdapter(ActivityKind),
    "dashboards": TypeAdapter(DashboardDef),
    "approvals": TypeAdapter(ApprovalDef),
    "grades": TypeAdapter(GradingDef),
    "rules": TypeAdapter(RuleDef),
    "pools": TypeAdapter(PoolDef),
}
_ALONE: dict[str, TypeAdapter[Any]] = {
    "name": TypeAdapter(Words),
    "lang": TypeAdapter(Lang),
    "calendar": TypeAdapter(CalendarDef),
    "notices": TypeAdapter(NoticesDef),
}


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
        yield Fault.at((top,), "extra_forbidden", "A configuration has no such part.")
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
    yield from legible.faults(value, place)
    try:
        kind.validate_python(value)
    except ValidationError as wrong:
        yield from unread(wrong, value, place)
