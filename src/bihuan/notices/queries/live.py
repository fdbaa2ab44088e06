"""Questions of screens that show what is told as it is told: what is new, for those who look."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bihuan.kernel.refusals import NotFound
from bihuan.notices.models import Choice, Notice, Parcel
from bihuan.notices.queries.carrying import in_parcel
from bihuan.org.viewer import Viewer


@dataclass(frozen=True)
class Ring:
    """Something new for a person: a notice, or a parcel, which is worth looking up for."""

    person_id: int
    number: int
    parcel: bool


def newest(session: Session) -> tuple[int, int]:
    """The highest numbers of notices and of parcels so far."""
    asked = select(select(func.max(Notice.id)).scalar_subquery(), select(func.max(Parcel.id)).scalar_subquery())
    notice_id, parcel_id = session.execute(asked).one()
    return notice_id or 0, parcel_id or 0


def rung(session: Session, people: Collection[int], *, after: tuple[int, int]) -> Sequence[Ring]:
    """What was told to these people since these numbers."""
    told = session.execute(
        select(Notice.person_id, Notice.id).where(Notice.id > after[0], Notice.person_id.in_(people))
    )
    pushed = session.execute(
        select(Parcel.person_id, Parcel.id).where(
            Parcel.id > after[1],
            Parcel.person_id.in_(people),
            Parcel.kind == "at_once",
            Parcel.person_id.not_in(select(Choice.person_id).where(Choice.popups.is_(False))),
        )
    )
    return [*(Ring(*row, parcel=False) for row in told), *(Ring(*row, parcel=True) for row in pushed)]


def pushed(session: Session, viewer: Viewer, parcel_id: int) -> Sequence[Notice]:
    """What in one of the viewer's parcels still waits. NotFound for another's."""
    found = session.get(Parcel, parcel_id)
    if found is None or found.person_id != viewer.person_id:
        raise NotFound
    return in_parcel(session, found)
