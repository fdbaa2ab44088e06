"""Released versions of the configuration over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Path, Response
from pydantic import BaseModel

from bihuan.blueprint import queries as versions
from bihuan.blueprint.models import Pilot, Version
from bihuan.design import as_text, commands, policy
from bihuan.design.api import shapes
from bihuan.kernel import clock, web
from bihuan.kernel.web import UnitOfWork
from bihuan.org import queries as org
from bihuan.org.asking import Asking

router = web.doors(tags=["design"])
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


class VersionOut(BaseModel):
    """A version: released to all, or to some teams alone; `pilot` is what became of that."""

    number: int
    note: str
    released_at: datetime
    released_by: str
    live: bool
    pilot: str | None


class Versions(BaseModel):
    """All versions, the newest first."""

    items: list[VersionOut]


@router.get("/versions")
def history(viewer: Asking, session: UnitOfWork) -> Versions:
    """The versions there have been."""
    policy.configure(viewer)
    live, names = versions.live(session), org.directory(session)
    tried = {one.version_id: one for one in versions.pilots(session)}
    return Versions(
        items=[
            VersionOut(
                number=one.number,
                note=one.note,
                released_at=_since(one, tried.get(one.id)),
                released_by=names.get(one.released_by_id or 0, ""),
                live=one.id == live.id,
                pilot=tried[one.id].state if one.id in tried else None,
            )
            for one in versions.history(session)
        ]
    )


@router.get("/versions/{number}/yaml", response_class=Response)
def document(number: Number, viewer: Asking, session: UnitOfWork) -> Response:
    """A version as a document to keep, to change by hand, and to bring back."""
    policy.configure(viewer)
    text = as_text.written(versions.numbered(session, number).body)
    named = {"Content-Disposition": f'attachment; filename="blueprint-{number}.yaml"'}
    return Response(text, media_type="application/yaml", headers=named)


@router.get("/versions/{older}/changes/{newer}")
def changes(older: Number, newer: Number, viewer: Asking, session: UnitOfWork) -> shapes.Changes:
    """What differs between two versions."""
    policy.configure(viewer)
    old, new = versions.numbered(session, older), versions.numbered(session, newer)
    return shapes.Changes(changes=shapes.changes(old.body, new.body, viewer))


@router.post("/versions/{number}/restore", status_code=201)
def restore(number: Number, viewer: Asking, session: UnitOfWork) -> shapes.DraftOut:
    """Begin a draft of an older version: released, it is a new one."""
    return shapes.shown(session, viewer, commands.begin(session, viewer, number=number, now=clock.now()))


def _since(version: Version, pilot: Pilot | None) -> datetime:
    """When a version was everybody's for the first time; of one that never was, when its pilot began."""
    released = pilot.ended_at if pilot is not None and pilot.state == "released" else None
    return released or version.released_at
