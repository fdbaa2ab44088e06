"""A page of records as JSON, straight from its rows: what `showing` says of each, without making records first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bihuan.kernel.prepared import Row
from bihuan.objects import fields
from bihuan.objects.field_types import FieldType, Target
from bihuan.org.viewer import Viewer
from bihuan.records import companions, policy, queries, showing
from bihuan.records.queries import PEOPLE, Page, Sheet
from bihuan.records.showing import Names, Shower

Made = Callable[[Any], Any] | None


def shown(
    session: Session, viewer: Viewer, page: Page, *, only: frozenset[str] | None = None, now: datetime
) -> list[dict[str, Any]]:
    """The records of a page as their viewer reads them, of all fields or of these `only`."""
    sheet = page.sheet
    if not sheet.straight:
        items = page.items
        names = queries.names(session, viewer, queries.pointed_at(viewer, sheet.object_def, items, only=only))
        shower = Shower(viewer, sheet.object_def, only=only)
        return [shower.item(one, names, now=now) for one in items]
    listed = _fields(viewer, sheet, only)
    names = queries.names(session, viewer, _pointed_at(page, listed))
    line = _Line(viewer, sheet, listed, names)
    return [line.item(row, now=now) for row in page.rows]


_Fields = list[tuple[str, int, FieldType, Target | None]]


def _fields(viewer: Viewer, sheet: Sheet, only: frozenset[str] | None) -> _Fields:
    closed = policy.hidden(viewer, sheet.object_def)
    found: _Fields = []
    for field in sheet.object_def.fields:
        if field.key not in closed and (only is None or field.key in only):
            made = fields.of(field.type)
            found.append((field.key, sheet.place(field.key), made, made.target(field)))
    return found


def _pointed_at(page: Page, listed: _Fields) -> dict[Target, set[int]]:
    owner = page.sheet.place("owner_id")
    found: dict[Target, set[int]] = {PEOPLE: {row[owner] for row in page.rows}}
    for _, place, _, target in listed:
        if target is not None:
            found.setdefault(target, set()).update(row[place] for row in page.rows if row[place] is not None)
    return found


class _Line:
    """Makes the rows of one page into JSON. What is the same for all of them is worked out once."""

    def __init__(self, viewer: Viewer, sheet: Sheet, listed: _Fields, names: Names) -> None:
        self._sheet = sheet
        self._object, self._can = sheet.object_def.key, asdict(policy.can(viewer, sheet.object_def.key))
        self._values = [(key, place, _making(made, target, names)) for key, place, made, target in listed]
        nameless = sheet.object_def.title in policy.hidden(viewer, sheet.object_def)
        self._title = None if nameless else sheet.place(sheet.object_def.title)
        self._owner = _pointers(PEOPLE, names)
        self._id, self._owner_id = sheet.place("id"), sheet.place("owner_id")
        self._revision, self._created, self._updated = map(sheet.place, ("revision", "created_at", "updated_at"))
        self._beside = [(companion.key, companion.beside) for companion in companions.introduced()]

    def item(self, row: Row, *, now: datetime) -> dict[str, Any]:
        number = row[self._id]
        values = {}
        for key, place, made in self._values:
            kept = row[place]
            values[key] = kept if kept is None or made is None else made(kept)
        beside = self._sheet.companions(row)
        return {
            "id": number,
            "object": self._object,
            "title": f"#{number}" if self._title is None else row[self._title] or "",
            "owner": self._owner(row[self._owner_id]),
            "values": values,
            "revision": row[self._revision],
            "created_at": row[self._created],
            "updated_at": row[self._updated],
            "can": self._can,
            **{key: shown_beside(beside, now=now) for key, shown_beside in self._beside},
        }


def _making(made: FieldType, target: Target | None, names: Names) -> Made:
    """How a value becomes JSON; None where it is JSON already."""
    if target is not None:
        return _pointers(target, names)
    return None if type(made).show is FieldType.show else made.show


def _pointers(target: Target, names: Names) -> Callable[[int], Mapping[str, Any]]:
    known: dict[int, Mapping[str, Any]] = {}

    def pointer(number: int) -> Mapping[str, Any]:
        if number not in known:
            known[number] = showing.pointer(target, number, names)
        return known[number]

    return pointer
