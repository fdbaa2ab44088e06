"""Alerts at the moment of the play: what a job would do a moment later, with a later `now`, happens at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bihuan.activity.events import TasksOverdue
from bihuan.kernel import events
from bihuan.kernel.events import Event
from bihuan.packs.scene import Play
from bihuan.process.events import (
    CustomerAnswered,
    DeadlinesPassed,
    DeliverableHandedIn,
    DeliverableReviewed,
    ExceptionMade,
    FollowUpsMissed,
)
from bihuan.rules import commands as rules

# The command that hears each event, and which of its facts it asks for: as the jobs of `rules` do it.
_HEARD: Mapping[type[Event], tuple[Callable[..., Any], tuple[str, ...]]] = {
    DeadlinesPassed: (rules.alert_deadlines, ("stay_ids", "level")),
    FollowUpsMissed: (rules.alert_follow_ups, ("missed",)),
    DeliverableHandedIn: (rules.tell_reviewer, ("handed_in_id",)),
    DeliverableReviewed: (rules.tell_review, ("handed_in_id",)),
    CustomerAnswered: (rules.tell_answer, ("confirmation_id",)),
    ExceptionMade: (rules.tell_exception, ("exception_id",)),
    TasksOverdue: (rules.tell_late_tasks, ("task_ids",)),
}


@contextmanager
def heard(play: Play) -> Iterator[None]:
    """While this lasts, whatever is told is heard at the moment at which the play stands."""

    def hear(session: Session, event: Event, _now: datetime) -> None:
        command, wanted = _HEARD[type(event)]
        facts = asdict(event)
        command(session, **{name: facts[name] for name in wanted}, now=play.now)

    for told in _HEARD:
        events.listen(told, hear)
    try:
        yield
    finally:
        for told in _HEARD:
            events.forget(told, hear)
