"""Who is asking: from a request to a viewer, and from then on the transaction sees what that viewer sees."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hmac import compare_digest
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Request
from sqlalchemy import update
from sqlalchemy.orm import Session

from bihuan.kernel import clock, db, web
from bihuan.kernel.refusals import Forbidden, Kind, Refusal
from bihuan.kernel.words import lang_of
from bihuan.org import keys, queries
from bihuan.org.models import LogIn, Token
from bihuan.org.viewer import Viewer

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class NotLoggedIn(Refusal):
    """Nobody is asking, or the log-in is over."""

    code = "not_logged_in"
    kind = Kind.UNAUTHENTICATED
    message = "Log in first."


class FromElsewhere(Refusal):
    """Another site made this browser ask."""

    code = "from_elsewhere"
    kind = Kind.FORBIDDEN
    message = "This request came from another site. Send the x-csrf-token of your log-in, or ask from the same site."


class PasswordMustChange(Refusal):
    """A first password opens one door only: the one to a password of one's own."""

    code = "password_must_change"
    kind = Kind.FORBIDDEN
    message = "Choose a password of your own first."


@dataclass(frozen=True)
class Asker:
    """Whoever asks, and by what: a cookie with its token against forgery, or a program's key."""

    viewer: Viewer
    cookie: str | None
    csrf: str | None
    must_change: bool


def same_origin(request: Request) -> bool:
    """Whether the browser says that a page of this very host asks."""
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host", "")


def asker(request: Request, session: Session) -> Asker:
    """The person this request's cookie or token belongs to; until they are known, nothing can be seen."""
    carried = web.credentials(request)
    if carried is None or not db.WORKSPACE_KEY.fullmatch(carried[0].partition(".")[0]):
        raise NotLoggedIn
    found = _by_cookie(request, session, carried[0]) if carried[1] else _by_token(request, session, carried[0])
    db.see(session, found.viewer.sight)
    request.state.person_id = found.viewer.person_id
    return found


def _by_cookie(request: Request, session: Session, cookie: str) -> Asker:
    now = clock.now()
    found = queries.log_in(session, cookie, now)
    if found is None:
        raise NotLoggedIn
    opened, person = found
    if request.method not in SAFE_METHODS and not same_origin(request):
        sent = request.headers.get("x-csrf-token", "")
        if not compare_digest(sent.encode(), opened.csrf.encode()):
            raise FromElsewhere
    if opened.seen_at < now - keys.TOUCH_AFTER:
        _touch(session, opened, now)
    viewer = _in_their_language(request, queries.viewer(session, person.id))
    return Asker(viewer=viewer, cookie=cookie, csrf=opened.csrf, must_change=person.must_change)


def _by_token(request: Request, session: Session, text: str) -> Asker:
    now = clock.now()
    token = queries.token_used(session, text, now)
    if token is None:
        raise NotLoggedIn
    scopes = frozenset(str(scope) for scope in token.scopes)
    if request.method not in SAFE_METHODS and not scopes & {"write", "manage"}:
        raise Forbidden("scope:write")
    if token.last_used_at is None or token.last_used_at < now - keys.TOUCH_AFTER:
        session.execute(update(Token).where(Token.id == token.id).values(last_used_at=now))
    viewer = _in_their_language(request, keys.narrowed(queries.viewer(session, token.person_id), scopes))
    return Asker(viewer=viewer, cookie=None, csrf=None, must_change=False)


def _touch(session: Session, opened: LogIn, now: datetime) -> None:
    session.execute(update(LogIn).where(LogIn.token_hash == opened.token_hash).values(seen_at=now))


def _in_their_language(request: Request, viewer: Viewer) -> Viewer:
    """The language of this request where it names one of ours, else the person's own."""
    asked = request.headers.get("accept-language", "").strip().lower()
    return replace(viewer, lang=lang_of(asked)) if asked.startswith(("zh", "en")) else viewer


def viewer(request: Request, session: Session) -> Viewer:
    """Whoever asks, with a password of their own."""
    found = asker(request, session)
    if found.must_change:
        raise PasswordMustChange
    return found.viewer


AskingAtAll = Annotated[Asker, web.later(asker)]
Asking = Annotated[Viewer, web.later(viewer)]
