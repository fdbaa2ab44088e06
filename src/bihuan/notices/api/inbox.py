"""The inbox over HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from bihuan.kernel import clock, web
from bihuan.kernel.refusals import Invalid
from bihuan.kernel.web import UnitOfWork
from bihuan.kernel.words import Lang
from bihuan.notices import commands, merging, queries, wording
from bihuan.notices.merging import Line
from bihuan.notices.models import Notice
from bihuan.org.asking import Asking

router = web.doors(prefix="/notices", tags=["notices"])
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


class NoticeOut(BaseModel):
    """One notice, in the reader's language. `facts.contacts` are the last contacts, the latest first."""

    id: int
    kind: str
    level: str
    title: str
    sentence: str
    why: str
    facts: dict[str, Any]
    object: str | None
    record_id: int | None
    journey_id: int | None
    made_at: datetime
    read_at: datetime | None
    acknowledged_at: datetime | None
    snoozed_until: datetime | None


class AlsoOut(BaseModel):
    """What else was told of the same thing; without a sentence, the line says it already."""

    id: int
    kind: str
    level: str
    title: str
    sentence: str
    made_at: datetime


class LineOut(NoticeOut):
    """One line of an inbox: what matters most of one thing, and what `also` was told of it, the latest first."""

    also: list[AlsoOut] = []


class Inbox(BaseModel):
    """A page of notices, the latest first; `next` is the cursor of the page after it."""

    items: list[LineOut]
    next: int | None


class PushedOut(BaseModel):
    """What somebody is interrupted for: the worst of it, and of how many things it tells. No title: all is over."""

    title: str
    count: int


class AlsoAsked(BaseModel):
    """Other notices of the same line that were seen, and are answered with it."""

    model_config = ConfigDict(extra="forbid")

    also: list[Id] = Field(default_factory=list, max_length=500)


class SeenAsked(BaseModel):
    """Which notices were looked at."""

    model_config = ConfigDict(extra="forbid")

    ids: list[Id] = Field(min_length=1, max_length=500)


class Waiting(BaseModel):
    """How many lines wait, all in all and by the worst of each."""

    open: int
    levels: dict[str, int]


class SnoozeAsked(BaseModel):
    """Until when to put it off: a moment, or so many hours."""

    model_config = ConfigDict(extra="forbid")

    also: list[Id] = Field(default_factory=list, max_length=500)
    until: AwareDatetime | None = None
    hours: Annotated[int, Field(ge=1, le=720)] | None = None


@router.get("")
def inbox(
    viewer: Asking,
    session: UnitOfWork,
    open: bool = False,  # noqa: A002 - the word of the address
    cursor: Id | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Inbox:
    """My notices; with `open=1` what waits, merged: one line for each thing that something was told of."""
    if open:
        found, after = queries.lines(session, viewer, now=clock.now(), before=cursor, limit=limit)
        return Inbox(items=[_line(line, viewer.lang) for line in found], next=after)
    told = queries.inbox(session, viewer, waiting_at=None, before=cursor, limit=limit)
    items = [LineOut(**_shown(notice, viewer.lang).model_dump()) for notice in told]
    return Inbox(items=items, next=told[-1].id if len(told) == limit else None)


@router.get("/count")
def count(viewer: Asking, session: UnitOfWork) -> Waiting:
    """How many wait."""
    levels = queries.counts(session, viewer, clock.now())
    return Waiting(open=sum(levels.values()), levels=levels)


@router.post("/{notice_id}/read")
def read(notice_id: Id, viewer: Asking, session: UnitOfWork) -> NoticeOut:
    """I have looked at it."""
    notice = queries.notice(session, viewer, notice_id)
    commands.read(session, notice, now=clock.now())
    return _shown(notice, viewer.lang)


@router.get("/pushed/{parcel_id}")
def pushed(parcel_id: Id, viewer: Asking, session: UnitOfWork) -> PushedOut:
    """What I was just interrupted for, in a line."""
    found = merging.lines(queries.pushed(session, viewer, parcel_id))
    title = wording.title(found[0].first.kind, found[0].first.facts, viewer.lang) if found else ""
    return PushedOut(title=title, count=len(found))


@router.post("/seen", status_code=204)
def seen(asked: SeenAsked, viewer: Asking, session: UnitOfWork) -> None:
    """I have looked at these: no letter needs to tell me of them any more."""
    commands.see(session, viewer, asked.ids, now=clock.now())


@router.post("/{notice_id}/acknowledge")
def acknowledge(notice_id: Id, viewer: Asking, session: UnitOfWork, asked: AlsoAsked | None = None) -> NoticeOut:
    """I have taken note of it, and of what else I saw of the same."""
    notice = queries.notice(session, viewer, notice_id)
    for one in (notice, *queries.own(session, viewer, asked.also if asked else [])):
        commands.acknowledge(session, viewer, one, now=clock.now())
    return _shown(notice, viewer.lang)


@router.post("/{notice_id}/snooze")
def snooze(notice_id: Id, asked: SnoozeAsked, viewer: Asking, session: UnitOfWork) -> NoticeOut:
    """Later, please."""
    now = clock.now()
    until = asked.until or (now + timedelta(hours=asked.hours) if asked.hours else None)
    if until is None or (asked.until and asked.hours):
        raise Invalid([{"field": "until", "code": "required", "message": "Say either until when or how many hours."}])
    notice = queries.notice(session, viewer, notice_id)
    for one in (notice, *queries.own(session, viewer, asked.also)):
        commands.snooze(session, viewer, one, until, now=now)
    return _shown(notice, viewer.lang)


def _line(line: Line, lang: Lang) -> LineOut:
    besides = line.besides
    also = [
        AlsoOut(
            id=one.id,
            kind=one.kind,
            level=one.level,
            title=wording.title(one.kind, one.facts, lang),
            sentence=wording.sentence(one.kind, one.facts, lang) if one in besides else "",
            made_at=one.made_at,
        )
        for one in line.also
    ]
    return LineOut(**_shown(line.first, lang).model_dump(), also=also)


def _shown(notice: Notice, lang: Lang) -> NoticeOut:
    return NoticeOut(
        id=notice.id,
        kind=notice.kind,
        level=notice.level,
        title=wording.title(notice.kind, notice.facts, lang),
        sentence=wording.sentence(notice.kind, notice.facts, lang),
        why=wording.why(notice.facts, lang),
        facts=wording.told(notice.facts, lang),
        object=notice.object_key,
        record_id=notice.record_id,
        journey_id=notice.journey_id,
        made_at=notice.made_at,
        read_at=notice.read_at,
        acknowledged_at=notice.acknowledged_at,
        snoozed_until=notice.snoozed_until,
    )
