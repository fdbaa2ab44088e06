"""What rules may hear: the facts of other modules, each as what happened, to which record, and about what. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bihuan.activity.events import ActivityLogged, TaskDone
from bihuan.approvals.events import ApprovalDecided
from bihuan.kernel.events import Event
from bihuan.process.events import (
    CustomerAnswered,
    DeliverableHandedIn,
    DeliverableReviewed,
    ExceptionMade,
    JourneyClosed,
    StageEntered,
)
from bihuan.records.events import RecordAssigned, RecordChanged, RecordCreated


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that has happened to one record. `about`: fields, a stage, a kind … by what happened."""

    event: str
    object_key: str
    record_id: int
    journey_id: int | None = None
    about: tuple[str, ...] = ()


def facts(event: Event) -> tuple[Fact, ...]:
    """What a told event comes to for rules; nothing of an event that no rule may listen to."""
    read = _READ.get(type(event))
    return read(event) if read is not None else ()


def _fact(event: Any, what: str, *about: str) -> Fact:  # noqa: ANN401 - whatever has these members
    journey_id = getattr(event, "journey_id", None)
    return Fact(
        event=what, object_key=event.object_key, record_id=event.record_id, journey_id=journey_id, about=tuple(about)
    )


def _entered(event: StageEntered) -> tuple[Fact, ...]:
    entered = _fact(event, "stage.entered", event.stage_key)
    return (entered,) if event.left is None else (replace(entered, event="stage.left", about=(event.left,)), entered)


def _closed(event: JourneyClosed) -> tuple[Fact, ...]:
    return _fact(event, "stage.left", event.left), _fact(event, "journey.closed", event.outcome)


def _reviewed(event: DeliverableReviewed) -> tuple[Fact, ...]:
    return (_fact(event, "deliverable.accepted" if event.accepted else "deliverable.rejected", event.key),)


def _done(event: TaskDone) -> tuple[Fact, ...]:
    return (_fact(event, "task.done", event.kind),) if event.record_id is not None else ()


_READ: Mapping[type[Event], Callable[[Any], tuple[Fact, ...]]] = {
    RecordCreated: lambda event: (_fact(event, "record.created"),),
    RecordChanged: lambda event: (_fact(event, "record.changed", *event.fields),),
    RecordAssigned: lambda event: (_fact(event, "record.assigned"),),
    StageEntered: _entered,
    JourneyClosed: _closed,
    ActivityLogged: lambda event: (_fact(event, "activity.logged", event.kind),),
    TaskDone: _done,
    DeliverableHandedIn: lambda event: (_fact(event, "deliverable.handed_in", event.key),),
    DeliverableReviewed: _reviewed,
    CustomerAnswered: lambda event: (_fact(event, f"confirmation.{event.answer}", event.key),),
    ApprovalDecided: lambda event: (_fact(event, "approval.decided", event.decision),),
    ExceptionMade: lambda event: (_fact(event, "exception.made"),),
}
TOLD: tuple[type[Event], ...] = tuple(_READ)
