"""Formulas as SQL, for sorting and filtering by them: the same trees, the same results."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Numeric, case, cast, func, literal, null

from bihuan.kernel import conditions_sql
from bihuan.kernel.conditions import FieldKind
from bihuan.objects import formulas
from bihuan.objects.formulas import Either, Node, Number, Ref

# A quotient has as many decimals as its operands: so many that the ten it shows are right.
_PRECISE = Numeric(60, 24)


def compile(  # noqa: A001 - said as formulas_sql.compile
    node: Node, columns: Mapping[str, ColumnElement[Any]], kinds: Mapping[str, FieldKind]
) -> ColumnElement[Any]:
    """The result of a formula over these columns, to ten decimals; null where there is none."""
    result = func.round(_node(node, columns, kinds), formulas.PLACES)
    return case((func.abs(result) < literal(formulas.LARGEST, Numeric), result), else_=null())


def _node(node: Node, columns: Mapping[str, ColumnElement[Any]], kinds: Mapping[str, FieldKind]) -> ColumnElement[Any]:
    match node:
        case Number():
            return cast(literal(node.value, Numeric), _PRECISE)
        case Ref():
            return cast(columns[node.field], _PRECISE)
        case Either():
            holds = conditions_sql.compile(node.condition, columns, kinds, now=formulas.ANY_TIME)
            return case((holds, _node(node.then, columns, kinds)), else_=_node(node.otherwise, columns, kinds))
        case _:
            parts = [_node(part, columns, kinds) for part in node.parts]
            if node.sign == "/":
                return reduce(lambda left, right: left / func.nullif(right, 0), parts)
            return reduce(formulas.SIGNS[node.sign], parts)
