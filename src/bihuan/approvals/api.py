"""Approvals over HTTP: read the request, ask one query or call one command, shape the answer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from bihuan.approvals import commands, policy, portrait, queries, shapes
from bihuan.approvals.queries import Case
from bihuan.kernel import clock, web
from bihuan.kernel.files import Store
from bihuan.kernel.web import UnitOfWork
from bihuan.objects import queries as objects
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer
from bihuan.records import file_names, pictures
from bihuan.records import policy as record_policy
from bihuan.records import queries as records

router = web.doors(tags=["approvals"])
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
ObjectKey = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, Field(max_length=2000)]
PersonId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class _Sent(BaseModel):
    """Base of what is sent: nothing unknown in it."""

    model_config = ConfigDict(extra="forbid", strict=True)


class ApprovalAskIn(_Sent):
    """Which approval, and a word to the approvers."""

    key: Annotated[str, Field(max_length=40)]
    reason: Text = ""


class ApprovalAnswerIn(_Sent):
    """Yes or no; a no says why."""

    yes: bool
    reason: Text = ""


class ApprovalBackIn(_Sent):
    """Why it is sent back: to an earlier step by its key, or to whoever asked."""

    to: Annotated[str, Field(max_length=40)] | None = None
    reason: Text


class ApprovalReasonIn(_Sent):
    """A word along with it."""

    reason: Text = ""


class ApprovalDelegateIn(_Sent):
    """Who answers instead."""

    person_id: PersonId
    reason: Text = ""


class ApprovalSignerIn(_Sent):
    """Who signs as well: before oneself, at the same time, or after."""

    person_id: PersonId
    place: Literal["before", "beside", "after"] = "before"
    reason: Text = ""


@router.get("/approvals")
def box(
    viewer: Asking,
    session: UnitOfWork,
    box: Literal["mine", "asked", "done"] = "mine",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> shapes.ApprovalsOut:
    """What waits for me; `box=asked`: what I asked for; `box=done`: what I decided."""
    found = queries.box(session, viewer, box, limit=limit)
    items = _cards(session, viewer, queries.cases(session, found))
    return shapes.ApprovalsOut(items=items, waiting=queries.count_waiting(session, viewer))


@router.get("/approvals/{request_id}")
def approval(request_id: Id, viewer: Asking, session: UnitOfWork) -> shapes.ApprovalCard:
    """One approval: what is asked for, who decides in which order, and what was done."""
    return _shown(session, viewer, request_id)


@router.get("/records/{object_key}/{record_id}/approvals")
def of_record(object_key: ObjectKey, record_id: Id, viewer: Asking, session: UnitOfWork) -> shapes.RecordApprovals:
    """The approvals of a record, and those that may be asked for, with who would be asked now."""
    record, now = records.record(session, viewer, object_key, record_id), clock.now()
    found = queries.of_record(session, viewer, object_key, record_id)
    _, known = queries.approvals_of(session, record.owner_id, object_key)
    names, kinds = org.directory(session), []
    for key, one in known.items() if policy.may_ask(viewer, object_key, record.owner_id) else ():
        plan = queries.plan(session, one, record.id, record.values, now=now)
        turned = queries.turned(session, one, plan, asker=viewer.person_id, owner=record.owner_id, now=now)
        kinds.append(
            shapes.ApprovalKind(
                key=key,
                label=one.label.say(viewer.lang),
                help=one.help.say(viewer.lang) if one.help else None,
                open=any(each.key == key and each.state in queries.OPEN for each in found),
                steps=[
                    step.model_copy(
                        update={"when": None}
                    )  # a condition may look at a field that is hidden from whoever asks
                    for step in portrait.foreseen(one, plan, turned, {}, names, viewer.lang)
                ],
            )
        )
    return shapes.RecordApprovals(items=_cards(session, viewer, queries.cases(session, found)), kinds=kinds)


@router.post("/records/{object_key}/{record_id}/approvals", status_code=201)
def ask(
    object_key: ObjectKey, record_id: Id, asked: ApprovalAskIn, viewer: Asking, session: UnitOfWork
) -> shapes.ApprovalCard:
    """Ask for an approval of a record as it is now."""
    record = records.record(session, viewer, object_key, record_id)
    made = commands.ask(session, viewer, record, asked.key, reason=asked.reason, now=clock.now())
    return _shown(session, viewer, made.id)


@router.post("/approvals/{request_id}/answer")
def answer(request_id: Id, said: ApprovalAnswerIn, viewer: Asking, session: UnitOfWork) -> shapes.ApprovalCard:
    """Say yes or no. 409 not_your_turn when somebody was first, with how it stands."""
    found = queries.request(session, viewer, request_id)
    commands.answer(session, viewer, found, yes=said.yes, reason=said.reason, now=clock.now())
    return _shown(session, viewer, request_id)


@router.post("/approvals/{request_id}/send_back")
def send_back(request_id: Id, said: ApprovalBackIn, viewer: Asking, session: UnitOfWork) -> shapes.ApprovalCard:
    """Send it back to an earlier step, or to whoever asked, with the reason."""
    found = queries.request(session, viewer, request_id)
    commands.send_back(session, viewer, found, to=said.to, reason=said.reason, now=clock.now())
    return _shown(session, viewer, request_id)


@router.post("/approvals/{request_id}/delegate")
def delegate(request_id: Id, said: ApprovalDelegateIn, viewer: Asking, session: UnitOfWork) -> shapes.ApprovalCard:
    """Give my turn to a colleague."""
    found = queries.request(session, viewer, request_id)
    commands.delegate(session, viewer, found, to_id=said.person_id, reason=said.reason, now=clock.now())
    return _shown(session, viewer, request_id)


@router.post("/approvals/{request_id}/add_signer")
def add_signer(request_id: Id, said: ApprovalSignerIn, viewer: Asking, session: UnitOfWork) -> shapes.ApprovalCard:
    """Let a colleague sign as well."""
    found, now = queries.request(session, viewer, request_id), clock.now()
    commands.add_signer(session, viewer, found, to_id=said.person_id, place=said.place, reason=said.reason, now=now)
    return _shown(session, viewer, request_id)


@router.post("/approvals/{request_id}/withdraw")
def withdraw(request_id: Id, said: ApprovalReasonIn, viewer: Asking, session: UnitOfWork) -> shapes.ApprovalCard:
    """Take back what I asked for."""
    found = queries.request(session, viewer, request_id)
    commands.withdraw(session, viewer, found, reason=said.reason, now=clock.now())
    return _shown(session, viewer, request_id)


@router.post("/approvals/{request_id}/resubmit")
def resubmit(request_id: Id, said: ApprovalReasonIn, viewer: Asking, session: UnitOfWork) -> shapes.ApprovalCard:
    """Ask again what was sent back, by what stands in the record now."""
    found = queries.request(session, viewer, request_id)
    commands.resubmit(session, viewer, found, reason=said.reason, now=clock.now())
    return _shown(session, viewer, request_id)


@router.post("/approvals/{request_id}/remind")
def remind(request_id: Id, viewer: Asking, session: UnitOfWork) -> shapes.ApprovalCard:
    """Tell whose turn it is that I wait."""
    found = queries.request(session, viewer, request_id)
    commands.remind(session, viewer, found, now=clock.now())
    return _shown(session, viewer, request_id)


@router.get(
    "/approvals/{request_id}/files/{file_id}",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def content(
    request_id: Id,
    file_id: Id,
    request: Request,
    viewer: Asking,
    session: UnitOfWork,
    inline: Annotated[bool, Query(description="to look at: pictures only")] = False,
) -> Response:
    """A file of the record that is asked about, for an approver whose step opens it."""
    store: Store = request.app.state.files
    kept = queries.file(session, viewer, queries.request(session, viewer, request_id), file_id)
    headers = {
        "content-disposition": file_names.disposition(kept.name, inline=False),
        "content-security-policy": "sandbox; default-src 'none'",
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-cache",
        "cross-origin-resource-policy": "same-origin",
    }
    if inline and kept.type in pictures.SHOWABLE:
        drawn, media_type = pictures.redrawn(io.BytesIO(store.get(kept.sha256)), size=pictures.SIZES[-1])
        headers["content-disposition"] = file_names.disposition(kept.name, inline=True)
        return Response(drawn, media_type=media_type, headers=headers)
    headers["content-length"] = str(kept.size)
    return StreamingResponse(store.chunks(kept.sha256), media_type=kept.type, headers=headers)


def _shown(session: Session, viewer: Viewer, request_id: int) -> shapes.ApprovalCard:
    found = queries.request(session, viewer, request_id)
    return _cards(session, viewer, [queries.case(session, found)])[0]


def _cards(session: Session, viewer: Viewer, there: Sequence[Case]) -> list[shapes.ApprovalCard]:
    """Requests as their viewer reads them."""
    names, now, known = org.directory(session), clock.now(), objects.objects(session)
    acts = queries.acts(session, [one.request.id for one in there])
    files = queries.files(session, viewer, there)
    cards = []
    for one in there:
        request, found = one.request, known.get(one.request.object_key)
        opened = queries.seated(one, viewer)
        reads = viewer.sees(request.owner_pos) and viewer.may_do(request.object_key, "read")
        mine = policy.asks(viewer, request)
        hidden = record_policy.hidden(viewer, found) if found is not None else viewer.hidden(request.object_key)
        frame = portrait.Frame(
            viewer=viewer,
            names=names,
            acts=acts[request.id],
            files=files[request.id],
            opened=any(step.files for step in opened),
            readable=policy.readable(
                one.definition.shown,
                hidden,
                {key for step in opened for key in step.fields},
                sees=reads or mine,
            ),
            sees=reads,
            object_label=found.label.say(viewer.lang) if found is not None else request.object_key,
            now=now,
        )
        cards.append(portrait.card(one, frame))
    return cards
