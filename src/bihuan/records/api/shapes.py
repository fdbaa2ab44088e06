"""What requests and answers about records look like."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

ObjectKey = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


class Sent(BaseModel):
    """Base of what is sent: nothing unknown in it."""

    model_config = ConfigDict(extra="forbid")


class NewRecord(Sent):
    """Values for a new record, and whose it is unless one's own."""

    values: dict[str, Any] = Field(max_length=300)
    owner_id: int | None = None
    despite: bool = Field(default=False, description="its maker was told that it may be there already")


class Changes(Sent):
    """New values, and the revision they were written over."""

    values: dict[str, Any] = Field(max_length=300)
    revision: int


class NewOwner(Sent):
    """Who takes the record over."""

    owner_id: int


class PersonOut(BaseModel):
    """Somebody, by name."""

    id: int
    name: str | None


class CanOut(BaseModel):
    """What the viewer may do with a record."""

    change: bool
    delete: bool
    assign: bool


class RecordOut(BaseModel):
    """A record as its viewer reads it. What stands beside it has its own key, such as `journey`."""

    model_config = ConfigDict(extra="allow")

    id: int
    object: str
    title: str
    owner: PersonOut
    values: dict[str, Any]
    revision: int
    created_at: datetime
    updated_at: datetime
    journey: dict[str, Any] | None = None
    can: CanOut
    timeline: TimelineOut | None = None


class RecordsOut(BaseModel):
    """A page of records, and the cursor of the next."""

    items: list[RecordOut]
    next: str | None
    total: int | None = None


class GroupOut(BaseModel):
    """One value of the field grouped by."""

    value: Any
    label: str
    count: int
    total: float | None


class GroupsOut(BaseModel):
    """All groups, the largest first."""

    items: list[GroupOut]


class ChangeOut(BaseModel):
    """One field, from what to what, in words."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    field: str
    label: str
    was: str | None = Field(alias="from")
    now: str | None = Field(alias="to")


class AuthorOut(BaseModel):
    """What did something where no person did: a rule, by its key and its name."""

    kind: str
    key: str
    label: str


class EventOut(BaseModel):
    """One line of a record's history. `through`: what did it, where no person did."""

    id: int
    at: datetime
    happened_at: datetime
    by: PersonOut | None
    through: AuthorOut | None
    kind: str
    words: str
    changes: list[ChangeOut]
    payload: dict[str, Any]
    journey_id: int | None


class TimelineOut(BaseModel):
    """A page of a record's history, the latest first."""

    items: list[EventOut]
    next: str | None


class HitOut(BaseModel):
    """A record that was searched for."""

    object: str
    object_label: str
    id: int
    title: str
    owner: PersonOut


class HitsOut(BaseModel):
    """What was found, the best first."""

    items: list[HitOut]


class OwnerOut(BaseModel):
    """Who has it."""

    name: str


class LikenessOut(BaseModel):
    """Somebody's record that may be the same. Which one it is stays theirs, unless the viewer sees it anyway.

    `askable` where its owner may be asked to let the viewer work on it; `asked` is how that stands.
    """

    owner: OwnerOut
    last_contact: date | None
    alike: str
    record_id: int | None
    askable: bool
    asked: str | None


class LikenessesOut(BaseModel):
    """All that may be the same; `doubtful_code` where the check digit of a unified social credit code is wrong."""

    items: list[LikenessOut]
    doubtful_code: bool


class ShareAsked(Sent):
    """What was compared, and which of the answers is meant: its place among them, and whose it is."""

    name: str = Field(default="", max_length=500)
    phone: str = Field(default="", max_length=60)
    code: str = Field(default="", max_length=100)
    place: int = Field(ge=0, le=100)
    owner: str = Field(max_length=200)


class ShareAnswered(Sent):
    """Whether they may."""

    yes: bool


class ShareStateOut(BaseModel):
    """How a request to work on a record stands: asked, granted, declined, ended."""

    state: str


class TogetherOut(BaseModel):
    """Somebody who works on a record besides its owner, or asks to; what the viewer may do about it."""

    id: int
    person: PersonOut
    state: str
    can_answer: bool
    can_end: bool


class TogetherListOut(BaseModel):
    """All of them, the earliest first."""

    items: list[TogetherOut]


class FileOut(BaseModel):
    """A file that has been kept."""

    id: int
    name: str
    type: str
    size: int
    sha256: str
