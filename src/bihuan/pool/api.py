"""Pools over HTTP: which there are, what lies in them, claim it, put it back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, cast
from zoneinfo import ZoneInfo

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from bihuan.kernel import clock, db, web
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.web import UnitOfWork
from bihuan.objects import queries as objects
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer
from bihuan.pool import commands, policy, queries
from bihuan.pool.definition import PoolDef
from bihuan.records import queries as records
from bihuan.records import showing

router = web.doors(prefix="/pools", tags=["pool"])
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
PoolKey = Annotated[str, Path(max_length=40)]
Why = Literal["returned", "quiet", "rule"]
PAGE = 50


class PoolOut(BaseModel):
    """A pool one may claim from: what it shows, how many lie there, and what one may still claim. Times in words."""

    key: str
    label: str
    object: str
    object_label: str
    shows: list[str]
    count: int
    per_day: int | None
    claimed_today: int
    most: int | None
    held: int
    protected: str | None
    return_after: str | None
    cool_down: str | None


class PoolsOut(BaseModel):
    """The pools one may claim from."""

    items: list[PoolOut]


class PooledOut(BaseModel):
    """What lies in a pool: of itself nothing but what the pool shows; and how it came there.

    `had_by` had it before, `last_contact` is the day when somebody was in touch. `cool_until` where the asker has to
    wait for it.
    """

    id: int
    title: str
    values: dict[str, Any]
    since: datetime
    why: Why
    had_by: str | None
    last_contact: date | None
    cool_until: datetime | None


class PooledPage(BaseModel):
    """Some of what lies in a pool, the latest first; `more` when there is more."""

    items: list[PooledOut]
    more: bool


class ClaimedOut(BaseModel):
    """What is one's own now."""

    object: str
    id: int
    title: str
    protected_until: datetime | None


class ReturnIn(BaseModel):
    """Why it goes back."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(max_length=500)] = ""


class ReturnedOut(BaseModel):
    """In which pool it lies now; `done` is false where it lay there already."""

    pool: str
    label: str
    done: bool


class StandOut(BaseModel):
    """How a record stands to its pool, if there is one: whether the asker may return it, and what holds until when."""

    pool: str | None
    label: str | None
    lies: bool
    may_return: bool
    claimed_at: datetime | None
    protected_until: datetime | None
    return_at: datetime | None


@router.get("")
def pools(viewer: Asking, session: UnitOfWork) -> PoolsOut:
    """The pools the asker may claim from, with their limits and what is left of them."""
    open_ = [one for one in queries.pools(session).values() if policy.may_claim(viewer, one)]
    return PoolsOut(items=[_shown(session, viewer, one) for one in open_])


@router.get("/{key}/records")
def lying(
    key: PoolKey,
    viewer: Asking,
    session: UnitOfWork,
    q: Annotated[str, Query(max_length=200)] = "",
    why: Why | None = None,
    skip: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> PooledPage:
    """What lies in a pool, as far as it is shown to those who may claim it."""
    pool = queries.pool(session, key)
    found = queries.lying(session, viewer, pool, q=q, why=why, skip=skip, limit=PAGE + 1)
    object_def, shown = objects.object_def(session, pool.object), queries.shows(session, viewer, pool)
    pointed = records.pointed_at(viewer, object_def, [one.record for one in found], only=shown)
    names = records.names(session, viewer, pointed)
    had = org.names(session, [one.from_id for one in found])
    zone = ZoneInfo(str(org.calendar(session).zone))
    shower = showing.Shower(viewer, object_def, names, only=shown, now=clock.now())
    return PooledPage(
        items=[
            PooledOut(
                id=one.record.id,
                title=one.record.title if object_def.title in shown else f"#{one.record.id}",
                values=shower.item(one.record)["values"],
                since=one.since,
                why=cast("Why", one.why),
                had_by=had.get(one.from_id) if one.from_id is not None else None,
                last_contact=one.last_contact.astimezone(zone).date() if one.last_contact is not None else None,
                cool_until=one.cool_until if one.cool_until and one.cool_until > clock.now() else None,
            )
            for one in found[:PAGE]
        ],
        more=len(found) > PAGE,
    )


@router.post("/{key}/records/{record_id}/claim")
def claim(key: PoolKey, record_id: Id, viewer: Asking, session: UnitOfWork) -> ClaimedOut:
    """Make it the asker's own. Of two at once the second is told who was first."""
    now = clock.now()
    record = commands.claim(session, viewer, key, record_id, now=now)
    db.see(session, viewer.sight)
    place = queries.place(session, record_id)
    object_def = objects.object_def(session, record.object_key)
    return ClaimedOut(
        object=record.object_key,
        id=record.id,
        title=showing.title(viewer, object_def, record),
        protected_until=place.protected_until if place is not None else None,
    )


@router.get("/of/{object_key}/{record_id}")
def stand(
    object_key: Annotated[str, Path(max_length=40)], record_id: Id, viewer: Asking, session: UnitOfWork
) -> StandOut:
    """How a record that the asker sees stands to its pool."""
    record = records.record(session, viewer, object_key, record_id)
    pool = queries.pool_for(session, object_key)
    place = queries.place(session, record_id) if pool is not None else None
    lies = place is not None and place.pooled_at is not None
    return StandOut(
        pool=pool.key if pool is not None else None,
        label=pool.label.say(viewer.lang) if pool is not None else None,
        lies=lies,
        may_return=pool is not None and not lies and policy.may_return(viewer, record),
        claimed_at=place.claimed_at if place is not None and not lies else None,
        protected_until=place.protected_until if place is not None else None,
        return_at=place.return_at if place is not None else None,
    )


@router.post("/of/{object_key}/{record_id}/return")
def return_(
    object_key: Annotated[str, Path(max_length=40)], record_id: Id, asked: ReturnIn, viewer: Asking, session: UnitOfWork
) -> ReturnedOut:
    """Put a record that the asker sees into its pool."""
    record = records.record(session, viewer, object_key, record_id)
    done = commands.return_(session, viewer, record, reason=asked.reason, now=clock.now())
    pool = queries.pool_for(session, object_key)
    if pool is None:
        raise NotFound
    return ReturnedOut(pool=pool.key, label=pool.label.say(viewer.lang), done=done)


def _shown(session: UnitOfWork, viewer: Viewer, pool: PoolDef) -> PoolOut:
    found = queries.claims(session, viewer.person_id, pool.key, since=commands.today(session, clock.now()))
    object_def, shown = objects.object_def(session, pool.object), queries.shows(session, viewer, pool)
    times = {
        name: limit.words(viewer.lang) if limit is not None else None
        for name, limit in (
            ("protected", pool.protected),
            ("return_after", pool.return_after),
            ("cool_down", pool.cool_down),
        )
    }
    return PoolOut(
        key=pool.key,
        label=pool.label.say(viewer.lang),
        object=pool.object,
        object_label=object_def.label.say(viewer.lang),
        shows=[key for key in pool.shows if key in shown],
        count=queries.how_many(session, pool),
        per_day=pool.per_day,
        claimed_today=found.today,
        most=pool.most,
        held=found.held,
        **times,
    )
