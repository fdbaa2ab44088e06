"""Facts about journeys that others may want to hear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bihuan.kernel.events import Event

Level = Literal["warn", "due", "escalate"]


@dataclass(frozen=True, kw_only=True)
class StageEntered(Event):
    """A journey has come to a stage."""

    journey_id: int
    stay_id: int
    stage_key: str


@dataclass(frozen=True, kw_only=True)
class JourneyClosed(Event):
    """A journey was won or lost."""

    journey_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class DeadlinesPassed(Event):
    """Stays have come to their warning, their limit, or their escalation: those that the clock found at once."""

    stay_ids: tuple[int, ...]
    level: Level


@dataclass(frozen=True, kw_only=True)
class FollowUpsMissed(Event):
    """Of these journeys nobody has been in touch for longer than the process allows; each with when it was due."""

    missed: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class DeliverableHandedIn(Event):
    """Something was handed in for a stage; who is asked to review it, if anybody."""

    handed_in_id: int
    journey_id: int
    reviewer_id: int | None


@dataclass(frozen=True, kw_only=True)
class DeliverableReviewed(Event):
    """Something handed in was accepted or rejected."""

    handed_in_id: int
    journey_id: int
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class CustomerAnswered(Event):
    """A customer confirmed or declined what was sent."""

    confirmation_id: int
    journey_id: int
    answer: str


@dataclass(frozen=True, kw_only=True)
class ExceptionMade(Event):
    """A closed gate was passed by right."""

    exception_id: int
    journey_id: int


@dataclass(frozen=True, kw_only=True)
class TransferAsked(Event):
    """Running journeys shall move to another version, or back again."""

    transfer_id: int
