"""Drafts of the configuration over HTTP: changed, planned, released."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from bihuan.blueprint import queries as versions
from bihuan.design import commands, planning, policy, queries, retracing, stepping
from bihuan.design.api import shapes
from bihuan.design.joining import Keep
from bihuan.design.operations import Operations
from bihuan.kernel import clock, web
from bihuan.kernel.web import UnitOfWork
from bihuan.org import queries as org
from bihuan.org.asking import Asking

router = web.doors(tags=["design"])
Revision = Annotated[int, Field(ge=0, le=2**31 - 1)]


class Drafts(BaseModel):
    """All drafts, the one changed last first."""

    items: list[shapes.DraftLine]


class DraftStep(BaseModel):
    """Who changed what, and when. `words` say what it changed, for the latest steps only."""

    revision: int
    kind: str
    by: str
    at: datetime
    operations: list[dict[str, Any]]
    words: list[str]
    standing: bool


class Steps(BaseModel):
    """The steps of a draft, the latest first."""

    items: list[DraftStep]


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

    changes: list[shapes.Said]
    effects: list[EffectOut]
    faults: list[shapes.FaultOut]
    behind: bool


class Released(BaseModel):
    """The number of the version that lives now."""

    number: int


class DraftAsked(shapes.Body):
    """What to call it, and the version to begin from: the live one when left out."""

    name: Annotated[str, Field(max_length=100)] = ""
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class DraftRenamed(shapes.Body):
    """What to call a draft; nothing for its number alone."""

    name: Annotated[str, Field(max_length=100)]


class StageRunning(BaseModel):
    """How many journeys stand in a stage now."""

    process: str
    stage: str
    count: int


class RunningOut(BaseModel):
    """Where the running journeys stand, as far as the asker sees."""

    items: list[StageRunning]


class EditAsked(shapes.Body):
    """One step, and the revision at which its maker saw the draft."""

    revision: Revision
    operations: Operations


class RenewAsked(shapes.Body):
    """The revision that was looked at; where both changed the same, whose shall stand."""

    revision: Revision
    keep: Keep | None = None


class ReleaseAsked(shapes.Body):
    """The revision that was looked at, and why it is released."""

    revision: Revision
    note: Annotated[str, Field(max_length=2000)] = ""


@router.get("/drafts")
def drafts(viewer: Asking, session: UnitOfWork) -> Drafts:
    """The drafts there are."""
    policy.configure(viewer)
    live, names = versions.live(session), org.directory(session)
    return Drafts(items=[shapes.DraftLine(**shapes.line(session, one, live, names)) for one in queries.drafts(session)])


@router.post("/drafts", status_code=201)
def begin(asked: DraftAsked, viewer: Asking, session: UnitOfWork) -> shapes.DraftOut:
    """Begin a draft."""
    draft = commands.begin(session, viewer, name=asked.name, number=asked.version, now=clock.now())
    return shapes.shown(session, viewer, draft)


@router.get("/drafts/{draft_id}")
def draft(draft_id: shapes.Id, viewer: Asking, session: UnitOfWork, since: shapes.Since = None) -> shapes.DraftOut:
    """One draft, or what has changed in it since one looked."""
    policy.configure(viewer)
    return shapes.shown(session, viewer, queries.draft(session, draft_id), since=since)


@router.patch("/drafts/{draft_id}")
def rename(draft_id: shapes.Id, asked: DraftRenamed, viewer: Asking, session: UnitOfWork) -> shapes.DraftOut:
    """Call a draft otherwise."""
    return shapes.shown(session, viewer, commands.rename(session, viewer, draft_id, name=asked.name, now=clock.now()))


@router.get("/running")
def running(viewer: Asking, session: UnitOfWork) -> RunningOut:
    """Where the running journeys stand: what a stage that goes would leave behind."""
    policy.configure(viewer)
    found = queries.running(session, viewer)
    return RunningOut(items=[StageRunning(process=process, stage=stage, count=n) for process, stage, n in found])


@router.delete("/drafts/{draft_id}", status_code=204)
def discard(draft_id: shapes.Id, viewer: Asking, session: UnitOfWork) -> None:
    """Throw a draft away."""
    commands.discard(session, viewer, draft_id, now=clock.now())


@router.get("/drafts/{draft_id}/edits")
def edits(draft_id: shapes.Id, viewer: Asking, session: UnitOfWork) -> Steps:
    """Who changed what."""
    policy.configure(viewer)
    found = queries.draft(session, draft_id)
    steps = list(reversed(queries.steps(session, draft_id)))
    words = dict(retracing.sentences(found.body, steps, viewer.lang))
    done = {revision for own in stepping.standing(reversed(steps)).values() for revision in own.done}
    names = org.directory(session)
    return Steps(
        items=[
            DraftStep(
                revision=one.revision,
                kind=one.kind,
                by=names.get(one.by_id, ""),
                at=one.at,
                operations=one.operations,
                words=words.get(one.revision, []),
                standing=one.revision in done,
            )
            for one in steps
        ]
    )


@router.post("/drafts/{draft_id}/edits")
def edit(
    draft_id: shapes.Id, asked: EditAsked, viewer: Asking, session: UnitOfWork, since: shapes.Since = None
) -> shapes.DraftOut:
    """Change a draft by one step."""
    changed = commands.edit(session, viewer, draft_id, asked.operations, revision=asked.revision, now=clock.now())
    return shapes.shown(session, viewer, changed, since=since)


@router.post("/drafts/{draft_id}/undo")
def undo(draft_id: shapes.Id, viewer: Asking, session: UnitOfWork, since: shapes.Since = None) -> shapes.DraftOut:
    """Take back my last step."""
    return shapes.shown(session, viewer, commands.undo(session, viewer, draft_id, now=clock.now()), since=since)


@router.post("/drafts/{draft_id}/redo")
def redo(draft_id: shapes.Id, viewer: Asking, session: UnitOfWork, since: shapes.Since = None) -> shapes.DraftOut:
    """Do again what I took back."""
    return shapes.shown(session, viewer, commands.redo(session, viewer, draft_id, now=clock.now()), since=since)


@router.post("/drafts/{draft_id}/renew")
def renew(draft_id: shapes.Id, asked: RenewAsked, viewer: Asking, session: UnitOfWork) -> shapes.DraftOut:
    """Bring a draft up to the version that lives now."""
    renewed = commands.renew(session, viewer, draft_id, revision=asked.revision, keep=asked.keep, now=clock.now())
    return shapes.shown(session, viewer, renewed)


@router.get("/drafts/{draft_id}/plan")
def plan(draft_id: shapes.Id, viewer: Asking, session: UnitOfWork) -> PlanOut:
    """What a release would change, and whom it concerns."""
    policy.configure(viewer)
    found, live = queries.draft(session, draft_id), versions.live(session)
    versions.stand_on(session, live.id)
    blueprint, faults = shapes.wrong(session, viewer, found)
    planned = queries.plan(session, viewer, blueprint, now=clock.now()) if blueprint is not None else []
    return PlanOut(
        changes=shapes.changes(live.body, found.body, viewer),
        effects=[
            EffectOut(
                kind=one.effect.kind,
                place=one.effect.place,
                words=planning.said(one.effect, one.count, one.red, viewer.lang, unseen=one.unseen),
                count=one.count,
                red=one.red,
                journeys=[
                    ConcernedOut(id=who.journey_id, object=who.object_key, record_id=who.record_id, title=who.title)
                    for who in one.journeys
                ],
            )
            for one in planned
        ],
        faults=shapes.faults(faults),
        behind=found.from_version_id != live.id,
    )


@router.post("/drafts/{draft_id}/release")
def release(draft_id: shapes.Id, asked: ReleaseAsked, viewer: Asking, session: UnitOfWork) -> Released:
    """Let a draft live."""
    version = commands.release_draft(
        session, viewer, draft_id, revision=asked.revision, note=asked.note, now=clock.now()
    )
    return Released(number=version.number)
