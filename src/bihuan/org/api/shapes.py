"""What people and teams look like from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from bihuan.kernel.web import COOKIE
from bihuan.kernel.words import Lang, lang_of
from bihuan.org import keys, policy
from bihuan.org.models import Leave, LogIn, Person, Team, Token
from bihuan.org.policy import Can
from bihuan.org.viewer import Viewer

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Asked(BaseModel):
    """Base of everything that is sent to us: nothing unknown in it, nothing guessed from another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Ref(BaseModel):
    """An id and what it is called."""

    id: int
    name: str


class Self(BaseModel):
    """The person who is logged in."""

    id: int
    name: str
    login: str
    role: str
    lang: Lang


class Opened(BaseModel):
    """A log-in that was opened; the cookie came with it."""

    person: Self
    csrf: str
    must_change_password: bool


class PersonOut(BaseModel):
    """A colleague. Login, addresses and role are shown to whoever runs the organisation, and to oneself."""

    id: int
    name: str
    team: Ref | None
    manager: Ref | None
    active: bool
    away_until: datetime | None
    login: str | None = None
    email: str | None = None
    phone: str | None = None
    role: str | None = None
    manager_id: int | None = None
    lang: Lang | None = None
    skills: list[str] | None = None
    can: Can


class TeamOut(BaseModel):
    """A team, each after the one it lies in."""

    id: int
    name: str
    kind: str
    parent_id: int | None
    manager: Ref | None
    people: int


class LeaveOut(BaseModel):
    """When somebody is away."""

    id: int
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime = Field(serialization_alias="to")
    substitute: Ref | None


class TokenOut(BaseModel):
    """A token without its text."""

    id: int
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True)
class Around:
    """What stands around a list of people, fetched once."""

    teams: Mapping[int, Team]
    names: Mapping[int, str]
    managers: Mapping[int, int]
    away_until: Mapping[int, datetime]


def oneself(person: Person) -> Self:
    """The person as the screen greets them."""
    return Self(id=person.id, name=person.name, login=person.login, role=person.role_key, lang=lang_of(person.lang))


def colleague(viewer: Viewer, person: Person, around: Around) -> PersonOut:
    """A person as this viewer may know them."""
    team = around.teams.get(person.team_id or 0)
    manager = around.managers.get(person.id)
    shown = PersonOut(
        id=person.id,
        name=person.name,
        team=Ref(id=team.id, name=team.name) if team else None,
        manager=Ref(id=manager, name=around.names[manager]) if manager is not None else None,
        active=person.active,
        away_until=around.away_until.get(person.id),
        can=policy.can(viewer, person.id),
    )
    if viewer.may("org.manage") or viewer.person_id == person.id:
        shown.login, shown.email, shown.phone, shown.role = person.login, person.email, person.phone, person.role_key
        shown.manager_id, shown.lang = person.manager_id, lang_of(person.lang)
        shown.skills = [str(skill) for skill in person.skills]
    return shown


def leave_out(leave: Leave, names: Mapping[int, str]) -> LeaveOut:
    """A leave with its substitute's name."""
    substitute = leave.substitute_id
    return LeaveOut(
        id=leave.id,
        from_at=leave.from_at,
        to_at=leave.to_at,
        substitute=Ref(id=substitute, name=names[substitute]) if substitute is not None else None,
    )


def token_out(token: Token) -> TokenOut:
    """A token as its owner sees it."""
    return TokenOut(
        id=token.id,
        name=token.name,
        scopes=[str(scope) for scope in token.scopes],
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
    )


def opened(request: Request, response: Response, person: Person, found: tuple[str, LogIn]) -> Opened:
    """Hand over the cookie; over https it is bound to this host and never sent in the clear."""
    cookie, log_in = found
    secure = bool(request.app.state.https)
    response.set_cookie(
        cookie_name(request),
        cookie,
        max_age=int(keys.LONGEST.total_seconds()),
        httponly=True,
        samesite="lax",
        path="/",
        secure=secure,
    )
    return Opened(person=oneself(person), csrf=log_in.csrf, must_change_password=person.must_change)


def cookie_name(request: Request) -> str:
    """The cookie's name; browsers accept the prefix over https alone."""
    return f"__Host-{COOKIE}" if request.app.state.https else COOKIE


def address(request: Request) -> str:
    """Where the request came from, as the server saw it."""
    return request.client.host if request.client else ""
