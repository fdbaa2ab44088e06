"""Questions to the ledger: what happened to a subject, what happened at all, and what a verifier must read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Integer, Row, Select, Text, any_, bindparam, func, literal, or_, select, text
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.prepared import Prepared
from bihuan.kernel.words import Words
from bihuan.ledger import keys, sealing
from bihuan.ledger.anchors import Leaf
from bihuan.ledger.models import DaySeal, Event, SubjectKey
from bihuan.ledger.seals import Seal

ERASED = Words(zh="已按个人信息要求删除", en="Erased at the person's request")
SEAL_COLUMNS = ("day", "count", "first_id", "last_id", "root", "prev", "signature", "sealed_at")
PAGE = 2_000


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event as a viewer reads it, its personal values opened. `erased` if they were, and are forgotten."""

    id: int
    subject: str
    seq: int
    kind: str
    actor_id: int | None
    device: str | None
    happened_at: datetime
    recorded_at: datetime
    journey_id: int | None
    payload: dict[str, Any]
    personal: dict[str, Any] | None
    erased: bool


def timeline(session: Session, subject: str, before: int | None = None, limit: int = 50) -> list[Entry]:
    """What happened to a subject, the latest first; `before` is the number of the last entry already shown."""
    rows = _TIMELINE.rows(session, subject=subject, before=_AFTER_ALL if before is None else before, most=limit)
    return [_read(session, *row) for row in rows]


def timeline_of(
    session: Session,
    subjects: Sequence[str],
    before: int | None = None,
    limit: int = 50,
    *,
    of_first: Collection[str] = (),
) -> list[Entry]:
    """What happened to several subjects as one story, the latest first; `before` is the id of the last one shown.

    Events of the kinds `of_first` are told of the first subject alone.
    """
    asked = _lines().where(Event.subject == any_(literal(list(subjects), ARRAY(Text))))
    asked = asked.where((Event.subject == subjects[0]) | Event.kind.not_in(of_first))
    if before is not None:
        asked = asked.where(Event.id < before)
    return _opened(session, session.execute(asked.order_by(Event.id.desc()).limit(limit)).all())


def journey(session: Session, journey_id: int, limit: int = 500) -> list[Entry]:
    """What happened on one journey, in order."""
    asked = _lines().where(Event.journey_id == journey_id).order_by(Event.id).limit(limit)
    return _opened(session, session.execute(asked).all())


def during(
    session: Session,
    subjects: Collection[str],
    *,
    since: datetime,
    until: datetime,
    limit: int,
    kinds: Collection[str] = (),
) -> list[Entry]:
    """What happened to several subjects in a span of time, the latest first; of these kinds alone if any are named."""
    inside = [
        Event.subject == any_(literal(list(subjects), ARRAY(Text))),
        Event.happened_at >= since,
        Event.happened_at <= until,
    ]
    if kinds:
        inside.append(Event.kind.in_(kinds))
    return _opened(session, session.execute(_lines().where(*inside).order_by(Event.id.desc()).limit(limit)).all())


def changes(  # noqa: PLR0913 - a list is narrowed down by all of these
    session: Session,
    object_key: str,
    *,
    kind: str,
    fields: Collection[str],
    value: str | None,
    since: datetime,
    until: datetime,
    before: int,
    limit: int,
) -> list[Entry]:
    """What changed first in these fields of an object's records, the latest first, from `value` or to it if given."""
    first = (Event.payload["changes", 0, part].as_string() for part in ("field", "from", "to"))
    field, was, now = first
    inside = [Event.kind == kind, Event.recorded_at >= since, Event.recorded_at < until, Event.id < before]
    if value is not None:
        inside.append(or_(was == value, now == value))
    asked = _lines().where(*inside, Event.subject.startswith(f"{object_key}:", autoescape=True), field.in_(fields))
    return _opened(session, session.execute(asked.order_by(Event.id.desc()).limit(limit)).all())


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One event without what is personal in it: enough to say that it happened, and quick to read in numbers."""

    subject: str
    kind: str
    at: datetime
    payload: dict[str, Any]


def happened(
    session: Session, prefix: str, kinds: Collection[str], *, since: datetime, until: datetime, limit: int
) -> list[Line]:
    """What happened to all subjects of a prefix, in order; the latest, when there is more than `limit`."""
    asked = (
        select(Event.subject, Event.kind, Event.recorded_at, Event.payload)
        .where(Event.kind.in_(kinds), Event.recorded_at >= since, Event.recorded_at <= until)
        .where(Event.subject.startswith(prefix, autoescape=True))
        .order_by(Event.id.desc())
        .limit(limit)
    )
    return [Line(subject=row[0], kind=row[1], at=row[2], payload=row[3]) for row in session.execute(asked)][::-1]


def stream(session: Session, *, after_id: int = 0, kinds: Sequence[str] = ()) -> Iterator[Entry]:
    """Every event that may be seen, in the order of writing, page by page; of these kinds alone if any are named."""
    asked = _lines().order_by(Event.id).limit(PAGE)
    if kinds:
        asked = asked.where(Event.kind.in_(kinds))
    while page := _opened(session, session.execute(asked.where(Event.id > after_id)).all()):
        yield from page
        after_id = page[-1].id


_READ = (
    *(Event.id, Event.subject, Event.seq, Event.kind, Event.actor_id, Event.device, Event.happened_at),
    *(Event.recorded_at, Event.journey_id, Event.payload, Event.sealed, SubjectKey.key),
)
_AFTER_ALL = 2**62
_TIMELINE = Prepared(
    select(*_READ)
    .join(SubjectKey, SubjectKey.subject == Event.subject, isouter=True)
    .where(Event.subject == bindparam("subject", type_=Text), Event.seq < bindparam("before", type_=BigInteger))
    .order_by(Event.seq.desc())
    .limit(bindparam("most", type_=Integer))
)


def _read(session: Session, *row: Any) -> Entry:  # noqa: ANN401 - the columns of `_READ`
    *told, sealed, wrapped = row
    workspace, subject = db.workspace_of(session), told[1]
    personal = None
    if sealed is not None:
        key = wrapped and sealing.unwrap(keys.of(workspace).master, wrapped, workspace, subject)
        personal = sealing.opened(key, sealed, workspace, subject)
    erased = sealed is not None and personal is None
    return Entry(**dict(zip(_TOLD, told, strict=True)), personal=personal, erased=erased)


_TOLD = ("id", "subject", "seq", "kind", "actor_id", "device", "happened_at", "recorded_at", "journey_id", "payload")


def _lines() -> Select[Any]:
    return select(*_READ).join(SubjectKey, SubjectKey.subject == Event.subject, isouter=True)


def _opened(session: Session, rows: Sequence[Row[Any]]) -> list[Entry]:
    workspace = db.workspace_of(session)
    unlocked: dict[str, bytes | None] = {}
    lines = []
    for row in rows:
        *told, sealed, wrapped = tuple(row)
        personal, subject = None, told[1]
        if sealed is not None:
            if subject not in unlocked:
                unlocked[subject] = wrapped and sealing.unwrap(keys.of(workspace).master, wrapped, workspace, subject)
            personal = sealing.opened(unlocked[subject], sealed, workspace, subject)
        erased = sealed is not None and personal is None
        lines.append(Entry(**dict(zip(_TOLD, told, strict=True)), personal=personal, erased=erased))
    return lines


def unsealed_days(session: Session, before: date) -> list[date]:
    """The days before `before` that have events and no seal, oldest first."""
    seal, found = last_seal(session), list[date]()
    after = date.min if seal is None else seal.day
    # From one day to the next by the index: to ask for all days at once reads every event there is.
    while (day := session.scalar(select(func.min(Event.day)).where(Event.day > after, Event.day < before))) is not None:
        found.append(day)
        after = day
    return found


def lock_day(session: Session, day: date) -> bool:
    """Hold a day for sealing until the transaction ends; False while an unfinished transaction has written to it."""
    lock = text("SELECT pg_try_advisory_xact_lock(hashtext(current_schema() || '.ledger'), :day - date '1970-01-01')")
    return bool(session.execute(lock, {"day": day}).scalar_one())


def lock_anchors(session: Session) -> bool:
    """Be the only one to write anchors until the transaction ends; False while somebody else is."""
    lock = text("SELECT pg_try_advisory_xact_lock(hashtext(current_schema() || '.ledger'), -1)")
    return bool(session.execute(lock).scalar_one())


def last_seal(session: Session) -> Seal | None:
    """The latest sealed day."""
    row = session.scalar(select(DaySeal).order_by(DaySeal.day.desc()).limit(1))
    return None if row is None else _seal(db.workspace_of(session), row)


def seals(session: Session) -> list[Seal]:
    """All sealed days in order."""
    return [_seal(db.workspace_of(session), row) for row in session.scalars(select(DaySeal).order_by(DaySeal.day))]


def _seal(workspace: str, row: DaySeal) -> Seal:
    return Seal(workspace=workspace, **{name: getattr(row, name) for name in SEAL_COLUMNS})


def leaves(session: Session, day: date) -> Iterator[Leaf]:
    """The leaves of a day's root, in their order, streamed."""
    asked = select(Event.id, Event.subject, Event.seq, Event.hash).where(Event.day == day).order_by(Event.id)
    rows = session.execute(asked, execution_options={"yield_per": PAGE})
    try:
        for row in rows:
            yield Leaf(*row)
    finally:
        rows.close()  # the reader may stop early


# What the verifier reads goes past the ORM: a million rows, each as plain as it lies in the database. Each statement
# has one snapshot, so that writing may go on meanwhile.
CHAINS = """
SELECT e.subject, e.seq, e.kind, e.actor_id, e.device,
  (extract(epoch FROM e.happened_at) * 1000000)::bigint, (extract(epoch FROM e.recorded_at) * 1000000)::bigint,
  e.journey_id, e.payload::text, e.sealed, e.day - date '1970-01-01', e.prev, e.hash, e.id, s.seq, s.head
FROM ledger_event e LEFT JOIN ledger_subject s ON s.subject = e.subject
ORDER BY e.subject, e.seq, e.id
"""
EMPTIED = """
SELECT s.subject FROM ledger_subject s
WHERE s.seq > 0 AND NOT EXISTS (SELECT 1 FROM ledger_event e WHERE e.subject = s.subject) ORDER BY s.subject
"""
SEALED_LEAVES = "SELECT day, id, subject, seq, hash FROM ledger_event WHERE day <= %s ORDER BY day, id"
LOST_KEYS = """
SELECT e.subject, min(e.seq) FROM ledger_event e LEFT JOIN ledger_key k ON k.subject = e.subject
WHERE e.sealed IS NOT NULL AND k.key IS NULL
  AND NOT EXISTS (SELECT 1 FROM ledger_event f WHERE f.subject = e.subject AND f.kind = 'subject.forgotten')
GROUP BY e.subject ORDER BY e.subject
"""
TOTAL = "SELECT coalesce(sum(seq), 0)::bigint FROM ledger_subject"
