"""A page of records as JSON, straight from its rows: what `showing` says of each, without making records first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy.orm import Session

from bihuan.objects.field_types import Target
from bihuan.org.viewer import Viewer
from bihuan.records import queries
from bihuan.records.queries import PEOPLE, Page
from bihuan.records.showing import FRAME, Shower


def shown(
    session: Session, viewer: Viewer, page: Page, *, only: frozenset[str] | None = None, now: datetime
) -> list[dict[str, Any]]:
    """The records of a page as their viewer reads them, of all fields or of these `only`."""
    object_def = page.sheet.object_def
    if not page.sheet.straight:
        items = page.items
        names = queries.names(session, viewer, queries.pointed_at(viewer, object_def, items, only=only))
        shower = Shower(viewer, object_def, names, only=only, now=now)
        return [shower.item(one) for one in items]
    names = queries.names(session, viewer, _pointed_at(viewer, page, only))
    return list(_lines(page, Shower(viewer, object_def, names, only=only, now=now)))


def _pointed_at(viewer: Viewer, page: Page, only: frozenset[str] | None) -> dict[Target, set[int]]:
    """What the rows point at, but for what they name themselves."""
    owner = page.sheet.place("owner_id")
    found: dict[Target, set[int]] = {PEOPLE: {row[owner] for row in page.rows}}
    for key, target in queries.targets(viewer, page.sheet.object_def, only=only).items():
        if key not in page.named:
            place = page.sheet.place(key)
            found.setdefault(target, set()).update(row[place] for row in page.rows if row[place] is not None)
    return found


def _lines(page: Page, shower: Shower) -> Iterator[dict[str, Any]]:
    sheet = page.sheet
    title, frame = sheet.place(sheet.object_def.title), itemgetter(*map(sheet.place, FRAME))
    columns = [(key, sheet.place(key), made, page.named.get(key)) for key, made in shower.values]
    for row in page.rows:
        values = {}
        for key, place, made, name in columns:
            kept = row[place]
            if kept is not None and name is not None:
                kept = {"id": kept, "name": row[name]}
            elif kept is not None and made is not None:
                kept = made(kept)
            values[key] = kept
        yield shower.dressed(frame(row), row[title], values, sheet.companions(row))
