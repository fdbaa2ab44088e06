"""Rules meet what has happened: each at most once for each event, with an explanation, whatever goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel import calendar, db
from bihuan.kernel.refusals import Refusal
from bihuan.ledger import commands as ledger
from bihuan.org import queries as org
from bihuan.process import queries as process
from bihuan.records.record import Record
from bihuan.rules import judging, queries
from bihuan.rules.commands import acting, hearing, warning
from bihuan.rules.commands.batch import Batch
from bihuan.rules.definition import DEEPEST, MOST_ACTIONS, RuleDef
from bihuan.rules.judging import Case, Judgement
from bihuan.rules.models import Heard, Run

log = logging.getLogger(__name__)

_ASSIGNED = "record.assigned"
TRIES = 5  # of a run that failed for a reason nobody foresaw, later and later


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What a rule meets: what happened to which record, when, from which rules it follows, and its name for good."""

    cause: str
    event: str
    object_key: str
    record_id: int
    journey_id: int | None
    chain: Sequence[str]
    at: datetime


def meet_some(session: Session, *, now: datetime, limit: int) -> int:
    """Let rules meet the next events. How many; 0 when none waits. All of it is kept, or none."""
    claimed, batch = queries.claimed(session, limit=limit), Batch(now=now)
    batch.read(session, [(heard.object_key, heard.record_id) for heard in claimed])
    for heard in claimed:
        _meet(session, heard, batch)
    if claimed:
        batch.close(session)
        session.execute(delete(Heard).where(Heard.id.in_([heard.id for heard in claimed])))
    return len(claimed)


def put_aside(session: Session) -> None:
    """Take the next event away unmet: nothing can be done with it."""
    for heard in queries.claimed(session, limit=1):
        session.delete(heard)
    session.flush()


def _meet(session: Session, heard: Heard, batch: Batch) -> None:
    record = batch.record(heard.object_key, heard.record_id)
    if record is None:  # it is gone, or its object: nobody waits for it any more
        batch.timers.forget(session, heard.object_key, heard.record_id)
        return
    version_id, about = org.version_of(session, record.owner_id), frozenset(heard.about)
    listening = queries.listened(session, version_id)
    ended = listening.ended(heard.event, heard.object_key, about)
    if ended:
        batch.timers.end(session, heard.object_key, heard.record_id, rules=[rule.key for rule in ended])
    if heard.event == _ASSIGNED and org.colleague(session, record.owner_id).stands_in:
        # Nobody was given it: it lies in a pool, and whoever gets it from there has the whole time.
        batch.timers.end_since(session, heard.object_key, heard.record_id, event=_ASSIGNED)
        return
    meeting = Meeting(
        cause=f"heard:{heard.id}",
        event=heard.event,
        object_key=heard.object_key,
        record_id=heard.record_id,
        journey_id=heard.journey_id,
        chain=list(heard.chain),
        at=heard.at,
    )
    actions = 0
    # All of them look at the record as it was when it was met; what one of them writes is an event of its own.
    for rule in listening.begun(heard.event, heard.object_key, about):
        if rule.wait is not None:
            _wait(session, rule, version_id, meeting, record, batch=batch)
            continue
        if actions >= MOST_ACTIONS:
            _stop(session, rule, version_id, meeting, record, code="too_many_actions", batch=batch)
            continue
        actions += run(session, rule, version_id, meeting, record, batch=batch)


def _wait(session: Session, rule: RuleDef, version_id: int, meeting: Meeting, record: Record, *, batch: Batch) -> None:
    assert rule.wait is not None, "only such a rule waits"
    values = {
        "version_id": version_id,
        "event": meeting.event,
        "journey_id": meeting.journey_id,
        "since": meeting.at,
        "due_at": calendar.deadline(rule.wait.limit, org.calendar(session, record.owner_id), meeting.at),
        "chain": list(meeting.chain),
    }
    batch.timers.begin((rule.key, record.object_key, record.id), values, restart=rule.wait.restart)


def run(session: Session, rule: RuleDef, version_id: int, meeting: Meeting, record: Record, *, batch: Batch) -> int:
    """Let one rule meet one event. How many actions it came to; nothing is kept of a rule that had nothing to do.

    What goes wrong undoes what this run did, and no more: it is kept with its cause, to be tried again.
    """
    with blueprint.under(session, version_id):
        try:
            judgement = judged(session, rule, record, now=batch.now)
        except (TypeError, ValueError, ArithmeticError) as error:  # a value that nobody thought of: others go on
            log.exception("rule %s could not be judged", rule.key)
            broken = _run(rule, version_id, meeting, record, None, now=batch.now)
            broken.state, broken.trouble = "failed", unforeseen(error)
            batch.runs.append(broken)
            warning.failed(session, rule, now=batch.now)
            return 0
        if not judgement.actions:
            return 0
        if len(meeting.chain) >= DEEPEST:
            _stop(session, rule, version_id, meeting, record, code="rules_in_circle", batch=batch)
            return 0
        made = _run(rule, version_id, meeting, record, judgement, now=batch.now)
        if not batch.may(session, rule):
            made.state = "held"
            warning.held(session, rule, now=batch.now)
        else:
            act(session, rule, made, judgement, record, batch=batch)
        batch.runs.append(made)
    return len(judgement.actions)


def judged(session: Session, rule: RuleDef, record: Record, *, now: datetime) -> Judgement:
    """What a rule comes to for a record as it stands now."""
    found = process.of_values(session, record.id, record.values, now=now)
    assert callable(found.counts), "related records are counted as they are asked for"
    case = Case(values=record.values, holds=lambda condition: found.bears_out(condition, now=now), counted=found.counts)
    return judging.judge(rule, case)


def act(session: Session, rule: RuleDef, made: Run, judgement: Judgement, record: Record, *, batch: Batch) -> None:
    """Do what a rule came to, all of it or nothing, and note on its run how that went."""
    made.tries, made.next_at, made.trouble, now = made.tries + 1, None, None, batch.now
    actions = [action for _, action in judgement.actions]
    writes = not all(isinstance(action, acting.ONLY_TELL) for action in actions)
    scene = acting.Scene(
        rule=rule, version_id=made.version_id, record=record, met=(made.cause, made.event), batch=batch
    )
    try:
        with (
            session.begin_nested() if writes else nullcontext(),
            hearing.following(session, [*made.chain, rule.key]),
            ledger.through(session, f"rule:{rule.key}"),
        ):
            made.did = [acting.act(session, scene, action) for action in actions]
    except (db.Away, db.NoRoom):
        raise
    except Refusal as no:
        made.state, made.trouble = "failed", {"code": no.code, "message": no.message, "facts": no.facts()}
        warning.failed(session, rule, now=now)
    except Exception as error:
        log.exception("rule %s failed", rule.key)
        made.state, made.trouble = "failed", unforeseen(error)
        if made.tries < TRIES:
            made.next_at = now + timedelta(minutes=5 ** (made.tries - 1))
        else:
            warning.failed(session, rule, now=now)
    else:
        made.state = "done"
        batch.news += scene.told
    if writes:
        batch.changed(session)


def unforeseen(error: Exception) -> dict[str, Any]:
    """What is kept of a fault of our own: its kind, never its words, which may carry anybody's values."""
    return {"code": "unforeseen", "message": type(error).__name__, "facts": {}}


def _run(
    rule: RuleDef, version_id: int, meeting: Meeting, record: Record, judgement: Judgement | None, *, now: datetime
) -> Run:
    why: list[Any] = [one.facts() for one in judgement.judged] if judgement else []
    return Run(
        rule_key=rule.key,
        version_id=version_id,
        cause=meeting.cause,
        event=meeting.event,
        object_key=record.object_key,
        record_id=record.id,
        journey_id=meeting.journey_id,
        owner_id=record.owner_id,
        owner_pos=record.owner_pos,
        state="done",
        why=why,
        did=[],
        trouble=None,
        chain=list(meeting.chain),
        at=now,
        tries=0,
        next_at=None,
        settled_by_id=None,
    )


def _stop(  # noqa: PLR0913 - a run that is stopped has these parts
    session: Session,
    rule: RuleDef,
    version_id: int,
    meeting: Meeting,
    record: Record,
    *,
    code: str,
    batch: Batch,
) -> None:
    """Keep that a rule was not let go on, and by which rules it came to that."""
    stopped = _run(rule, version_id, meeting, record, None, now=batch.now)
    stopped.state = "stopped"
    stopped.trouble = {"code": code, "message": "", "facts": {"rules": [*meeting.chain, rule.key]}}
    batch.runs.append(stopped)
    warning.stopped(session, rule, [*meeting.chain, rule.key], now=batch.now)
