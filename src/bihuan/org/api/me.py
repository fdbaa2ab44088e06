"""Oneself: who I am, my password, my leave, my tokens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import Request, Response
from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel import clock, db, web
from bihuan.kernel.refusals import Forbidden
from bihuan.kernel.web import UnitOfWork
from bihuan.kernel.words import Lang
from bihuan.org import commands, keys, queries
from bihuan.org.api import shapes
from bihuan.org.api.shapes import Asked, Id, LeaveOut, Opened, Self, TokenOut
from bihuan.org.asking import Asker, Asking, AskingAtAll
from bihuan.org.definition import RIGHTS
from bihuan.org.models import Leave

router = web.doors(prefix="/me", tags=["me"])


class Workspace(BaseModel):
    """The company."""

    key: str
    name: str


class Trying(BaseModel):
    """My team works by a version that not everybody has yet: which one, and until the end of which day."""

    number: int
    last_day: date


class Me(BaseModel):
    """Who is logged in, where, and what they may do."""

    person: Self
    workspace: Workspace
    csrf: str | None
    rights: list[str]
    role_label: str
    lang: Lang
    can: dict[str, bool]
    must_change_password: bool
    pilot: Trying | None


class MeChanged(Asked):
    """The language I read."""

    lang: Lang


class PasswordAsked(Asked):
    """The present password and the one to be."""

    old: Annotated[str, Field(max_length=1024)]
    new: Annotated[str, Field(max_length=1024)]


class LeaveAsked(Asked):
    """When one is away and who stands in."""

    from_at: Annotated[AwareDatetime, Field(alias="from", strict=False)]
    to_at: Annotated[AwareDatetime, Field(alias="to", strict=False)]
    substitute_id: Id | None = None


class TokenAsked(Asked):
    """A token to be made."""

    name: Annotated[str, Field(max_length=100)]
    scopes: Annotated[list[str], Field(max_length=len(keys.SCOPES), default_factory=lambda: list(keys.SCOPES))]
    expires_at: Annotated[AwareDatetime | None, Field(strict=False)] = None


class TokenMade(BaseModel):
    """A token and its text, which is shown this once."""

    id: int
    token: str
    expires_at: datetime | None


@router.get("")
def me(asker: AskingAtAll, session: UnitOfWork) -> Me:
    """Who I am and what I may do."""
    return _me(session, asker)


@router.patch("")
def change_me(asked: MeChanged, asker: AskingAtAll, session: UnitOfWork) -> Me:
    """Read another language from now on."""
    commands.speak(session, queries.person(session, asker.viewer.person_id), asked.lang, now=clock.now())
    return _me(session, replace(asker, viewer=replace(asker.viewer, lang=asked.lang)))


def _me(session: Session, asker: Asker) -> Me:
    person = queries.person(session, asker.viewer.person_id)
    key, role = db.workspace_of(session), queries.roles(session).get(person.role_key)
    return Me(
        person=shapes.oneself(person),
        workspace=Workspace(key=key, name=queries.workspace_name(session, key)),
        csrf=asker.csrf,
        rights=sorted(asker.viewer.rights),
        role_label=role.label.say(asker.viewer.lang) if role else person.role_key,
        lang=asker.viewer.lang,
        can={right: asker.viewer.may(right) for right in RIGHTS},
        must_change_password=asker.must_change,
        pilot=_trying(session, asker),
    )


def _trying(session: Session, asker: Asker) -> Trying | None:
    found = blueprint.living(session)
    if found is None or found.trial is None:
        return None
    mine = queries.version_in(session, asker.viewer.team_id)
    if mine != found.trial.version_id:
        return None
    last = found.trial.until.astimezone(queries.calendar(session).tz) - timedelta(microseconds=1)
    return Trying(number=blueprint.version(session, mine).number, last_day=last.date())


@router.post("/password")
def change_password(
    asked: PasswordAsked, asker: AskingAtAll, session: UnitOfWork, request: Request, response: Response
) -> Opened:
    """Choose another password. Every log-in ends, and a new one is opened for this browser."""
    now = clock.now()
    if asker.cookie is None:
        raise Forbidden("session")
    person = queries.person(session, asker.viewer.person_id)
    address = shapes.address(request)
    with db.transaction(request.app.state.engine, workspace=db.workspace_of(session)) as counting:
        commands.count_try(counting, person.login, address, now=now)
    commands.change_password(session, person, old=asked.old, new=asked.new, now=now)
    found = commands.log_in(
        session,
        person.id,
        password=asked.new,
        agent=request.headers.get("user-agent", ""),
        address=address,
        now=now,
    )
    return shapes.opened(request, response, person, found)


@router.get("/leave")
def leave(viewer: Asking, session: UnitOfWork) -> list[LeaveOut]:
    """My leave, the latest first."""
    found = queries.leaves(session, viewer.person_id)
    names = queries.names(session, [one.substitute_id for one in found])
    return [shapes.leave_out(one, names) for one in found]


@router.post("/leave", status_code=201)
def take_leave(asked: LeaveAsked, viewer: Asking, session: UnitOfWork) -> LeaveOut:
    """Say when I am away and who stands in."""
    person = queries.person(session, viewer.person_id)
    wanted = Leave(from_at=asked.from_at, to_at=asked.to_at, substitute_id=asked.substitute_id)
    taken = commands.take_leave(session, viewer, person, wanted, now=clock.now())
    return shapes.leave_out(taken, queries.names(session, [taken.substitute_id]))


@router.delete("/leave/{leave_id}", status_code=204)
def call_off_leave(leave_id: Id, viewer: Asking, session: UnitOfWork) -> None:
    """Take leave back, or end it now."""
    commands.call_off_leave(session, viewer, queries.leave(session, leave_id), now=clock.now())


@router.get("/tokens")
def tokens(viewer: Asking, session: UnitOfWork) -> list[TokenOut]:
    """My tokens."""
    return [shapes.token_out(token) for token in queries.tokens(session, viewer.person_id)]


@router.post("/tokens", status_code=201)
def make_token(asked: TokenAsked, viewer: Asking, session: UnitOfWork) -> TokenMade:
    """Make a token for a program that acts for me."""
    if not viewer.may("tokens.create"):
        raise Forbidden("tokens.create")
    person = queries.person(session, viewer.person_id)
    text, token = commands.make_token(
        session, person, name=asked.name, scopes=asked.scopes, expires_at=asked.expires_at, now=clock.now()
    )
    return TokenMade(id=token.id, token=text, expires_at=token.expires_at)


@router.delete("/tokens/{token_id}", status_code=204)
def revoke_token(token_id: Id, viewer: Asking, session: UnitOfWork) -> None:
    """End a token of mine."""
    commands.revoke_token(session, viewer, queries.token(session, viewer, token_id), now=clock.now())
