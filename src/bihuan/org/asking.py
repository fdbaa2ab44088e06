"""Who is asking: from a request to a viewer, and from then on the transaction sees what that viewer sees."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime
from hmac import compare_digest
from threading import Lock
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Request
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from bihuan.kernel import clock, db, web
from bihuan.kernel.db import Sight
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


@dataclass(frozen=True)
class _Standing:
    """What is known about a secret, until then and as long as the workspace's stamp stands."""

    asker: Asker
    scopes: frozenset[str] | None
    until: datetime
    stamp: str


_MOST_KNOWN = 4096
_known: OrderedDict[tuple[Engine, bytes], _Standing] = OrderedDict()
_lock = Lock()


def _guessed(request: Request) -> Sight:
    """How far the one who asks saw the last time: what a transaction may begin with. `asker` looks again."""
    carried = web.credentials(request)
    found = _known.get((request.app.state.engine, keys.digest(carried[0]))) if carried is not None else None
    return found.asker.viewer.sight if found is not None else db.NOWHERE


def asker(request: Request, session: Session) -> Asker:
    """The person this request's cookie or token belongs to; until they are known, nothing can be seen."""
    carried = web.credentials(request)
    if carried is None or not db.WORKSPACE_KEY.fullmatch(carried[0].partition(".")[0]):
        raise NotLoggedIn
    now, key = clock.now(), (request.app.state.engine, keys.digest(carried[0]))
    standing = _known.get(key)
    if standing is None or now >= standing.until or standing.stamp != db.stamp(session):
        db.see(session, db.NOWHERE)
        standing = _looked_up(session, carried, now)
        _remember(key, standing)
    _let_in(request, standing)
    found = replace(standing.asker, viewer=_in_their_language(request, standing.asker.viewer))
    if session.info["sight"] != found.viewer.sight:
        db.see(session, found.viewer.sight)
    queries.stand(session, found.viewer)
    request.state.person_id = found.viewer.person_id
    return found


def _looked_up(session: Session, carried: tuple[str, bool], now: datetime) -> _Standing:
    return _by_cookie(session, carried[0], now) if carried[1] else _by_token(session, carried[0], now)


def _remember(key: tuple[Engine, bytes], standing: _Standing) -> None:
    with _lock:
        _known[key] = standing
        while len(_known) > _MOST_KNOWN:
            _known.popitem(last=False)


def _let_in(request: Request, standing: _Standing) -> None:
    """A writing request shows that it comes from our own pages, or that its key may write."""
    if request.method in SAFE_METHODS:
        return
    if standing.scopes is not None:
        if not standing.scopes & {"write", "manage"}:
            raise Forbidden("scope:write")
    elif not same_origin(request):
        sent = request.headers.get("x-csrf-token", "")
        if not compare_digest(sent.encode(), (standing.asker.csrf or "").encode()):
            raise FromElsewhere


def _by_cookie(session: Session, cookie: str, now: datetime) -> _Standing:
    found = queries.log_in(session, cookie, now)
    if found is None:
        raise NotLoggedIn
    opened, person = found
    if opened.seen_at < now - keys.TOUCH_AFTER:
        _touch(session, opened, now)
    asker = Asker(
        viewer=queries.viewer(session, person.id), cookie=cookie, csrf=opened.csrf, must_change=person.must_change
    )
    until = min(opened.expires_at, now + keys.TOUCH_AFTER)
    return _Standing(asker=asker, scopes=None, until=until, stamp=db.stamp(session))


def _by_token(session: Session, text: str, now: datetime) -> _Standing:
    token = queries.token_used(session, text, now)
    if token is None:
        raise NotLoggedIn
    scopes = frozenset(str(scope) for scope in token.scopes)
    if token.last_used_at is None or token.last_used_at < now - keys.TOUCH_AFTER:
        session.execute(update(Token).where(Token.id == token.id).values(last_used_at=now))
    viewer = keys.narrowed(queries.viewer(session, token.person_id), scopes)
    until = now + keys.TOUCH_AFTER if token.expires_at is None else min(token.expires_at, now + keys.TOUCH_AFTER)
    asker = Asker(viewer=viewer, cookie=None, csrf=None, must_change=False)
    return _Standing(asker=asker, scopes=scopes, until=until, stamp=db.stamp(session))


def _touch(session: Session, opened: LogIn, now: datetime) -> None:
    session.execute(update(LogIn).where(LogIn.token_hash == opened.token_hash).values(seen_at=now))


def _in_their_language(request: Request, viewer: Viewer) -> Viewer:
    """The language of this request where it names one of ours, else the person's own."""
    asked = request.headers.get("accept-language", "").strip().lower()
    if not asked.startswith(("zh", "en")) or lang_of(asked) == viewer.lang:
        return viewer
    return replace(viewer, lang=lang_of(asked))


def viewer(request: Request, session: Session) -> Viewer:
    """Whoever asks, with a password of their own."""
    found = asker(request, session)
    if found.must_change:
        raise PasswordMustChange
    return found.viewer


AskingAtAll = Annotated[Asker, web.later(asker, guess=_guessed)]
Asking = Annotated[Viewer, web.later(viewer, guess=_guessed)]
