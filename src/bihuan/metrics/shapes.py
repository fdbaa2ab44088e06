"""The shapes in which metrics and boards leave over HTTP."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel

from bihuan.metrics.judging import Level


class Named(BaseModel):
    """Something with a key and a label in the viewer's language."""

    key: str
    label: str


class PersonOut(BaseModel):
    """A person by id and name."""

    id: int
    name: str


class SafeOut(BaseModel):
    """The range in which a number needs no attention; open where an end is null."""

    low: float | None
    high: float | None


class MetricDefOut(BaseModel):
    """What a metric means. `by` is all it can be split by for this viewer, `always_by` what it is split by unasked."""

    key: str
    label: str
    definition: str
    formula: str
    date_basis: str
    unit: str
    by: list[Named]
    always_by: str | None
    safe: SafeOut | None


class RowOut(BaseModel):
    """One group of an answer. `share` is its percentage of the whole, where parts add up to one."""

    key: str | int | None
    label: str
    value: int | float | None
    count: int
    part: int | None
    mean: float | None
    median: float | None
    share: float | None


class AnswerOut(BaseModel):
    """A metric's number with its meaning. An average's `value` is the mean; a share counts `part` of `count`."""

    key: str
    label: str
    definition: str
    formula: str
    date_basis: str
    unit: str
    currency: str | None
    process: str
    period_from: date | None
    period_to: date | None
    by: str | None
    value: int | float | None
    count: int
    part: int | None
    mean: float | None
    median: float | None
    safe: SafeOut | None
    sentence: str
    rows: list[RowOut]
    more: bool


class BehindOut(BaseModel):
    """One of the rows a number was made of: its record, and what it adds. `id` is the record's."""

    id: int
    row_id: int
    journey_id: int
    object: str
    title: str
    owner: PersonOut
    stage: str
    outcome: str | None
    value: float | None
    at: datetime | None


class BehindPage(BaseModel):
    """A page of rows; `next` is the cursor of the page after it."""

    items: list[BehindOut]
    next: str | None


class CellOut(BaseModel):
    """One person's stays in one stage, counted by how they went; `level` is the worst."""

    stage: str
    level: Level
    count: int
    red: int
    yellow: int
    green: int


class PersonRowOut(BaseModel):
    """One person on the health board."""

    person: PersonOut
    cells: list[CellOut]
    on_time_rate: float | None


class HealthOut(BaseModel):
    """The process health board with its finding."""

    sentence: str
    process: str
    period_from: date | None
    period_to: date | None
    stages: list[Named]
    rows: list[PersonRowOut]


class TimeOut(BaseModel):
    """How long something took, by the clock and in working time, and in words in the way its limit is counted."""

    minutes: int
    working_minutes: int
    words: str


class HeldOut(TimeOut):
    """How long one party held the ball."""

    holder: str
    label: str


class HoldOut(BaseModel):
    """Who held the ball, from when to when."""

    holder: str
    cause: str
    since: datetime
    until: datetime | None
    minutes: int


class EventOut(BaseModel):
    """One line of the ledger, in words."""

    id: int
    kind: str
    said: str
    happened_at: datetime
    recorded_at: datetime
    actor: PersonOut | None


class FileOut(BaseModel):
    """A file handed in during the stay; its content is at /api/files/{id}."""

    id: int
    name: str
    type: str
    size: int
    deliverable: str
    by: PersonOut
    at: datetime
    status: str
    late: bool


class ApprovalOut(BaseModel):
    """Something handed in and what its reviewer said."""

    id: int
    deliverable: str
    status: str
    handed_in_by: PersonOut
    handed_in_at: datetime
    reviewer: PersonOut | None
    reviewed_by: PersonOut | None
    reviewed_at: datetime | None
    reason: str | None
    late: bool


class PassedOut(BaseModel):
    """A closed gate that was passed by right during the stay."""

    id: int
    reason: str
    missing: list[str]
    by: PersonOut
    at: datetime


class JourneyRef(BaseModel):
    """A journey by id, and the record it belongs to."""

    id: int
    title: str
    object: str
    record_id: int


class StayOut(BaseModel):
    """One stay behind a cell, with all that shows how it went."""

    id: int
    journey: JourneyRef
    level: Level
    sentence: str
    limit: str | None
    stayed: str
    time: TimeOut
    entered_at: datetime
    left_at: datetime | None
    left_how: str | None
    due_at: datetime | None
    held: list[HeldOut]
    holds: list[HoldOut]
    events: list[EventOut]
    files: list[FileOut]
    approvals: list[ApprovalOut]
    exceptions: list[PassedOut]


class CellBehindOut(BaseModel):
    """A cell of the health board, opened."""

    sentence: str
    person: PersonOut
    stage: Named
    stays: list[StayOut]


class StepOut(BaseModel):
    """One stage of the funnel. `holders` are hours, by who held the ball.

    `target_days`, `usual_days` and `rival_days` are how long it takes elsewhere; `reference` says the same in words.
    """

    key: str
    label: str
    entered: int
    passed: int
    conversion: float | None
    mean_hours: float | None
    median_hours: float | None
    holders: dict[str, float]
    lost: int
    here: int
    reference: str | None
    target_days: float | None
    usual_days: float | None
    rival_days: float | None


class StuckOut(BaseModel):
    """An open journey that has stood long where it stands. `id` is the journey's."""

    id: int
    title: str
    object: str
    record_id: int
    stage: str
    owner: PersonOut
    days: float
    level: Level
    holder: str | None


class FunnelOut(BaseModel):
    """The funnel of the journeys that began in the days asked for."""

    sentence: str
    process: str
    period_from: date | None
    period_to: date | None
    started: int
    won: int
    placed: int
    stages: list[StepOut]
    narrowest: str | None
    stuck: list[StuckOut]


class ColumnOut(BaseModel):
    """One column of the journeys' board; `amount` is null where there is none or it is closed to the viewer."""

    key: str
    label: str
    count: int
    overdue: int
    amount: float | None


class ColumnsOut(BaseModel):
    """The open ones by stage, the closed ones by outcome."""

    process: str
    currency: str | None
    stages: list[ColumnOut]
    outcomes: list[ColumnOut]
