"""What there is, as far as one may know it."""

from __future__ import annotations

import copy
from datetime import timedelta
from pathlib import Path
from typing import cast as typed

from fastapi.testclient import TestClient
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel import db
from bihuan.objects import jobs, queries
from bihuan.org import commands as org
from bihuan.org import queries as people
from tests import serving
from tests.company import BLUEPRINT, MONDAY_9, Cast
from tests.conftest import WORKSPACE
from tests.objects.test_ddl import columns


def objects(connection: Connection, data: Path, person_id: int) -> dict[str, dict[str, object]]:
    with db.transaction(typed(Engine, connection), workspace=WORKSPACE, sight=db.EVERYTHING) as session:
        secret, _ = org.make_token(session, people.person(session, person_id), name="test", now=MONDAY_9)
    application = serving.application(connection, data=data)
    answer = TestClient(application).get("/api/objects", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 200, answer.text
    return {found["key"]: found for found in answer.json()["items"]}


def test_each_sees_the_objects_and_fields_of_their_role(
    connection: Connection, data: Path, session: Session, cast: Cast
) -> None:
    document = copy.deepcopy(BLUEPRINT)
    opportunity = document["objects"][2]
    opportunity["list_columns"].append("cost")
    opportunity["form"] = [{"label": "A", "fields": ["name", "cost"]}]
    margin = {"-": [{"field": "amount"}, {"field": "cost"}]}
    opportunity["fields"].append({"key": "margin", "label": "M", "type": "formula", "formula": margin})
    document["roles"][0]["objects"] = {"opportunity": ["read", "update"]}
    document["roles"][0]["readonly"] = {"opportunity": ["name"]}
    design.release(session, None, document, note="", now=MONDAY_9)

    chen, sun = objects(connection, data, cast.chen), objects(connection, data, cast.sun)

    assert (list(chen), list(sun)) == (["opportunity"], ["customer", "product", "opportunity"])
    seen = {field["key"]: field["readonly"] for field in chen["opportunity"]["fields"]}  # type: ignore[attr-defined]
    assert "cost" not in seen
    assert "margin" not in seen
    assert (seen["name"], seen["amount"]) == (True, False)
    assert "cost" not in str(chen)
    assert chen["opportunity"]["can"] == {"create": False, "update": True, "delete": False, "export": False}
    fields = {field["key"]: field for field in sun["opportunity"]["fields"]}  # type: ignore[attr-defined]
    assert fields["margin"]["formula"] == margin
    assert fields["margin"]["readonly"] is True
    assert fields["temperature"]["unit"] == "°C"
    assert [choice["key"] for choice in sun["customer"]["fields"][2]["choices"]] == ["fair", "web", "referral"]  # type: ignore[index]


def test_the_clock_drops_what_nobody_took_back(connection: Connection, session: Session) -> None:
    document = copy.deepcopy(BLUEPRINT)
    document["objects"][0].update(fields=document["objects"][0]["fields"][:-1], list_columns=["name"])
    design.release(session, None, document, note="", now=MONDAY_9)
    assert jobs.purge(connection, WORKSPACE, now=MONDAY_9 + timedelta(days=29)) == 0
    assert "f_city" in columns(session, "o_customer")
    assert jobs.purge(connection, WORKSPACE, now=MONDAY_9 + timedelta(days=31)) == 1
    assert "f_city" not in columns(session, "o_customer")
    assert queries.object_def(session, "customer").field("city") is None
