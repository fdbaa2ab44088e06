"""The log: JSON lines in a file, what is wrong on the terminal too, and nobody's words in either."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from bihuan.app import logs
from tests.company import Cast


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[io.StringIO]:
    """The terminal while the log is open, and the loggers as they were afterwards."""
    root, own = logging.getLogger(), logging.getLogger("bihuan")
    handlers, levels = root.handlers[:], (root.level, own.level)
    stream = io.StringIO()
    logs.begin(tmp_path / "log" / "web.jsonl", stream=stream)
    yield stream
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    own.setLevel(levels[1])


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (path / "log" / "web.jsonl").read_text(encoding="utf-8").splitlines()]


def test_all_is_in_the_file_and_what_is_wrong_on_the_terminal(tmp_path: Path, terminal: io.StringIO) -> None:
    logging.getLogger("bihuan.access").info("request", extra={"path": "/api/me\n", "person": 7, "query": None})
    logging.getLogger("bihuan.fault").warning("the database is away")
    logging.getLogger("elsewhere").info("chatter")
    kept = lines(tmp_path)
    assert [line["message"] for line in kept] == ["request", "the database is away"]
    assert kept[0] | {"at": ""} == {
        "at": "",
        "level": "info",
        "logger": "bihuan.access",
        "message": "request",
        "path": "/api/me\n",
        "person": 7,
    }
    assert [json.loads(line)["level"] for line in terminal.getvalue().splitlines()] == ["warning"]


def test_a_story_tells_where_and_not_what_was_typed(
    tmp_path: Path, terminal: io.StringIO, engine: Engine, furnished: Cast
) -> None:
    assert furnished
    with pytest.raises(IntegrityError) as fault, engine.connect() as connection:
        connection.execute(
            text(
                "INSERT INTO w_test.org_person (login, name, role_key, pos, active, password_hash, must_change,"
                " lang, skills, created_at, phone) VALUES ('chen', 'canary-name', 'rep', -1, true, 'canary-hash',"
                " false, 'zh', '[]', now(), :phone)"
            ),
            {"phone": "canary-13800138000"},
        )
    logging.getLogger("bihuan.fault").error("fault", exc_info=fault.value)
    (line,) = lines(tmp_path)
    said = json.dumps(line)
    assert "uq_org_person_login" in said
    assert "sqlstate=23505" in said
    assert "test_logs.py" in said
    assert "canary" not in said + terminal.getvalue()


def test_errors_that_cause_each_other_are_told_once_each() -> None:
    hen, egg = ValueError("hen"), KeyError("egg")
    hen.__cause__, egg.__cause__ = egg, hen
    assert list(logs.story(hen)) == ["ValueError: hen", "KeyError: 'egg'"]
