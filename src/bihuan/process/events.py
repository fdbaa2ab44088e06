"""Facts about journeys that others may want to hear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bihuan.kernel.events import Event

Level = Literal["warn", "due", "escalate"]


@dataclass(frozen=True, kw_only=True)
class OfJourney(Event):
    """Something that has happened to one journey, and so to its record."""

    journey_id: int
    object_key: str
    record_id: int


@dataclass(frozen=True, kw_only=True)
class StageEntered(OfJourney):
    """A journey has come to a stage; from which, if it stood in one before."""

    stay_id: int
    stage_key: str
    left: str | None = None


@dataclass(frozen=True, kw_only=True)
class JourneyClosed(OfJourney):
    """A journey was won or lost, in the stage where it stood last."""

    outcome: str
    left: str


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
class DeliverableHandedIn(OfJourney):
    """Something was handed in for a stage; who is asked to review it, if anybody."""

    handed_in_id: int
    key: str
    reviewer_id: int | None


@dataclass(frozen=True, kw_only=True)
class DeliverableReviewed(OfJourney):
    """Something handed in was accepted or rejected."""

    handed_in_id: int
    key: str
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class CustomerAnswered(OfJourney):
    """A customer confirmed or declined what was sent."""

    confirmation_id: int
    key: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class ExceptionMade(OfJourney):
    """A closed gate was passed by right."""

    exception_id: int


@dataclass(frozen=True, kw_only=True)
class TransferAsked(Event):
    """Running journeys shall move to another version, or back again."""

    transfer_id: int
