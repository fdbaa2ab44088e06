"""Requests: whoever sees the record and whoever was asked sees them, and nobody else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, any_, func, literal, or_, select
from sqlalchemy.orm import Session

from bihuan.approvals.definition import ApprovalDef, Step
from bihuan.approvals.flow import Flow, Rule, Seat
from bihuan.approvals.models import Act, Request, SeatRow
from bihuan.approvals.queries.asking import approvals_in
from bihuan.kernel import db
from bihuan.kernel.refusals import NotFound
from bihuan.org import queries as org
from bihuan.org.models import Person
from bihuan.org.viewer import Viewer
from bihuan.records import queries as records
from bihuan.records.models import File

Box = Literal["mine", "asked", "done"]
Level = Literal["warn", "due", "escalate"]
OPEN = ("waiting", "returned")
_LARGEST = 2**63
_DUE = {"warn": SeatRow.warn_at, "due": SeatRow.due_at, "escalate": SeatRow.escalate_at}
_TOLD = {"warn": SeatRow.warned_at, "due": SeatRow.overdue_at, "escalate": SeatRow.escalated_at}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A request with everything that says how it stands."""

    request: Request
    rows: Mapping[int, SeatRow]
    definition: ApprovalDef
    flow: Flow

    @property
    def step(self) -> Step | None:
        """The present step; None at the end."""
        plan = self.request.plan
        return self.definition.step(plan[self.request.step]) if self.request.step < len(plan) else None

    def step_at(self, place: int) -> Step:
        """The step at a place of the plan."""
        found = self.definition.step(self.request.plan[place])
        assert found is not None, "a plan has steps of its own definition"
        return found


def request(session: Session, viewer: Viewer, request_id: int) -> Request:
    """One request this viewer may see. NotFound for any other."""
    if not 0 < request_id < _LARGEST:
        raise NotFound
    found = session.scalar(select(Request).where(Request.id == request_id, _seen(viewer)))
    if found is None or not _may_read(viewer, found):
        raise NotFound
    return found


def case(session: Session, found: Request) -> Case:
    """A request with its seats and its definition, as far as this transaction sees."""
    rows = session.scalars(select(SeatRow).where(SeatRow.request_id == found.id).order_by(SeatRow.number)).all()
    return _case(session, found, rows)


def cases(session: Session, found: Sequence[Request]) -> list[Case]:
    """The same of many at once, in their order."""
    rows = session.scalars(
        select(SeatRow).where(SeatRow.request_id.in_([one.id for one in found])).order_by(SeatRow.number)
    )
    of: dict[int, list[SeatRow]] = {one.id: [] for one in found}
    for row in rows:
        of[row.request_id].append(row)
    return [_case(session, one, of[one.id]) for one in found]


def held(session: Session, request_id: int) -> Case:
    """A request as it stands, held until this transaction ends: who comes second finds what the first one did."""
    asked = select(Request).where(Request.id == request_id).with_for_update()
    found = session.scalar(asked.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    rows = session.scalars(
        select(SeatRow)
        .where(SeatRow.request_id == request_id)
        .order_by(SeatRow.number)
        .execution_options(populate_existing=True)
    ).all()
    return _case(session, found, rows)


def _case(session: Session, found: Request, rows: Sequence[SeatRow]) -> Case:
    definition = approvals_in(session, found.version_id)[found.key]
    steps = [definition.step(key) for key in found.plan]
    flow = Flow(
        own=frozenset({found.asker_id, found.owner_id}),
        rules=tuple(Rule(mode=step.mode, votes=step.votes) for step in steps if step is not None),
        state="approved" if found.state == "lapsed" else found.state,  # type: ignore[arg-type]
        step=found.step,
        turn=found.turn,
        seats=tuple(
            Seat(
                number=row.number,
                person=row.person_id,
                turn=row.turn,
                root=row.root,
                after=row.after,
                answer=row.answer,  # type: ignore[arg-type]
                hands=row.hands,
            )
            for row in rows
        ),
    )
    return Case(request=found, rows={row.number: row for row in rows}, definition=definition, flow=flow)


def box(session: Session, viewer: Viewer, which: Box, *, limit: int) -> Sequence[Request]:
    """What waits for the viewer, the longest waiting first; what they asked for or decided, the latest first."""
    if which == "mine":
        waiting = select(SeatRow.request_id).where(
            SeatRow.person_id == viewer.person_id, SeatRow.answer.is_(None), SeatRow.since.is_not(None)
        )
        asked = select(Request).where(Request.id.in_(waiting), Request.state == "waiting").order_by(Request.asked_at)
    elif which == "asked":
        asked = select(Request).where(Request.asker_id == viewer.person_id).order_by(Request.asked_at.desc())
    else:
        answered = select(SeatRow.request_id).where(
            SeatRow.person_id == viewer.person_id, SeatRow.answer.in_(("yes", "no", "back"))
        )
        asked = select(Request).where(Request.id.in_(answered)).order_by(Request.turned_at.desc())
    return session.scalars(asked.limit(limit)).all()


def count_waiting(session: Session, viewer: Viewer) -> int:
    """How many approvals wait for the viewer."""
    asked = select(func.count(SeatRow.request_id.distinct())).where(
        SeatRow.person_id == viewer.person_id, SeatRow.answer.is_(None), SeatRow.since.is_not(None)
    )
    return session.scalar(asked) or 0


def of_record(session: Session, viewer: Viewer, object_key: str, record_id: int) -> Sequence[Request]:
    """The requests about a record that the viewer sees, the latest first."""
    asked = select(Request).where(Request.object_key == object_key, Request.record_id == record_id, _seen(viewer))
    return session.scalars(asked.order_by(Request.asked_at.desc(), Request.id.desc())).all()


def of_journey(session: Session, viewer: Viewer, journey_id: int) -> Sequence[Request]:
    """The requests that belong to a journey, as far as the viewer sees them, the latest first."""
    asked = select(Request).where(Request.journey_id == journey_id, _seen(viewer))
    return session.scalars(asked.order_by(Request.asked_at.desc(), Request.id.desc())).all()


def open_about(session: Session, object_key: str, record_id: int) -> Sequence[Request]:
    """What is not yet decided about a record, and what was approved: a change may concern it."""
    asked = select(Request).where(
        Request.object_key == object_key, Request.record_id == record_id, Request.state.in_((*OPEN, "approved"))
    )
    return session.scalars(asked.order_by(Request.id)).all()


def about(session: Session, object_key: str, record_id: int) -> Sequence[int]:
    """All requests about a record, by id."""
    asked = select(Request.id).where(Request.object_key == object_key, Request.record_id == record_id)
    return session.scalars(asked.order_by(Request.id)).all()


def open_for(session: Session, record_id: int, key: str) -> Request | None:
    """The request of this kind about a record that is not yet decided."""
    asked = select(Request).where(Request.record_id == record_id, Request.key == key, Request.state.in_(OPEN))
    return session.scalar(asked)


def open_on(session: Session, journey_id: int) -> Sequence[Request]:
    """What is not yet decided on a journey."""
    asked = select(Request).where(Request.journey_id == journey_id, Request.state.in_(OPEN))
    return session.scalars(asked.order_by(Request.id)).all()


def waiting_on(session: Session, journey_id: int) -> bool:
    """Whether some approver has to answer on a journey."""
    asked = select(Request.id).where(Request.journey_id == journey_id, Request.state == "waiting").limit(1)
    return session.scalar(asked) is not None


def latest(session: Session, journey_id: int) -> dict[str, tuple[str, int]]:
    """How the latest request of each kind stands on a journey: its state and its id."""
    asked = select(Request.key, Request.state, Request.id).where(Request.journey_id == journey_id)
    return {key: (state, number) for key, state, number in session.execute(asked.order_by(Request.id))}


def states(session: Session, journey_ids: Collection[int]) -> dict[tuple[int, str], str]:
    """The same of many journeys at once: the latest state by journey and kind."""
    asked = select(Request.journey_id, Request.key, Request.state).where(Request.journey_id.in_(journey_ids))
    return {(number or 0, key): state for number, key, state in session.execute(asked.order_by(Request.id))}


def approved_on(session: Session, journey_ids: Collection[int]) -> dict[tuple[int, str], list[datetime]]:
    """When approvals were given on these journeys, by journey and kind."""
    asked = select(Request.journey_id, Request.key, Request.ended_at).where(
        Request.journey_id.in_(journey_ids), Request.state.in_(("approved", "lapsed"))
    )
    found: dict[tuple[int, str], list[datetime]] = {}
    for number, key, ended_at in session.execute(asked):
        assert ended_at is not None, "what is over has ended"
        found.setdefault((number or 0, key), []).append(ended_at)
    return found


def acts(session: Session, request_ids: Collection[int]) -> Mapping[int, Sequence[Act]]:
    """What was done to these requests, in order."""
    found: dict[int, list[Act]] = {number: [] for number in request_ids}
    for act in session.scalars(select(Act).where(Act.request_id.in_(request_ids)).order_by(Act.id)):
        found[act.request_id].append(act)
    return found


def file(session: Session, viewer: Viewer, found: Request, file_id: int) -> File:
    """A file of the record of a request that the viewer sees as approver of a step that opens the files.

    The one way to a file of a record that one does not see. NotFound for any other file, and for everybody else.
    """
    if file_id not in found.files or not opens_files(case(session, found), viewer):
        raise NotFound
    with db.beyond_sight(session):
        kept = records.kept_file(session, file_id)
    if (kept.object_key, kept.record_id) != (found.object_key, found.record_id):
        raise NotFound
    return kept


def opens_files(there: Case, viewer: Viewer) -> bool:
    """Whether the viewer sits or sat in a step that shows its approvers the files."""
    return any(step.files for step in seated(there, viewer))


def seated(there: Case, viewer: Viewer) -> Sequence[Step]:
    """The steps in which the viewer sits or sat."""
    keys = {row.step_key for row in there.rows.values() if row.person_id == viewer.person_id}
    return [step for step in there.definition.steps if step.key in keys]


def files(session: Session, viewer: Viewer, there: Sequence[Case]) -> Mapping[int, Sequence[File]]:
    """The files that the viewer may read, by request: as approver all of them, else those that they see anyway."""
    found: dict[int, list[File]] = {}
    for one in there:
        found[one.request.id] = []
        if not one.request.files:
            continue
        asked = select(File).where(File.id.in_(one.request.files), File.record_id == one.request.record_id)
        if opens_files(one, viewer):
            with db.beyond_sight(session):
                found[one.request.id] = list(session.scalars(asked.order_by(File.id)))
        elif viewer.may_do(one.request.object_key, "read"):
            closed = viewer.hidden(one.request.object_key)
            seen = session.scalars(asked.where(*org.seeing(viewer, File.owner_pos)).order_by(File.id))
            found[one.request.id] = [file for file in seen if file.field_key not in closed]
    return found


def due_seats(session: Session, level: Level, *, now: datetime, limit: int) -> Sequence[int]:
    """The requests with seats that have come to this level, the longest waiting first; another worker's are left.

    The requests are held, and not their seats: whoever answers holds the request first as well.
    """
    asked = (
        select(Request.id)
        .join(SeatRow, SeatRow.request_id == Request.id)
        .where(_DUE[level] <= now, _TOLD[level].is_(None), SeatRow.answer.is_(None))
        .order_by(_DUE[level], SeatRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Request)
    )
    return list(dict.fromkeys(session.scalars(asked)))


def gone_from(session: Session, absent: Collection[int], *, after: int, limit: int) -> Sequence[int]:
    """Requests, by id, in which somebody who is on leave or has left sits and has not answered."""
    away = or_(SeatRow.person_id.in_(absent), ~Person.active) if absent else ~Person.active
    asked = (
        select(SeatRow.request_id)
        .join(Person, Person.id == SeatRow.person_id)
        .join(Request, Request.id == SeatRow.request_id)
        .where(SeatRow.answer.is_(None), Request.state == "waiting", SeatRow.request_id > after, away)
        .distinct()
        .order_by(SeatRow.request_id)
        .limit(limit)
    )
    return session.scalars(asked).all()


def _seen(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer's range, or being among those who were asked. PostgreSQL stands behind it (the wall "asked")."""
    own = org.seeing(viewer, Request.owner_pos)
    asked = literal(viewer.person_id) == any_(Request.people)
    return or_(*own, asked) if own else Request.id.is_not(None)


def _may_read(viewer: Viewer, found: Request) -> bool:
    return viewer.person_id in found.people or viewer.may_do(found.object_key, "read")
