"""What comes in is limited and sound, and every answer goes out in one shape, with its headers."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI, Request, UploadFile
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import BaseModel
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from bihuan.app import answers, edge, logs
from bihuan.kernel.refusals import Forbidden, Invalid, Kind, NotFound, Refusal, SomeoneWasFirst
from bihuan.org.asking import NotLoggedIn
from bihuan.org.commands import TooManyTries

MIB = 2**20


class Thing(BaseModel):
    """Something to send."""

    name: str = ""


def application(*, https: bool = False) -> FastAPI:
    """A house with a few doors behind the real edge."""
    web = FastAPI(openapi_url=None)

    @web.post("/api/things")
    def things(thing: Thing) -> Thing:
        return thing

    @web.post("/api/raw")
    async def raw(request: Request) -> int:
        return len(await request.body())

    @web.post("/api/files")
    @web.post("/api/imports")
    def files(file: UploadFile) -> int:
        return file.size or 0

    @web.get("/api/bug")
    def bug() -> None:
        raise ZeroDivisionError("secret-canary")

    @web.get("/api/number/{number}")
    def number(number: int) -> int:
        with create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none").connect() as connection:
            connection.execute(text("SELECT 1"))
        return number

    answers.install(web)
    web.add_middleware(edge.Body)
    web.add_middleware(edge.Edge, https=https)
    return web


@pytest.fixture
def client() -> TestClient:
    return TestClient(application())


def told(answer: Response, status: int, code: str) -> dict[str, Any]:
    """The one shape of every no."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    assert body.keys() == {"code", "message", "facts"}
    assert body["code"] == code
    assert body["message"]
    return body


# ── how large ─────────────────────────────────────────────────────────────────


def chunks(size: int, *, of: bytes = b"x") -> Iterator[bytes]:
    """A body without a stated length."""
    for _ in range(size // 65536):
        yield of * 65536


@pytest.mark.parametrize(
    ("size", "status"), [(2 * MIB, 200), (2 * MIB + 1, 413), (50 * MIB, 413)], ids=["fits", "too-large", "huge"]
)
def test_json_is_at_most_2_mib(client: TestClient, size: int, status: int) -> None:
    body = b'"' + b"x" * (size - 2) + b'"'
    answer = client.post("/api/raw", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    if status == 413:
        assert told(answer, 413, "too_large")["facts"] == {"limit": 2 * MIB}


def test_a_body_that_hides_its_length_is_counted_as_it_comes(client: TestClient) -> None:
    answer = client.post("/api/raw", content=chunks(10 * MIB), headers={"content-type": "application/json"})
    told(answer, 413, "too_large")


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [("/api/files", 31, 200), ("/api/files", 33, 413), ("/api/imports", 33, 200), ("/api/imports", 65, 413)],
)
def test_an_upload_is_at_most_32_mib_and_an_import_64(client: TestClient, path: str, size: int, status: int) -> None:
    answer = client.post(path, files={"file": ("a.bin", io.BytesIO(b"x" * size * MIB))})
    assert answer.status_code == status
    if status == 413:
        told(answer, 413, "too_large")


def test_an_upload_that_hides_its_length_is_counted_too(client: TestClient) -> None:
    head = b'--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n'

    def body() -> Iterator[bytes]:
        yield head
        yield from chunks(40 * MIB)
        yield b"\r\n--b--\r\n"

    answer = client.post("/api/files", content=body(), headers={"content-type": "multipart/form-data; boundary=b"})
    told(answer, 413, "too_large")


# ── how sound ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "a", "name": "b"}',
        b'{"name": {"x": 1, "x": 1}}',
        b'{"n": NaN}',
        b'{"n": Infinity}',
        b'{"n": -Infinity}',
        b'{"n": 1e999}',
        b'{"n": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"name": "\\u0000"}',
        b'{"name": "\\ud800"}',
        b'{"\\u0000": 1}',
        b"{'name': 1}",
        b"\xff\xfe",
        b"name=x",
        b'{"name": "x"',
    ],
)
def test_json_that_is_not_sound_is_not_taken(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/things", content=body, headers={"content-type": "application/json"})
    problem = told(answer, 422, "invalid")["facts"]["problems"][0]
    assert problem["place"] == "body"


@pytest.mark.parametrize(
    "body", [b'{"name": "\\u4e2d\\ud83d\\ude00 \\\\u0000"}', b"{}", '{"name": "中"}'.encode(), b'{"name": "1e999"}']
)
def test_sound_json_passes_as_it_is(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/things", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["name"] == json.loads(body).get("name", "")


def test_json_under_another_name_is_checked_too(client: TestClient) -> None:
    answer = client.post("/api/things", content=b'{"name": NaN}', headers={"content-type": "text/plain"})
    told(answer, 422, "invalid")


@pytest.mark.parametrize("address", ["/api/raw?x=%00", "/api/raw/%00"])
def test_a_character_nobody_can_keep_is_refused_in_the_address_too(client: TestClient, address: str) -> None:
    assert told(client.post(address), 422, "invalid")["facts"]["problems"][0]["place"] == "address"


# ── every no in one shape ─────────────────────────────────────────────────────

REFUSALS: list[tuple[Refusal, int]] = [
    (NotFound(), 404),
    (Forbidden("org.manage"), 403),
    (SomeoneWasFirst(), 409),
    (Invalid([{"field": "x", "code": "y", "message": "z"}]), 422),
    (NotLoggedIn(), 401),
    (answers.TooLarge(5), 413),
    (TooManyTries(60), 429),
]


@pytest.mark.parametrize(("no", "status"), REFUSALS, ids=lambda value: getattr(value, "code", ""))
def test_every_refusal_leaves_in_one_shape(no: Refusal, status: int) -> None:
    web = application()

    @web.get("/api/no")
    def refuse() -> None:
        raise no

    body = told(TestClient(web).get("/api/no"), status, no.code)
    assert body["facts"] == no.facts()


def test_every_kind_of_refusal_has_its_status() -> None:
    assert set(answers.STATUS) == set(Kind)


def test_what_does_not_fit_the_description_is_named_and_not_repeated(client: TestClient) -> None:
    body = told(client.post("/api/things", json={"name": {"secret": "canary"}}), 422, "invalid")
    assert body["facts"]["problems"][0]["field"] == "name"
    assert "canary" not in json.dumps(body)


def test_an_address_that_is_not_there_and_a_verb_that_is_not_meant(client: TestClient) -> None:
    told(client.get("/api/nothing"), 404, "not_found")
    answer = client.delete("/api/things")
    told(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


def test_a_bug_has_a_number_in_the_answer_and_a_story_in_the_log(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="bihuan.fault"):
        body = told(client.get("/api/bug"), 500, "fault")
    record = caplog.records[0]
    line = json.loads(logs.Lines().format(record))
    assert line["fault"] == body["facts"]["id"]
    assert "canary" not in json.dumps(body)
    assert any(part.startswith("ZeroDivisionError") for part in line["story"])
    assert any("test_edge.py" in part for part in line["story"])


def test_when_the_database_is_away_it_is_worth_trying_again(client: TestClient) -> None:
    answer = client.get("/api/number/1")
    told(answer, 503, "unavailable")
    assert answer.headers["retry-after"] == "5"


def test_the_log_repeats_no_value_that_the_database_complains_about() -> None:
    engine = create_engine("postgresql+psycopg://secret-canary@127.0.0.1:1/none")
    with pytest.raises(SQLAlchemyError) as fault, engine.connect():
        pass
    assert "canary" not in " ".join(logs.story(fault.value))


# ── headers and the log line ──────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["/api/things", "/api/bug", "/api/nothing"])
def test_every_answer_is_dressed(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert rules["default-src"] == rules["script-src"] == rules["frame-ancestors"] == "'self'"
    assert rules["object-src"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers
    assert "access-control-allow-origin" not in headers


def test_over_https_browsers_are_told_to_stay_there() -> None:
    assert "max-age" in TestClient(application(https=True)).get("/api/x").headers["strict-transport-security"]


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/api/things?token=canary", "/api/things"),
        ("/c/canary", "/c/…"),
        ("/api/confirmations/canary/pages/1", "/api/confirmations/…/pages/1"),
    ],
)
def test_the_log_line_has_no_secret(client: TestClient, caplog: pytest.LogCaptureFixture, path: str, kept: str) -> None:
    with caplog.at_level(logging.INFO, logger="bihuan.access"):
        client.get(path, headers={"authorization": "Bearer canary", "cookie": "bihuan_session=canary"})
    line = json.loads(logs.Lines().format(caplog.records[-1]))
    assert (line["method"], line["path"], line["message"]) == ("GET", kept, "request")
    assert line["status"] in {404, 405}
    assert line["ms"] >= 0
    assert "canary" not in json.dumps(line)
