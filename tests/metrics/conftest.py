"""What the doors of metrics and boards are tried with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, event

from bihuan.kernel import clock
from tests.metrics.scene import NOW

Get = Callable[..., Any]


@pytest.fixture
def get(browse: Callable[[str], TestClient], monkeypatch: pytest.MonkeyPatch) -> Get:
    """Ask at the door as one of the cast, on the day of the scene: `get("wang", "/boards/health", period="month")`."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    browsers: dict[str, TestClient] = {}

    def asked(login: str, path: str, status: int = 200, **params: object) -> Any:  # noqa: ANN401 - JSON
        if login not in browsers:
            browsers[login] = browse(login)
        answer = browsers[login].get(
            f"/api{path}", params={key.rstrip("_"): str(value) for key, value in params.items()}
        )
        assert answer.status_code == status, answer.text
        return answer.json()

    return asked


@pytest.fixture
def counting(connection: Connection) -> Callable[[], Any]:
    """How many statements run: `with counting() as ran: …; len(ran)`."""

    @contextmanager
    def ran() -> Iterator[list[str]]:
        said: list[str] = []

        def note(*args: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
            if "SAVEPOINT" not in args[2]:
                said.append(args[2])

        event.listen(connection, "before_cursor_execute", note)
        yield said
        event.remove(connection, "before_cursor_execute", note)

    return ran
