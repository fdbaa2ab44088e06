"""Formulas: right, safe, and the same in Python and in the database."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Numeric, cast, literal, select
from sqlalchemy.orm import Session

from bihuan.objects import formulas, formulas_sql

KINDS: dict[str, Any] = {"a": "decimal", "b": "decimal", "c": "integer"}


@pytest.mark.parametrize(
    ("raw", "values", "result"),
    [
        (3, {}, "3"),
        ({"field": "a"}, {"a": Decimal("1.50")}, "1.5"),
        ({"-": [{"field": "a"}, {"field": "b"}]}, {"a": Decimal(10), "b": Decimal(4)}, "6"),
        ({"-": [10, 3, 2]}, {}, "5"),
        ({"*": [{"field": "a"}, {"+": [1, 0.13]}]}, {"a": Decimal(100)}, "113"),
        ({"/": [1, 3]}, {}, "0.3333333333"),
        ({"/": [1, {"field": "a"}]}, {"a": Decimal(0)}, None),
        ({"+": [1, {"field": "a"}]}, {"a": None}, None),
        ({"+": [1, {"field": "a"}]}, {}, None),
        ({"*": [10**14, 10**14]}, {}, None),
        ({"if": {"field": "a", "op": "gt", "value": 5}, "then": 1, "else": {"field": "a"}}, {"a": Decimal(6)}, "1"),
        ({"if": {"field": "a", "op": "gt", "value": 5}, "then": 1, "else": {"field": "a"}}, {"a": Decimal(5)}, "5"),
    ],
)
def test_a_formula_is_worked_out(raw: object, values: dict[str, object], result: str | None) -> None:
    found = formulas.work_out(formulas.read(raw), values)
    assert found == (None if result is None else Decimal(result))


def deep(depth: int) -> object:
    return {"+": [1, deep(depth - 1)]} if depth else 1


@pytest.mark.parametrize(
    "raw",
    [
        "__import__('os').system('true')",
        {"field": 5},
        {"**": [9, 9]},
        {"+": [1]},
        {"+": 1},
        {"+": [1, 2], "-": [1, 2]},
        {"if": {"field": "a", "op": "nonsense"}, "then": 1, "else": 2},
        {"if": True, "then": 1, "else": 2},
        {"call": "eval"},
        [],
        None,
        True,
        float("nan"),
        float("inf"),
        10**400,
        Decimal("NaN"),
        deep(50),
        {"+": [1] * 101},
    ],
    ids=lambda raw: repr(raw)[:30],
)
def test_nothing_else_is_a_formula(raw: object) -> None:
    with pytest.raises(ValueError, match="a"):
        formulas.read(raw)


numbers = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=4) | st.integers(-1000, 1000).map(Decimal)
leaves = (
    st.sampled_from([{"field": key} for key in KINDS]) | st.integers(-100, 100) | st.sampled_from([0.5, 1.13, 0.01])
)
trees = st.recursive(
    leaves,
    lambda inner: (
        st.tuples(st.sampled_from("+-*/"), st.lists(inner, min_size=2, max_size=3)).map(lambda t: {t[0]: t[1]})
        | st.tuples(st.sampled_from(sorted(KINDS)), st.sampled_from(["gt", "le", "eq", "is_empty"]), inner, inner).map(
            lambda t: {
                "if": {"field": t[0], "op": t[1], **({} if t[1] == "is_empty" else {"value": 3})},
                "then": t[2],
                "else": t[3],
            }
        )
    ),
    max_leaves=6,
)
values = st.fixed_dictionaries(
    {"a": st.none() | numbers, "b": st.none() | numbers, "c": st.none() | st.integers(-1000, 1000)}
)


@given(raw=trees, values=values)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
def test_python_and_the_database_agree(session: Session, raw: object, values: dict[str, Any]) -> None:
    tree = formulas.read(raw)
    assert formulas.read(formulas.written(tree)) == tree
    columns: Any = {key: cast(literal(value, Numeric), Numeric) for key, value in values.items()}
    in_database = session.scalar(select(formulas_sql.compile(tree, columns, KINDS)))
    in_python = formulas.work_out(tree, values)
    if in_python is None or in_database is None:
        assert in_python == in_database
    else:
        # Quotients of quotients end at their 24th decimal in the database: beyond fifteen digits nothing is promised.
        assert abs(in_python - in_database) <= max(Decimal("1e-9"), abs(in_python) * Decimal("1e-12"))
