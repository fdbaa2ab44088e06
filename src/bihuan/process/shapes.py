"""The shapes in which journeys and processes leave over HTTP.

A journey's page is asked for and answered all day: its parts are plain dicts, whose making costs next to nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel
from typing_extensions import TypedDict  # pydantic takes the one of `typing` from Python 3.12 on


class Named(TypedDict):
    """Something with a key and a label in the viewer's language."""

    key: str
    label: str


class PersonOut(TypedDict):
    """A person by id and name."""

    id: int
    name: str


class CanOut(TypedDict):
    """What the viewer may do with a journey; the screen obeys it."""

    advance: bool
    go_back: bool
    close: bool
    hand_in: bool
    make_exception: bool


class ItemOut(TypedDict):
    """One thing the gate asks for. `reason` is a code, `why` its sentence; both empty-ish when met."""

    kind: str
    key: str
    label: str
    met: bool
    need: int
    have: int
    reason: str
    why: str
    ways: list[list[str]]
    part_of: str | None


class GateOut(TypedDict):
    """The gate of the present stage as it stands now."""

    open: bool
    items: list[ItemOut]


class HoldOut(TypedDict):
    """Who held the ball, from when to when (open while `until` is null)."""

    holder: str
    cause: str
    since: datetime
    until: datetime | None


class StayOut(TypedDict):
    """A time in one stage. `minutes` is calendar time, `working_minutes` working time, both up to now while open."""

    id: int
    stage: str
    stage_label: str
    person: PersonOut
    entered_at: datetime
    left_at: datetime | None
    left_how: str | None
    warn_at: datetime | None
    due_at: datetime | None
    escalate_at: datetime | None
    level: str
    limit: str | None
    minutes: int
    working_minutes: int
    opening: bool
    holds: list[HoldOut]


class FileOut(TypedDict):
    """A file by name; its content is at /api/files/{id}."""

    id: int
    name: str
    type: str
    size: int
    sha256: str


class HandedInOut(TypedDict):
    """Something handed in, and what was said of it."""

    id: int
    stage: str
    key: str
    label: str
    kind: str
    status: str
    text: str | None
    file: FileOut | None
    answers: dict[str, Any] | None
    by: PersonOut
    at: datetime
    late: bool
    reviewer: PersonOut | None
    reviewed_by: PersonOut | None
    reviewed_at: datetime | None
    review_reason: str | None
    can_review: bool


class ConfirmationOut(TypedDict):
    """A link sent to the customer, and what came of it."""

    id: int
    key: str
    sent_at: datetime
    expires_at: datetime
    viewed_at: datetime | None
    answered_at: datetime | None
    answer: str | None
    answered_name: str | None
    answer_reason: str | None


class ExceptionOut(TypedDict):
    """A closed gate that was passed by right."""

    id: int
    stage: str
    stage_label: str
    reason: str
    missing: list[Any]
    by: PersonOut
    at: datetime


class DebtOut(TypedDict):
    """Evidence that an earlier stage asked for and nobody has shown, because the journey began elsewhere."""

    stage: str
    stage_label: str
    kind: str
    key: str
    label: str


class JourneyOut(TypedDict):
    """A journey with everything its page shows."""

    id: int
    process: str
    process_label: str
    version: int
    object: str
    record_id: int
    title: str
    stage: str
    stage_label: str
    outcome: str | None
    reason: str | None
    owner: PersonOut
    started_at: datetime
    closed_at: datetime | None
    revision: int
    quiet_due_at: datetime | None
    stays: list[StayOut]
    gate: GateOut
    deliverables: list[HandedInOut]
    confirmations: list[ConfirmationOut]
    exceptions: list[ExceptionOut]
    debts: list[DebtOut]
    next: Named | None
    back: list[Named]
    reasons: dict[str, list[Named]]
    can: CanOut


class DeliverableOut(BaseModel):
    """What a stage asks for."""

    key: str
    label: str
    kind: str
    count: int
    types: list[str]
    min_length: int
    fields: list[str]
    object: str | None
    of: str | None
    activity_kinds: list[str]
    approval: str | None
    review: str
    sample: str | None
    help: str | None


class StageOut(BaseModel):
    """One stage of a process as people read it."""

    key: str
    label: str
    conditional: bool
    limit: str | None
    script: str | None
    checklist: list[str]
    reference: str | None
    fields: list[Named]
    deliverables: list[DeliverableOut]
    checks: list[Named]
    back_to: list[str]


class ProcessOut(BaseModel):
    """A process as people read it."""

    key: str
    label: str
    object: str
    amount: str | None
    stages: list[StageOut]
    outcomes: list[Named]
    reasons: dict[str, list[Named]]


class LinkOut(BaseModel):
    """A confirmation link. The address is told this once."""

    url: str
    expires_at: datetime


class PublicConfirmationOut(BaseModel):
    """What a customer sees of a link: the file, who sent it, and whether it was answered."""

    title: str
    company: str
    sender: str
    file: str
    pages: int
    sent_at: datetime
    expires_at: datetime
    answer: str | None
    answered_at: datetime | None
