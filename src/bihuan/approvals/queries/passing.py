"""Turns that could pass to somebody else: those a person has, and who would really sit there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.approvals import who
from bihuan.approvals.models import Request, SeatRow
from bihuan.approvals.queries.company import company
from bihuan.approvals.queries.requests import Case, case
from bihuan.kernel.refusals import NotFound


def turns_of(session: Session, person_id: int) -> Sequence[SeatRow]:
    """The turns that wait for somebody, or will in the present step, of all that is not decided."""
    asked = (
        select(SeatRow)
        .join(Request, Request.id == SeatRow.request_id)
        .where(SeatRow.person_id == person_id, SeatRow.answer.is_(None))
        .where(Request.state == "waiting", SeatRow.turn == Request.turn)
    )
    return session.scalars(asked.order_by(SeatRow.id)).all()


def seat_row(session: Session, seat_id: int) -> SeatRow | None:
    """One turn by its id."""
    return session.get(SeatRow, seat_id)


def turn_cause(row: SeatRow) -> str:
    """What somebody's turn is asked for, once for all: its task and its notices go by it."""
    return f"approval:{row.request_id}:{row.number}:{row.hands}"


def taker(session: Session, row: SeatRow, to_id: int, *, now: datetime) -> who.Asked | None:
    """Who would sit there if somebody's turn went to `to_id`: they, who stands in for them, or the next who may.

    Nobody decides their own or sits twice. None where nobody may.
    """
    found = session.get(Request, row.request_id)
    if found is None:
        raise NotFound
    return passes_to(session, case(session, found), to_id, now=now)


def passes_to(session: Session, there: Case, to_id: int, *, now: datetime) -> who.Asked | None:
    """The same of a request that was read."""
    known = company(session, near=there.request.asker_id, now=now)
    barred = {one.person for one in there.flow.current if one.answer != "over"}
    return who.reached(who.Hop(person=to_id, how="person"), known, own=there.flow.own, barred=barred)
