"""A browser at the door: the whole web application on the test's own connection."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Connection

from tests import serving
from tests.company import PASSWORD

ORIGIN = "http://testserver"
Browse = Callable[[str], TestClient]


@pytest.fixture
def application(connection: Connection, data: Path) -> FastAPI:
    """The web application; what it commits is gone after the test."""
    return serving.application(connection, data=data)


@pytest.fixture
def client(application: FastAPI) -> TestClient:
    """A browser in which nobody is logged in."""
    return TestClient(application, follow_redirects=False)


@pytest.fixture
def browse(application: FastAPI) -> Browse:
    """A browser in which one of the cast is logged in, on a page of this site: `browse("chen")`."""

    def logged_in(login: str) -> TestClient:
        client = TestClient(application, follow_redirects=False, headers={"origin": ORIGIN})
        answer = client.post("/api/session", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return client

    return logged_in
