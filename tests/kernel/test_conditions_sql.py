"""The same conditions in PostgreSQL: the shared cases, random ones against Python, and the index they may use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Engine,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from bihuan.kernel import conditions, conditions_sql
from bihuan.kernel.conditions import Count, FieldKind
from tests.kernel.conditions_case import CASES, FIELDS, NOW, RELATED, VECTORS, Asked, asked, typed

TYPES: Mapping[FieldKind, TypeEngine[Any]] = {
    "text": Text(), "choice": Text(), "multi": ARRAY(Text), "integer": BigInteger(), "decimal": Numeric(),
    "boolean": Boolean(), "date": Date(), "datetime": DateTime(timezone=True), "reference": BigInteger(),
    "member": BigInteger(),
}  # fmt: skip
QUOTE = RELATED["quote.opportunity"]

meta = MetaData()
deal = Table(
    "deal",
    meta,
    Column("id", Integer, primary_key=True),
    *(Column(k, TYPES[v]) for k, v in FIELDS.items()),
    prefixes=["TEMPORARY"],
)
quote = Table(
    "quote",
    meta,
    Column("opportunity", Integer),
    *(Column(k, TYPES[v]) for k, v in QUOTE.items()),
    prefixes=["TEMPORARY"],
)
COLUMNS = {key: deal.c[key] for key in FIELDS}


@pytest.fixture(scope="module")
def tables(engine: Engine) -> Iterator[Connection]:
    """A connection with the two tables, gone afterwards."""
    with engine.connect() as connection, connection.begin() as all_of_it:
        meta.create_all(connection)
        yield connection
        all_of_it.rollback()


def how_many(node: Count) -> ColumnElement[int]:
    """How many quotes of the deal satisfy what a Count asks."""
    counted = select(func.count()).where(quote.c.opportunity == deal.c.id)
    if node.where is not None:
        counted = counted.where(conditions_sql.compile(node.where, dict(quote.c.items()), QUOTE, now=NOW))
    return counted.scalar_subquery()


def found(tables: Connection, tree: conditions.Node, *, zone: str = "Asia/Shanghai") -> list[int]:
    """The deals a condition finds."""
    where = conditions_sql.compile(tree, COLUMNS, FIELDS, now=NOW, count=how_many, zone=zone)
    return list(tables.scalars(select(deal.c.id).where(where).order_by(deal.c.id)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_sql_answers_every_shared_case(tables: Connection, case: dict[str, Any]) -> None:
    tables.execute(delete(deal))
    tables.execute(delete(quote))
    tables.execute(insert(deal).values(id=1, **typed(case["row"], FIELDS)))
    for row in case.get("related", {}).get("quote.opportunity", []):
        tables.execute(insert(quote).values(opportunity=1, **typed(row, QUOTE)))

    tree = conditions.read(case["tree"])
    assert (found(tables, tree, zone=case.get("zone", VECTORS["zone"])) == [1]) is case["holds"]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=timedelta(seconds=2))
@given(case=asked)
def test_sql_and_python_agree_on_random_trees_and_rows(tables: Connection, case: Asked) -> None:
    tables.execute(delete(deal))
    tables.execute(insert(deal), [{"id": number, **row} for number, row in enumerate(case.rows)])

    expected = [number for number, row in enumerate(case.rows) if conditions.holds(case.tree, row, now=NOW)]
    assert found(tables, case.tree) == expected


def test_values_are_parameters_never_text(tables: Connection) -> None:
    hostile = "'; drop table deal; --"
    tree = conditions.read(
        {"any": [{"field": "name", "op": op, "value": hostile} for op in ("eq", "contains", "starts_with")]}
    )
    said = conditions_sql.compile(tree, COLUMNS, FIELDS, now=NOW).compile(tables)
    assert "drop" not in str(said)
    assert list(said.params.values()).count(hostile) == 3


def test_a_comparison_can_use_an_index(tables: Connection) -> None:
    tables.execute(text("CREATE INDEX deal_amount ON deal (amount)"))
    tables.execute(text("CREATE INDEX deal_seats ON deal (seats)"))
    tables.execute(text("CREATE INDEX deal_name ON deal (name)"))
    tables.execute(text("SET LOCAL enable_seqscan = off"))
    for tree in (
        {"all": [{"field": "amount", "op": "gt", "value": 0.5}]},
        {"field": "seats", "op": "between", "value": [1, 3]},
        {"field": "name", "op": "in", "value": ["a", "b"]},
    ):
        where = conditions_sql.compile(conditions.read(tree), COLUMNS, FIELDS, now=NOW)
        query = select(deal.c.id).where(where).compile(tables)
        plan = tables.exec_driver_sql("EXPLAIN " + str(query), dict(query.params)).scalars()
        assert "Index Cond" in "\n".join(plan)


def test_without_counting_no_count_holds() -> None:
    tree = conditions.read({"count": "quote", "via": "opportunity", "op": "ge", "value": 0})
    assert str(conditions_sql.compile(tree, COLUMNS, FIELDS, now=NOW)) == "false"


def test_a_condition_that_was_not_checked_is_a_mistake_not_a_query() -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        conditions_sql.compile(conditions.read({"field": "seats", "op": "gt", "value": "x"}), COLUMNS, FIELDS, now=NOW)
