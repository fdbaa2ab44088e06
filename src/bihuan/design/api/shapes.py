"""What several doors of the design desk answer with, and who may open them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as versions
from bihuan.blueprint.models import Version
from bihuan.design import differing, queries, stepping
from bihuan.design.definition import Blueprint
from bihuan.design.examining import examined
from bihuan.design.fault import Fault
from bihuan.design.models import Draft
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Since = Annotated[
    int | None, Query(ge=0, le=2**31 - 1, description="the revision one knows: only what came after it is told")
]


class Body(BaseModel):
    """Base of what is sent: nothing unknown in it."""

    model_config = ConfigDict(extra="forbid")


class FaultOut(BaseModel):
    """What keeps a draft from being released: where, which kind of wrong, and in a sentence."""

    place: str
    code: str
    message: str


class Said(BaseModel):
    """A difference: where, and in a sentence."""

    place: str
    words: str


class Changes(BaseModel):
    """What differs, in the order of the document."""

    changes: list[Said]


class DraftLine(BaseModel):
    """A draft in a list. `behind`: another version was released since it was begun; `switch_at`: it waits for then."""

    id: int
    name: str
    from_number: int
    live_number: int
    behind: bool
    revision: int
    made_at: datetime
    made_by: str
    changed_at: datetime
    changed_by: str
    switch_at: datetime | None
    switch_by: str


class DraftOut(DraftLine):
    """A draft: how many steps made it so, what is still wrong, and what stands in it.

    Whoever knows how it stood at revision `since` is told the operations that have changed it, and no body.
    """

    edits: int
    can_undo: bool
    can_redo: bool
    body: dict[str, Any] | None
    since: int | None
    operations: list[dict[str, Any]]
    faults: list[FaultOut]


def line(session: Session, found: Draft, live: Version, names: Mapping[int, str]) -> dict[str, Any]:
    """What a list says of a draft."""
    return {
        "id": found.id,
        "name": found.name,
        "from_number": versions.version(session, found.from_version_id).number,
        "live_number": live.number,
        "behind": found.from_version_id != live.id,
        "revision": found.revision,
        "made_at": found.made_at,
        "made_by": names.get(found.made_by_id or 0, ""),
        "changed_at": found.changed_at,
        "changed_by": names.get(found.changed_by_id or 0, ""),
        "switch_at": found.switch_at,
        "switch_by": names.get(found.switch_by_id or 0, ""),
    }


def shown(session: Session, viewer: Viewer, found: Draft, *, since: int | None = None) -> DraftOut:
    """A draft as one of its makers sees it: whole, or what has changed since a revision that the maker knows."""
    standing = stepping.standing(queries.counts(session, found.id))
    own = standing.get(viewer.person_id)
    known = since is not None and since <= found.revision
    later = queries.steps(session, found.id, after=since) if known and since is not None else []
    return DraftOut(
        **line(session, found, versions.live(session), org.directory(session)),
        edits=sum(len(one.done) for one in standing.values()),
        can_undo=stepping.next_to("undo", own) is not None,
        can_redo=stepping.next_to("redo", own) is not None,
        body=None if known else found.body,
        since=since if known else None,
        operations=[operation for step in later for operation in step.operations],
        faults=faults(wrong(session, viewer, found)[1]),
    )


def wrong(session: Session, viewer: Viewer, found: Draft) -> tuple[Blueprint | None, list[Fault]]:
    """A draft as a blueprint, and all that keeps this viewer from releasing it."""
    blueprint, known = examined(found.body)
    return blueprint, known if blueprint is None else [*known, *queries.in_the_way(session, viewer, blueprint)]


def faults(found: Iterable[Fault]) -> list[FaultOut]:
    """What keeps a draft from living."""
    return [FaultOut(place=one.place, code=one.code, message=one.message) for one in found]


def changes(old: dict[str, Any], new: dict[str, Any], viewer: Viewer) -> list[Said]:
    """What differs between two documents, in the reader's language."""
    return [Said(place=one.place, words=one.words) for one in differing.changes(old, new, viewer.lang)]
