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
from bihuan.notices import commands, queries, wording
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


class Inbox(BaseModel):
    """A page of notices, the latest first; `next` is the cursor of the page after it."""

    items: list[NoticeOut]
    next: int | None


class Waiting(BaseModel):
    """How many notices wait, all in all and by level."""

    open: int
    levels: dict[str, int]


class SnoozeAsked(BaseModel):
    """Until when to put it off: a moment, or so many hours."""

    model_config = ConfigDict(extra="forbid")

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
    """My notices; `open=1` leaves out what was acknowledged or put off."""
    waiting_at = clock.now() if open else None
    found = queries.inbox(session, viewer, waiting_at=waiting_at, before=cursor, limit=limit)
    items = [_shown(notice, viewer.lang) for notice in found]
    return Inbox(items=items, next=found[-1].id if len(found) == limit else None)


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


@router.post("/{notice_id}/acknowledge")
def acknowledge(notice_id: Id, viewer: Asking, session: UnitOfWork) -> NoticeOut:
    """I have taken note."""
    notice = queries.notice(session, viewer, notice_id)
    commands.acknowledge(session, viewer, notice, now=clock.now())
    return _shown(notice, viewer.lang)


@router.post("/{notice_id}/snooze")
def snooze(notice_id: Id, asked: SnoozeAsked, viewer: Asking, session: UnitOfWork) -> NoticeOut:
    """Later, please."""
    now = clock.now()
    until = asked.until or (now + timedelta(hours=asked.hours) if asked.hours else None)
    if until is None or (asked.until and asked.hours):
        raise Invalid([{"field": "until", "code": "required", "message": "Say either until when or how many hours."}])
    notice = queries.notice(session, viewer, notice_id)
    commands.snooze(session, viewer, notice, until, now=now)
    return _shown(notice, viewer.lang)


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
