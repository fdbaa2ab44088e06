"""Moving running journeys to the version that lives, over HTTP: who waits, what a mapping would do, do it, undo it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel import clock, web
from bihuan.kernel.calendar import Limit
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.web import UnitOfWork
from bihuan.kernel.words import Lang
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.process import commands, queries
from bihuan.process.definition import MOST_STAGES, Key, Process
from bihuan.process.models import Journey, Transfer
from bihuan.process.shapes import Named
from bihuan.records import queries as records

router = web.doors(tags=["process"])
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Mapping = Annotated[dict[Key, Key], Field(min_length=1, max_length=10 * MOST_STAGES)]


class MappingIn(BaseModel):
    """Where those go that stand in a stage, by the keys of the stages; who stands in none of these stays."""

    model_config = ConfigDict(extra="forbid")

    process: Key
    mapping: Mapping


class TransferIn(MappingIn):
    """The same, to be done; for `grace` no alarm is given for those who move."""

    grace: Limit | None = None


class StandingOut(BaseModel):
    """Those who stand in one stage under older versions. `to`: the same stage, where the living version has it."""

    stage: str
    label: str
    count: int
    to: str | None


class WaitingOut(BaseModel):
    """A process with running journeys under older versions, and the stages of the living one."""

    process: str
    label: str
    number: int
    stages: list[StandingOut]
    targets: list[Named]


class WaitingProcesses(BaseModel):
    """Every process with running journeys under older versions."""

    items: list[WaitingOut]


class RedOut(BaseModel):
    """A journey that would be overdue at once."""

    journey_id: int
    object: str
    record_id: int
    title: str


class PassingOut(BaseModel):
    """What would become of those in one stage: how many go, how many of them would be overdue at once, and which."""

    stage: str
    to: str
    count: int
    red: int
    reds: list[RedOut]


class TransferPreview(BaseModel):
    """What a mapping would do."""

    items: list[PassingOut]


class TransferOut(BaseModel):
    """A transfer: `moved` so far; `left`: those an undo could not bring back, since they had gone on."""

    id: int
    process: str
    label: str
    number: int
    state: str
    moved: int
    left: int
    by: str
    at: datetime


class Transfers(BaseModel):
    """The latest transfers, the newest first."""

    items: list[TransferOut]


@router.get("/transfers")
def transfers(viewer: Asking, session: UnitOfWork) -> Transfers:
    """What was moved."""
    commands.may_transfer(viewer)
    return Transfers(items=[_shown(session, one, viewer.lang) for one in queries.transfers(session)])


@router.get("/transfers/waiting")
def waiting(viewer: Asking, session: UnitOfWork) -> WaitingProcesses:
    """Which running journeys live under older versions, and where they stand."""
    commands.may_transfer(viewer)
    live = blueprint.live(session)
    found = queries.older(session, viewer, to=live.id)
    processes = queries.processes(session)
    return WaitingProcesses(
        items=[
            _waiting(session, process, [one for one in found if one.process_key == key], live.number, viewer.lang)
            for key, process in processes.items()
            if any(one.process_key == key for one in found)
        ]
    )


@router.post("/transfers/preview")
def preview(asked: MappingIn, viewer: Asking, session: UnitOfWork) -> TransferPreview:
    """What moving by a mapping would do."""
    commands.may_transfer(viewer)
    process = queries.processes(session).get(asked.process)
    if process is None:
        raise NotFound
    live = blueprint.live(session).id
    found = queries.passing(session, viewer, process, asked.mapping, to=live, now=clock.now())
    titles = records.titles(session, process.object, [red.record_id for one in found for red in one.reds])
    return TransferPreview(
        items=[
            PassingOut(
                stage=one.stage_key,
                to=one.to,
                count=one.count,
                red=one.red,
                reds=[_red(red, titles.get(red.record_id, "")) for red in one.reds],
            )
            for one in found
        ]
    )


@router.post("/transfers", status_code=201)
def transfer(asked: TransferIn, viewer: Asking, session: UnitOfWork) -> TransferOut:
    """Let running journeys go over to the living version by a mapping; a job moves them."""
    course = commands.Course(process_key=asked.process, mapping=asked.mapping, grace=asked.grace)
    return _shown(session, commands.transfer(session, viewer, course, now=clock.now()), viewer.lang)


@router.post("/transfers/{transfer_id}/undo")
def undo_transfer(transfer_id: Id, viewer: Asking, session: UnitOfWork) -> TransferOut:
    """Bring back those who have not gone on since."""
    return _shown(session, commands.undo_transfer(session, viewer, transfer_id, now=clock.now()), viewer.lang)


def _waiting(
    session: Session, process: Process, found: Sequence[queries.Standing], number: int, lang: Lang
) -> WaitingOut:
    """In the order of the living process; what it doesn't have comes last."""
    order = {stage.key: at for at, stage in enumerate(process.stages)}
    standing = sorted(found, key=lambda one: (order.get(one.stage_key, len(order)), one.stage_key))
    return WaitingOut(
        process=process.key,
        label=process.label.say(lang),
        number=number,
        stages=[
            StandingOut(
                stage=one.stage_key,
                label=_label(session, one, lang),
                count=one.count,
                to=one.stage_key if one.stage_key in order else None,
            )
            for one in standing
        ],
        targets=[Named(key=stage.key, label=stage.label.say(lang)) for stage in process.stages],
    )


def _label(session: Session, one: queries.Standing, lang: Lang) -> str:
    process = queries.process_in(session, one.version_id, one.process_key)
    stage = process.stage(one.stage_key) if process else None
    return stage.label.say(lang) if stage else one.stage_key


def _red(journey: Journey, title: str) -> RedOut:
    return RedOut(journey_id=journey.id, object=journey.object_key, record_id=journey.record_id, title=title)


def _shown(session: Session, one: Transfer, lang: Lang) -> TransferOut:
    process = queries.process_in(session, one.version_id, one.process_key)
    return TransferOut(
        id=one.id,
        process=one.process_key,
        label=process.label.say(lang) if process else one.process_key,
        number=blueprint.version(session, one.version_id).number,
        state=one.state,
        moved=one.moved,
        left=one.left,
        by=org.directory(session).get(one.by_id, ""),
        at=one.made_at,
    )
