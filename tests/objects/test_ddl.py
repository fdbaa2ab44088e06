"""The gate to the tables: additive, all or nothing, and nobody has to stop for it."""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel import db
from bihuan.objects import ddl, naming, queries, tables
from bihuan.objects.ddl import NotUnique, TablesBusy, TypeIsForGood
from bihuan.objects.field_types import TYPES
from bihuan.org import queries as org
from bihuan.records import commands as records
from bihuan.records import queries as questions
from bihuan.records.queries import Question
from tests.company import BLUEPRINT, MONDAY_9, Cast

Own = tuple[str, Cast]


def changed(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """The test company's blueprint with a change to its customers."""
    document = copy.deepcopy(BLUEPRINT)
    change(document["objects"][0])
    return document


def with_field(**more: object) -> dict[str, Any]:
    return changed(lambda customer: customer["fields"].append({"label": "X", **more}))


@contextmanager
def everything(engine: Engine, key: str) -> Iterator[Session]:
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        yield session


def release(engine: Engine, key: str, document: dict[str, Any]) -> None:
    with everything(engine, key) as session:
        design.release(session, None, document, note="", now=MONDAY_9)


def columns(session: Session, table: str) -> dict[str, str]:
    rows = session.execute(
        text(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name = :table"
        ),
        {"table": table},
    )
    return dict(iter(rows))


def test_a_new_object_stands_behind_its_wall(session: Session) -> None:
    forced = session.execute(
        text(
            "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS walled, count(p.*) AS policies FROM"
            " pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid WHERE relname IN ('o_customer', 'o_product')"
            " AND c.relnamespace = to_regnamespace(current_schema()) GROUP BY 1, 2 ORDER BY 1"
        )
    ).all()
    assert [tuple(row) for row in forced] == [("o_customer", True, 4), ("o_product", True, 4)]
    owner = session.scalar(
        text("SELECT tableowner FROM pg_tables WHERE tablename = 'o_customer' AND schemaname = current_schema()")
    )
    assert owner != db.APP_ROLE
    db.see(session, db.NOWHERE)
    assert session.scalar(text("SELECT count(*) FROM o_customer")) == 0


def test_every_type_becomes_a_column_of_its_own(engine: Engine, own_workspace: Own) -> None:
    key, _ = own_workspace
    more = {"choices": [{"key": "a", "label": "A"}]}
    demands: dict[str, Any] = {"choice": more, "choices": more, "reference": {"to": "thing"}, "formula": {"formula": 1}}
    made = [{"key": f"x_{kind}", "label": "X", "type": kind, **demands.get(kind, {})} for kind in TYPES]
    made.append({"key": "y", "label": "Y", "type": "reference", "to": "customer"})
    document = copy.deepcopy(BLUEPRINT)
    document["objects"].append({"key": "thing", "label": "物", "title": "x_text", "fields": made})
    release(engine, key, document)
    with everything(engine, key) as session:
        found = columns(session, "o_thing")
        foreign = session.scalars(
            text(
                "SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND convalidated"
                " AND conrelid = 'o_thing'::regclass ORDER BY 1"
            )
        ).all()
        assert queries.object_def(session, "thing").by_key.keys() == {field["key"] for field in made}
    assert found["f_x_integer"] == "bigint"
    assert found["f_x_money"] == "numeric"
    assert found["f_x_datetime"] == "timestamp with time zone"
    assert found["f_x_address"] == "text"
    assert found["f_x_address__lng"] == "double precision"
    assert found["f_x_choices"] == "ARRAY"
    assert not any(name.startswith("f_x_formula") for name in found)
    assert sorted(set(foreign)) == ["o_customer", "o_thing", "org_person", "org_team", "records_file"]


def test_a_field_on_a_large_table_is_added_at_once_and_nobody_waits(engine: Engine, own_workspace: Own) -> None:
    key, cast = own_workspace
    with everything(engine, key) as session:
        session.execute(
            text(
                "INSERT INTO o_customer (owner_id, owner_pos, created_at, updated_at, f_name)"
                " SELECT :owner, 1, now(), now(), 'customer ' || n FROM generate_series(1, 50000) n"
            ),
            {"owner": cast.chen},
        )
    with everything(engine, key) as session:
        before = session.scalar(text("SELECT pg_relation_filenode('o_customer')"))
    with writing(engine, key) as writer:
        began = time.perf_counter()
        with everything(engine, key) as session:
            old = queries.objects(session)
            ddl.apply(session, old, dict(old) | {"customer": with_fields(old["customer"])}, now=MONDAY_9)
        took = time.perf_counter() - began
    with everything(engine, key) as session:
        assert session.scalar(text("SELECT pg_relation_filenode('o_customer')")) == before, "the table was rewritten"
        assert {"f_size", "f_parent", "f_code"} <= columns(session, "o_customer").keys()
    assert writer.faults == []
    assert writer.written > 0
    assert took < 1
    assert writer.longest < 1


@dataclass
class Writer:
    """Somebody who goes on working meanwhile, and how long each write took."""

    written: int = 0
    longest: float = 0
    faults: list[BaseException] = field(default_factory=list)

    def write(self, engine: Engine, key: str, stop: threading.Event) -> None:
        while not stop.is_set():
            began = time.perf_counter()
            try:
                with everything(engine, key) as session:
                    session.execute(text("UPDATE o_customer SET f_city = 'x' WHERE id = :id"), {"id": self.written + 1})
            except BaseException as fault:  # noqa: BLE001 - whatever it is, the test has to hear of it
                self.faults.append(fault)
            self.written += 1
            self.longest = max(self.longest, time.perf_counter() - began)


@contextmanager
def writing(engine: Engine, key: str) -> Iterator[Writer]:
    writer, stop = Writer(), threading.Event()
    thread = threading.Thread(target=writer.write, args=(engine, key, stop))
    thread.start()
    try:
        yield writer
    finally:
        stop.set()
        thread.join()


def with_fields(customer: Any) -> Any:  # noqa: ANN401 - an ObjectDef
    more = [
        {"key": "size", "label": "S", "type": "decimal"},
        {"key": "parent", "label": "P", "type": "reference", "to": "customer"},
        {"key": "code", "label": "C", "type": "text", "unique": True},
    ]
    body = customer.model_dump(mode="json", exclude_none=True)
    return type(customer).model_validate({**body, "fields": [*body["fields"], *more]})


def test_a_table_in_use_is_waited_for_without_holding_anybody_up(engine: Engine, own_workspace: Own) -> None:
    key, _ = own_workspace
    reading, done, waits = threading.Event(), threading.Event(), list[float]()

    def read_long() -> None:
        with everything(engine, key) as session:
            session.execute(text("SELECT count(*) FROM o_customer"))
            reading.set()
            done.wait(1.2)

    def read_often() -> None:
        while not done.is_set():
            began = time.perf_counter()
            with everything(engine, key) as session:
                session.execute(text("SELECT count(*) FROM o_customer"))
            waits.append(time.perf_counter() - began)
            time.sleep(0.02)

    threads = [threading.Thread(target=read_long), threading.Thread(target=read_often)]
    for thread in threads:
        thread.start()
    reading.wait()
    release(engine, key, with_field(key="size", type="decimal"))
    done.set()
    for thread in threads:
        thread.join()
    with everything(engine, key) as session:
        assert "f_size" in columns(session, "o_customer")
    assert max(waits) < 2.5


def test_a_table_that_stays_in_use_is_left_as_it_was(
    engine: Engine, own_workspace: Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, _ = own_workspace
    monkeypatch.setattr(ddl, "_TRIES", ((0.05, 0.01),) * 3)
    with everything(engine, key) as reader:
        reader.execute(text("SELECT count(*) FROM o_customer"))
        with pytest.raises(TablesBusy):
            release(engine, key, with_field(key="size", type="decimal"))
    with everything(engine, key) as session:
        assert "f_size" not in columns(session, "o_customer")
        assert "size" not in queries.object_def(session, "customer").by_key


def test_a_field_that_goes_comes_back_as_it_was_and_once_purged_is_another(engine: Engine, own_workspace: Own) -> None:
    key, cast = own_workspace
    without = changed(lambda customer: customer.update(fields=customer["fields"][:-1], list_columns=["name"]))
    with everything(engine, key) as session:
        chen = org.viewer(session, cast.chen)
        made = records.create(session, chen, "customer", {"name": "北方", "city": "沈阳"}, now=MONDAY_9)
    release(engine, key, without)
    with everything(engine, key) as session:
        assert "city" not in questions.standing(session, "customer", made.id).values
        assert "f_city" in columns(session, "o_customer")
        assert ddl.purge(session, now=MONDAY_9 + timedelta(days=30)) == []
    release(engine, key, BLUEPRINT)
    with everything(engine, key) as session:
        assert questions.standing(session, "customer", made.id).values["city"] == "沈阳"
    release(engine, key, without)
    with everything(engine, key) as session:
        assert ddl.purge(session, now=MONDAY_9 + timedelta(days=30, seconds=1)) == ["purged o_customer.f_city"]
        assert "f_city" not in columns(session, "o_customer")
    release(engine, key, BLUEPRINT)
    with everything(engine, key) as session:
        assert questions.standing(session, "customer", made.id).values["city"] is None
        assert "f_city__2" in columns(session, "o_customer")
        assert tables.table(session, "customer").c["city"].name == "f_city__2"


@pytest.mark.parametrize(("type_", "listed", "found"), [("money", True, 1), ("money", False, 0), ("text", True, 0)])
def test_money_that_lists_show_is_kept_in_order(session: Session, type_: str, *, listed: bool, found: int) -> None:
    def add(customer: dict[str, Any]) -> None:
        customer["fields"].append({"key": "worth", "label": "X", "type": type_})
        customer["list_columns"] = ["name", *(["worth"] if listed else [])]

    design.release(session, None, changed(add), note="x", now=MONDAY_9)
    asked = "SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema() AND indexdef LIKE :like"
    like = "%o_customer%(owner_id, f_worth DESC NULLS LAST, id)%"
    assert session.scalar(text(asked), {"like": like}) == found


def test_an_object_that_goes_keeps_its_table(engine: Engine, own_workspace: Own) -> None:
    key, _ = own_workspace
    document = copy.deepcopy(BLUEPRINT)
    document["objects"][2]["fields"] = [
        field for field in document["objects"][2]["fields"] if field["key"] != "product"
    ]
    document["objects"] = [found for found in document["objects"] if found["key"] != "product"]
    document["roles"][0]["objects"].pop("product")
    release(engine, key, document)
    with everything(engine, key) as session:
        assert "product" not in queries.objects(session)
        assert "o_product" in queries.existing_tables(session)
    release(engine, key, BLUEPRINT)
    with everything(engine, key) as session:
        assert (
            questions.page(
                session, org.viewer(session, own_workspace[1].sun), "product", Question(), now=MONDAY_9
            ).items
            == []
        )


def test_a_type_is_for_good(session: Session) -> None:
    document = changed(lambda customer: customer["fields"][3].update(type="integer"))
    with pytest.raises(TypeIsForGood) as refused:
        design.release(session, None, document, note="", now=MONDAY_9)
    assert refused.value.facts() == {"object": "customer", "field": "city"}


def test_a_key_that_comes_back_with_another_type_is_another_column(session: Session) -> None:
    without = changed(lambda customer: customer.update(fields=customer["fields"][:-1], list_columns=["name"]))
    design.release(session, None, without, note="", now=MONDAY_9)
    design.release(
        session,
        None,
        changed(lambda customer: customer["fields"][3].update(type="integer")),
        note="",
        now=MONDAY_9,
    )
    assert columns(session, "o_customer")["f_city__2"] == "bigint"
    assert tables.table(session, "customer").c["city"].name == "f_city__2"


def test_a_unique_field_over_equal_values_changes_nothing(session: Session, cast: Cast) -> None:
    chen = org.viewer(session, cast.chen)
    for _ in range(2):
        records.create(session, chen, "customer", {"name": "北方", "city": "沈阳"}, now=MONDAY_9)
    document = with_field(key="size", type="decimal")
    document["objects"][0]["fields"][3]["unique"] = True
    with pytest.raises(NotUnique), session.begin_nested():
        design.release(session, None, document, note="", now=MONDAY_9)
    assert "f_size" not in columns(session, "o_customer")


def test_what_everyone_sees_can_become_the_owners_again(session: Session, cast: Cast) -> None:
    sun = org.viewer(session, cast.sun)
    records.create(session, sun, "product", {"name": "泵"}, now=MONDAY_9)
    document = copy.deepcopy(BLUEPRINT)
    document["objects"][1]["visibility"] = "owner"
    lin = org.viewer(session, cast.lin)
    db.see(session, lin.sight)
    assert session.scalar(text("SELECT count(*) FROM o_product")) == 1
    db.see(session, db.EVERYTHING)
    design.release(session, None, document, note="", now=MONDAY_9)
    db.see(session, lin.sight)
    assert session.scalar(text("SELECT count(*) FROM o_product")) == 0


@pytest.mark.parametrize("key", ['a"b', "a;b", "a__b", "A", "", "a" * 41, "a b", "a\0"])
def test_no_other_name_reaches_the_database(key: str) -> None:
    with pytest.raises(ValueError, match="is no key"):
        naming.table(key)
    with pytest.raises(ValueError, match="is no key"):
        naming.column(key, set())
