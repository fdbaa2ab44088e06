"""What can be done with pools: claim, return, and what the clock brings back."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bihuan.kernel import calendar, db
from bihuan.kernel.calendar import Limit
from bihuan.kernel.refusals import Forbidden, NotFound
from bihuan.ledger import commands as ledger
from bihuan.notices import commands as notices
from bihuan.org import commands as org_commands
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.pool import policy, queries
from bihuan.pool.definition import PoolDef
from bihuan.pool.models import Holding, Place
from bihuan.pool.refusals import ClaimedAlready, ClaimedEnoughToday, CoolingDown, HoldsEnough, NoPool, Protected
from bihuan.records import commands as writing
from bihuan.records import queries as records
from bihuan.records.record import Record

CLAIMED = "pool.claimed"
_TOLD_FOR = timedelta(days=1)  # who claimed something is told to who looked at the same list, not to who tries ids


def claim(session: Session, viewer: Viewer, key: str, record_id: int, *, now: datetime) -> Record:
    """Make a record of a pool the viewer's own. Of two at once the second is told who was first.

    NotFound for who may not claim from the pool, and for what never lay there.
    """
    pool = queries.pool(session, key)
    if not policy.may_claim(viewer, pool):
        raise NotFound
    # One claim of a person at a time: two at once would both find room for one more.
    lock = f"pool:{db.workspace_of(session)}:{viewer.person_id}"
    session.scalar(func.pg_advisory_xact_lock(func.hashtext(lock)))
    with db.beyond_sight(session):
        place = _lying(session, pool, record_id, now=now)
        _room(session, viewer, pool, now=now)
        until = queries.cooling(session, record_id, viewer.person_id)
        if until is not None and until > now:
            raise CoolingDown(until)
        record = records.standing(session, pool.object, record_id)
        session.add(Holding(person_id=viewer.person_id, pool_key=key, record_id=record_id, claimed_at=now))
        session.flush()
        by_id = viewer.person_id
        claimed = writing.give_over(session, record, by_id, by_id=by_id, now=now, cause=CLAIMED)
        place.claimed_at = now
        place.protected_until = _after(session, pool.protected, by_id, now)
        session.flush()
        return claimed


def _lying(session: Session, pool: PoolDef, record_id: int, *, now: datetime) -> Place:
    """The place of what lies in the pool, held. ClaimedAlready where it lay there until a moment ago."""
    place = queries.place(session, record_id, held=True)
    if place is None or place.pool_key != pool.key:
        raise NotFound
    if place.pooled_at is not None:
        return place
    if place.claimed_at is None or place.claimed_at < now - _TOLD_FOR:
        raise NotFound
    raise ClaimedAlready(org.names(session, [place.owner_id]).get(place.owner_id, ""), place.claimed_at)


def _room(session: Session, viewer: Viewer, pool: PoolDef, *, now: datetime) -> None:
    found = queries.claims(session, viewer.person_id, pool.key, since=today(session, now))
    if pool.per_day is not None and found.today >= pool.per_day:
        raise ClaimedEnoughToday(pool.per_day)
    if pool.most is not None and found.held >= pool.most:
        raise HoldsEnough(pool.most)


def today(session: Session, now: datetime) -> datetime:
    """When this day began where the company is."""
    here = now.astimezone(ZoneInfo(str(org.calendar(session).zone)))
    return here.replace(hour=0, minute=0, second=0, microsecond=0)


def return_(session: Session, viewer: Viewer, record: Record, *, reason: str, now: datetime) -> bool:
    """Put a record that the viewer sees into its pool: one's own at any time, others' when it isn't protected."""
    if not policy.may_return(viewer, record):
        raise Forbidden("records.assign")
    own = viewer.person_id == record.owner_id
    return release(session, record, by_id=viewer.person_id, why="returned", forced=own, reason=reason, now=now)


def release(  # noqa: PLR0913 - by whom, why and in which words are facts of their own
    session: Session,
    record: Record,
    *,
    by_id: int | None,
    why: str,
    reason: str = "",
    forced: bool = False,
    now: datetime,
) -> bool:
    """The same for who has asked their policy. False where it lies there already. NoPool; Protected unless `forced`.

    What somebody claimed who has left meanwhile is protected for nobody.
    """
    pool = queries.pool_for(session, record.object_key)
    if pool is None:
        raise NoPool
    owner_id = org_commands.stand_for(session, pool.key, pool.label.zh, now=now)
    if record.owner_id == owner_id:
        return False
    with db.beyond_sight(session):
        until = _protected_until(session, record)
        if until is not None and until > now and not forced:
            raise Protected(until)
        record = records.standing(session, record.object_key, record.id)
        if record.owner_id == owner_id:
            return False
        _cool(session, pool, record, now=now)
        writing.lay_down(session, record, owner_id, by_id=by_id, now=now, cause=f"pool.{why}")
        _place(session, pool, record.id, owner_id, now=now, pooled_from=record.owner_id, why=why)
        if reason.strip():
            ledger.append(
                session,
                at=now,
                by_id=by_id,
                what="record.pool_noted",
                subject=record.subject,
                payload={"reason": reason.strip()[:500]},
            )
        if by_id != record.owner_id:
            _tell(session, pool, record, why, now=now)
    return True


def _protected_until(session: Session, record: Record) -> datetime | None:
    """Until when nobody may take a record away, its place held; None where whoever claimed it has left."""
    before = queries.place(session, record.id, held=True)
    return before.protected_until if before is not None and org.colleague(session, record.owner_id).active else None


def _cool(session: Session, pool: PoolDef, record: Record, *, now: datetime) -> None:
    """Whoever had it waits for a while before they may claim it again."""
    until = _after(session, pool.cool_down, record.owner_id, now)
    held = queries.had(session, record.id, record.owner_id)
    if held is None:
        held = Holding(person_id=record.owner_id, pool_key=pool.key, record_id=record.id)
        session.add(held)
    held.ended_at, held.cool_until = now, until
    session.flush()


def _tell(session: Session, pool: PoolDef, record: Record, why: str, *, now: datetime) -> None:
    notices.tell(
        session,
        person_id=record.owner_id,
        cause=f"pool:{record.id}:{now.isoformat()}",
        kind="pool.taken_back",
        level="warn",
        facts={"title": record.title, "to": "owner", "stage": pool.label.model_dump(), "why": why},
        object_key=record.object_key,
        record_id=record.id,
        now=now,
    )


def follow(session: Session, record_id: int, object_key: str, owner_id: int, *, now: datetime) -> None:
    """A record has another owner, by whatever act: claims of others are over, and its time to return begins anew."""
    pool = queries.pool_for(session, object_key)
    if pool is None or owner_id == queries.owner_of(session, pool.key):
        return
    with db.beyond_sight(session):
        over = (Holding.record_id == record_id, Holding.ended_at.is_(None), Holding.person_id != owner_id)
        session.execute(update(Holding).where(*over).values(ended_at=now))
        _place(session, pool, record_id, owner_id, now=now)


def forget(session: Session, record_id: int, *, now: datetime) -> None:
    """A record is gone: nobody has it any more, and it lies nowhere."""
    with db.beyond_sight(session):
        gone = (Holding.record_id == record_id, Holding.ended_at.is_(None))
        session.execute(update(Holding).where(*gone).values(ended_at=now))
        lies = update(Place).where(Place.record_id == record_id)
        session.execute(lies.values(pooled_at=None, return_at=None, protected_until=None))


def came_back(session: Session, object_key: str, record_id: int, *, now: datetime) -> None:
    """A record is there again that had become part of another: it lies where it lay, or is with whom it was.

    The time to return begins anew; a claim goes on, and is protected for as long as it was.
    """
    pool = queries.pool_for(session, object_key)
    if pool is None:
        return
    with db.beyond_sight(session):
        went, before = queries.went(session, record_id, back_at=now), queries.place(session, record_id, held=True)
        if went is None or before is None:
            return
        owner_id, from_id, why = before.owner_id, before.from_id, before.why
        if owner_id == queries.owner_of(session, pool.key):
            _place(session, pool, record_id, owner_id, now=now, pooled_from=from_id, why=why)
            return
        _place(session, pool, record_id, owner_id, now=now)
        claim = queries.ended_with(session, record_id, owner_id, at=went)
        if claim is not None and claim.claimed_at is not None:
            claim.ended_at = None
            until = _after(session, pool.protected, owner_id, claim.claimed_at)
            protects = update(Place).where(Place.record_id == record_id)
            session.execute(protects.values(claimed_at=claim.claimed_at, protected_until=until))


def _place(  # noqa: PLR0913 - the members of one row
    session: Session,
    pool: PoolDef,
    record_id: int,
    owner_id: int,
    *,
    now: datetime,
    pooled_from: int | None = None,
    why: str | None = None,
) -> None:
    """Write down with whom a record stands from now on."""
    lies = pooled_from is not None
    values = {
        "object_key": pool.object,
        "pool_key": pool.key,
        "owner_id": owner_id,
        "owner_pos": org.colleague(session, owner_id).pos,
        "since": now,
        "term": None if pool.return_after is None else str(pool.return_after),
        "return_at": None if lies else _after(session, pool.return_after, owner_id, now),
        "protected_until": None,
        "pooled_at": now if lies else None,
        "from_id": pooled_from,
        "why": why,
    }
    written = insert(Place).values(record_id=record_id, **values)
    session.execute(written.on_conflict_do_update(index_elements=[Place.record_id], set_=values))
    session.flush()


def _after(session: Session, limit: Limit | None, person_id: int, start: datetime) -> datetime | None:
    return None if limit is None else calendar.deadline(limit, org.calendar(session, person_id), start)


def place_some(session: Session, *, now: datetime, limit: int) -> int:
    """Let the time to return begin for records that have none yet, or by another setting; how many.

    Whoever has had a record for long when a pool is set up has the whole time from then on.
    """
    done = 0
    for pool in queries.pools(session).values():
        if pool.return_after is not None:
            for record_id, owner_id, _ in queries.unplaced(session, pool, limit=limit):
                _place(session, pool, record_id, owner_id, now=now)
                done += 1
    return done


def return_some(session: Session, *, now: datetime, limit: int) -> int:
    """Look at what may have to go back: what somebody worked on gets a later day, the rest lies in the pool again."""
    due = queries.due(session, now=now, limit=limit)
    for place in due:
        _look(session, place, now=now)
    return len(due)


def _look(session: Session, place: Place, *, now: datetime) -> None:
    pool = queries.pool_for(session, place.object_key)
    try:
        record = records.standing(session, place.object_key, place.record_id)
    except NotFound:
        pool = None
    if pool is None or pool.return_after is None:
        place.return_at = None
        session.flush()
        return
    if pool.keep_open and queries.walks(session, record):
        later: datetime | None = _after(session, pool.return_after, record.owner_id, now)
    else:
        touched = queries.last_touched(session, record)
        begun = max(place.since, touched) if touched is not None else place.since
        later = _after(session, pool.return_after, record.owner_id, begun)
    if place.protected_until is not None and later is not None:
        later = max(later, place.protected_until)
    if later is not None and later > now:
        place.return_at = later
        session.flush()
        return
    release(session, record, by_id=None, why="quiet", now=now)
