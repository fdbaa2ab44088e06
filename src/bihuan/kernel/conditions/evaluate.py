"""Does a condition hold for this row? Pure: the same row and moment always give the same answer."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from bihuan.kernel.conditions.tree import All, AnyOf, Compare, Count, Node, Not
from bihuan.kernel.conditions.values import Comparable, Relative, is_empty, is_many, order, same, time_of

Row = Mapping[str, Any]
Counts = Callable[[Count], int] | Mapping[str, Sequence[Row]]

ZONE = "Asia/Shanghai"
_ORDERINGS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge,
}  # fmt: skip


@dataclass
class _Asked:
    """What a condition may know beside the row."""

    now: datetime
    counts: Counts | None
    zone: str

    @cached_property
    def today(self) -> date:
        """The day it is where the company is."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    @cached_property
    def moment(self) -> datetime:
        """Now, in UTC."""
        return self.now.astimezone(UTC)

    def at(self, relative: Relative, like: Any) -> date | None:  # noqa: ANN401
        """A time counted from now: a day to compare with a day, a moment to compare with a moment."""
        time = time_of(like)
        if isinstance(time, datetime):
            return self.moment + relative.length
        return self.today + relative.length if isinstance(time, date) and relative.unit == "days" else None


def holds(tree: Node, row: Row, *, now: datetime, counts: Counts | None = None, zone: str = ZONE) -> bool:
    """Whether the condition holds for the row. What is missing, or of another type, satisfies no comparison.

    `counts` says how many records a Count finds, or gives the related rows by `Count.key` to be counted here;
    without it no Count holds.
    """
    if now.tzinfo is None:
        raise ValueError("Now needs its zone.")
    return _holds(tree, row, _Asked(now, counts, zone))


def _holds(tree: Node, row: Row, asked: _Asked) -> bool:
    if isinstance(tree, Compare):
        return _compares(tree, row.get(tree.field), asked)
    if isinstance(tree, All):
        return all(_holds(part, row, asked) for part in tree.all)
    if isinstance(tree, AnyOf):
        return any(_holds(part, row, asked) for part in tree.any)
    if isinstance(tree, Not):
        return not _holds(tree.part, row, asked)
    return _counts(tree, asked)


def _counts(tree: Count, asked: _Asked) -> bool:
    if asked.counts is None:
        return False
    if callable(asked.counts):
        number = asked.counts(tree)
    else:
        related = asked.counts.get(tree.key, ())
        number = sum(tree.where is None or _holds(tree.where, row, asked) for row in related)
    return _ORDERINGS[tree.op](number, tree.value)


def _compares(tree: Compare, value: Any, asked: _Asked) -> bool:  # noqa: ANN401
    if is_empty(value):
        return tree.op == "is_empty"
    if isinstance(tree.value, Relative):
        return _timely(tree.op, value, tree.value, asked)
    return _TESTS[tree.op](value, tree.wanted)


def _timely(op: str, value: Any, relative: Relative, asked: _Asked) -> bool:  # noqa: ANN401
    """Before, after or within a time counted from now."""
    place = order(value, asked.at(relative, value))
    if place is None:
        return False
    if op != "within":
        return place == (-1 if op == "before" else 1)
    from_now = order(value, asked.at(Relative(relative.unit, 0), value))
    # Between the two: at one of them, or beyond one and short of the other.
    return from_now is not None and place * from_now <= 0


Wanted = tuple[Comparable | None, ...]


def _ordered(*places: int) -> Callable[[Any, Wanted], bool]:
    """A test that is passed at these places beside the wanted value."""
    return lambda value, wanted: order(value, wanted[0]) in places


def _in(value: Any, wanted: Wanted) -> bool:  # noqa: ANN401
    chosen = value if is_many(value) else (value,)
    return any(same(one, want) for one in chosen for want in wanted if want is not None)


def _not_in(value: Any, wanted: Wanted) -> bool:  # noqa: ANN401
    chosen = value if is_many(value) else (value,)
    return all(same(one, want) is False for one in chosen for want in wanted if want is not None)


def _contains(value: Any, wanted: Wanted) -> bool:  # noqa: ANN401
    return wanted[0] in value if isinstance(value, str) or is_many(value) else False


_TESTS: dict[str, Callable[[Any, Wanted], bool]] = {
    "eq": lambda value, wanted: wanted[0] is not None and same(value, wanted[0]) is True,
    "ne": lambda value, wanted: wanted[0] is not None and same(value, wanted[0]) is False,
    "lt": _ordered(-1),
    "le": _ordered(-1, 0),
    "gt": _ordered(1),
    "ge": _ordered(0, 1),
    "before": _ordered(-1),
    "after": _ordered(1),
    "in": _in,
    "not_in": _not_in,
    "contains": _contains,
    "starts_with": lambda value, wanted: isinstance(value, str) and value.startswith(str(wanted[0])),
    "between": lambda value, wanted: order(value, wanted[0]) in {0, 1} and order(value, wanted[1]) in {-1, 0},
    "is_empty": lambda _value, _wanted: False,
    "is_filled": lambda _value, _wanted: True,
}
