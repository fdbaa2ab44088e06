"""What a rule would have done: the past told to it once more. It waits, gives up and goes on as it would. Pure.

Each record is for itself, so that it is enough to know what happened to each in order. What other rules would have done
meanwhile, and what follows from what this one does, is left out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bihuan.kernel.calendar import Calendar
from bihuan.rules import scheduling
from bihuan.rules.definition import RuleDef, Trigger
from bihuan.rules.judging import Judgement

_HOUR = timedelta(hours=1)
DELETED = "record.deleted"
LATE = "task.overdue"

# By which lines of the ledger each happening is known; that a task is late, its own row says.
KINDS: Mapping[str, tuple[str, ...]] = {
    "record.created": ("record.created",),
    "record.changed": ("record.changed", "record.graded"),
    "record.assigned": ("record.assigned",),
    "stage.entered": ("journey.started", "stage.entered", "stage.back", "exception.made"),
    "stage.left": ("stage.entered", "stage.back", "exception.made", "journey.won", "journey.lost"),
    "stage.nearly_due": ("stage.nearly_due",),
    "stage.overdue": ("stage.overdue",),
    "stage.escalated": ("stage.escalated",),
    "journey.closed": ("journey.won", "journey.lost", "exception.made"),
    "follow_up.missed": ("follow_up.missed",),
    "activity.logged": ("activity.logged",),
    "task.done": ("task.done",),
    "task.overdue": (),
    "deliverable.handed_in": ("deliverable.handed_in",),
    "deliverable.accepted": ("deliverable.accepted",),
    "deliverable.rejected": ("deliverable.rejected",),
    "confirmation.confirmed": ("confirmation.confirmed",),
    "confirmation.declined": ("confirmation.declined",),
    "exception.made": ("exception.made",),
    "approval.decided": ("approval.approved", "approval.rejected", "approval.withdrawn", "approval.lapsed"),
}
Heard = tuple[str, frozenset[str]]  # what happened, and about what


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One line of the past: what it comes to for rules, in their order. Nothing, when the record was deleted."""

    record_id: int
    at: datetime
    heard: tuple[Heard, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A rule would have looked at a record, because of this."""

    at: datetime
    record_id: int
    event: str


def heard(kind: str, payload: Mapping[str, Any]) -> tuple[Heard, ...]:
    """What a line of the ledger comes to for rules; nothing of one that no rule may listen to."""
    if kind in KINDS["approval.decided"]:
        return (("approval.decided", frozenset({kind.removeprefix("approval.")})),)
    return tuple((event, frozenset(about)) for event, about in _heard(kind, payload))


def _heard(kind: str, payload: Mapping[str, Any]) -> Iterator[tuple[str, Iterable[str]]]:
    if kind in {"record.changed", "record.graded"}:
        yield "record.changed", map(str, payload.get("fields", ()))
    elif kind == "journey.started":
        yield "stage.entered", _about(payload, "stage")
    elif kind in {"stage.entered", "stage.back", "exception.made"}:
        yield "stage.left", _about(payload, "left")
        if "outcome" in payload:
            yield "journey.closed", _about(payload, "outcome")
        else:
            yield "stage.entered", _about(payload, "stage")
        if kind == "exception.made":
            yield kind, ()
    elif kind in {"journey.won", "journey.lost"}:
        yield "stage.left", _about(payload, "stage")
        yield "journey.closed", (kind.removeprefix("journey."),)
    elif kind in KINDS:
        yield kind, [*_about(payload, "stage"), *_about(payload, "kind"), *_about(payload, "key")]


def _about(payload: Mapping[str, Any], member: str) -> list[str]:
    return [str(payload[member])] if payload.get(member) is not None else []


def kinds(rule: RuleDef) -> frozenset[str]:
    """The lines of the ledger that concern a rule: those it listens to, those that end its waiting, and deletions."""
    return frozenset({DELETED, *(kind for one in _triggers(rule) for kind in KINDS.get(one.event, ()))})


def looks_at_tasks(rule: RuleDef) -> bool:
    """Whether it listens to tasks that are late: of those the ledger keeps nothing, their own rows do."""
    return any(one.event == LATE for one in _triggers(rule))


def _triggers(rule: RuleDef) -> tuple[Trigger, ...]:
    return (*rule.on, *(rule.wait.unless if rule.wait else ()))


Deadline = Callable[[int, datetime], datetime]  # of a record: when its time is over that began then


@dataclass
class _Waiting:
    """What a rule waits for with each record: until when, and what began it."""

    rule: RuleDef
    deadline: Deadline
    timers: dict[int, tuple[datetime, str]] = field(default_factory=dict)

    def hear(self, told: Told) -> Iterator[Moment]:
        yield from self.rung(told.record_id, told.at)
        if not told.heard:
            self.timers.pop(told.record_id, None)
        for event, about in told.heard:
            if self.rule.wait is not None and any(one.hears(event, about) for one in self.rule.wait.unless):
                self.timers.pop(told.record_id, None)
            if any(one.hears(event, about) for one in self.rule.on):
                yield from self._begin(told, event)

    def _begin(self, told: Told, event: str) -> Iterator[Moment]:
        if self.rule.wait is None:
            yield Moment(at=told.at, record_id=told.record_id, event=event)
        elif told.record_id not in self.timers or self.rule.wait.restart:
            self.timers[told.record_id] = self.deadline(told.record_id, told.at), event

    def rung(self, record_id: int, until: datetime) -> Iterator[Moment]:
        due = self.timers.get(record_id)
        if due is not None and due[0] <= until:
            del self.timers[record_id]
            yield Moment(at=due[0], record_id=record_id, event=due[1])


def moments(rule: RuleDef, told: Iterable[Told], deadline: Deadline, *, until: datetime) -> list[Moment]:
    """When the rule would have looked at which record, in order; `told` is in the order in which it happened."""
    waiting = _Waiting(rule, deadline)
    found = [moment for one in told for moment in waiting.hear(one)]
    found += [moment for record_id in list(waiting.timers) for moment in waiting.rung(record_id, until)]
    return sorted(found, key=lambda moment: moment.at)


def hours(rule: RuleDef, working: Calendar, *, since: datetime, until: datetime, most: int) -> list[datetime]:
    """The moments at which the clock would have set the rule off; the latest, when there are more than `most`."""
    found = set[datetime]()
    for one in rule.on:
        at = since
        while one.schedule is not None and (at := scheduling.following(one.schedule, working, at)) <= until:
            found.add(at)
    return sorted(found)[-most:]


@dataclass(frozen=True, kw_only=True)
class Firing:
    """The rule would have done something: when, with which record, and why. `held`: too much for one hour."""

    moment: Moment
    judgement: Judgement
    held: bool


def firings(rule: RuleDef, found: Iterable[Moment], judged: Callable[[Moment], Judgement]) -> Iterator[Firing]:
    """Of these moments those at which it would have had something to do, in order."""
    lately = deque[datetime]()
    for moment in found:
        judgement = judged(moment)
        if not judgement.actions:
            continue
        while lately and lately[0] <= moment.at - _HOUR:
            lately.popleft()
        held = len(lately) >= rule.most_per_hour
        if not held:
            lately.append(moment.at)
        yield Firing(moment=moment, judgement=judgement, held=held)
