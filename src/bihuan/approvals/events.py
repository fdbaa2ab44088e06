"""Facts about approvals that others may want to hear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bihuan.kernel.events import Event

Decision = Literal["approved", "rejected", "withdrawn", "lapsed"]


@dataclass(frozen=True, kw_only=True)
class ApprovalAsked(Event):
    """Somebody has asked for an approval, and approvers have to answer."""

    request_id: int
    key: str
    object_key: str
    record_id: int
    journey_id: int | None


@dataclass(frozen=True, kw_only=True)
class ApprovalTurned(Event):
    """Somebody else has to act now: other approvers, or with `asker` whoever asked, to whom it was sent back."""

    request_id: int
    key: str
    object_key: str
    record_id: int
    journey_id: int | None
    holder: Literal["approver", "asker"]


@dataclass(frozen=True, kw_only=True)
class ApprovalDecided(Event):
    """An approval is over; lapsed: what was approved has changed since, so that it is approved no more."""

    request_id: int
    key: str
    object_key: str
    record_id: int
    journey_id: int | None
    decision: Decision
