"""The one door: the only code that writes a journey's stage. The database refuses any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.approvals import commands as approvals
from bihuan.kernel import calendar, events, rows
from bihuan.kernel.prepared import Prepared
from bihuan.kernel.refusals import SomeoneWasFirst
from bihuan.ledger import commands as ledger
from bihuan.notices import commands as notices
from bihuan.org import queries as org
from bihuan.process import queries, way
from bihuan.process.definition import Deliverable, Process, Stage
from bihuan.process.events import JourneyClosed, StageEntered
from bihuan.process.models import Journey
from bihuan.process.triggers import DOOR
from bihuan.records.record import Record, subject

Told = Mapping[str, object]
TASK = "stage_task"  # what a stage asks of another department
_ASKED_ABOUT = ("id", "object_key", "record_id", "owner_id")
_SET_DOOR = text(f"SELECT set_config('{DOOR}', :state, true)")
_BEGIN = Prepared(
    text(
        "SELECT journey, stay FROM process_begin(:object_key, :record_id, :process_key, :version_id, :stage_key,"
        " :entered_at, :owner_id, :owner_pos, :warn_at, :due_at, :escalate_at, :quiet_due_at)"
    )
)
# What a move takes with it is said in the same breath, once it is known to have moved: whatever warned of the stay that
# was left is over, so that nobody is reminded of a stage that has been left, and the ledger has its line.
_MOVED = "SELECT moved{then} FROM {move} AS moved"
_SETTLED, _NOTED = (f", CASE WHEN moved {{so}} THEN {part} END" for part in (notices.SETTLED, ledger.ADDED))


@dataclass(frozen=True, kw_only=True)
class _Move:
    """A way through the door: its one statement, with the ledger's line and without."""

    noted: Prepared
    silent: Prepared

    @classmethod
    def of(cls, move: str, *, so: str) -> _Move:
        """The move that this function of the database makes, and how its answer says that it was made."""
        settled, noted = _SETTLED.format(so=so), _NOTED.format(so=so)
        return cls(
            silent=Prepared(text(_MOVED.format(then=settled, move=move))),
            noted=Prepared(text(_MOVED.format(then=settled + noted, move=move))),
        )

    def made(self, session: Session, line: ledger.Line, **asked: object) -> Any:  # noqa: ANN401 - what the function answers
        """Make it, and write its line. What the function answers; nothing but the move itself waits for it."""
        if not ledger.gathering(session):
            answer = self.noted.one(session, **asked, **ledger.adding(session, line))
            return answer and answer[0]
        answer = self.silent.one(session, **asked)
        if answer and answer[0]:
            ledger.append_many(session, [line])
        return answer and answer[0]


_ENTER = _Move.of("process_enter(:journey, :seen, :stage, :how, :at, :warn, :due, :escalate)", so="IS NOT NULL")
_CLOSE = _Move.of("process_close(:journey, :seen, :ending, :why, :at)", so="")
_HAND_BALL = Prepared(text("SELECT process_pass_ball(:journey, :place, :whose, :why, :at)"))


@contextmanager
def opened(session: Session) -> Iterator[None]:
    """Let what happens inside place whole journeys; everything is written before the door closes again."""
    session.execute(_SET_DOOR, {"state": "open"})
    yield
    session.flush()
    session.execute(_SET_DOOR, {"state": ""})


def begin(
    session: Session, process: Process, stage: Stage, *, record: Record, version_id: int, now: datetime
) -> dict[str, Any]:
    """Put a record on its way: the journey and its first stay are made together. The journey's columns."""
    working = org.calendar(session, record.owner_id)
    limits = way.deadlines(stage, working, entered=now)
    journey: dict[str, Any] = {
        "object_key": record.object_key,
        "record_id": record.id,
        "process_key": process.key,
        "version_id": version_id,
        "stage_key": stage.key,
        "entered_at": now,
        "owner_id": record.owner_id,
        "owner_pos": record.owner_pos,
        "due_at": limits.due_at,
        "quiet_due_at": calendar.deadline(process.follow_up, working, now) if process.follow_up else None,
    }
    levels = {"warn_at": limits.warn_at, "escalate_at": limits.escalate_at}
    made = _BEGIN.one(session, **journey, **levels)
    assert made is not None, "a function always answers"
    journey["id"], stay_id = made
    ask_about(session, stage, journey, now=now)
    of = {"journey_id": journey["id"], "object_key": record.object_key, "record_id": record.id}
    events.tell(session, StageEntered(**of, stay_id=stay_id, stage_key=stage.key), now=now)
    return journey | {"started_at": now, "outcome": None, "closed_at": None}


def enter(  # noqa: PLR0913 - a move has these parts
    session: Session,
    stage: Stage,
    *,
    journey: Journey,
    how: str,
    noted: ledger.Line,
    now: datetime,
    since: datetime | None = None,
) -> None:
    """Leave the present stay in this way and begin one in `stage`; `noted` is what the ledger says of it.

    Its deadlines run from now on, or from `since`. SomeoneWasFirst when it is not as it was seen, and then nothing is
    noted.
    """
    limits = way.deadlines(stage, org.calendar(session, journey.owner_id), entered=since or now)
    asked = {"journey": journey.id, "seen": journey.revision, "stage": stage.key, "how": how, "at": now}
    until = {"warn": limits.warn_at, "due": limits.due_at, "escalate": limits.escalate_at}
    stay_id = _ENTER.made(session, noted, **asked, **until)
    if stay_id is None:
        raise SomeoneWasFirst
    left = journey.stage_key
    there = {"stage_key": stage.key, "stage_seq": journey.stage_seq + 1, "entered_at": now, "due_at": limits.due_at}
    rows.written(journey, **there, revision=journey.revision + 1)
    ask_others(session, stage, journey, now=now)
    events.tell(session, StageEntered(**whose(journey), stay_id=stay_id, stage_key=stage.key, left=left), now=now)


def close(
    session: Session, journey: Journey, *, outcome: str, reason: str | None, noted: ledger.Line, now: datetime
) -> None:
    """Leave the last stay and end the journey; `noted` is what the ledger says of it.

    SomeoneWasFirst when it is not as it was seen, and then nothing is noted.
    """
    asked = {"journey": journey.id, "seen": journey.revision, "ending": outcome, "why": reason, "at": now}
    if not _CLOSE.made(session, noted, **asked):
        raise SomeoneWasFirst
    ended = {"outcome": outcome, "reason": reason, "closed_at": now, "due_at": None, "quiet_due_at": None}
    rows.written(journey, **ended, revision=journey.revision + 1)
    activity.settle(session, journey.object_key, journey.record_id, kinds=("follow_up", "review", TASK), now=now)
    approvals.journey_over(session, journey.id, by_id=None, now=now)
    events.tell(session, JourneyClosed(**whose(journey), outcome=outcome, left=journey.stage_key), now=now)


def whose(journey: Journey) -> dict[str, Any]:
    """Which journey and record something has happened to, for who tells of it."""
    return {"journey_id": journey.id, "object_key": journey.object_key, "record_id": journey.record_id}


def ask_others(session: Session, stage: Stage, journey: Journey, *, now: datetime) -> None:
    """Ask other departments for what this stage wants of them; whoever was asked already is not asked twice."""
    ask_about(session, stage, {name: getattr(journey, name) for name in _ASKED_ABOUT}, now=now)


def ask_about(session: Session, stage: Stage, journey: Mapping[str, Any], *, now: datetime) -> None:
    """The same for a journey of which one has the columns."""
    for thing in stage.gate.deliverables:
        if thing.kind != "task":
            continue
        person_id = _who_does(session, thing, journey["owner_id"], now=now)
        due = calendar.deadline(thing.limit, org.calendar(session, person_id), now) if thing.limit else None
        for cause in queries.task_causes(journey["id"], thing):
            activity.ask(
                session,
                person_id=person_id,
                kind=TASK,
                title=thing.label.zh,
                cause=cause,
                object_key=journey["object_key"],
                record_id=journey["record_id"],
                journey_id=journey["id"],
                due_at=due,
                now=now,
            )


def _who_does(session: Session, thing: Deliverable, owner_id: int, *, now: datetime) -> int:
    """The nearest who has the role, or stands in for them; without any, the owner's manager, who can find somebody."""
    named = org.with_role(session, thing.role, near=owner_id, now=now) if thing.role else None
    manager = named or org.direct_manager(session, owner_id, now)
    return int(manager.id) if manager else owner_id


def review_cause(handed_in_id: int) -> str:
    """What a review is asked for, once for all: the task and the notice of one review share it."""
    return f"review:{handed_in_id}"


def pass_ball(session: Session, journey: Journey, *, holder: str, cause: str, now: datetime) -> None:
    """From now on, this one holds the ball; nothing changes when they held it already."""
    passed = {"journey": journey.id, "place": journey.stage_seq, "whose": holder, "why": cause, "at": now}
    _HAND_BALL.rows(session, **passed)


def note(  # noqa: PLR0913 - a line of the ledger has these parts
    session: Session,
    journey: Journey,
    what: str,
    *,
    by_id: int | None,
    now: datetime,
    told: Told,
    personal: Told | None = None,
) -> None:
    """One line of the ledger about a journey, on the subject of its record.

    What people wrote in their own words is `personal`: it can be erased one day, and the line still stands.
    """
    ledger.append_many(session, [line(journey, what, by_id=by_id, now=now, told=told, personal=personal)])


def line(
    journey: Journey, what: str, *, by_id: int | None, now: datetime, told: Told, personal: Told | None = None
) -> ledger.Line:
    """The same line, not yet written, for those who write many at once."""
    return ledger.Line(
        at=now,
        by_id=by_id,
        what=what,
        subject=subject(journey.object_key, journey.record_id),
        journey_id=journey.id,
        owner_id=journey.owner_id,
        owner_pos=journey.owner_pos,
        payload=told,
        personal=personal,
    )
