"""Saying what was done, and asking somebody to do something."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NotRequired, TypedDict, Unpack

from sqlalchemy import Text, any_, bindparam, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from bihuan.activity import queries
from bihuan.activity.events import ActivityLogged, TaskDone, TasksOverdue
from bihuan.activity.models import Activity, Asked, Task
from bihuan.kernel import db, events, rows
from bihuan.kernel.prepared import Prepared
from bihuan.kernel.refusals import Invalid, Refusal
from bihuan.ledger import commands as ledger
from bihuan.notices import commands as notices
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.records.record import Record

LONGEST_SUMMARY = 10_000
CLOCKS_DIFFER = timedelta(minutes=10)  # a phone's clock may run ahead of ours; more than this is a mistake
FURTHEST = timedelta(days=5 * 366)
_OPEN = Task.done_at.is_(None)
_WISHED = ("person_id", "kind", "title", "cause", "object_key", "record_id", "journey_id", "deliverable_id", "due_at")
_ASK = Prepared(
    insert(Task)
    .values({name: bindparam(name) for name in (*_WISHED, "made_at")})
    .on_conflict_do_nothing(index_elements=[Task.cause])
)
_DONE = Prepared(update(Task).where(Task.cause == bindparam("of"), _OPEN).values(done_at=bindparam("now")))
_SETTLE = Prepared(
    update(Task)
    .where(
        Task.object_key == bindparam("object"),
        Task.record_id == bindparam("record"),
        Task.kind == any_(bindparam("kinds", type_=ARRAY(Text))),
        _OPEN,
    )
    .values(done_at=bindparam("now"))
)


class NobodyToAsk(Refusal):
    """There is nobody above, or whoever was named has left or does not see the record."""

    code = "nobody_to_ask"
    message = "Nobody can be asked for this: there is no manager, or this colleague does not see it."


class Deed(TypedDict):
    """What was done: its kind, what came of it, when it was, and when to go on."""

    kind: str
    summary: str
    happened_at: NotRequired[datetime | None]
    next_at: NotRequired[datetime | None]


class About(TypedDict):
    """What a task or a notice is about."""

    object_key: str
    record_id: int
    journey_id: int | None


class Wish(TypedDict):
    """What somebody shall do. `cause` names the reason once for all: nobody is asked twice for it."""

    person_id: int
    kind: str
    title: str
    cause: str
    object_key: NotRequired[str | None]
    record_id: NotRequired[int | None]
    journey_id: NotRequired[int | None]
    deliverable_id: NotRequired[int | None]
    due_at: NotRequired[datetime | None]


def log(session: Session, viewer: Viewer, record: Record, *, now: datetime, **deed: Unpack[Deed]) -> Activity:
    """Write down what was done with a record, and so in its journey. With `next_at`, a task is on the list for then."""
    kind = queries.kinds(session).get(deed["kind"])
    _check(session, deed, now=now)
    assert kind is not None, "checked"
    with db.beyond_sight(session):
        activity = rows.add(
            session,
            Activity,
            kind=kind.key,
            object_key=record.object_key,
            record_id=record.id,
            journey_id=record.beside.get("journey.id"),
            person_id=viewer.person_id,
            happened_at=deed.get("happened_at") or now,
            recorded_at=now,
            summary=deed["summary"].strip(),
            next_at=deed.get("next_at"),
            owner_id=record.owner_id,
            owner_pos=record.owner_pos,
        )
        if kind.counts_as_contact:
            settle(session, record.object_key, record.id, kinds=("follow_up",), now=now)
        if activity.next_at is not None:
            ask(
                session,
                person_id=viewer.person_id,
                kind="follow_up",
                title=record.title,
                cause=f"activity:{activity.id}",
                object_key=record.object_key,
                record_id=record.id,
                journey_id=activity.journey_id,
                due_at=activity.next_at,
                now=now,
            )
    ledger.append(
        session,
        at=now,
        by_id=viewer.person_id,
        what="activity.logged",
        subject=record.subject,
        journey_id=activity.journey_id,
        happened_at=activity.happened_at,
        owner_id=record.owner_id,
        owner_pos=record.owner_pos,
        payload={"activity": activity.id, "kind": kind.key, "label": kind.label.model_dump()},
        personal={"summary": activity.summary},
    )
    events.tell(
        session,
        ActivityLogged(
            activity_id=activity.id,
            kind=kind.key,
            object_key=record.object_key,
            record_id=record.id,
            contact=kind.counts_as_contact,
            happened_at=activity.happened_at.isoformat(),
        ),
        now=now,
    )
    return activity


def ask(session: Session, *, now: datetime, **wish: Unpack[Wish]) -> bool:
    """Put a task on somebody's list. False if it was asked for this cause already."""
    with db.beyond_sight(session):
        return bool(_ASK.written(session, **{**dict.fromkeys(_WISHED), **wish}, made_at=now))


def ask_help(
    session: Session, viewer: Viewer, record: Record, *, helper_id: int | None, note: str, now: datetime
) -> int:
    """Ask a colleague, or the direct manager, to help with a record: a task on their list, and word of it. Who it is.

    Nobody is asked twice on one day for the same. NobodyToAsk when there is nobody above, or they do not see it.
    """
    asked = helper_id
    if asked is None:
        manager = org.direct_manager(session, viewer.person_id, now)
        asked = manager.id if manager is not None else viewer.person_id
    colleague = org.colleague(session, asked)
    sees = colleague.active and org.viewer(session, asked).sees(record.owner_pos)
    if asked == viewer.person_id or not sees:
        raise NobodyToAsk
    asked = org.standing_in(session, asked, now).id
    cause = f"help:{record.subject}:{viewer.person_id}:{asked}:{now.date().isoformat()}"
    words, journey_id = note.strip() or record.title, record.beside.get("journey.id")
    about: About = {"object_key": record.object_key, "record_id": record.id, "journey_id": journey_id}
    ask(session, person_id=asked, kind="help", title=f"{viewer.name}：{words}", cause=cause, now=now, **about)
    facts = {"title": record.title, "by": viewer.name, "reason": words, "to": "helper"}
    notices.tell(session, person_id=asked, cause=cause, kind="help.asked", level="warn", facts=facts, now=now, **about)
    ledger.append(
        session,
        at=now,
        by_id=viewer.person_id,
        what="help.asked",
        subject=record.subject,
        journey_id=journey_id,
        owner_id=record.owner_id,
        owner_pos=record.owner_pos,
        payload={"of": asked},
        personal={"note": words},
    )
    return asked


def done(session: Session, *, cause: str, now: datetime) -> bool:
    """What was asked for this cause is done, whoever did it. False if nothing waited."""
    with db.beyond_sight(session):
        return bool(_DONE.written(session, of=cause, now=now))


def settle(session: Session, object_key: str, record_id: int, *, kinds: Sequence[str], now: datetime) -> None:
    """Tasks of these kinds about a record are over: somebody was in touch, or nothing is left to follow or review."""
    with db.beyond_sight(session):
        _SETTLE.written(session, object=object_key, record=record_id, kinds=list(kinds), now=now)


def finish(session: Session, viewer: Viewer, task: Task, *, now: datetime) -> None:
    """The viewer has done a task. Again is as good as once."""
    if task.done_at is not None:
        return
    task.done_at = now
    session.flush()
    subject = f"{task.object_key}:{task.record_id}" if task.record_id is not None else f"person:{viewer.person_id}"
    ledger.append(
        session,
        at=now,
        by_id=viewer.person_id,
        what="task.done",
        subject=subject,
        journey_id=task.journey_id,
        payload={"task": task.id, "kind": task.kind},
    )
    done = TaskDone(task_id=task.id, kind=task.kind, object_key=task.object_key, record_id=task.record_id)
    events.tell(session, done, now=now)


def pass_on(session: Session, task_id: int, *, from_id: int, to_id: int) -> bool:
    """Let an open task wait for somebody else. False when it is done, or waits for a third by now."""
    with db.beyond_sight(session):
        passed = update(Task).where(Task.id == task_id, Task.person_id.in_([from_id, to_id]), _OPEN)
        done = session.execute(passed.values(person_id=to_id).execution_options(synchronize_session=False))
        return bool(done.rowcount)  # type: ignore[attr-defined]


def note_given(session: Session, task_id: int, *, by_id: int, to_id: int, now: datetime) -> None:
    """Keep that somebody gave this task to somebody: the one sees how it goes on, the other who asked."""
    with db.beyond_sight(session):
        rows.add(session, Asked, task_id=task_id, person_id=by_id, side="gave", other_id=to_id, at=now)
        rows.add(session, Asked, task_id=task_id, person_id=to_id, side="got", other_id=by_id, at=now)


def ring(session: Session, *, now: datetime, limit: int) -> int:
    """Tell of up to `limit` tasks that should have been done by now, each once. How many; 0 when none is left."""
    claimed = queries.due_tasks(session, now=now, limit=limit)
    if claimed:
        unmarked = update(Task).where(Task.id.in_(claimed), Task.overdue_at.is_(None)).values(overdue_at=now)
        session.execute(unmarked.execution_options(synchronize_session=False))
        events.tell(session, TasksOverdue(task_ids=tuple(claimed)), now=now)
    return len(claimed)


def hand_over(session: Session, object_key: str, record_id: int, *, owner_id: int) -> None:
    """What was done with a record, and what its owner still has to do, follows the record to its new owner."""
    owner = org.colleague(session, owner_id)
    with db.beyond_sight(session):
        session.execute(
            update(Activity)
            .where(Activity.object_key == object_key, Activity.record_id == record_id)
            .values(owner_id=owner.id, owner_pos=owner.pos)
            .execution_options(synchronize_session=False)
        )
        session.execute(
            update(Task)
            .where(
                Task.object_key == object_key,
                Task.record_id == record_id,
                Task.kind == "follow_up",
                Task.done_at.is_(None),
            )
            .values(person_id=owner.id)
            .execution_options(synchronize_session=False)
        )


def _check(session: Session, deed: Deed, *, now: datetime) -> None:
    problems: list[dict[str, object]] = []
    known = queries.kinds(session)
    if deed["kind"] not in known:
        message = "There is no such kind of activity."
        problems.append({"field": "kind", "code": "unknown_choice", "message": message, "known": list(known)})
    if not 0 < len(deed["summary"].strip()) <= LONGEST_SUMMARY:
        message = f"A summary has 1 to {LONGEST_SUMMARY} characters."
        problems.append({"field": "summary", "code": "length", "message": message, "high": LONGEST_SUMMARY})
    happened_at, next_at = deed.get("happened_at"), deed.get("next_at")
    if happened_at is not None and not now - FURTHEST <= happened_at <= now + CLOCKS_DIFFER:
        message = "It has not happened yet, or too long ago."
        problems.append({"field": "happened_at", "code": "interval", "message": message})
    if next_at is not None and not now < next_at <= now + FURTHEST:
        problems.append({"field": "next_at", "code": "past", "message": "The next time lies ahead."})
    if problems:
        raise Invalid(problems)
