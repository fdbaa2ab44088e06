"""Answering when it is one's turn: yes, no, or back with a reason; and letting somebody else answer or sign as well."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.approvals import flow, policy, queries
from bihuan.approvals.commands import telling
from bihuan.approvals.commands.asking import LONGEST_REASON
from bihuan.approvals.commands.noting import note
from bihuan.approvals.commands.refusing import (
    AnswerReasonNeeded,
    CannotSign,
    NoEarlierStep,
    NotAllowedHere,
    NotYourTurn,
)
from bihuan.approvals.commands.turning import Seats, turn
from bihuan.approvals.flow import Flow, Place, Seat
from bihuan.approvals.models import Request
from bihuan.approvals.queries import Case
from bihuan.approvals.who import Company, Hop, reached
from bihuan.kernel import db
from bihuan.org.viewer import Viewer

_PLACES: Mapping[Place, str] = {"before": "added_before", "beside": "added_beside", "after": "added_after"}


def answer(session: Session, viewer: Viewer, request: Request, *, yes: bool, now: datetime, reason: str = "") -> None:
    """Say yes or no; a no says why. NotYourTurn for everybody whose turn it is not, or not any more."""
    said = reason.strip()[:LONGEST_REASON]
    if not yes and not said:
        raise AnswerReasonNeeded
    with db.beyond_sight(session):
        there, seat = _turn_of(session, viewer, request)
        step_key = there.rows[seat.number].step_key
        note(
            session,
            there,
            "agreed" if yes else "refused",
            by_id=viewer.person_id,
            now=now,
            reason=said,
            step_key=step_key,
        )
        seats = Seats(session, there, now=now)
        turn(session, there, flow.answered(there.flow, seat.number, seats.seating(), yes=yes), seats.ways, now=now)


def send_back(
    session: Session, viewer: Viewer, request: Request, *, to: str | None, reason: str, now: datetime
) -> None:
    """Send it back to an earlier step by its key, or with None to whoever asked; with the reason."""
    said = reason.strip()[:LONGEST_REASON]
    if not said:
        raise AnswerReasonNeeded
    with db.beyond_sight(session):
        there, seat = _turn_of(session, viewer, request)
        earlier = there.request.plan[: there.request.step]
        if to is not None and to not in earlier:
            raise NoEarlierStep([str(key) for key in earlier])
        note(
            session,
            there,
            "returned",
            by_id=viewer.person_id,
            now=now,
            reason=said,
            step_key=there.rows[seat.number].step_key,
            told={"to_step": to},
        )
        seats = Seats(session, there, now=now)
        place = None if to is None else earlier.index(to)
        there = turn(
            session, there, flow.sent_back(there.flow, seat.number, place, seats.seating()), seats.ways, now=now
        )
        if to is None:
            telling.tell(
                session,
                there,
                telling.askers(session, request),
                "approval.returned",
                cause=telling.mended(there),
                level="warn",
                by_id=viewer.person_id,
                reason=said,
                now=now,
            )


def delegate(
    session: Session, viewer: Viewer, request: Request, *, to_id: int, now: datetime, reason: str = ""
) -> None:
    """Give one's turn to a colleague, who answers instead. Their substitute, where they are away."""
    with db.beyond_sight(session):
        there, seat = _turn_of(session, viewer, request)
        if not policy.can(viewer, there.request, there.flow, there.step).delegate:
            raise NotAllowedHere
        seats = Seats(session, there, now=now)
        person, way = _signer(there.flow, seats.company, to_id, seat=seat)
        note(
            session,
            there,
            "delegated",
            by_id=viewer.person_id,
            now=now,
            reason=reason.strip()[:LONGEST_REASON],
            to_id=person,
            step_key=there.rows[seat.number].step_key,
        )
        turn(session, there, flow.handed(there.flow, seat.number, person), {person: way}, now=now)


def add_signer(  # noqa: PLR0913 - who signs as well, when, and why
    session: Session,
    viewer: Viewer,
    request: Request,
    *,
    to_id: int,
    place: Place,
    now: datetime,
    reason: str = "",
) -> None:
    """Let a colleague sign as well: before oneself, at the same time, or after."""
    with db.beyond_sight(session):
        there, seat = _turn_of(session, viewer, request)
        if not policy.can(viewer, there.request, there.flow, there.step).add_signer:
            raise NotAllowedHere
        seats = Seats(session, there, now=now)
        person, way = _signer(there.flow, seats.company, to_id, seat=None)
        note(
            session,
            there,
            _PLACES[place],
            by_id=viewer.person_id,
            now=now,
            reason=reason.strip()[:LONGEST_REASON],
            to_id=person,
            step_key=there.rows[seat.number].step_key,
        )
        turn(session, there, flow.joined(there.flow, seat.number, person, place), {person: way}, now=now)


def _turn_of(session: Session, viewer: Viewer, request: Request) -> tuple[Case, Seat]:
    """The request, held, and the viewer's seat in it. NotYourTurn says how it stands where somebody was first."""
    there = queries.held(session, request.id)
    seat = there.flow.turn_of(viewer.person_id)
    if seat is None:
        raise NotYourTurn(there.request.state)
    return there, seat


def _straight(person: int) -> tuple[Hop, ...]:
    """The shortest way to somebody: a colleague named them."""
    return (Hop(person=person, how="person"),)


def _signer(there: Flow, company: Company, to_id: int, *, seat: Seat | None) -> tuple[int, tuple[Hop, ...]]:
    """Who really signs when a colleague is named: they, or who stands in; never a leader whom nobody named."""
    if to_id in there.own:
        raise CannotSign("own")
    if to_id not in company.workers:
        raise CannotSign("gone")
    barred = {one.person for one in there.current if one.answer != "over" and one is not seat}
    found = reached(Hop(person=to_id, how="person"), company, own=there.own)
    if found is None or any(hop.how in {"own", "away", "gone"} for hop in found.way):
        person, way = to_id, _straight(to_id)  # better who is away than who was not meant
    else:
        person, way = found.person, found.way
    if person in barred or not there.may_join(person):
        raise CannotSign("asked_already")
    return person, way
