"""Formulas: numbers from a record's own numbers, worked out when it is read. No code of anybody runs here.

A formula is a number, `{"field": "price"}`, `{"+": [a, b, ...]}` (also `-`, `*`, `/`), or
`{"if": condition, "then": a, "else": b}`. Where a number is missing, where one divides by zero, and beyond
fifteen digits, there is no result.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Context, Decimal, DecimalException, localcontext
from functools import reduce
from typing import Any

from pydantic import ValidationError

from bihuan.kernel import conditions

MOST_NODES, DEEPEST = 100, 10
PLACES = 10
LARGEST = Decimal(10) ** 15
_EXACT = Context(prec=60)
ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # no condition here looks at the time: `checking` sees to it


@dataclass(frozen=True)
class Number:
    """A number that stands in the formula itself."""

    value: Decimal


@dataclass(frozen=True)
class Ref:
    """The number in a field."""

    field: str


@dataclass(frozen=True)
class Sum:
    """Two or more parts, joined from the left by one sign."""

    sign: str
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Either:
    """One part where a condition holds, another where it doesn't."""

    condition: conditions.Node
    then: Node
    otherwise: Node


Node = Number | Ref | Sum | Either
SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def read(raw: Any) -> Node:  # noqa: ANN401 - that is what reading is for
    """The formula this JSON says. ValueError names what is wrong with it."""
    if isinstance(raw, Node):
        return raw
    return _Reader().node(raw, depth=1)


class _Reader:
    def __init__(self) -> None:
        self.nodes = 0

    def node(self, raw: Any, *, depth: int) -> Node:  # noqa: ANN401
        self.nodes += 1
        if depth > DEEPEST or self.nodes > MOST_NODES:
            raise ValueError(f"a formula has at most {MOST_NODES} parts, {DEEPEST} deep")
        if isinstance(raw, dict) and raw.keys() == {"field"} and isinstance(raw["field"], str):
            return Ref(raw["field"])
        if isinstance(raw, dict) and raw.keys() == {"if", "then", "else"}:
            return self.either(raw, depth=depth)
        if isinstance(raw, dict) and len(raw) == 1 and next(iter(raw)) in SIGNS:
            return self.sum(*next(iter(raw.items())), depth=depth)
        return Number(_number(raw))

    def either(self, raw: dict[str, Any], *, depth: int) -> Node:
        try:
            condition = conditions.read(raw["if"])
        except ValidationError as fault:
            raise ValueError(f"the condition can't be read: {fault.errors(include_url=False)[0]['msg']}") from fault
        return Either(condition, self.node(raw["then"], depth=depth + 1), self.node(raw["else"], depth=depth + 1))

    def sum(self, sign: str, parts: Any, *, depth: int) -> Node:  # noqa: ANN401
        if not isinstance(parts, list | tuple) or len(parts) < 2:  # noqa: PLR2004 - a sign stands between two
            raise ValueError(f"{sign!r} joins a list of two or more parts")
        return Sum(sign, tuple(self.node(part, depth=depth + 1) for part in parts))


def _number(raw: Any) -> Decimal:  # noqa: ANN401
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise ValueError('a formula is a number, {"field": key}, {"+": [...]}, or {"if", "then", "else"}')  # noqa: TRY004
    value = Decimal(raw if abs(raw) < 10**16 else 10**16) if isinstance(raw, int) else Decimal(str(raw))
    if value.is_finite() and abs(value) < LARGEST:
        return value
    raise ValueError("a number in a formula is finite and below a thousand billions")


def written(node: Node | None) -> Any:  # noqa: ANN401
    """The JSON a formula is read from."""
    match node:
        case Number():
            return int(node.value) if node.value == node.value.to_integral_value() else float(node.value)
        case Ref():
            return {"field": node.field}
        case Sum():
            return {node.sign: [written(part) for part in node.parts]}
        case Either():
            condition = node.condition.model_dump(mode="json")
            return {"if": condition, "then": written(node.then), "else": written(node.otherwise)}
        case None:
            return None


def refs(node: Node) -> Iterator[str]:
    """The fields whose numbers a formula takes."""
    match node:
        case Ref():
            yield node.field
        case Sum():
            for part in node.parts:
                yield from refs(part)
        case Either():
            yield from refs(node.then)
            yield from refs(node.otherwise)


def asked(node: Node) -> Iterator[conditions.Node]:
    """The conditions inside a formula."""
    match node:
        case Sum():
            for part in node.parts:
                yield from asked(part)
        case Either():
            yield node.condition
            yield from asked(node.then)
            yield from asked(node.otherwise)


def looks_at(node: Node) -> frozenset[str]:
    """Every field a formula depends on, in its numbers and in its conditions."""
    return frozenset(refs(node)).union(*(conditions.fields_of(condition) for condition in asked(node)))


def work_out(node: Node, values: Mapping[str, Any]) -> Decimal | None:
    """The result for these values, to ten decimals; None where there is none."""
    try:
        with localcontext(_EXACT):
            result = _work_out(node, values)
            if result is None or abs(result) >= LARGEST:
                return None
            return round(result, PLACES).normalize() + 0
    except DecimalException:
        return None


def _work_out(node: Node, values: Mapping[str, Any]) -> Decimal | None:
    match node:
        case Number():
            return node.value
        case Ref():
            value = values.get(node.field)
            return None if value is None else Decimal(value)
        case Either():
            holds = conditions.holds(node.condition, values, now=ANY_TIME)
            return _work_out(node.then if holds else node.otherwise, values)
        case Sum():
            parts = [_work_out(part, values) for part in node.parts]
            known = [part for part in parts if part is not None]
            return reduce(SIGNS[node.sign], known) if len(known) == len(parts) else None
