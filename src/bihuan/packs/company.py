"""What a pack tells of its sample company: who works there, who buys, what is said and done. Read once, never changed.

Nothing here knows a trade: stages, fields, deliverables and kinds of activity are those of the pack's blueprint.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bihuan.packs.recipes import PRODUCT

Recipe = Any  # a plain value, or a mapping that `recipes.make` knows
Share = Annotated[float, Field(ge=0, le=1)]
Weights = dict[str, float]


class Part(BaseModel):
    """Base of everything here: never changed once read, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TeamOf(Part):
    """A team and who leads it."""

    key: str
    name: str
    kind: str
    parent: str | None = None
    manager: str


class Reviews(Part):
    """How somebody judges what is handed in: after so many working hours, and how often it will do."""

    hours: float = Field(default=6, gt=0)
    accepts: Share = 0.85


class Away(Part):
    """Leave: when it begins, as a share of the time played, for how many days, and who stands in."""

    at: Share
    days: float = Field(gt=0)
    substitute: str | None = None


class PersonOf(Part):
    """Somebody and their temper. `pace` 1 is as the process wants, `care` how seldom something is forgotten."""

    login: str
    name: str
    role: str
    team: str
    lang: str = "zh"
    pace: float = Field(default=1.0, gt=0)
    care: Share = 0.85
    skill: float = Field(default=1.0, gt=0)
    load: float = Field(default=1.0, ge=0)
    notices: Share = 0.85
    pads: Share = 0
    joins: Share = 0
    ramp: Share = 0.25
    leaves: Share | None = None
    heirs: tuple[str, ...] = ()
    reviews: Reviews = Reviews()
    away: tuple[Away, ...] = ()


class Kept(Part):
    """Recipes for what the rows of an object don't say."""

    object: str
    values: dict[str, Recipe] = Field(default_factory=dict)


class Sheet(Part):
    """Rows under columns; a column is a field's key, `address.lng` a part of one, `_temper` a fact of the play."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @model_validator(mode="after")
    def _even(self) -> Sheet:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{row[:2]} has {len(row)} cells for {len(self.columns)} columns")
        return self

    def read(self) -> list[dict[str, Any]]:
        """Each row as a mapping, with parts of one field put together."""
        return [_whole(dict(zip(self.columns, row, strict=True))) for row in self.rows]


class Stock(Part):
    """Records that are there from the first day on: products, headquarters."""

    object: str
    rows: tuple[dict[str, Any], ...]


class Other(Part):
    """Records that come with each customer: departments, contacts. `refers` is their reference to the customer."""

    object: str
    per: str
    refers: str
    count: tuple[int, int] = (1, 1)
    values: dict[str, Recipe] = Field(default_factory=dict)


class Deal(Part):
    """The object that is sold along the process, and its references."""

    object: str
    customer: str
    product: str | None = None
    name: Recipe
    values: dict[str, Recipe] = Field(default_factory=dict)


class Back(Part):
    """How often a stage is gone back from, and why."""

    to: str
    chance: Share
    reason: str


class StageOf(Part):
    """What goes on in a stage: how long, with which contacts, what is filled in, and how often it ends there."""

    hours: float = Field(gt=0)
    touches: Weights
    contacts: float = Field(default=1.5, ge=0)
    lost: Share = 0.1
    reasons: Weights = Field(default_factory=dict)
    back: Back | None = None
    values: dict[str, Recipe] = Field(default_factory=dict)
    ways: dict[str, tuple[float, ...]] = Field(default_factory=dict)


class Paper(Part):
    """What is handed in for one deliverable; a picture `shows` something of the trade."""

    name: str = ""
    shows: Literal["machine", "front", "shelf", "room", "sheet"] = "machine"
    title: str = ""
    lines: tuple[str, ...] = ()
    text: Recipe = None
    values: dict[str, Recipe] = Field(default_factory=dict)
    reject: tuple[str, ...] = ()


class Silence(Part):
    """How one tries to reach customers who no longer answer, what is noted, and the reason for giving them up."""

    reason: str
    kinds: tuple[str, ...] = Field(min_length=1)
    said: tuple[str, ...] = Field(min_length=1)


class Padded(Part):
    """What is copied again and again by whoever pads, and under which kinds of activity."""

    kinds: tuple[str, ...] = Field(min_length=1)
    said: tuple[str, ...] = Field(min_length=1)


class Returns(Part):
    """Lost deals that come back: how many, after how many days, called what, and what is said then."""

    share: Share
    days: tuple[int, int]
    name: str
    said: tuple[str, ...] = Field(min_length=1)


class Company(Part):
    """The sample company of a pack, whole."""

    name: str
    months: float = Field(default=6, gt=0)  # it has worked for, unless somebody wishes otherwise
    home: dict[str, float] = Field(default_factory=dict)
    teams: tuple[TeamOf, ...]
    people: tuple[PersonOf, ...]
    customer: Kept
    customers: Sheet
    products: Stock
    stock: tuple[Stock, ...] = ()
    others: tuple[Other, ...] = ()
    deal: Deal
    jobs: tuple[str, ...]
    leads_per_week: float = Field(gt=0)
    season: tuple[float, ...] = Field(min_length=12, max_length=12)
    growth: float = Field(default=0, ge=0)
    stages: dict[str, StageOf]
    papers: dict[str, Paper] = Field(default_factory=dict)
    talks: dict[str, dict[str, tuple[str, ...]]]
    silence: Silence
    padded: Padded
    exceptions: tuple[str, ...] = Field(min_length=1)
    rejections: tuple[str, ...] = Field(min_length=1)
    declines: tuple[str, ...] = Field(min_length=1)
    signers: tuple[str, ...] = Field(min_length=1)
    lost_notes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    returns: Returns
    handover_notes: tuple[str, ...] = Field(min_length=1)
    names: dict[str, tuple[Any, ...]] = Field(default_factory=dict)

    def person(self, login: str) -> PersonOf:
        """Who has this log-in."""
        return next(person for person in self.people if person.login == login)

    def lists(self) -> Mapping[str, tuple[Any, ...]]:
        """The lists that recipes may pick from by name."""
        return {"jobs": self.jobs, PRODUCT: self.products.rows, **self.names}


def read(document: Mapping[str, Any]) -> Company:
    """The company a document describes."""
    return Company.model_validate(document)


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for column, value in row.items():
        key, _, part = column.partition(".")
        if part:
            whole.setdefault(key, {})[part] = value
        elif value is not None:
            whole[key] = value
    return whole
