"""What a mapping says: which files, which column is which field, and what to do about problems."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Header = Annotated[str, Field(min_length=1, max_length=200)]
Target = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Remedy = Literal["skip_rows", "leave_empty", "create", "importer", "keep"]
Scale = Literal["千", "万", "百万", "亿"]
PEOPLE = "people"

# What a column may become besides a field of the object. No field can take these names (objects.definition.RESERVED).
OWNER = "owner"
STAGE = "stage"

PERSON_PARTS = ("name", "login", "email", "phone", "role", "team", "region", "manager")


class Part(BaseModel):
    """Base of everything a mapping is made of: nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _several(given: Any) -> Any:  # noqa: ANN401 - as it was written
    if given is None:
        return ()
    return (given,) if isinstance(given, str) else given


class Column(Part):
    """One column: the fields it fills, values that stand for others, and what to do about its problems."""

    field: Annotated[tuple[Target, ...], BeforeValidator(_several)] = Field(default=(), max_length=5)
    replace: dict[str, str | None] = Field(default_factory=dict, max_length=2000)
    scale: Scale | None = None
    remedies: dict[str, Remedy] = Field(default_factory=dict)


def _column(given: Any) -> Any:  # noqa: ANN401
    if given is None or isinstance(given, str | list | tuple):
        return {"field": given}
    return given


class Outcome(Part):
    """How a journey ended, and the stage in which it did."""

    outcome: Literal["won", "lost"]
    stage: Key | None = None


def _outcome(given: Any) -> Any:  # noqa: ANN401
    return {"outcome": given} if isinstance(given, str) else given


class JourneyPlan(Part):
    """How a column with the old system's stages becomes journeys. Whatever is left out is found by name."""

    process: Key | None = None
    stage: Header | None = None
    stages: dict[str, Key] = Field(default_factory=dict)
    outcomes: dict[str, Annotated[Outcome, BeforeValidator(_outcome)]] = Field(default_factory=dict)
    started_at: Header | None = None
    entered_at: Header | None = None
    closed_at: Header | None = None
    reason: Header | None = None
    reasons: dict[str, str] = Field(default_factory=dict)

    def headers(self) -> tuple[str, ...]:
        """The columns it reads."""
        named = (self.stage, self.started_at, self.entered_at, self.closed_at, self.reason)
        return tuple(header for header in named if header)


class PeoplePlan(Part):
    """What the people of a table become: the role of each, of those who lead, and the words for other roles."""

    role: Key = "rep"
    manager_role: Key = "manager"
    roles: dict[str, Key] = Field(default_factory=dict)


class Source(Part):
    """One file, and the object whose records its rows are; or `people`."""

    file: Annotated[str, Field(min_length=1, max_length=200)]
    sheet: Annotated[str, Field(max_length=100)] | None = None
    object: Key
    columns: dict[Header, Annotated[Column, BeforeValidator(_column)]] | None = None
    key: Annotated[tuple[Target, ...], BeforeValidator(_several)] = ()
    defaults: dict[Target, str | int | float | bool] = Field(default_factory=dict)
    owner: Header | None = None
    journey: JourneyPlan | None = None
    people: PeoplePlan = PeoplePlan()
    remedies: dict[str, Remedy] = Field(default_factory=dict)

    @field_validator("file")
    @classmethod
    def _a_name_alone(cls, name: str) -> str:
        if "/" in name or "\\" in name or name in {".", ".."} or "\x00" in name:
            raise ValueError("a file is named without its folder")
        return name

    def remedy(self, kind: str, header: str | None = None) -> Remedy | None:
        """What the mapping says to do about this kind of problem in this column."""
        column = (self.columns or {}).get(header) if header else None
        return (column.remedies.get(kind) if column else None) or self.remedies.get(kind)

    def owner_header(self) -> str | None:
        """The column that names each row's owner."""
        return self.owner or self.header_of(OWNER)

    def stage_header(self) -> str | None:
        """The column that names each row's stage."""
        return (self.journey.stage if self.journey else None) or self.header_of(STAGE)

    def header_of(self, target: str) -> str | None:
        """The first column that fills this field."""
        return next((header for header, column in (self.columns or {}).items() if target in column.field), None)


class Plan(Part):
    """A whole import: its sources in any order, and for how long what it brings raises no alarm."""

    sources: tuple[Source, ...] = Field(min_length=1, max_length=20)
    grace_days: Annotated[int, Field(ge=0, le=366)] = 14

    @model_validator(mode="after")
    def _files_differ(self) -> Plan:
        named = [(source.file, source.sheet) for source in self.sources]
        if len(set(named)) < len(named):
            raise ValueError("sources: one file (and sheet) more than once")
        return self
