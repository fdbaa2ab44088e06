"""From how a request stood to how it stands: the one way in which a request and its seats are written.

Whoever calls holds the request (`queries.held`) with the wall open, so that nobody is between reading and writing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bihuan.approvals import queries, who
from bihuan.approvals.commands import telling
from bihuan.approvals.commands.noting import event_of, note
from bihuan.approvals.definition import Step
from bihuan.approvals.events import ApprovalDecided, ApprovalTurned
from bihuan.approvals.flow import Flow, Seat, Seating
from bihuan.approvals.models import SeatRow
from bihuan.approvals.queries import Case
from bihuan.kernel import calendar, events, rows
from bihuan.org import queries as org

Way = tuple[who.Hop, ...]
_ENDED = {"approved", "rejected", "withdrawn"}


class Seats:
    """Who is asked in the steps of a request, looked up when a step is reached, and the way to each of them."""

    def __init__(self, session: Session, there: Case, *, now: datetime) -> None:
        """Look at the company as it is now."""
        self.company = queries.company(session, near=there.request.asker_id, now=now)
        self.ways: dict[int, Way] = {}
        self._there = there

    def seating(self) -> Seating:
        """The same as the flow asks for it: people by the place of a step in the plan."""
        return self._asked

    def _asked(self, place: int) -> Sequence[int]:
        request = self._there.request
        own = {request.asker_id, request.owner_id}
        found = who.asked(self._there.step_at(place), self.company, asker=request.asker_id, own=own)
        self.ways.update({one.person: one.way for one in found.asked})
        return [one.person for one in found.asked]


def turn(session: Session, there: Case, after: Flow, ways: Mapping[int, Way], *, now: datetime) -> Case:
    """Write how it stands now, put everybody's turn on their lists, and tell who listens. The request as it is then."""
    request, before = there.request, there.flow
    # How many waited before: whether somebody else has to act now.
    acting = {(seat.number, seat.person) for seat in before.active}
    moved = after.state != before.state
    request.state, request.step, request.turn = after.state, after.step, after.turn
    request.people = sorted({*request.people, *(seat.person for seat in after.seats)})
    if after.state in _ENDED:
        request.ended_at = now
    written = _seats(session, there, after, ways, now=now)
    there = Case(request=request, rows=written, definition=there.definition, flow=after)
    _begin(session, there, now=now)
    if moved or acting != {(seat.number, seat.person) for seat in after.active}:
        request.turned_at = now
        session.flush()
        _told(session, there, moved=moved, now=now)
    session.flush()
    return there


def _seats(session: Session, there: Case, after: Flow, ways: Mapping[int, Way], *, now: datetime) -> dict[int, SeatRow]:
    """The seats as they are after it, each written once. Whose turn is over loses it from their list."""
    written: dict[int, SeatRow] = {}
    for seat in after.seats:
        row = there.rows.get(seat.number)
        if row is None:
            written[seat.number] = _added(session, there, seat, ways.get(seat.person, ()), after)
            continue
        written[seat.number] = row
        given, ended = row.person_id != seat.person, row.answer is None and seat.answer is not None
        if row.since is not None and (given or ended):
            telling.settle(session, there, row, now=now)
        if given:
            row.way = [*row.way, *_told_way(ways.get(seat.person, ()))]
            row.person_id, row.hands, row.since = seat.person, seat.hands, None
            row.warn_at = row.due_at = row.escalate_at = None
            row.warned_at = row.overdue_at = row.escalated_at = None
        row.root, row.after, row.answer = seat.root, seat.after, seat.answer
        if ended:
            row.answered_at = now
    session.flush()
    return written


def _added(session: Session, there: Case, seat: Seat, way: Way, after: Flow) -> SeatRow:
    turns = {one.turn: one for one in there.rows.values()}
    here = turns.get(seat.turn)
    step_key = here.step_key if here is not None else there.request.plan[min(after.step, len(there.request.plan) - 1)]
    return rows.add(
        session,
        SeatRow,
        request_id=there.request.id,
        number=seat.number,
        turn=seat.turn,
        step_key=step_key,
        person_id=seat.person,
        root=seat.root,
        after=seat.after,
        hands=seat.hands,
        way=_told_way(way),
        answer=seat.answer,
    )


def _told_way(way: Way) -> list[Any]:
    return [{"person": hop.person, "how": hop.how, "who": hop.who} for hop in way]


def _begin(session: Session, there: Case, *, now: datetime) -> None:
    """Whose turn has just come gets it on their list, with its deadlines on their own working calendar."""
    step = there.step
    for seat in there.flow.active:
        row = there.rows[seat.number]
        if row.since is not None:
            continue
        row.since = now
        if step is not None:
            limit(session, row, step, now=now)
        session.flush()
        telling.ask(session, there, row, now=now)


def limit(session: Session, row: SeatRow, step: Step, *, now: datetime) -> None:
    """By when somebody shall have answered, counted from now."""
    if step.limit is None:
        return
    working = org.calendar(session, row.person_id)
    row.due_at = calendar.deadline(step.limit, working, now)
    if step.warn_before is not None:
        row.warn_at = calendar.moment_before(step.warn_before, working, row.due_at)
    if step.escalate_after is not None:
        row.escalate_at = calendar.deadline(step.escalate_after, working, row.due_at)


def _told(session: Session, there: Case, *, moved: bool, now: datetime) -> None:
    """Tell the listeners who has to act now, or what was decided; and whoever asked."""
    request = there.request
    if there.flow.state in _ENDED:
        if there.flow.state in {"approved", "rejected"}:
            _decided(session, there, now=now)
        events.tell(
            session,
            ApprovalDecided(**event_of(request), decision=there.flow.state),  # type: ignore[arg-type]
            now=now,
        )
        return
    holder = "asker" if there.flow.state == "returned" else "approver"
    events.tell(session, ApprovalTurned(**event_of(request), holder=holder), now=now)  # type: ignore[arg-type]
    if moved and holder == "asker" and not any(seat.answer == "back" for seat in there.flow.current):
        note(session, there, "stranded", by_id=None, now=now, step_key=there.request.plan[request.step])
        people = telling.askers(session, request)
        telling.tell(session, there, people, "approval.nobody", cause=telling.mended(there), level="warn", now=now)


def _decided(session: Session, there: Case, *, now: datetime) -> None:
    request = there.request
    last = [row for row in there.rows.values() if row.answered_at == now and row.answer in {"yes", "no"}]
    by_id = last[-1].person_id if last else None
    note(session, there, request.state, by_id=by_id, now=now)
    people = telling.askers(session, request) - {by_id}
    if by_id is not None:
        kind = f"approval.{request.state}"
        telling.tell(session, there, people, kind, cause=_once(there, request.state), by_id=by_id, now=now)


def _once(there: Case, what: str) -> str:
    return f"approval:{there.request.id}:{what}:{there.request.turn}"
