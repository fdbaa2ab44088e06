"""What the tests of journeys share: a deal that has just been noted, and browsers that are logged in already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.kernel import clock, db
from bihuan.kernel.files import Store
from bihuan.kernel.web import COOKIE
from bihuan.org import commands as org
from tests.company import PASSWORD, Cast
from tests.process.deals import Deal


@pytest.fixture
def new_deal(session: Session, cast: Cast, data: Path) -> Callable[[], Deal]:
    """A deal nobody has noted yet: `new_deal().opened(amount="5000")`."""
    return lambda: Deal(session, cast, Store(data / "files"))


@pytest.fixture
def deal(new_deal: Callable[[], Deal]) -> Deal:
    """One of Chen's opportunities, noted on a Monday at nine."""
    return new_deal().opened()


@pytest.fixture
def browse(application: FastAPI, session: Session, cast: Cast) -> Callable[[str], TestClient]:
    """A browser whose log-in was opened without its password: hashing it takes long, and is tried elsewhere."""

    def logged_in(login: str) -> TestClient:
        db.see(session, db.EVERYTHING)
        now, person_id = clock.now(), cast.id(login)
        cookie, _ = org.log_in(session, person_id, password=PASSWORD, agent="test", address="test", now=now)
        client = TestClient(application, follow_redirects=False, headers={"origin": "http://testserver"})
        client.cookies.set(COOKIE, cookie)
        return client

    return logged_in
