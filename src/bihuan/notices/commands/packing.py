"""What waits for a person becomes one parcel when its moment has come: merged, at few times, within hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bihuan.notices import queries, timing
from bihuan.notices.models import Climb, Notice, Parcel, Pending
from bihuan.notices.timing import Manners, ParcelKind
from bihuan.org import queries as org

USEFUL = timedelta(days=3)  # a warning that is older is no use in a letter; it stands in the inbox
_DAYS = timedelta(days=2)
# What was read or is over needs no carrying any more.
_FORGET = text(
    "DELETE FROM notices_pending p USING notices_notice n WHERE n.id = p.notice_id AND (n.acknowledged_at IS NOT NULL"
    " OR n.read_at IS NOT NULL OR n.made_at < :old AND n.level IN ('info', 'warn') OR n.made_at < :ancient)"
)
_ALONE = text("SELECT pg_try_advisory_xact_lock(hashtextextended('bihuan packing ' || current_schema(), 0))")


def pack(session: Session, *, by_mail: bool, now: datetime) -> int:
    """Make parcels for all whose moment has come. How many; none while somebody else is at it."""
    if not session.scalar(_ALONE):
        return 0
    session.execute(_FORGET, {"old": now - USEFUL, "ancient": now - 2 * USEFUL})
    waiting = queries.waiting(session)
    pushed = queries.pushes(session, since=now - _DAYS) if waiting else {}
    people = org.colleagues(session)
    made = 0
    for person_id, what in waiting.items():
        manners = queries.manners(session, person_id)
        working = org.calendar(session, person_id)
        kind = timing.turn(manners, working, what, pushed=pushed.get(person_id, ()), now=now)
        if kind is not None and people[person_id].active:
            made += _packed(session, person_id, kind, manners, by_mail=by_mail, now=now)
    return made


def _packed(
    session: Session, person_id: int, kind: ParcelKind, manners: Manners, *, by_mail: bool, now: datetime
) -> bool:
    notices = queries.pending(session, person_id)
    taken = list(notices) if kind == "digest" else _urgent(notices, manners)
    if not taken:
        return False
    mailed = by_mail and manners.mail and bool(org.person(session, person_id).email)
    numbers = {notice.id for notice in taken}
    if mailed:
        numbers |= _folded(session, person_id, now)
    values = {
        "person_id": person_id,
        "key": f"{kind}:{person_id}:{min(notice.id for notice in taken)}",
        "kind": kind,
        "notice_ids": sorted(numbers),
        "status": "waiting" if mailed else "shown",
        "tries": 0,
        "next_at": now,
        "made_at": now,
        "error": "",
    }
    session.execute(insert(Parcel).values(values).on_conflict_do_nothing(index_elements=["key"]))
    carried = [notice.id for notice in taken]
    session.execute(delete(Pending).where(Pending.notice_id.in_(carried)))
    session.execute(delete(Climb).where(Climb.notice_id.in_(carried), Climb.step < 0))
    return True


def _urgent(notices: Sequence[Notice], manners: Manners) -> list[Notice]:
    """What may interrupt, and what else there is to say of the same things."""
    topics = {notice.topic for notice in notices if notice.level in manners.at_once}
    return [notice for notice in notices if notice.topic in topics]


def _folded(session: Session, person_id: int, now: datetime) -> set[int]:
    """What is still on its way goes with the new parcel: whoever was not reached gets one letter, not many."""
    numbers: set[int] = set()
    for older in queries.folding(session, person_id):
        older.status, older.ended_at = "folded", now
        numbers |= set(map(int, older.notice_ids))
    session.flush()
    return numbers
