"""What a blueprint says about dashboards: for whom each is, which questions stand on it, and where. Pure."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bihuan.kernel.words import Words
from bihuan.metrics.periods import Period

COLUMNS = 12
MOST_ROWS = 500
TALLEST = 12
MOST_WIDGETS = 40
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Look = Literal["number", "bar", "line", "heat", "table", "funnel", "health", "list"]
LOOKS: tuple[Look, ...] = get_args(Look)


class Place(BaseModel):
    """Where a widget stands on the grid: its first column and row, counted from 1, and how far it reaches."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: Annotated[int, Field(ge=1, le=COLUMNS)] = 1
    row: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 1
    width: Annotated[int, Field(ge=1, le=COLUMNS)] = 6
    height: Annotated[int, Field(ge=1, le=TALLEST)] = 4

    @model_validator(mode="after")
    def _on_the_grid(self) -> Place:
        if self.column + self.width - 1 > COLUMNS:
            raise ValueError(
                f"A widget that begins at column {self.column} is at most {COLUMNS + 1 - self.column} wide."
            )
        return self

    def meets(self, other: Place) -> bool:
        """Whether two widgets would lie on each other."""
        beside = self.column + self.width <= other.column or other.column + other.width <= self.column
        apart = self.row + self.height <= other.row or other.row + other.height <= self.row
        return not (beside or apart)


class Widget(BaseModel):
    """One question on a dashboard, with its filter. What is not said is as the question has it.

    `by` splits the number otherwise, `only` keeps those records whose field has one of these choices, `stages` names
    the stages that a health board shows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Key
    question: Annotated[str, Field(max_length=40)]
    label: Words | None = None
    process: Key | None = None
    by: Annotated[str, Field(max_length=80)] | None = None
    period: Period | None = None
    only: dict[Key, tuple[Annotated[str, Field(max_length=80)], ...]] = Field(default_factory=dict, max_length=10)
    stages: tuple[Key, ...] = Field(default=(), max_length=100)
    look: Look | None = None
    place: Place = Place()


class DashboardDef(BaseModel):
    """One page of numbers. Without `roles` it is for everybody who may read metrics."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Key
    label: Words
    roles: tuple[Key, ...] = Field(default=(), max_length=100)
    widgets: tuple[Widget, ...] = Field(default=(), max_length=MOST_WIDGETS)

    def widget(self, key: str) -> Widget | None:
        """The widget of this key."""
        return next((one for one in self.widgets if one.key == key), None)


def dashboards(body: dict[str, Any]) -> dict[str, DashboardDef]:
    """The dashboards a published version describes, by key, in their order."""
    return {one.key: one for one in (DashboardDef.model_validate(part) for part in body.get("dashboards", ()))}
