"""Who gets what of somebody's estate. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

How = Literal["one", "in_turn", "by_field", "each"]
Place = tuple[str, int]  # an object's key and a record's id


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How an estate is shared out: all to one, in turn, by the values of a field (`customer.region`), or one by one.

    In turn as evenly as whole customers allow. What no value and no customer names goes to the first.

    `rest_to` gets what waits for the leaver about other people's records. `notes` stand with single records.
    """

    how: How
    to: Sequence[int]
    rest_to: int
    by: str = ""
    values: Mapping[str, int] = field(default_factory=dict)
    each: Mapping[str, int] = field(default_factory=dict)
    objects: Sequence[str] = ()  # these kinds of records alone; empty for all
    notes: Mapping[str, str] = field(default_factory=dict)

    def people(self) -> set[int]:
        """Everybody who gets something."""
        return {*self.to, self.rest_to, *self.values.values(), *self.each.values()}


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One record of an estate: the customer's record to whom it belongs, and its value by which it may be shared."""

    object_key: str
    record_id: int
    root: Place
    value: str = ""

    @property
    def place(self) -> Place:
        """Its name."""
        return self.object_key, self.record_id


def dealt(plan: Plan, pieces: Iterable[Piece]) -> dict[Place, int]:
    """Who gets each piece. What belongs to one customer goes to one person."""
    listed = list(pieces)
    if plan.how == "in_turn":
        turns = _turns(plan.to, Counter(piece.root for piece in listed))
        return {piece.place: turns[piece.root] for piece in listed}
    first = plan.to[0]
    match plan.how:
        case "by_field":
            return {piece.place: plan.values.get(piece.value, first) for piece in listed}
        case "each":
            return {piece.place: plan.each.get(named(piece.root), first) for piece in listed}
    return {piece.place: first for piece in listed}


def named(place: Place) -> str:
    """A place as plans write it: `customer:12`."""
    return f"{place[0]}:{place[1]}"


def _turns(people: Sequence[int], sizes: Counter[Place]) -> dict[Place, int]:
    """The largest first, each to whoever has least so far: turns that end even."""
    has = dict.fromkeys(people, 0)
    found: dict[Place, int] = {}
    for root in sorted(sizes, key=lambda one: (-sizes[one], one)):
        person = min(has, key=lambda one: (has[one], people.index(one)))
        has[person] += sizes[root]
        found[root] = person
    return found
