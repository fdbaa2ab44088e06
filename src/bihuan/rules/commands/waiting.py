"""Rules whose time has come: those that waited, those that the clock sets off, and those that are tried again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel import calendar
from bihuan.kernel.calendar import Calendar
from bihuan.kernel.refusals import NotFound
from bihuan.objects import queries as objects
from bihuan.org import queries as org
from bihuan.records import queries as records
from bihuan.records.record import Record
from bihuan.rules import queries, scheduling
from bihuan.rules.commands import meeting
from bihuan.rules.commands.batch import Batch
from bihuan.rules.commands.meeting import Meeting
from bihuan.rules.definition import RuleDef, Schedule
from bihuan.rules.models import Round, Run, Timer


def ring_timers(session: Session, *, now: datetime, limit: int) -> int:
    """Let rules go on whose time is over, each once. How many; 0 when none is left.

    By the version that lives now or by their own, as the rule says. A rule that is gone meanwhile, or rests, does
    nothing more.
    """
    due = queries.due_timers(session, now=now, limit=limit)
    batch = Batch(now=now)
    for timer in due:
        session.delete(timer)
    session.flush()
    for timer in due:
        record = _record(session, timer.object_key, timer.record_id)
        found = None if record is None else _rule(session, timer, record)
        if record is None or found is None:
            continue
        rule, version_id = found
        meeting.run(session, rule, version_id, _over(timer), record, batch=batch)
    batch.close(session)
    return len(due)


def _over(timer: Timer) -> Meeting:
    return Meeting(
        cause=f"timer:{timer.id}",
        event=timer.event,
        object_key=timer.object_key,
        record_id=timer.record_id,
        journey_id=timer.journey_id,
        chain=list(timer.chain),
        at=timer.due_at,
    )


def _rule(session: Session, timer: Timer, record: Record) -> tuple[RuleDef, int] | None:
    """The rule by which a timer goes on, and of which version; None when it is gone or rests."""
    own = queries.listened(session, timer.version_id).rules.get(timer.rule_key)
    if own is not None and own.wait is not None and own.wait.follows == "own":
        return own, timer.version_id
    version_id = org.version_of(session, record.owner_id)
    new = queries.listened(session, version_id).rules.get(timer.rule_key)
    return (new, version_id) if new is not None and new.active and new.wait is not None else None


def retime(session: Session, *, after: int, limit: int) -> int | None:
    """A new version lives: work out anew when timers that follow it are due. Behind which to go on; None at last."""
    found = queries.timers(session, after=after, limit=limit)
    for timer in found:
        record = _record(session, timer.object_key, timer.record_id)
        rule = None if record is None else _rule(session, timer, record)
        if record is None or rule is None or rule[0].wait is None:
            if record is None or not _own_way(session, timer):
                session.delete(timer)
            continue
        timer.due_at = calendar.deadline(rule[0].wait.limit, org.calendar(session, record.owner_id), timer.since)
    session.flush()
    return found[-1].id if len(found) == limit else None


def _own_way(session: Session, timer: Timer) -> bool:
    own = queries.listened(session, timer.version_id).rules.get(timer.rule_key)
    return own is not None and own.wait is not None and own.wait.follows == "own"


def retry_some(session: Session, *, now: datetime, limit: int) -> int:
    """Try failed runs again whose time has come. How many; 0 when none is left."""
    due = queries.due_runs(session, now=now, limit=limit)
    for one in due:
        again(session, one, now=now)
    return len(due)


def again(session: Session, run: Run, *, now: datetime) -> None:
    """Let a run do what its rule comes to for the record as it stands now, by the version that it met."""
    run.next_at = None
    record = _record(session, run.object_key, run.record_id)
    rule = queries.listened(session, run.version_id).rules.get(run.rule_key)
    if record is None or rule is None:
        run.state, run.trouble = "dropped", {"code": "not_found", "message": "", "facts": {}}
        session.flush()
        return
    with blueprint.under(session, run.version_id):
        judgement = meeting.judged(session, rule, record, now=now)
        run.why = [one.facts() for one in judgement.judged]
        batch = Batch(now=now)
        meeting.act(session, rule, run, judgement, record, batch=batch)
        batch.close(session)


def go_round(session: Session, *, now: datetime, limit: int) -> int | None:
    """Let a rule whose hour has come look at its next records. How many; None when no rule has anything to look at.

    What was missed while nothing ran is made up for once, however often it was missed.
    """
    scheduled = _scheduled(session)
    for key in sorted(scheduled.keys() - queries.known_rounds(session)):
        rule, schedule, hours = scheduled[key]
        next_at = scheduling.following(schedule, hours, now)
        session.add(Round(key=key, schedule=schedule.model_dump(), next_at=next_at, at=None, after=None))
    session.flush()
    for turn in queries.rounds(session):
        if turn.key not in scheduled:
            session.delete(turn)
            continue
        rule, schedule, hours = scheduled[turn.key]
        if turn.schedule != schedule.model_dump():
            turn.schedule, turn.next_at = schedule.model_dump(), scheduling.following(schedule, hours, now)
        if turn.after is None and turn.next_at <= now:
            turn.at, turn.after = turn.next_at, 0
            turn.next_at = scheduling.following(schedule, hours, now)
        if turn.after is not None:
            return _look(session, rule, turn, now=now, limit=limit)
    return None


def _look(session: Session, rule: RuleDef, turn: Round, *, now: datetime, limit: int) -> int:
    record_ids = queries.next_records(session, rule.object, after=turn.after or 0, limit=limit)
    turn.after = record_ids[-1] if len(record_ids) == limit else None
    assert turn.at is not None, "a round that was begun has its moment"
    batch = Batch(now=now)
    for record in records.several(session, rule.object, record_ids).values():
        version_id = org.version_of(session, record.owner_id)
        own = queries.listened(session, version_id).rules.get(rule.key)
        if own is None or not own.active:
            continue
        met = Meeting(
            cause=f"round:{turn.at.isoformat()}:{record.id}",
            event="schedule",
            object_key=rule.object,
            record_id=record.id,
            journey_id=record.beside.get("journey.id"),
            chain=[],
            at=turn.at,
        )
        meeting.run(session, own, version_id, met, record, batch=batch)
    batch.close(session)
    return len(record_ids)


def _scheduled(session: Session) -> dict[str, tuple[RuleDef, Schedule, Calendar]]:
    living = blueprint.living(session)
    if living is None:
        return {}
    hours, known = org.calendar(session), objects.objects(session)
    return {
        rule.key: (rule, one.schedule, hours)
        for rule, one in queries.listened(session, living.live).scheduled()
        if one.schedule is not None and rule.object in known
    }


def _record(session: Session, object_key: str, record_id: int) -> Record | None:
    try:
        return records.standing(session, object_key, record_id)
    except NotFound:
        return None
