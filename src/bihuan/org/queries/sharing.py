"""Which single records somebody sees besides their range, and who asked for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.refusals import NotFound
from bihuan.org.models import Share


def shared_with(session: Session, person_id: int) -> tuple[int, ...]:
    """The records that were shared with somebody, in order."""
    return db.remembered(session, "shares", _shares).get(person_id, ())


def _shares(session: Session) -> Mapping[int, tuple[int, ...]]:
    found: dict[int, set[int]] = defaultdict(set)
    with db.beyond_sight(session):
        for person_id, record_id in session.execute(
            select(Share.person_id, Share.record_id).where(Share.state == "granted")
        ):
            found[person_id].add(record_id)
    return {person_id: tuple(sorted(ids)) for person_id, ids in found.items()}


def share(session: Session, share_id: int) -> Share:
    """One of them, held, whoever it is for: its policy is asked by the record. NotFound."""
    asked = select(Share).where(Share.id == share_id).with_for_update()
    found = session.scalar(asked.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def shares_of(session: Session, object_key: str, record_id: int, states: Collection[str]) -> Sequence[Share]:
    """Who works on a record besides its owner, or asked to, the earliest first, as far as this transaction sees."""
    of = (Share.object_key == object_key, Share.record_id == record_id, Share.state.in_(states))
    return session.scalars(select(Share).where(*of).order_by(Share.id)).all()


def asked_by(session: Session, person_id: int, object_key: str, record_ids: Collection[int]) -> dict[int, Share]:
    """The latest that somebody asked for each of these records."""
    of = (Share.person_id == person_id, Share.object_key == object_key, Share.record_id.in_(record_ids))
    return {one.record_id: one for one in session.scalars(select(Share).where(*of).order_by(Share.id))}
