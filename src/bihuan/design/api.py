"""Drafts, plans, releases and versions of the configuration over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import yaml
from fastapi import Path, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as versions
from bihuan.blueprint.models import Version
from bihuan.design import commands, differing, planning, queries, stepping
from bihuan.design.checking import Fault
from bihuan.design.commands import RIGHT
from bihuan.design.examining import examined
from bihuan.design.joining import Keep
from bihuan.design.models import Draft, Step
from bihuan.design.operations import Operations
from bihuan.kernel import clock, web
from bihuan.kernel.refusals import Forbidden
from bihuan.kernel.web import UnitOfWork
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer

router = web.doors(prefix="/design", tags=["design"])
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Revision = Annotated[int, Field(ge=0, le=2**31 - 1)]


class FaultOut(BaseModel):
    """What keeps a draft from being released: where, which kind of wrong, and in a sentence."""

    place: str
    code: str
    message: str


class DraftLine(BaseModel):
    """A draft in a list. `behind`: another version was released since it was begun."""

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


class DraftOut(DraftLine):
    """A draft whole: what stands in it, how many steps made it so, and what is still wrong."""

    edits: int
    can_undo: bool
    can_redo: bool
    body: dict[str, Any]
    faults: list[FaultOut]


class Drafts(BaseModel):
    """All drafts, the one changed last first."""

    items: list[DraftLine]


class Said(BaseModel):
    """A difference: where, and in a sentence."""

    place: str
    words: str


class Changes(BaseModel):
    """What differs, in the order of the document."""

    changes: list[Said]


class StepOut(BaseModel):
    """Who changed what, and when."""

    revision: int
    kind: str
    by: str
    at: datetime
    operations: list[dict[str, Any]]
    standing: bool


class Steps(BaseModel):
    """The steps of a draft, the latest first."""

    items: list[StepOut]


class ConcernedOut(BaseModel):
    """A journey that a release concerns."""

    id: int
    object: str
    record_id: int
    title: str


class EffectOut(BaseModel):
    """What a release means for what is lived with: where, in a sentence, for how many, and some of them by name."""

    kind: str
    place: str
    words: str
    count: int
    red: int
    journeys: list[ConcernedOut]


class PlanOut(BaseModel):
    """All that a release would do."""

    changes: list[Said]
    effects: list[EffectOut]
    faults: list[FaultOut]
    behind: bool


class VersionOut(BaseModel):
    """A released version."""

    number: int
    note: str
    released_at: datetime
    released_by: str
    live: bool


class Versions(BaseModel):
    """All versions, the newest first."""

    items: list[VersionOut]


class Released(BaseModel):
    """The number of the version that lives now."""

    number: int


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DraftAsked(_Body):
    """What to call it, and the version to begin from: the live one when left out."""

    name: Annotated[str, Field(max_length=100)] = ""
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class EditAsked(_Body):
    """One step, and the revision at which its maker saw the draft."""

    revision: Revision
    operations: Operations


class RenewAsked(_Body):
    """The revision that was looked at; where both changed the same, whose shall stand."""

    revision: Revision
    keep: Keep | None = None


class ReleaseAsked(_Body):
    """The revision that was looked at, and why it is released."""

    revision: Revision
    note: Annotated[str, Field(max_length=2000)] = ""


@router.get("/drafts")
def drafts(viewer: Asking, session: UnitOfWork) -> Drafts:
    """The drafts there are."""
    _may(viewer)
    live, names = versions.current(session), org.directory(session)
    return Drafts(items=[DraftLine(**_line(session, one, live, names)) for one in queries.drafts(session)])


@router.post("/drafts", status_code=201)
def begin(asked: DraftAsked, viewer: Asking, session: UnitOfWork) -> DraftOut:
    """Begin a draft."""
    draft = commands.begin(session, viewer, name=asked.name, number=asked.version, now=clock.now())
    return _shown(session, viewer, draft)


@router.get("/drafts/{draft_id}")
def draft(draft_id: Id, viewer: Asking, session: UnitOfWork) -> DraftOut:
    """One draft."""
    _may(viewer)
    return _shown(session, viewer, queries.draft(session, draft_id))


@router.delete("/drafts/{draft_id}", status_code=204)
def discard(draft_id: Id, viewer: Asking, session: UnitOfWork) -> None:
    """Throw a draft away."""
    commands.discard(session, viewer, draft_id, now=clock.now())


@router.get("/drafts/{draft_id}/edits")
def edits(draft_id: Id, viewer: Asking, session: UnitOfWork) -> Steps:
    """Who changed what."""
    _may(viewer)
    queries.draft(session, draft_id)
    steps = queries.steps(session, draft_id)
    done = {revision for own in stepping.standing(steps).values() for revision in own.done}
    names = org.directory(session)
    return Steps(items=[_step(one, names, standing=one.revision in done) for one in reversed(steps)])


@router.post("/drafts/{draft_id}/edits")
def edit(draft_id: Id, asked: EditAsked, viewer: Asking, session: UnitOfWork) -> DraftOut:
    """Change a draft by one step."""
    changed = commands.edit(session, viewer, draft_id, asked.operations, revision=asked.revision, now=clock.now())
    return _shown(session, viewer, changed)


@router.post("/drafts/{draft_id}/undo")
def undo(draft_id: Id, viewer: Asking, session: UnitOfWork) -> DraftOut:
    """Take back my last step."""
    return _shown(session, viewer, commands.undo(session, viewer, draft_id, now=clock.now()))


@router.post("/drafts/{draft_id}/redo")
def redo(draft_id: Id, viewer: Asking, session: UnitOfWork) -> DraftOut:
    """Do again what I took back."""
    return _shown(session, viewer, commands.redo(session, viewer, draft_id, now=clock.now()))


@router.post("/drafts/{draft_id}/renew")
def renew(draft_id: Id, asked: RenewAsked, viewer: Asking, session: UnitOfWork) -> DraftOut:
    """Bring a draft up to the version that lives now."""
    renewed = commands.renew(session, viewer, draft_id, revision=asked.revision, keep=asked.keep, now=clock.now())
    return _shown(session, viewer, renewed)


@router.get("/drafts/{draft_id}/plan")
def plan(draft_id: Id, viewer: Asking, session: UnitOfWork) -> PlanOut:
    """What a release would change, and whom it concerns."""
    _may(viewer)
    found, live = queries.draft(session, draft_id), versions.current(session)
    blueprint, faults = examined(found.body)
    planned = queries.plan(session, viewer, blueprint, now=clock.now()) if blueprint is not None else []
    return PlanOut(
        changes=_changes(live.body, found.body, viewer),
        effects=[
            EffectOut(
                kind=one.effect.kind,
                place=one.effect.place,
                words=planning.said(one.effect, one.count, one.red, viewer.lang),
                count=one.count,
                red=one.red,
                journeys=[
                    ConcernedOut(id=who.journey_id, object=who.object_key, record_id=who.record_id, title=who.title)
                    for who in one.journeys
                ],
            )
            for one in planned
        ],
        faults=_faults(faults),
        behind=found.from_version_id != live.id,
    )


@router.post("/drafts/{draft_id}/release")
def release(draft_id: Id, asked: ReleaseAsked, viewer: Asking, session: UnitOfWork) -> Released:
    """Let a draft live."""
    version = commands.release_draft(
        session, viewer, draft_id, revision=asked.revision, note=asked.note, now=clock.now()
    )
    return Released(number=version.number)


@router.get("/versions")
def history(viewer: Asking, session: UnitOfWork) -> Versions:
    """The versions there have been."""
    _may(viewer)
    live, names = versions.current(session), org.directory(session)
    return Versions(
        items=[
            VersionOut(
                number=one.number,
                note=one.note,
                released_at=one.released_at,
                released_by=names.get(one.released_by_id or 0, ""),
                live=one.id == live.id,
            )
            for one in versions.history(session)
        ]
    )


@router.get("/versions/{number}/yaml", response_class=Response)
def document(number: Number, viewer: Asking, session: UnitOfWork) -> Response:
    """A version as a document to keep, to change by hand, and to bring back."""
    _may(viewer)
    text = yaml.safe_dump(versions.numbered(session, number).body, allow_unicode=True, sort_keys=False)
    named = {"Content-Disposition": f'attachment; filename="blueprint-{number}.yaml"'}
    return Response(text, media_type="application/yaml", headers=named)


@router.get("/versions/{older}/changes/{newer}")
def changes(older: Number, newer: Number, viewer: Asking, session: UnitOfWork) -> Changes:
    """What differs between two versions."""
    _may(viewer)
    old, new = versions.numbered(session, older), versions.numbered(session, newer)
    return Changes(changes=_changes(old.body, new.body, viewer))


@router.post("/versions/{number}/restore", status_code=201)
def restore(number: Number, viewer: Asking, session: UnitOfWork) -> DraftOut:
    """Begin a draft of an older version: released, it is a new one."""
    return _shown(session, viewer, commands.begin(session, viewer, number=number, now=clock.now()))


def _may(viewer: Viewer) -> None:
    if not viewer.may(RIGHT):
        raise Forbidden(RIGHT)


def _line(session: Session, found: Draft, live: Version, names: Mapping[int, str]) -> dict[str, Any]:
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
    }


def _shown(session: Session, viewer: Viewer, found: Draft) -> DraftOut:
    standing = stepping.standing(queries.counts(session, found.id))
    own = standing.get(viewer.person_id)
    return DraftOut(
        **_line(session, found, versions.current(session), org.directory(session)),
        edits=sum(len(one.done) for one in standing.values()),
        can_undo=stepping.next_to("undo", own) is not None,
        can_redo=stepping.next_to("redo", own) is not None,
        body=found.body,
        faults=_faults(examined(found.body)[1]),
    )


def _step(step: Step, names: Mapping[int, str], *, standing: bool) -> StepOut:
    return StepOut(
        revision=step.revision,
        kind=step.kind,
        by=names.get(step.by_id, ""),
        at=step.at,
        operations=step.operations,
        standing=standing,
    )


def _faults(faults: list[Fault]) -> list[FaultOut]:
    return [FaultOut(place=one.place, code=one.code, message=one.message) for one in faults]


def _changes(old: dict[str, Any], new: dict[str, Any], viewer: Viewer) -> list[Said]:
    return [Said(place=one.place, words=one.words) for one in differing.changes(old, new, viewer.lang)]
