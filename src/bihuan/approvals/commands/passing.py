"""Turns that pass to others by themselves: to a substitute, to the next leader, or away from who may not answer."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from bihuan.approvals import flow, queries, who
from bihuan.approvals.commands import telling
from bihuan.approvals.commands.noting import note
from bihuan.approvals.commands.turning import Seats, turn
from bihuan.approvals.flow import Seat
from bihuan.approvals.queries import Case
from bihuan.kernel import db

Why = Literal["substituted", "escalated", "passed_up"]


def replace_absent(session: Session, there: Case, *, now: datetime) -> Case:
    """Turns of who is on leave or has left pass on to who stands in, or to the next leader. Nobody else moves."""
    seats = Seats(session, there, now=now)
    for seat in there.flow.current:
        gone = seat.person not in seats.company.workers
        if seat.answer is None and there.flow.state == "waiting" and (gone or seat.person in seats.company.absent):
            there = _moved(session, there, seat, seats, gone=gone, now=now)
    return there


def bar_own(session: Session, there: Case, *, now: datetime) -> Case:
    """The record has a new owner, whose own request it is from now on: their turns pass to the next leader."""
    seats = Seats(session, there, now=now)
    for seat in there.flow.current:
        if seat.answer is None and there.flow.state == "waiting" and seat.person in there.flow.own:
            there = _moved(session, there, seat, seats, gone=True, now=now)
    return there


def escalate(session: Session, there: Case, number: int, *, now: datetime) -> Case:
    """An answer is long overdue: the turn passes to the next leader; where there is none, that is said plainly."""
    seats, seat = Seats(session, there, now=now), there.flow.seat(number)
    assert seat is not None, "a seat that is there"
    barred = {one.person for one in there.flow.current if one.answer != "over"}
    found = who.above(seat.person, seats.company, own=there.flow.own, barred=barred)
    step_key = there.rows[number].step_key
    if found is None:
        note(session, there, "nobody_above", by_id=None, now=now, to_id=seat.person, step_key=step_key)
        people = {seat.person, *telling.askers(session, there.request)}
        cause = f"{telling.cause(there.rows[number])}:nobody"
        telling.tell(session, there, people, "approval.nobody_above", cause=cause, level="escalate", now=now)
        return there
    return _handed(session, there, seat, found, "escalated", now=now)


def pass_turn(session: Session, seat_id: int, *, from_id: int, to_id: int, by_id: int, now: datetime) -> bool:
    """Let a turn that waits for one wait for another, since their work goes to others. False when it does not any more.

    It is also False where the other may not sit there: nobody decides their own, or sits twice.
    """
    with db.beyond_sight(session):
        row = queries.seat_row(session, seat_id)
        if row is None:
            return False
        there = queries.held(session, row.request_id)
        seat = there.flow.seat(row.number)
        waits = seat is not None and seat in there.flow.current and seat.answer is None and seat.person == from_id
        if seat is None or not waits or not there.flow.may_join(to_id):
            return False
        note(session, there, "handed_over", by_id=by_id, now=now, to_id=to_id, step_key=row.step_key)
        way = (who.Hop(person=to_id, how="person"),)
        turn(session, there, flow.handed(there.flow, seat.number, to_id), {to_id: way}, now=now)
        return True


def _moved(session: Session, there: Case, seat: Seat, seats: Seats, *, gone: bool, now: datetime) -> Case:
    barred = {one.person for one in there.flow.current if one.answer != "over" and one.number != seat.number}
    start = who.Hop(person=seat.person, how="person")
    found = who.reached(start, seats.company, own=there.flow.own, barred=barred)
    if found is not None and found.person == seat.person:
        return there
    if found is None:
        if not gone:
            return there
        # Nobody is left to sit there: it counts as if nobody had been asked.
        return turn(session, there, flow.left(there.flow, seat.number, seats.seating()), seats.ways, now=now)
    why: Why = "substituted" if found.way[-1].how == "substitute" else "passed_up"
    return _handed(session, there, seat, found, why, now=now)


def _handed(session: Session, there: Case, seat: Seat, found: who.Asked, why: Why, *, now: datetime) -> Case:
    step_key = there.rows[seat.number].step_key
    note(session, there, why, by_id=None, now=now, to_id=found.person, step_key=step_key)
    after = flow.handed(there.flow, seat.number, found.person)
    cause = f"{telling.cause(there.rows[seat.number])}:passed"
    told = turn(session, there, after, {found.person: found.way[1:]}, now=now)
    people = {seat.person} if why == "escalated" else set[int]()
    telling.tell(session, told, people, "approval.escalated", cause=cause, level="escalate", to="approver", now=now)
    return told


def absent(session: Session, *, after: int, limit: int, now: datetime) -> int | None:
    """Look at the next requests in which somebody sits who is away or has left. Where to go on; None at the end."""
    found = queries.gone_from(session, queries.absentees(session, now), after=after, limit=limit)
    for request_id in found:
        replace_absent(session, queries.held(session, request_id), now=now)
    return found[-1] if len(found) == limit else None
