"""Journeys over HTTP: read the request, ask one query or call one command, shape the answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import Path, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from bihuan.kernel import clock, web
from bihuan.kernel.refusals import Invalid
from bihuan.kernel.web import FILES_OR_JSON, Received, UnitOfWork
from bihuan.kernel.words import Words
from bihuan.objects import queries as objects
from bihuan.objects.definition import ObjectDef
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer
from bihuan.process import commands, policy, portrait, queries, shapes
from bihuan.process.models import Journey
from bihuan.records import commands as record_commands

router = web.doors(tags=["process"])
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Key = Annotated[str, Path(min_length=1, max_length=80)]
Text = Annotated[str, Field(max_length=2000)]


class Body(BaseModel):
    """Base of what is sent: nothing unknown in it."""

    model_config = ConfigDict(extra="forbid", strict=True)


class AdvanceIn(Body):
    """`start`: the stage in which the sender saw the journey; `to`: the one they expect to reach. Both optional."""

    start: Annotated[str, Field(max_length=80)] | None = None
    to: Annotated[str, Field(max_length=80)] | None = None


class GoBackIn(Body):
    """Where to, and why."""

    to: Annotated[str, Field(max_length=80)]
    reason: Text


class CloseIn(Body):
    """Why the journey is lost."""

    reason: Annotated[str, Field(max_length=80)]
    note: Text = ""


class ReasonIn(Body):
    """Why."""

    reason: Text


@router.get("/processes")
def processes(viewer: Asking, session: UnitOfWork) -> list[shapes.ProcessOut]:
    """The processes that live now; with the stages that only others walk through while a pilot runs."""
    known = objects.objects(session)
    return [
        portrait.process(found, {key: field.label for key, field in known[found.object].by_key.items()}, viewer.lang)
        for found in queries.walked(session).values()
        if viewer.may_do(found.object, "read")
    ]


@router.get("/journeys/{journey_id}")
def journey(journey_id: Id, viewer: Asking, session: UnitOfWork) -> shapes.JourneyOut:
    """One journey with its stays, its gate and what may be done with it."""
    return _shown(session, viewer, queries.journey(session, viewer, journey_id), now=clock.now())


@router.post("/journeys/{journey_id}/advance")
def advance(journey_id: Id, viewer: Asking, session: UnitOfWork, asked: AdvanceIn | None = None) -> shapes.JourneyOut:
    """Move on to the next stage, or win at the last one. 409 gate_closed names everything that is missing."""
    found, now, asked = queries.journey(session, viewer, journey_id), clock.now(), asked or AdvanceIn()
    gone_by = commands.advance(session, viewer, found, now=now, start=asked.start, to=asked.to)
    return _shown(session, viewer, found, now=now, values=gone_by.values)


@router.post("/journeys/{journey_id}/go_back")
def go_back(journey_id: Id, asked: GoBackIn, viewer: Asking, session: UnitOfWork) -> shapes.JourneyOut:
    """Go back to an earlier stage, with a reason."""
    found, now = queries.journey(session, viewer, journey_id), clock.now()
    commands.go_back(session, viewer, found, to=asked.to, reason=asked.reason, now=now)
    return _shown(session, viewer, found, now=now)


@router.post("/journeys/{journey_id}/close")
def close(journey_id: Id, asked: CloseIn, viewer: Asking, session: UnitOfWork) -> shapes.JourneyOut:
    """Lose the journey, with a reason."""
    found, now = queries.journey(session, viewer, journey_id), clock.now()
    commands.close(session, viewer, found, reason=asked.reason, note=asked.note, now=now)
    return _shown(session, viewer, found, now=now)


@router.post("/journeys/{journey_id}/exceptions", status_code=201)
def make_exception(journey_id: Id, asked: ReasonIn, viewer: Asking, session: UnitOfWork) -> shapes.JourneyOut:
    """Pass the closed gate by right and with a reason."""
    found, now = queries.journey(session, viewer, journey_id), clock.now()
    commands.make_exception(session, viewer, found, reason=asked.reason, now=now)
    return _shown(session, viewer, found, now=now)


@router.post(
    "/journeys/{journey_id}/deliverables/{key}",
    status_code=201,
    openapi_extra={"requestBody": FILES_OR_JSON},
)
def hand_in(
    journey_id: Id, key: Key, request: Request, sent: Received, viewer: Asking, session: UnitOfWork
) -> shapes.JourneyOut:
    """Hand in for a deliverable: files as multipart `file`, or JSON `{text}`, `{answers}` or `{file_ids}`."""
    found, now, store = queries.journey(session, viewer, journey_id), clock.now(), request.app.state.files
    files = tuple(
        record_commands.keep(session, viewer, upload.file, name=upload.filename or "", store=store, now=now).id
        for upload in sent.files
    )
    brought = _handful(sent.fields, files)
    commands.hand_in(session, viewer, found, key, brought=brought, now=now)
    return _shown(session, viewer, found, now=now)


@router.post("/journeys/{journey_id}/deliverables/{key}/send", status_code=201)
def send(journey_id: Id, key: Key, request: Request, viewer: Asking, session: UnitOfWork) -> shapes.LinkOut:
    """Make the link by which the customer confirms."""
    found, now = queries.journey(session, viewer, journey_id), clock.now()
    confirmation, token = commands.send(session, viewer, found, key, now=now)
    address = str(request.app.state.public_url or request.base_url).rstrip("/")
    return shapes.LinkOut(url=f"{address}/c/{token}", expires_at=confirmation.expires_at)


@router.post("/deliverables/{handed_in_id}/accept")
def accept(handed_in_id: Id, viewer: Asking, session: UnitOfWork) -> shapes.JourneyOut:
    """Say that what was handed in will do."""
    (thing, found), now = queries.handed_in(session, viewer, handed_in_id), clock.now()
    commands.accept(session, viewer, found, thing, now=now)
    return _shown(session, viewer, found, now=now)


@router.post("/deliverables/{handed_in_id}/reject")
def reject(handed_in_id: Id, asked: ReasonIn, viewer: Asking, session: UnitOfWork) -> shapes.JourneyOut:
    """Send back what was handed in, with the reason."""
    (thing, found), now = queries.handed_in(session, viewer, handed_in_id), clock.now()
    commands.reject(session, viewer, found, thing, reason=asked.reason, now=now)
    return _shown(session, viewer, found, now=now)


def _handful(fields: dict[str, Any], files: tuple[int, ...]) -> commands.Handful:
    text, answers, ids = fields.get("text", ""), fields.get("answers", {}), fields.get("file_ids", [])
    wrong = sorted(set(fields) - {"text", "answers", "file_ids"})
    if not isinstance(text, str) or not isinstance(answers, dict) or not _are_ids(ids) or wrong:
        raise Invalid(
            [{"field": ", ".join(wrong) or "body", "code": "wrong_type", "message": "Send text, answers or files."}]
        )
    return commands.Handful(file_ids=(*files, *ids), text=text, answers=answers)


def _are_ids(ids: object) -> bool:
    return isinstance(ids, list) and len(ids) <= 50 and all(type(one) is int and 0 < one < 2**63 for one in ids)  # noqa: PLR2004


def _shown(
    session: Session, viewer: Viewer, found: Journey, *, now: datetime, values: Mapping[str, Any] | None = None
) -> shapes.JourneyOut:
    """The journey as its page shows it; `values` is what stands in its record, where one knows it already."""
    session.flush()
    process, here = queries.whereabouts(session, found)
    story = queries.story(session, found)
    outlook = queries.outlook(session, found, process, here, now=now, given=story.tallies(), values=values)
    object_def = objects.object_def(session, found.object_key)
    hidden = viewer.hidden(found.object_key)
    frame = portrait.Frame(
        title=outlook.found.values.get(object_def.title) or "",
        process=process,
        version=queries.version_number(session, found),
        verdict=outlook.verdict,
        next=outlook.next,
        working=org.calendar(session, found.owner_id),
        can=policy.can(viewer, found),
        reviewable=frozenset(thing.id for thing in story.handed_in if policy.can_review(viewer, thing)),
        labels=_readable(object_def, hidden) if found.debts else {},
        lang=viewer.lang,
        now=now,
    )
    return portrait.journey(story, frame)


def _readable(object_def: ObjectDef, hidden: Collection[str]) -> dict[str, Words]:
    """What the fields are called that one may see; debts are told by them."""
    return {key: field.label for key, field in object_def.by_key.items() if key not in hidden}
