"""The shapes in which approvals leave over HTTP."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel


class ApprovalNamed(BaseModel):
    """Something with a key and a label in the viewer's language."""

    key: str
    label: str


class ApprovalPerson(BaseModel):
    """A person by id and name."""

    id: int
    name: str


class ApprovalCan(BaseModel):
    """What the viewer may do with an approval; the screen obeys it."""

    answer: bool
    delegate: bool
    add_signer: bool
    withdraw: bool
    resubmit: bool
    remind: bool


class ApprovalField(BaseModel):
    """What is asked for: a field as it was when it was asked, and as it is now where it has changed since."""

    key: str
    label: str
    said: str
    now: str | None


class ApprovalFile(BaseModel):
    """A file of the record; its content is at /api/approvals/{id}/files/{file}, or at /api/files/{file}."""

    id: int
    name: str
    type: str
    size: int
    opened: bool


class ApprovalSeat(BaseModel):
    """One person's turn. `state`: waiting, later, yes, no, back or over; `why` says why they of all people."""

    person: ApprovalPerson
    state: str
    why: str
    since: datetime | None
    due_at: datetime | None
    late: bool
    answered_at: datetime | None
    added: bool


class ApprovalStep(BaseModel):
    """A step of the plan. `state`: done, here, next or dropped."""

    key: str
    label: str
    state: str
    mode: str
    votes: int
    limit: str | None
    seats: list[ApprovalSeat]


class ApprovalAct(BaseModel):
    """What somebody did, or the clock where nobody is named."""

    at: datetime
    by: ApprovalPerson | None
    what: str
    words: str


class ApprovalCard(BaseModel):
    """One approval as its viewer reads it. `sees_record` says whether the record itself can be opened."""

    id: int
    key: str
    label: str
    object: str
    object_label: str
    record_id: int
    journey_id: int | None
    title: str
    sees_record: bool
    state: str
    reason: str
    asker: ApprovalPerson
    asked_at: datetime
    turned_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    fields: list[ApprovalField]
    files: list[ApprovalFile]
    steps: list[ApprovalStep]
    acts: list[ApprovalAct]
    back_to: list[ApprovalNamed]
    can: ApprovalCan


class ApprovalsOut(BaseModel):
    """A list of approvals, and how many wait for the viewer."""

    items: list[ApprovalCard]
    waiting: int


class ApprovalAskedPerson(BaseModel):
    """Who would be asked, and why them."""

    person: ApprovalPerson
    why: str


class ApprovalForeseen(BaseModel):
    """A step as it would be: whether these values need it, and who would be asked now."""

    key: str
    label: str
    needed: bool
    when: str | None
    mode: str
    limit: str | None
    people: list[ApprovalAskedPerson]


class ApprovalKind(BaseModel):
    """An approval that may be asked for about a record, with what would come of it now."""

    key: str
    label: str
    help: str | None
    open: bool
    steps: list[ApprovalForeseen]


class RecordApprovals(BaseModel):
    """The approvals of a record, the latest first, and those that may be asked for."""

    items: list[ApprovalCard]
    kinds: list[ApprovalKind]
