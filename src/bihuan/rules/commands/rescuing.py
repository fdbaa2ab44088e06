"""What a person decides about runs and calls in trouble: once more, or never. Who was second is told so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.refusals import SomeoneWasFirst
from bihuan.ledger import commands as ledger
from bihuan.org.viewer import Viewer
from bihuan.rules import queries
from bihuan.rules.commands import waiting
from bihuan.rules.models import Call, Run


def run_again(session: Session, viewer: Viewer, run_id: int, *, now: datetime) -> bool:
    """Let a run that failed, was held back or stopped do its part for the record as it stands now. Whether it did.

    NotFound, and SomeoneWasFirst where it is decided already.
    """
    run = _run(session, run_id)
    before = run.state
    # It acts in the name of whoever released the rule, as it would have the first time; never in the viewer's.
    with db.beyond_sight(session):
        waiting.again(session, run, now=now)
        run.settled_by_id = viewer.person_id
        session.flush()
    _note(session, viewer, "rule.run_again", run, {"run": run.id, "was": before, "state": run.state}, now=now)
    return run.state == "done"


def drop_run(session: Session, viewer: Viewer, run_id: int, *, reason: str, now: datetime) -> None:
    """Give up a run for good, with the reason. NotFound, SomeoneWasFirst."""
    run = _run(session, run_id)
    before = run.state
    run.state, run.next_at, run.settled_by_id = "dropped", None, viewer.person_id
    session.flush()
    _note(session, viewer, "rule.run_dropped", run, {"run": run.id, "was": before, "reason": reason}, now=now)


def call_again(session: Session, viewer: Viewer, call_id: int, *, now: datetime) -> None:
    """Tell another system once more what it could not be told. NotFound, SomeoneWasFirst."""
    call = _call(session, call_id)
    call.state, call.tries, call.next_at, call.trouble = "waiting", 0, now, None
    session.flush()
    _note(session, viewer, "rule.call_again", call, {"call": call.id}, now=now)


def drop_call(session: Session, viewer: Viewer, call_id: int, *, reason: str, now: datetime) -> None:
    """Give up a call for good, with the reason. NotFound, SomeoneWasFirst."""
    call = _call(session, call_id)
    call.state = "dropped"
    session.flush()
    _note(session, viewer, "rule.call_dropped", call, {"call": call.id, "reason": reason}, now=now)


def _run(session: Session, run_id: int) -> Run:
    run = queries.run(session, run_id, held=True)
    session.refresh(run)
    if run.state not in queries.TROUBLE:
        raise SomeoneWasFirst({"state": run.state})
    return run


def _call(session: Session, call_id: int) -> Call:
    call = queries.call(session, call_id)
    session.refresh(call)
    if call.state != "dead":
        raise SomeoneWasFirst({"state": call.state})
    return call


def _note(
    session: Session, viewer: Viewer, what: str, thing: Run | Call, told: dict[str, object], *, now: datetime
) -> None:
    payload = {"object": thing.object_key, "record": thing.record_id, **told}
    subject = f"rule:{thing.rule_key}"
    ledger.append(session, at=now, by_id=viewer.person_id, what=what, subject=subject, payload=payload)
