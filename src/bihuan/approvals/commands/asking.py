"""Asking for an approval, asking again, and taking it back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bihuan.approvals import flow, policy, queries
from bihuan.approvals.commands import telling
from bihuan.approvals.commands.noting import event_of, note
from bihuan.approvals.commands.refusing import (
    AlreadyAsked,
    AlreadyOver,
    NobodyToAsk,
    NoSuchApproval,
    RemindedLately,
)
from bihuan.approvals.commands.turning import Seats, turn
from bihuan.approvals.definition import ApprovalDef
from bihuan.approvals.events import ApprovalAsked
from bihuan.approvals.flow import Rule
from bihuan.approvals.models import Request
from bihuan.approvals.queries import Case
from bihuan.kernel import db, events, rows
from bihuan.kernel.refusals import Forbidden
from bihuan.objects import queries as objects
from bihuan.org.viewer import Viewer
from bihuan.records import queries as records
from bihuan.records import showing
from bihuan.records.record import Record

LONGEST_REASON = 2_000
AGAIN_AFTER = timedelta(hours=1)  # between two reminders of the same people


def ask(session: Session, viewer: Viewer, record: Record, key: str, *, now: datetime, reason: str = "") -> Request:
    """Ask for an approval of a record as it is now. Where its values need no step, it is approved at once.

    Refused where nobody could be asked in a step, so that nothing waits for nobody.
    """
    if not policy.may_ask(viewer, record.object_key, record.owner_id):
        raise Forbidden("process.move_any")
    version_id, known = queries.approvals_of(session, record.owner_id, record.object_key)
    found = known.get(key)
    if found is None:
        raise NoSuchApproval(key, sorted(known))
    with db.beyond_sight(session):
        waiting = queries.open_for(session, record.id, key)
        if waiting is not None:
            raise AlreadyAsked(waiting.id)
        plan = _plan(session, viewer, found, record, asker=viewer.person_id, now=now)
        request = rows.add(
            session,
            Request,
            key=key,
            object_key=record.object_key,
            record_id=record.id,
            journey_id=queries.journey_of(session, record),
            version_id=version_id,
            title=showing.title(viewer, objects.object_def(session, record.object_key), record),
            reason=reason.strip()[:LONGEST_REASON],
            state="waiting",
            plan=plan,
            step=0,
            turn=0,
            shown=queries.shown(session, found, record.values),
            changed={},
            files=queries.files_of(session, record),
            asker_id=viewer.person_id,
            asked_at=now,
            turned_at=now,
            people=[viewer.person_id],
            owner_id=record.owner_id,
            owner_pos=record.owner_pos,
        )
        there = queries.held(session, request.id)
        note(session, there, "asked", by_id=viewer.person_id, now=now, reason=request.reason)
        if plan:
            events.tell(session, ApprovalAsked(**event_of(request)), now=now)  # type: ignore[arg-type]
        seats = Seats(session, there, now=now)
        begun = flow.begun(there.flow.own, there.flow.rules, seats.seating())
        turn(session, there, begun, seats.ways, now=now)
    return request


def resubmit(session: Session, viewer: Viewer, request: Request, *, now: datetime, reason: str = "") -> None:
    """Ask again what was sent back, with the values of the record as they are now, from the first step on."""
    if not policy.asks(viewer, request):
        raise Forbidden
    with db.beyond_sight(session):
        there = queries.held(session, request.id)
        if there.request.state != "returned":
            raise AlreadyOver(there.request.state)
        restart(session, viewer, there, by_id=viewer.person_id, what="resubmitted", reason=reason, now=now)


def restart(  # noqa: PLR0913 - who asks anew, why, and how it is told
    session: Session,
    viewer: Viewer | None,
    there: Case,
    *,
    by_id: int | None,
    what: str,
    reason: str,
    now: datetime,
) -> Case:
    """The question is put anew, by what stands in the record now. Without a viewer nobody is refused: it waits."""
    request = there.request
    record = records.standing(session, request.object_key, request.record_id)
    if viewer is not None:
        plan = _plan(session, viewer, there.definition, record, asker=request.asker_id, now=now)
    else:
        plan = queries.plan(session, there.definition, record.id, record.values, now=now)
    shown = queries.shown(session, there.definition, record.values)
    request.shown, request.changed, request.files = shown, {}, queries.files_of(session, record)
    telling.settle_return(session, there, now=now)
    request.plan, request.reminded_at = plan, None
    if reason.strip():
        request.reason = reason.strip()[:LONGEST_REASON]
    session.flush()
    note(session, there, what, by_id=by_id, now=now, reason=reason.strip()[:LONGEST_REASON])
    steps = [there.definition.step(key) for key in plan]
    rules = [Rule(mode=step.mode, votes=step.votes) for step in steps if step is not None]
    own = frozenset({request.asker_id, request.owner_id})
    seats = Seats(session, there, now=now)
    again = flow.resubmitted(there.flow, own, rules, seats.seating())
    return turn(session, there, again, seats.ways, now=now)


def withdraw(session: Session, viewer: Viewer, request: Request, *, now: datetime, reason: str = "") -> None:
    """Whoever asked does not ask any more."""
    if not policy.asks(viewer, request):
        raise Forbidden
    with db.beyond_sight(session):
        there = queries.held(session, request.id)
        if there.request.state not in queries.OPEN:
            raise AlreadyOver(there.request.state)
        take_back(session, there, by_id=viewer.person_id, reason=reason.strip()[:LONGEST_REASON], now=now)


def take_back(session: Session, there: Case, *, by_id: int | None, reason: str, now: datetime) -> None:
    """Nothing is asked any more: whose turn it was is told so."""
    waiting = {seat.person for seat in there.flow.active}
    telling.settle_return(session, there, now=now)
    note(session, there, "withdrawn", by_id=by_id, now=now, reason=reason)
    turn(session, there, flow.withdrawn(there.flow), {}, now=now)
    cause = f"approval:{there.request.id}:withdrawn"
    telling.tell(
        session, there, waiting, "approval.withdrawn", cause=cause, by_id=by_id, reason=reason, to="approver", now=now
    )


def remind(session: Session, viewer: Viewer, request: Request, *, now: datetime) -> None:
    """Tell whose turn it is that it is waited for; not more often than once an hour."""
    if not policy.asks(viewer, request):
        raise Forbidden
    with db.beyond_sight(session):
        there = queries.held(session, request.id)
        if there.request.state != "waiting":
            raise AlreadyOver(there.request.state)
        last = there.request.reminded_at
        if last is not None and now < last + AGAIN_AFTER:
            raise RemindedLately(last + AGAIN_AFTER)
        there.request.reminded_at = now
        note(session, there, "reminded", by_id=viewer.person_id, now=now)
        for seat in there.flow.active:
            row = there.rows[seat.number]
            telling.tell(
                session,
                there,
                [row.person_id],
                "approval.reminded",
                cause=telling.reminder(there, row),
                level="warn",
                by_id=viewer.person_id,
                to="approver",
                now=now,
            )


def _plan(
    session: Session, viewer: Viewer, found: ApprovalDef, record: Record, *, asker: int, now: datetime
) -> list[str]:
    """The steps that the record needs as it is. NobodyToAsk where nobody could be asked in one of them."""
    plan = queries.plan(session, found, record.id, record.values, now=now)
    turned = queries.turned(session, found, plan, asker=asker, owner=record.owner_id, now=now)
    empty = [step.label.say(viewer.lang) for step in found.steps if step.key in turned and not turned[step.key].asked]
    if empty:
        raise NobodyToAsk(empty)
    return plan
