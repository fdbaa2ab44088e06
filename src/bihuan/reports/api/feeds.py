"""One's calendar for other programs, over HTTP: a link with a secret, which shows what lies ahead and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Path, Request, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from bihuan.kernel import clock, db, web
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.web import UnitOfWork
from bihuan.kernel.words import Lang, Words
from bihuan.org import keys
from bihuan.org.asking import Asking
from bihuan.reports import commands, ical, queries
from bihuan.reports.ical import Entry

router = web.doors(tags=["calendar"])
AHEAD = timedelta(days=60)
BEHIND = timedelta(days=14)
Token = Annotated[str, Path(max_length=120)]
_DUE = Words(zh="到期：{title}（{stage}）", en="Due: {title} ({stage})")
_NAME = Words(zh="闭环 · {name}", en="Bihuan · {name}")


class FeedOut(BaseModel):
    """Whether there is a link to one's calendar, since when, and when a program used it last."""

    made_at: datetime | None
    used_at: datetime | None


class FeedMade(BaseModel):
    """The path of the link, with its secret: said this once."""

    path: str


@router.get("/me/calendar")
def feed(viewer: Asking, session: UnitOfWork) -> FeedOut:
    """Whether I have a link."""
    found = queries.feed_of(session, viewer)
    return FeedOut(made_at=found.made_at if found else None, used_at=found.used_at if found else None)


@router.post("/me/calendar")
def open_feed(viewer: Asking, session: UnitOfWork) -> FeedMade:
    """Make me a link; the one I had opens nothing any more."""
    token = commands.open_feed(session, viewer, now=clock.now())
    return FeedMade(path=f"/api/calendar/{token}.ics")


@router.delete("/me/calendar", status_code=204)
def close_feed(viewer: Asking, session: UnitOfWork) -> None:
    """Take my link back."""
    commands.close_feed(session, viewer, now=clock.now())


@router.get("/calendar/{token}", response_class=Response)
def calendar(token: Token, request: Request) -> Response:
    """What lies ahead of whoever made this link. Wrong, unknown and taken back are one answer: not found."""
    secret = token.removesuffix(".ics")
    workspace = secret.partition(".")[0]
    if not db.WORKSPACE_KEY.fullmatch(workspace):
        raise NotFound
    try:
        with db.transaction(request.app.state.engine, workspace=workspace) as session:
            told = _told(session, secret, base=request.app.state.public_url or str(request.base_url).rstrip("/"))
    except db.NoWorkspace as no:
        raise NotFound from no
    headers = {"cache-control": "private, max-age=900", "content-disposition": 'inline; filename="bihuan.ics"'}
    return Response(told, media_type="text/calendar; charset=utf-8", headers=headers)


def _told(session: Session, token: str, *, base: str) -> str:
    now = clock.now()
    # Whoever knows the token may see this one row; from then on it is its person who looks.
    with db.beyond_sight(session):
        found = queries.fed(session, keys.digest(token), now=now)
    db.see(session, found.sight)
    ahead = queries.ahead(session, found, since=now - BEHIND, until=now + AHEAD)
    lang, workspace = found.lang, db.workspace_of(session)
    entries = [_entry(one, lang, base=base, workspace=workspace) for one in ahead]
    return ical.written(entries, name=_NAME.say(lang).format(name=found.name), now=now)


def _entry(one: queries.Ahead, lang: Lang, *, base: str, workspace: str) -> Entry:
    title = one.title if one.stage is None else _DUE.say(lang).format(title=one.title, stage=one.stage.say(lang))
    known = one.object_key is not None and one.record_id is not None
    url = f"{base}/r/{one.object_key}/{one.record_id}" if known else ""
    return Entry(uid=f"{one.kind}-{one.number}@{workspace}.bihuan", at=one.at, title=title, text=url, url=url)
