"""The public door: what a customer without a log-in may do with the link that was sent to them, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, field_validator
from sqlalchemy.orm import Session

from bihuan.kernel import clock, db
from bihuan.kernel.files import Store
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.words import lang_of
from bihuan.process import commands, paper, queries, shapes
from bihuan.process.commands.confirming import hashed
from bihuan.process.models import Confirmation
from bihuan.records import file_names

router = APIRouter(prefix="/confirmations/{token}", tags=["confirmations"])
Token = Annotated[str, Path(max_length=120)]
Number = Annotated[int, Path(ge=1, le=paper.MOST_PAGES)]


@dataclass(frozen=True)
class Opened:
    """A link that somebody opened, in a transaction that sees as far as its owner and no further."""

    confirmation: Confirmation
    session: Session
    store: Store


def _opened(token: Token, request: Request) -> Iterator[Opened]:
    """The link behind a token. Wrong, unknown and of another workspace are one answer: NotFound."""
    # A cookie of ours may travel with the request; the workspace is the link's own, whoever else is logged in here.
    workspace = token.partition(".")[0]
    if not db.WORKSPACE_KEY.fullmatch(workspace):
        raise NotFound
    try:
        transaction = db.transaction(request.app.state.engine, workspace=workspace)
        with transaction as session:
            # Nobody is logged in, so nothing can be seen. Whoever knows the token may see this one row, and the hash
            # of 256 random bits is the only key it is asked by. Guessing one is hopeless: there are no tries to count.
            with db.beyond_sight(session):
                found = queries.confirmation(session, hashed(token))
            # What follows is a matter of the owner's own journey: their position is as far as the customer reaches.
            db.see(session, db.Sight(lo=found.owner_pos, hi=found.owner_pos))
            commands.view(session, found, now=clock.now())
            yield Opened(confirmation=found, session=session, store=request.app.state.files)
    except db.NoWorkspace as no:
        raise NotFound from no


Link = Annotated[Opened, Depends(_opened, scope="function")]


class Said(BaseModel):
    """Base of what a customer says: nothing unknown in it, no blanks around it."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)

    name: Annotated[str, Field(max_length=100)] = ""


class ConfirmIn(Said):
    """Who confirms; the name may stay empty."""

    reason: Annotated[str, Field(max_length=2000)] = ""


class DeclineIn(Said):
    """Who declines, and why. The reason is what the sender needs to put it right."""

    reason: Annotated[str, Field(max_length=2000)]

    @field_validator("reason")
    @classmethod
    def _is_said(cls, reason: str) -> str:
        if not reason:
            message = "Say what is wrong."
            raise ValueError(message)
        return reason


@router.get("")
def confirmation(link: Link, request: Request) -> shapes.PublicConfirmationOut:
    """What was sent, by whom, and whether it was answered. The first look is news to the sender."""
    return _shown(link, request)


@router.get("/pages/{number}", response_class=Response)
def page(link: Link, number: Number) -> Response:
    """One page of the file as a picture."""
    file = queries.sent(link.session, link.confirmation).file
    content, media_type = paper.picture(link.store.get(file.sha256), file.type, number)
    return Response(content, media_type=media_type)


@router.get("/file", response_class=StreamingResponse)
def download(link: Link) -> StreamingResponse:
    """The file itself, to be kept; never opened in place."""
    file = queries.sent(link.session, link.confirmation).file
    headers = {"content-disposition": file_names.disposition(file.name, inline=False), "content-length": str(file.size)}
    return StreamingResponse(link.store.chunks(file.sha256), media_type=file.type, headers=headers)


@router.post("/confirm")
def confirm(asked: ConfirmIn, link: Link, request: Request) -> shapes.PublicConfirmationOut:
    """It came. 409 someone_was_first when it was answered before, with the answer."""
    _answer(link, "confirmed", asked.name, asked.reason)
    return _shown(link, request)


@router.post("/decline")
def decline(asked: DeclineIn, link: Link, request: Request) -> shapes.PublicConfirmationOut:
    """Something is wrong with it, and what."""
    _answer(link, "declined", asked.name, asked.reason)
    return _shown(link, request)


def _answer(link: Opened, said: commands.Answer, name: str, reason: str) -> None:
    commands.answer(link.session, link.confirmation, said=said, name=name, reason=reason, now=clock.now())


def _shown(link: Opened, request: Request) -> shapes.PublicConfirmationOut:
    found = queries.sent(link.session, link.confirmation)
    return shapes.PublicConfirmationOut(
        title=found.title.say(lang_of(request.headers.get("accept-language"))),
        company=found.company,
        sender=found.sender,
        file=found.file.name,
        pages=paper.page_count(link.store.get(found.file.sha256), found.file.type),
        sent_at=link.confirmation.sent_at,
        expires_at=link.confirmation.expires_at,
        answer=link.confirmation.answer,
        answered_at=link.confirmation.answered_at,
    )
