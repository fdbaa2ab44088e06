"""Questions about pools: which there are, what lies in them, who claimed how much, what has to go back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel import db
from bihuan.kernel.refusals import NotFound
from bihuan.ledger.models import Event
from bihuan.objects import queries as objects
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.pool import definition, policy
from bihuan.pool.definition import PoolDef
from bihuan.pool.models import Holding, Place
from bihuan.records import queries as records
from bihuan.records.models import Merge, Merged
from bihuan.records.record import Record, subject

# What says that somebody works on a record: not that a value was corrected or worked out anew.
_HAPPENED = (
    *("activity.logged", "task.done", "stage.entered", "journey.started", "journey.brought_back", "journey.placed"),
    *("deliverable.handed_in", "deliverable.accepted", "confirmation.sent", "confirmation.confirmed"),
)


def pools(session: Session) -> Mapping[str, PoolDef]:
    """The pools of the version that applies, by key; none before the first release."""
    living = blueprint.living(session)
    if living is None:
        return {}
    return blueprint.part(session, blueprint.current(session).id, definition.pools)


def pool(session: Session, key: str) -> PoolDef:
    """One pool. NotFound."""
    found = pools(session).get(key)
    if found is None:
        raise NotFound
    return found


def pool_for(session: Session, object_key: str) -> PoolDef | None:
    """The pool of an object's records."""
    return next((one for one in pools(session).values() if one.object == object_key), None)


def owner_of(session: Session, key: str) -> int | None:
    """Who stands for a pool among the owners; None until something lies in it."""
    login = f"{org.NOBODY}{key}"
    return next((one.id for one in org.colleagues(session).values() if one.login == login), None)


def place(session: Session, record_id: int, *, held: bool = False) -> Place | None:
    """Where a record stands, as far as this transaction sees; `held` until it ends."""
    return session.get(Place, record_id, with_for_update=held, populate_existing=True)


def had(session: Session, record_id: int, person_id: int | None = None) -> Holding | None:
    """The claim of a record that is not over, of this person or of whoever."""
    asked = select(Holding).where(Holding.record_id == record_id, Holding.ended_at.is_(None))
    return session.scalar(asked if person_id is None else asked.where(Holding.person_id == person_id))


def went(session: Session, record_id: int, *, back_at: datetime) -> datetime | None:
    """When a record that came back just now had become part of another; None for every other one."""
    asked = select(Merge.made_at).join(Merged, Merged.merge_id == Merge.id)
    return session.scalar(asked.where(Merged.record_id == record_id, Merged.back_at == back_at))


def ended_with(session: Session, record_id: int, person_id: int, *, at: datetime) -> Holding | None:
    """The claim of somebody that was over at this very moment."""
    of = (Holding.record_id == record_id, Holding.person_id == person_id, Holding.claimed_at.is_not(None))
    return session.scalar(select(Holding).where(*of, Holding.ended_at == at))


def cooling(session: Session, record_id: int, person_id: int) -> datetime | None:
    """Until when this person may not claim this record again."""
    asked = select(func.max(Holding.cool_until)).where(Holding.record_id == record_id, Holding.person_id == person_id)
    return session.scalar(asked)


@dataclass(frozen=True, kw_only=True)
class Claims:
    """How many somebody claimed from a pool today, and still has of all they claimed."""

    today: int
    held: int


def claims(session: Session, person_id: int, pool_key: str, *, since: datetime) -> Claims:
    """The claims of a person; `since` is when today began."""
    own = (Holding.person_id == person_id, Holding.pool_key == pool_key, Holding.claimed_at.is_not(None))
    today = select(func.count()).select_from(Holding).where(*own, Holding.claimed_at >= since)
    held = select(func.count()).select_from(Holding).where(*own, Holding.ended_at.is_(None))
    return Claims(today=session.scalar(today) or 0, held=session.scalar(held) or 0)


@dataclass(frozen=True, kw_only=True)
class Pooled:
    """A record that lies in a pool: since when and why, who had it before, when somebody was in touch the last time.

    `cool_until` where this viewer has to wait for it.
    """

    record: Record
    since: datetime
    why: str
    from_id: int | None
    last_contact: datetime | None
    cool_until: datetime | None


def lying(  # noqa: PLR0913 - by what it is narrowed, and which part of it
    session: Session, viewer: Viewer, found: PoolDef, *, q: str, why: str | None = None, skip: int, limit: int
) -> Sequence[Pooled]:
    """What lies in a pool, the latest first, whoever else sees it. NotFound for who may not claim from it.

    The words are looked for in what the pool shows, and in nothing else: an answer would tell.
    """
    if not policy.may_claim(viewer, found):
        raise NotFound
    sheet = records.sheet(session, objects.object_def(session, found.object))
    owner_id = owner_of(session, found.key)
    if owner_id is None:
        return []
    asked = sheet.rows().join(Place, Place.record_id == sheet.table.c.id)
    asked = asked.add_columns(Place.pooled_at, Place.why, Place.from_id)
    asked = asked.where(Place.pool_key == found.key, sheet.table.c.owner_id == owner_id, Place.pooled_at.is_not(None))
    if why is not None:
        asked = asked.where(Place.why == why)
    if q.strip():
        shown = shows(session, viewer, found)
        asked = asked.where(or_(*_has(sheet, shown, q.strip())))
    # The wall hides what lies in a pool from all who may claim it. What they are shown of it is chosen above.
    with db.beyond_sight(session):
        rows = session.execute(asked.order_by(Place.pooled_at.desc(), Place.record_id).offset(skip).limit(limit)).all()
        there = [(sheet.record(row), row) for row in rows]
        ids = [record.id for record, _ in there]
        waiting = select(Holding.record_id, func.max(Holding.cool_until)).where(
            Holding.record_id.in_(ids), Holding.person_id == viewer.person_id
        )
        cool = dict(iter(session.execute(waiting.group_by(Holding.record_id))))
        contacts = records.last_contacts(session, records.about(session, None, found.object, ids))
    return [
        Pooled(
            record=record,
            since=row[-3],
            why=row[-2] or "returned",
            from_id=row[-1],
            last_contact=contacts.get(record.id),
            cool_until=cool.get(record.id),
        )
        for record, row in there
    ]


def _has(sheet: records.Sheet, shown: frozenset[str], q: str) -> list[ColumnElement[bool]]:
    texts = [key for key in shown if sheet.kinds.get(key) == "text"]
    return [sheet.columns[key].icontains(q, autoescape=True) for key in texts] or [sheet.table.c.id < 0]


def shows(session: Session, viewer: Viewer, found: PoolDef) -> frozenset[str]:
    """The fields of what lies in a pool that this viewer is shown: those it shows, but for those hidden from them."""
    object_def = objects.object_def(session, found.object)
    stored = {field.key for field in object_def.fields if field.formula is None}
    return frozenset(found.shows) & stored - object_def.telling_of(viewer.hidden(found.object))


def how_many(session: Session, found: PoolDef) -> int:
    """How many lie in a pool."""
    asked = select(func.count()).select_from(Place)
    with db.beyond_sight(session):
        there = session.scalar(asked.where(Place.pool_key == found.key, Place.pooled_at.is_not(None)))
    return there or 0


def last_touched(session: Session, record: Record) -> datetime | None:
    """When somebody last did something with a record or what is about it, as far as this transaction sees."""
    about = records.about(session, None, record.object_key, [record.id])
    subjects = [subject(key, record_id) for key, ones in about.items() for record_id in ones]
    asked = select(func.max(Event.happened_at)).where(Event.subject.in_(subjects), Event.kind.in_(_HAPPENED))
    return session.scalar(asked)


def walks(session: Session, record: Record) -> bool:
    """Whether a journey of the record, or of what is about it, is open, as far as this transaction sees."""
    for key, ones in records.about(session, None, record.object_key, [record.id]).items():
        for one in records.several(session, key, list(ones)).values():
            if one.beside.get("journey.id") is not None and one.beside.get("journey.outcome") is None:
                return True
    return False


def due(session: Session, *, now: datetime, limit: int) -> Sequence[Place]:
    """What may have to go back now, held; what somebody else looks at is left out."""
    asked = select(Place).where(Place.return_at <= now).order_by(Place.return_at, Place.record_id)
    return session.scalars(asked.limit(limit).with_for_update(skip_locked=True)).all()


def unplaced(session: Session, found: PoolDef, *, limit: int) -> Sequence[tuple[int, int, int]]:
    """Records of people, with their owners, that have no place yet, or one by another time to return."""
    table = records.plain(session, objects.object_def(session, found.object)).table
    term = str(found.return_after)
    asked = (
        select(table.c.id, table.c.owner_id, table.c.owner_pos)
        .outerjoin(Place, Place.record_id == table.c.id)
        .where(table.c.deleted_at.is_(None), Place.pooled_at.is_(None), Place.term.is_distinct_from(term))
        .order_by(table.c.id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(asked)]
