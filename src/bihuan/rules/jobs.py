"""What listeners start: each opens a transaction of its own and calls one command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine

from bihuan.kernel import clock, db
from bihuan.rules import commands


def deadline_passed(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of a deadline."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        commands.alert_deadline(session, stay_id=facts["stay_id"], level=facts["level"], now=clock.now())


def follow_up_missed(engine: Engine, workspace: str, facts: Mapping[str, Any]) -> None:
    """Hear of a journey with which nobody has been in touch."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        commands.alert_follow_up(session, journey_id=facts["journey_id"], due_at=facts["due_at"], now=clock.now())


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
