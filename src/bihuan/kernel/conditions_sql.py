"""Conditions as SQL: the same trees, the same answers, values always as parameters. PostgreSQL.

Every comparison is true or false, never null, so that NOT means the same here as in Python; and each keeps its column
bare on the left, so that an index can serve it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Numeric,
    Text,
    and_,
    false,
    func,
    literal,
    not_,
    or_,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from bihuan.kernel import conditions
from bihuan.kernel.conditions import All, AnyOf, Compare, Count, FieldKind, Node, Not, Relative
from bihuan.kernel.conditions.evaluate import ZONE
from bihuan.kernel.conditions.values import time_of

Counting = Callable[[Count], ColumnElement[int]]
Bool = ColumnElement[bool]
Bound = ColumnElement[Any]

_TEXTS = frozenset({"text", "choice"})
_TYPES: Mapping[FieldKind, TypeEngine[Any]] = {
    "text": Text(),
    "choice": Text(),
    "multi": Text(),
    "boolean": Boolean(),
    "integer": BigInteger(),
    "reference": BigInteger(),
    "member": BigInteger(),
    "decimal": Numeric(),
    "date": Date(),
    "datetime": DateTime(timezone=True),
}


def compile(  # noqa: A001 - said as conditions_sql.compile
    tree: Node,
    columns: Mapping[str, ColumnElement[Any]],
    kinds: Mapping[str, FieldKind],
    *,
    now: datetime,
    count: Counting | None = None,
    zone: str = ZONE,
) -> Bool:
    """The condition over these columns. A field of kind multi is a text array.

    `count` makes the scalar subquery for a Count, its `where` included; without it no Count holds.
    A tree that `conditions.check` finds fault with is a bug of the caller.
    """
    return _Compiler(columns, kinds, now.astimezone(UTC), count, zone).node(tree)


@dataclass(frozen=True)
class _Compiler:
    columns: Mapping[str, ColumnElement[Any]]
    kinds: Mapping[str, FieldKind]
    now: datetime
    count: Counting | None
    zone: str

    def node(self, tree: Node) -> Bool:
        """Any condition."""
        match tree:
            case All():
                return and_(true(), *map(self.node, tree.all))
            case AnyOf():
                return or_(false(), *map(self.node, tree.any))
            case Not():
                return not_(self.node(tree.part))
            case Count():
                return _TESTS[tree.op](self.count(tree), [literal(tree.value)]) if self.count else false()
            case Compare():
                return self.compare(tree)

    def compare(self, tree: Compare) -> Bool:
        """One comparison: the column has a value, and the value satisfies it."""
        faults = conditions.check(tree, self.kinds)
        if faults:
            raise ValueError(faults[0].message)
        kind, column = self.kinds[tree.field], self.columns[tree.field]
        if tree.op in Compare.unary:
            return _filled(column, kind) if tree.op == "is_filled" else not_(_filled(column, kind))
        # An empty text is no value; only the negative questions could take it for one.
        there = _filled(column, kind) if tree.op in {"ne", "not_in"} else column.is_not(None)
        if isinstance(tree.value, Relative):
            return and_(there, self.timely(tree.op, column, kind, tree.value))
        given = tree.value if isinstance(tree.value, tuple) else (tree.value,)
        if kind == "multi":
            return and_(there, _OF_MANY[tree.op](column, literal(list(given), ARRAY(Text))))
        return and_(there, _TESTS[tree.op](column, [_bound(value, kind) for value in given]))

    def timely(self, op: str, column: ColumnElement[Any], kind: FieldKind, relative: Relative) -> Bool:
        """Before, after or within a time counted from now."""
        here: date = self.now if kind == "datetime" else self.now.astimezone(ZoneInfo(self.zone)).date()
        there = here + relative.length
        times = sorted((here, there)) if op == "within" else [there]
        return _TESTS["between" if op == "within" else op](column, [literal(time, _TYPES[kind]) for time in times])


def _filled(column: ColumnElement[Any], kind: FieldKind) -> Bool:
    """Whether the column has a value."""
    if kind == "multi":
        return and_(column.is_not(None), func.cardinality(column) > 0)
    return and_(column.is_not(None), column != literal("", Text())) if kind in _TEXTS else column.is_not(None)


def _bound(value: Any, kind: FieldKind) -> Bound:  # noqa: ANN401 - checked against the kind before
    """A written value as a parameter of the kind's type."""
    if kind in {"date", "datetime"}:
        value = time_of(value)
    elif kind == "decimal":
        value = Decimal(repr(value))
    return literal(value, _TYPES[kind])


_TESTS: Mapping[str, Callable[[ColumnElement[Any], Sequence[Bound]], Bool]] = {
    "eq": lambda column, wanted: column == wanted[0],
    "ne": lambda column, wanted: column != wanted[0],
    "lt": lambda column, wanted: column < wanted[0],
    "le": lambda column, wanted: column <= wanted[0],
    "gt": lambda column, wanted: column > wanted[0],
    "ge": lambda column, wanted: column >= wanted[0],
    "before": lambda column, wanted: column < wanted[0],
    "after": lambda column, wanted: column > wanted[0],
    "between": lambda column, wanted: column.between(wanted[0], wanted[1]),
    "in": lambda column, wanted: column.in_(wanted),
    "not_in": lambda column, wanted: column.not_in(wanted),
    "contains": lambda column, wanted: func.strpos(column, wanted[0]) > 0,
    "starts_with": lambda column, wanted: func.starts_with(column, wanted[0]),
}

_OF_MANY: Mapping[str, Callable[[ColumnElement[Any], Bound], Bool]] = {
    "contains": lambda column, wanted: column.op("@>", is_comparison=True)(wanted),
    "in": lambda column, wanted: column.op("&&", is_comparison=True)(wanted),
    "not_in": lambda column, wanted: not_(column.op("&&", is_comparison=True)(wanted)),
}
