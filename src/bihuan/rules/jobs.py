"""What listeners and the clock start: each opens a transaction of its own and calls one command."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bihuan.activity.events import TasksOverdue
from bihuan.kernel import clock, db, outgoing
from bihuan.kernel.events import Event
from bihuan.kernel.refusals import Refusal
from bihuan.notices import channels
from bihuan.notices.channels import Letter
from bihuan.process.events import DeadlinesPassed, FollowUpsMissed
from bihuan.records.events import RecordChanged, RecordCreated, RecordDeleted, RecordMerged
from bihuan.rules import commands
from bihuan.rules import heard as heard_facts

log = logging.getLogger(__name__)
PATIENCE_MS = 60_000  # what tells many people at once may take longer than a question


TOLD = (*heard_facts.TOLD, DeadlinesPassed, FollowUpsMissed, TasksOverdue)  # all that rules may listen to
Post = Callable[[str, bytes, Mapping[str, str]], int]
CALLS = 10  # that are made in one go
EVENTS = 100  # events that are met in one transaction
BATCH = 500  # records that are graded in one transaction
MOST_BATCHES = 200  # of one minute: the other clocks of the workspace wait meanwhile


def regrade(engine: Engine, workspace: str, *, now: datetime) -> int:
    """Go through the records of every grading whose rules or whose day are new; how many got another grade.

    Cheap when there is nothing to do, so the minute loop may call it. What dies half way is taken up where it stood.
    """
    graded = 0
    for _ in range(MOST_BATCHES):
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
            count = commands.regrade_some(session, now=now, limit=BATCH)
        if count is None:
            break
        graded += count
    return graded


def record_written(session: Session, event: Event, now: datetime) -> None:
    """Hear of a record made, changed, merged or deleted, in the teller's own transaction: its grade follows at once."""
    assert isinstance(event, RecordCreated | RecordChanged | RecordDeleted | RecordMerged)
    fields = event.fields if isinstance(event, RecordChanged) else None
    commands.grade_after(session, event.object_key, event.record_id, fields=fields, now=now)


def heard(session: Session, event: Event, now: datetime) -> None:
    """Hear of anything that rules may listen to, in the teller's own transaction: it is noted for those that do."""
    commands.hear(session, event, now=now)


def work(engine: Engine, workspace: str, *, now: datetime) -> int:
    """Let rules meet what was noted, until nothing is left, and what follows from it. How much.

    Small transactions: events, runs and what they did are kept together or not at all, so that whoever comes after one
    that died meets the rest, each once.
    """
    try:
        return _until_none(engine, workspace, commands.meet_some, now=now, limit=EVENTS)
    except (Refusal, OperationalError):
        raise
    except Exception:
        log.exception("events that broke their batch are met one by one")
        return _one_by_one(engine, workspace, now=now)


def _one_by_one(engine: Engine, workspace: str, *, now: datetime) -> int:
    """Meet what waits event by event; one that can't be met at all is put aside, so that it stops nobody else's."""
    for done in range(EVENTS):
        try:
            with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
                if not commands.meet_some(session, now=now, limit=1):
                    return done
        except (Refusal, OperationalError):
            raise
        except Exception:
            log.exception("an event no rule can meet is put aside")
            with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
                commands.put_aside(session)
    return EVENTS


def ring(engine: Engine, workspace: str, *, now: datetime) -> int:
    """Let rules go on whose time has come: those that waited, that the clock sets off, that are tried again."""
    done = _until_none(engine, workspace, commands.ring_timers, now=now, limit=EVENTS)
    done += _until_none(engine, workspace, commands.retry_some, now=now, limit=EVENTS)
    for _ in range(MOST_BATCHES):
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
            count = commands.go_round(session, now=now, limit=BATCH)
        if count is None:
            break
        done += count
    return done + work(engine, workspace, now=now)


def call_out(engine: Engine, workspace: str, *, post: Post = outgoing.post) -> int:
    """Make the calls whose time has come, outside of any transaction. How many.

    Whoever dies while calling may have been heard: another calls again with the same delivery number.
    """
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        errands = commands.take_errands(session, now=clock.now(), limit=CALLS)
    for errand in errands:
        status, trouble = _called(errand, post)
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
            commands.heard_back(session, errand.id, status=status, trouble=trouble, now=clock.now())
    return len(errands)


def _called(errand: commands.Errand, post: Post) -> tuple[int | None, str | None]:
    """What came of it: the status of an answer, and what was wrong with it, if anything."""
    if errand.letter is not None:
        return None, _mailed(errand.letter)
    try:
        status = post(errand.url, errand.body, errand.headers)
    except outgoing.NotOutside as no:
        return None, f"{no.code}: {no.facts()['why']}"
    except outgoing.NoAnswer as no:
        return None, str(no)[:200]
    return status, None if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES else f"status {status}"


def _mailed(letter: Letter) -> str | None:
    mail = channels.found("mail")
    if mail is None:
        return "no mail server"
    try:
        mail.carry(letter)
    except (channels.Unreachable, channels.Failed) as no:
        return str(no)[:200]
    return None


def blueprint_released(engine: Engine, workspace: str, _facts: Mapping[str, Any]) -> None:
    """Hear of a new version: what waits and follows it is timed anew."""
    after: int | None = 0
    while after is not None:
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
            after = commands.retime(session, after=after, limit=BATCH)


def _until_none(engine: Engine, workspace: str, some: Callable[..., int], *, now: datetime, limit: int) -> int:
    done = 0
    while True:
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
            count = some(session, now=now, limit=limit)
        done += count
        if not count:
            return done


def tasks_overdue(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of tasks that should have been done by now."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
        commands.tell_late_tasks(session, task_ids=facts["task_ids"], now=clock.now())


def deadlines_passed(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of deadlines."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
        commands.alert_deadlines(session, stay_ids=facts["stay_ids"], level=facts["level"], now=clock.now())


def follow_ups_missed(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of journeys with which nobody has been in touch."""
    missed = [(journey_id, due_at) for journey_id, due_at in facts["missed"]]
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
        commands.alert_follow_ups(session, missed=missed, now=clock.now())


def deliverable_handed_in(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of something handed in."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        commands.tell_reviewer(session, handed_in_id=facts["handed_in_id"], now=clock.now())


def deliverable_reviewed(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of a review."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        commands.tell_review(session, handed_in_id=facts["handed_in_id"], now=clock.now())


def customer_answered(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of a customer's answer."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        commands.tell_answer(session, confirmation_id=facts["confirmation_id"], now=clock.now())


def exception_made(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of a gate passed by right."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        commands.tell_exception(session, exception_id=facts["exception_id"], now=clock.now())
