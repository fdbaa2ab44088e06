"""The whole house from outside: pages, health, and that every door asks who is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, text

from bihuan.app import pages, web, workspaces
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.org import asking, commands, queries
from tests.company import MONDAY_9, PASSWORD, Cast

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0"
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
TABLET = "Mozilla/5.0 (Linux; Android 14; SM-X700) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
DESK = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
# Anyone may call these; each is here on purpose.
PUBLIC = {
    "/api/calendar/{token}",
    "/api/health",
    "/api/session",  # logging in
    "/api/setup",  # whether workspaces are made here; and the packs, for who knows the set-up code
    "/api/workspaces",  # for who knows the set-up code
    "/api/confirmations/{token}",  # a customer without an account; the address is the secret
    "/api/confirmations/{token}/pages/{number}",
    "/api/confirmations/{token}/file",
    "/api/confirmations/{token}/confirm",
    "/api/confirmations/{token}/decline",
}


def house(engine: Engine, data: Path, **settings: Any) -> FastAPI:  # noqa: ANN401 - what create takes
    return web.create(engine, data=data, files=Store(data / "files"), default_workspace="test", **settings)


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of built pages."""
    for name in ("index.html", "m.html", "c.html"):
        (tmp_path / name).write_text(f"<!doctype html><title>{name}</title>", encoding="utf-8")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "desk-abc123.js").write_text("1", encoding="utf-8")
    (tmp_path / "favicon.svg").write_text("<svg/>", encoding="utf-8")
    monkeypatch.setattr(pages, "STATIC", tmp_path)
    return tmp_path


@pytest.fixture
def client(data: Path) -> TestClient:
    """Pages need no database."""
    nowhere = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    return TestClient(house(nowhere, data), follow_redirects=False)


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/", "index.html"),
        ("/journeys/7", "index.html"),
        ("/index", "index.html"),
        ("/m", "m.html"),
        ("/m/", "m.html"),
        ("/m/records/7", "m.html"),
        ("/c/demo.secret", "c.html"),
    ],
)
@pytest.mark.usefixtures("built")
def test_each_address_has_its_page(client: TestClient, path: str, page: str) -> None:
    answer = client.get(path, headers={"user-agent": DESK})
    assert answer.status_code == 200
    assert page in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"].startswith("text/html")
    assert client.head(path, headers={"user-agent": DESK}).status_code == 200


@pytest.mark.parametrize(
    ("agent", "path", "sent"),
    [
        (IPHONE, "/", "/m/"),
        (ANDROID, "/", "/m/"),
        (IPHONE, "/?desk=1", None),
        (TABLET, "/", None),
        (DESK, "/", None),
        (IPHONE, "/journeys/7", None),
        (IPHONE, "/c/x.y", None),
    ],
)
@pytest.mark.usefixtures("built")
def test_a_phone_is_shown_to_its_own_pages(client: TestClient, agent: str, path: str, sent: str | None) -> None:
    answer = client.get(path, headers={"user-agent": agent})
    assert answer.headers.get("location") == sent
    assert answer.status_code == (302 if sent else 200)


@pytest.mark.usefixtures("built")
def test_built_files_are_kept_for_ever_and_their_pages_never(client: TestClient) -> None:
    assert client.get("/assets/desk-abc123.js").headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/favicon.svg").headers["cache-control"] == "no-cache"
    assert client.get("/assets/desk-abc123.js").headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone.js",
        "/missing.png",
        "/api",
        "/api/nothing",
        "/%2e%2e/web.py",
        "/assets/..%2f..%2fweb.py",
        "/" + "a" * 1000 + ".js",
        "//etc/passwd.txt",
    ],
)
@pytest.mark.usefixtures("built")
def test_what_was_not_built_is_not_there(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_no_way_leads_out_of_the_built_folder(built: Path, client: TestClient) -> None:
    (built.parent / "secret.txt").write_text("canary", encoding="utf-8")
    for path in (
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        f"/{built.parent}/secret.txt",
    ):
        assert "canary" not in client.get(path).text


def test_without_built_pages_the_server_says_what_to_do(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "STATIC", tmp_path)
    answer = client.get("/", headers={"user-agent": DESK})
    assert answer.status_code == 503
    assert "make run" in answer.text


def test_health_says_how_the_house_is(engine: Engine, furnished: Cast, data: Path) -> None:
    assert furnished
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM bihuan.procrastinate_workers"))
    answer = TestClient(house(engine, data)).get("/api/health")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["status"], body["database"], body["room"]) == ("limited", "ok", "ok"), "nobody works in the background"
    assert body["workspaces"] >= 1
    assert body["version"]
    assert answer.headers["cache-control"] == "no-store"


def test_health_says_so_when_the_database_is_away(client: TestClient) -> None:
    answer = client.get("/api/health")
    assert answer.status_code == 503
    assert (answer.json()["status"], answer.json()["database"]) == ("unavailable", "away")


def test_without_a_database_everything_else_says_try_again(client: TestClient) -> None:
    answer = client.get("/api/me", headers={"authorization": "Bearer test.x"})
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


def doors(application: FastAPI) -> Iterator[tuple[str, APIRoute]]:
    """Every door under /api."""
    for context in iter_route_contexts(application.routes):
        route, path = context.original_route, context.path or ""
        if isinstance(route, APIRoute) and path.startswith("/api/"):
            yield path, route


def test_every_door_asks_who_is_there(data: Path) -> None:
    nowhere = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    found = list(doors(house(nowhere, data, docs=True)))
    assert len(found) > 30, "this test looked at nothing"
    for path, route in found:
        asked = {getattr(dependency.call, "finds", None) for dependency in route.dependant.dependencies}
        assert asked & {asking.viewer, asking.asker} or path in PUBLIC, path


def test_the_interface_is_described_to_who_is_in(engine: Engine, own_workspace: tuple[str, Cast], data: Path) -> None:
    key, _ = own_workspace
    application = web.create(engine, data=data, files=Store(data / "files"), default_workspace=key)
    client = TestClient(application)
    assert client.get("/api/openapi.json").status_code == 401
    client.post("/api/session", json={"login": "chen", "password": PASSWORD})
    described = client.get("/api/openapi.json").json()
    assert {"/api/session", "/api/me", "/api/people", "/api/notices"} <= described["paths"].keys()
    assert client.get("/api/docs").status_code == 404, "only where it is asked for"


def test_the_reference_page_loads_nothing_from_elsewhere(
    engine: Engine, own_workspace: tuple[str, Cast], data: Path
) -> None:
    key, _ = own_workspace
    application = web.create(engine, data=data, files=Store(data / "files"), default_workspace=key, docs=True)
    client = TestClient(application)
    assert client.get("/api/docs").status_code == 401
    client.post("/api/session", json={"login": "chen", "password": PASSWORD})
    page = client.get("/api/docs").text
    assert "/api/session" in page
    assert "<script" not in page
    assert "//" not in page


def test_a_number_no_column_holds_is_the_senders_mistake(
    engine: Engine, own_workspace: tuple[str, Cast], data: Path
) -> None:
    key, cast = own_workspace
    application = web.create(engine, data=data, files=Store(data / "files"), default_workspace=key)
    with_token = {"authorization": f"Bearer {token(engine, key, cast.sun)}"}
    for path in (f"/api/people/{10**30}", "/api/people/0", "/api/people/-1", "/api/people/x"):
        assert TestClient(application).get(path, headers=with_token).status_code == 422


def token(engine: Engine, key: str, person_id: int) -> str:
    """A key of this person's."""
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        return commands.make_token(session, queries.person(session, person_id), name="x", now=MONDAY_9)[0]


def test_a_workspace_of_an_earlier_version_is_told(engine: Engine, own_workspace: tuple[str, Cast]) -> None:
    key, _ = own_workspace
    assert workspaces.lacking(engine, key) == []
    with engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE w_{key}.org_person DROP COLUMN skills")
    assert workspaces.lacking(engine, key) == ["org_person.skills"]
