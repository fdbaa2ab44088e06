"""Versions: kept once, never changed, read once."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bihuan.app import workspaces
from bihuan.blueprint import commands, queries
from bihuan.kernel import db
from bihuan.kernel.refusals import NotFound
from tests.company import BLUEPRINT, MONDAY_9


def test_a_workspace_that_has_released_nothing_has_no_version(engine: Engine) -> None:
    workspaces.create(engine, "bare", name="空", now=MONDAY_9)
    with db.transaction(engine, workspace="bare", sight=db.EVERYTHING) as session, pytest.raises(NotFound):
        queries.current(session)
    workspaces.drop(engine, "bare")


def test_the_highest_number_lives_and_the_others_stay_readable(session: Session) -> None:
    first = queries.current(session)
    second = commands.keep(session, {"name": "x"}, note="n", by_id=None, now=MONDAY_9)
    assert (second.number, queries.current(session).id) == (first.number + 1, second.id)
    assert queries.version(session, first.id).body == first.body
    assert [version.number for version in queries.history(session)] == [second.number, first.number]


def test_a_digest_depends_on_the_content_and_not_on_its_order(session: Session) -> None:
    one = commands.keep(session, {"a": 1, "b": 2}, note="", by_id=None, now=MONDAY_9)
    two = commands.keep(session, {"b": 2, "a": 1}, note="", by_id=None, now=MONDAY_9)
    three = commands.keep(session, {"b": 2, "a": 2}, note="", by_id=None, now=MONDAY_9)
    assert one.digest == two.digest != three.digest


def test_a_part_is_parsed_once_for_each_version(session: Session) -> None:
    parsed: list[str] = []

    def parse(body: dict[str, Any]) -> str:
        parsed.append(body["name"]["zh"])
        return str(body["name"]["zh"])

    version = queries.current(session)
    assert [queries.part(session, version.id, parse) for _ in range(3)] == ["试验公司"] * 3
    assert parsed == ["试验公司"]
    other = commands.keep(session, deepcopy(BLUEPRINT), note="", by_id=None, now=MONDAY_9)
    queries.part(session, other.id, parse)
    assert len(parsed) == 2


def test_a_version_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        queries.version(session, 999_999)
