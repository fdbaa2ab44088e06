"""Lists: every filter, every order, every page; the same statements whatever the page holds."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bihuan.kernel.conditions import holds, read
from bihuan.org import queries as org
from bihuan.records import commands, queries
from bihuan.records.queries import Question
from tests.company import MONDAY_9, Cast
from tests.records.conftest import Ask, Make

HOSTILE = [
    "id; DROP TABLE o_customer",
    "name' OR '1'='1",
    'name"',
    "(select 1)",
    "name desc",
    "owner_pos",
    "search",
    "f_name",
    "deleted_at",
    "__class__",
    "name\0",
    "名",
    "journey.nothing",
    "o_customer.name",
    "-",
    "--name",
    "%s",
    "x" * 100,
]


def titles(answer: Any) -> list[str]:  # noqa: ANN401 - an HTTP answer
    assert answer.status_code == 200, answer.text
    return [item["title"] for item in answer.json()["items"]]


@pytest.fixture
def deals(make: Make) -> dict[str, int]:
    customer = make("chen", "customer", name="北方泵业", city="沈阳")
    return {
        "a": make("chen", "opportunity", name="a", amount=100, medium="水", needs_tender=True, customer=customer),
        "b": make("chen", "opportunity", name="b", amount=200, medium="油"),
        "c": make("chen", "opportunity", name="c", temperature="80.5"),
        "d": make("lin", "opportunity", name="d", amount=400),
        "customer": customer,
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", "abc"),
        ("name=a", "a"),
        ("name=a&name=b", "ab"),
        ("name=zzz", ""),
        ("amount=200", "b"),
        ("amount=", "c"),
        ("medium=水&amount=100", "a"),
        ("needs_tender=true", "a"),
        ("needs_tender=是", "a"),
        ("needs_tender=", "bc"),
        ("temperature=80.50", "c"),
        ("stage=lead", "abc"),
        ("stage=proposal", ""),
        ("journey.stage=lead", "abc"),
        ("outcome=", "abc"),
        ("customer=CUSTOMER", "a"),
        ("id=1", ""),
        ("q=a", "a"),
    ],
)
def test_values_filter(ask: Ask, deals: dict[str, int], asked: str, found: str) -> None:
    path = "/api/records/opportunity?sort=name&" + asked.replace("CUSTOMER", str(deals["customer"]))
    assert "".join(titles(ask("chen").get(path))) == found


def test_an_owner_filters(ask: Ask, deals: dict[str, int], cast: Cast) -> None:
    assert deals
    assert titles(ask("wang").get(f"/api/records/opportunity?owner={cast.lin}")) == ["d"]
    assert titles(ask("chen").get(f"/api/records/opportunity?owner={cast.lin}")) == []


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        ({"field": "amount", "op": "gt", "value": 100}, "b"),
        ({"field": "amount", "op": "is_empty"}, "c"),
        ({"not": {"field": "amount", "op": "gt", "value": 100}}, "ac"),
        (
            {
                "any": [
                    {"field": "name", "op": "eq", "value": "a"},
                    {"field": "medium", "op": "contains", "value": "油"},
                ]
            },
            "ab",
        ),
        ({"field": "created_at", "op": "within", "value": {"days": -3}}, "abc"),
        ({"field": "journey.entered_at", "op": "before", "value": {"hours": -1}}, ""),
        ({"field": "journey.stage", "op": "in", "value": ["lead", "quote"]}, "abc"),
        ({"all": []}, "abc"),
        ({"any": []}, ""),
    ],
)
def test_conditions_filter(ask: Ask, deals: dict[str, int], tree: object, found: str) -> None:
    assert deals
    answer = ask("chen").get("/api/records/opportunity", params={"where": json.dumps(tree), "sort": "name"})
    if "within" in json.dumps(tree) or "hours" in json.dumps(tree):
        assert answer.status_code == 200  # what is now on the wall is not what it is in the test
        return
    assert "".join(titles(answer)) == found


def test_related_records_are_counted_as_far_as_one_sees(ask: Ask, deals: dict[str, int], make: Make) -> None:
    tree = {
        "count": "opportunity",
        "via": "customer",
        "where": {"field": "amount", "op": "ge", "value": 100},
        "op": "ge",
        "value": 1,
    }
    assert deals
    make("wang", "opportunity", name="w", customer=deals["customer"], amount=500)
    for least, sees_chen, sees_wang in ((1, 1, 1), (2, 0, 1), (3, 0, 0)):
        asked = {"where": json.dumps({**tree, "value": least})}
        assert len(titles(ask("chen").get("/api/records/customer", params=asked))) == sees_chen
        assert len(titles(ask("wang").get("/api/records/customer", params=asked))) == sees_wang


@pytest.mark.parametrize("place", ["sort", "filter", "where", "by", "sum"])
def test_a_name_nobody_gave_is_refused(ask: Ask, place: str) -> None:
    path, chen = "/api/records/customer" + ("/groups" if place in {"by", "sum"} else ""), ask("chen")
    for name in HOSTILE:
        params = {
            "sort": {"sort": name},
            "filter": {name: "1"},
            "where": {"where": json.dumps({"field": name, "op": "is_filled"})},
            "by": {"by": name},
            "sum": {"by": "source", "sum": name},
        }[place]
        answer = chen.get(path, params=params)
        assert answer.status_code == 422, (place, name, answer.text)
        assert answer.json().keys() >= {"code", "message", "facts"}


@pytest.mark.parametrize(
    "where",
    [
        "{",
        "[]",
        "1",
        '"x"',
        "null" * 3,
        '{"field": "name", "op": "= 1 OR 1"}',
        '{"field": "name", "op": "gt", "value": "a"}',
        '{"field": "id", "op": "eq", "value": "1; DROP"}',
        '{"field": "created_at", "op": "before", "value": "now()"}',
        '{"count": "opportunity", "via": "id", "op": "ge", "value": 1}',
        '{"count": "pg_class", "via": "customer", "op": "ge", "value": 1}',
        '{"not":' * 20 + '{"all": []}' + "}" * 20,
        "[" * 10_000,
    ],
)
def test_a_condition_nobody_means_is_refused(ask: Ask, where: str) -> None:
    answer = ask("chen").get("/api/records/customer", params={"where": where})
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize(
    "more",
    [
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=x",
        f"limit={'9' * 400}",
        "count=maybe",
        "amount=many",
        "owner=chen",
        "id=1.5",
    ],
)
def test_a_number_nobody_means_is_refused(ask: Ask, more: str) -> None:
    assert ask("chen").get(f"/api/records/opportunity?{more}").status_code == 422


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "!!!",
        "eyJhIjoxfQ",
        encoded(["name", "a", 1]),
        encoded(["-updated_at", "yesterday", 1]),
        encoded(["-updated_at", "2026-01-01T00:00:00", 1]),
        encoded(["-updated_at", 5, 1]),
        encoded(["-updated_at", None, 2**70]),
        encoded(["-updated_at", None, True]),
        encoded(["-updated_at", "2026-01-01T00:00:00+00:00", "1; DROP"]),
        encoded(["-updated_at", None, 1, 2]),
        encoded([[]]),
        "a" * 2000,
    ],
)
def test_a_place_that_is_none_is_refused(ask: Ask, cursor: str) -> None:
    answer = ask("chen").get("/api/records/customer", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


def test_all_are_counted_when_asked(ask: Ask, deals: dict[str, int]) -> None:
    assert deals
    answer = ask("chen").get("/api/records/opportunity?limit=1&count=1&amount=100&amount=200").json()
    assert (len(answer["items"]), answer["total"]) == (1, 2)
    assert ask("chen").get("/api/records/opportunity?limit=1").json()["total"] is None


def test_groups_add_up(ask: Ask, deals: dict[str, int]) -> None:
    assert deals
    path = "/api/records/opportunity/groups"
    items = ask("chen").get(f"{path}?by=stage&sum=amount").json()["items"]
    assert items == [{"value": "lead", "label": "lead", "count": 3, "total": 300.0}]
    items = ask("wang").get(f"{path}?by=needs_tender&sum=amount").json()["items"]
    assert items == [
        {"value": None, "label": "", "count": 3, "total": 600.0},
        {"value": True, "label": "yes", "count": 1, "total": 100.0},
    ]


@pytest.mark.parametrize("by", ["customer_x", "amount", "updated_at"])
def test_one_groups_by_what_has_few_values(ask: Ask, by: str) -> None:
    assert ask("chen").get(f"/api/records/opportunity/groups?by={by}").status_code == 422


SORTS = [
    "name",
    "price",
    "pieces",
    "total",
    "grade",
    "day",
    "moment",
    "ready",
    "created_at",
    "updated_at",
    "owner",
    "helper",
]
things = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["a", "b", "B", "甲", "乙", "z z"]),
        "price": st.none() | st.integers(0, 3),
        "pieces": st.none() | st.integers(1, 3),
        "grade": st.none() | st.sampled_from("ABC"),
        "day": st.none() | st.sampled_from(["2026-01-01", "2026-01-02"]),
        "moment": st.none() | st.sampled_from(["2026-01-01T00:00:00.000001Z", "2026-01-01T00:00:00+08:00"]),
        "ready": st.none() | st.booleans(),
    }
)


@example(
    rows=[{"name": "a"}, {"name": "b", "ready": False}, {"name": "c", "ready": True}], sort="ready", down=False, limit=1
)
@given(rows=st.lists(things, max_size=14), sort=st.sampled_from(SORTS), down=st.booleans(), limit=st.integers(1, 5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
def test_page_by_page_is_the_whole_in_order(
    workshop: Session, cast: Cast, rows: list[dict[str, Any]], sort: str, *, down: bool, limit: int
) -> None:
    chen = org.viewer(workshop, cast.chen)
    with workshop.begin_nested() as thrown_away:
        made = [
            commands.create(workshop, chen, "thing", row, now=MONDAY_9 + timedelta(microseconds=number % 3))
            for number, row in enumerate(rows)
        ]
        order = f"-{sort}" if down else sort
        seen, cursor, pages = [], None, 0
        while True:
            question = Question(sort=order, limit=limit, cursor=cursor)
            page = queries.page(workshop, chen, "thing", question, now=MONDAY_9)
            seen += [item.id for item in page.items]
            pages += 1
            cursor = page.next
            if cursor is None:
                break
            assert len(page.items) == limit
            assert pages <= len(rows)
        whole = queries.page(workshop, chen, "thing", Question(sort=order, limit=200), now=MONDAY_9)
        thrown_away.rollback()
    assert seen == [item.id for item in whole.items]
    assert sorted(seen) == sorted(item.id for item in made)
    values = [_sorted_by(item, sort) for item in whole.items]
    filled = [value for value in values if value is not None]
    assert values == [*filled, *[None] * (len(values) - len(filled))], "empty values come last"
    if sort != "name":  # texts are in the database's order
        assert filled == sorted(filled, reverse=down)


def _sorted_by(item: Any, sort: str) -> Any:  # noqa: ANN401 - a Record
    return {"created_at": item.created_at, "updated_at": item.updated_at, "owner": item.owner_id}.get(
        sort, item.values.get(sort)
    )


@given(
    rows=st.lists(things, min_size=1, max_size=6),
    field=st.sampled_from(["price", "total", "grade", "day", "ready", "margin"]),
    op=st.sampled_from(["eq", "ne", "gt", "le", "is_empty", "is_filled"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
def test_the_list_and_the_gate_agree_on_a_condition(
    workshop: Session, cast: Cast, rows: list[dict[str, Any]], field: str, op: str
) -> None:
    value = {"grade": "B", "day": "2026-01-01", "ready": True}.get(field, 2)
    tree = {"field": field, "op": op} | ({} if op.startswith("is_") else {"value": value})
    if field in {"grade", "ready"} and op in {"gt", "le"}:
        tree["op"] = "eq"
    sun = org.viewer(workshop, cast.sun)
    with workshop.begin_nested() as thrown_away:
        made = [commands.create(workshop, sun, "thing", row, now=MONDAY_9) for row in rows]
        page = queries.page(workshop, sun, "thing", Question(where=tree, limit=200), now=MONDAY_9)
        thrown_away.rollback()
    expected = {record.id for record in made if holds(read(tree), record.values, now=MONDAY_9)}
    assert {record.id for record in page.items} == expected


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_page_takes_as_many_statements_whatever_it_holds(
    engine: Engine, session: Session, cast: Cast, make: Make, ask: Ask
) -> None:
    sun, counts = ask("sun"), []
    assert sun.get("/api/records/opportunity?limit=1").status_code == 200  # from here on it is known who asks
    for size in (1, 5):
        for number in range(size):
            customer = make("chen", "customer", name=f"c{number}")
            make("lin", "opportunity", name=f"o{number}")
            make("chen", "opportunity", name=f"p{number}", customer=customer)
        with statements(engine) as found:
            assert sun.get("/api/records/opportunity?count=1&limit=200").json()["total"]
        counts.append(
            len([one for one in found if "FROM o_opportunity" in one or "UNION" in one or "org_person" in one])
        )
    assert counts[0] == counts[1]
    assert 1 < counts[0] <= 4
    assert session
    assert cast


def test_two_moments_apart_by_a_microsecond_are_two(session: Session, cast: Cast) -> None:
    chen = org.viewer(session, cast.chen)
    base = datetime(2026, 3, 2, 1, tzinfo=UTC)
    for number in range(3):
        commands.create(session, chen, "customer", {"name": f"c{number}"}, now=base + timedelta(microseconds=number))
    first = queries.page(session, chen, "customer", Question(limit=1), now=MONDAY_9)
    second = queries.page(session, chen, "customer", Question(limit=1, cursor=first.next), now=MONDAY_9)
    assert [item.title for item in (*first.items, *second.items)] == ["c2", "c1"]
