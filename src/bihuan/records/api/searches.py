"""Finding things over HTTP, across all objects."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from bihuan.kernel import web
from bihuan.kernel.web import UnitOfWork
from bihuan.objects import queries as objects
from bihuan.org.asking import Asking
from bihuan.records import queries, showing
from bihuan.records.api.shapes import HitOut, HitsOut, PersonOut

router = web.doors(tags=["records"])


@router.get("/search")
def search(
    q: Annotated[str, Query(max_length=200)],
    viewer: Asking,
    session: UnitOfWork,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> HitsOut:
    """Records of every object that the words find: names, pinyin, initials, the tail of a telephone number."""
    found = queries.found_anywhere(session, viewer, q, limit=limit)
    names = queries.names(session, viewer, {queries.PEOPLE: {record.owner_id for record in found}})
    known = objects.objects(session)
    return HitsOut(
        items=[
            HitOut(
                object=record.object_key,
                object_label=known[record.object_key].label.say(viewer.lang),
                id=record.id,
                title=showing.title(viewer, known[record.object_key], record),
                owner=PersonOut(**showing.pointer(queries.PEOPLE, record.owner_id, names)),
            )
            for record in found
        ]
    )
