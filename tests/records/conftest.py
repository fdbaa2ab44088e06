"""Programs at the door, each acting for one of the cast; and an object with a field of every type."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from typing import cast as typed

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.ledger.models import Event
from bihuan.org import commands as org
from bihuan.org import queries as people
from bihuan.records import commands
from tests import serving
from tests.company import BLUEPRINT, MONDAY_9, Cast
from tests.conftest import WORKSPACE

Ask = Callable[[str], TestClient]
Make = Callable[..., int]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


@pytest.fixture
def application(connection: Connection, data: Path, store: Store) -> FastAPI:
    """The web application on the test's own connection; what it commits is gone after the test."""
    return serving.application(connection, data=data, files=store)


@pytest.fixture
def ask(application: FastAPI, connection: Connection, cast: Cast) -> Ask:
    """A program that acts for one of the cast: `ask("chen").get(...)`."""

    def acting(login: str) -> TestClient:
        with db.transaction(typed(Engine, connection), workspace=WORKSPACE, sight=db.EVERYTHING) as session:
            person = people.person(session, cast.id(login))
            secret, _ = org.make_token(session, person, name="test", now=MONDAY_9)
        return TestClient(application, headers={"authorization": f"Bearer {secret}", "accept-language": "en"})

    return acting


@pytest.fixture
def make(connection: Connection, cast: Cast) -> Make:
    """Make a record of one of the cast: `make("chen", "customer", name="北方")` says its id."""

    def made(login: str, object_key: str, **values: object) -> int:
        with db.transaction(typed(Engine, connection), workspace=WORKSPACE) as session:
            viewer = people.viewer(session, cast.id(login))
            db.see(session, viewer.sight)
            return commands.create(session, viewer, object_key, values, now=MONDAY_9).id

    return made


def blueprint(*objects: Mapping[str, Any], hidden: Mapping[str, list[str]] | None = None) -> dict[str, Any]:
    """The test company's blueprint with more objects, and more hidden from its reps."""
    document = copy.deepcopy(BLUEPRINT)
    document["objects"].extend(copy.deepcopy(list(objects)))
    document["roles"][0]["hidden"].update(hidden or {})
    return document


THING: dict[str, Any] = {
    "key": "thing",
    "label": {"zh": "物", "en": "Thing"},
    "title": "name",
    "fields": [
        {"key": "name", "label": {"zh": "名称", "en": "Name"}, "type": "text", "required": True},
        {"key": "number", "label": "编号", "type": "auto_number", "prefix": "HT-"},
        {"key": "code", "label": "代码", "type": "text", "unique": True, "pattern": "[A-Z]{2}[0-9]+"},
        {"key": "price", "label": "价格", "type": "money", "unit": "元"},
        {"key": "cost", "label": "成本", "type": "money"},
        {"key": "pieces", "label": "件数", "type": "integer", "default": 1, "min": 1},
        {
            "key": "total",
            "label": "合计",
            "type": "formula",
            "formula": {"*": [{"field": "price"}, {"field": "pieces"}]},
        },
        {
            "key": "margin",
            "label": "毛利",
            "type": "formula",
            "formula": {"-": [{"field": "price"}, {"field": "cost"}]},
        },
        {"key": "grade", "label": "等级", "type": "choice", "choices": [{"key": k, "label": k} for k in "ABC"]},
        {"key": "tags", "label": "标签", "type": "choices", "choices": [{"key": k, "label": k} for k in "xyz"]},
        {"key": "day", "label": "日", "type": "date"},
        {"key": "moment", "label": "时", "type": "datetime"},
        {"key": "ready", "label": "好", "type": "boolean"},
        {"key": "spot", "label": "地址", "type": "address"},
        {"key": "story", "label": "说明", "type": "long_text"},
        {"key": "customer", "label": "客户", "type": "reference", "to": "customer"},
        {"key": "helper", "label": "协助", "type": "member"},
        {"key": "team", "label": "团队", "type": "team"},
        {"key": "paper", "label": "文件", "type": "file"},
        {"key": "photo", "label": "照片", "type": "photo"},
        {"key": "secret", "label": "密", "type": "photo"},
    ],
}


@pytest.fixture
def workshop(session: Session) -> Session:
    """The company with `thing`, whose cost and secret photo its reps never see."""
    design.release(session, None, blueprint(THING, hidden={"thing": ["cost", "secret"]}), note="", now=MONDAY_9)
    return session


def told(session: Session) -> int:
    """How many events there are in the whole ledger."""
    db.see(session, db.EVERYTHING)  # on the test's one connection, the last request has left its own sight behind
    return session.scalar(select(func.count(Event.id))) or 0
