"""What is read in the short way is what FastAPI reads."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI, Path, Query, Request
from fastapi.testclient import TestClient
from pydantic import BaseModel

from bihuan.kernel import web
from bihuan.kernel.web import Door, Received


class Colour(StrEnum):
    """A choice."""

    RED = "red"
    BLUE = "blue"


class Sent(BaseModel):
    """A body."""

    amount: int
    note: str = ""


def _span(first: date | None = None, last: Annotated[date | None, Query(alias="to")] = None) -> tuple[Any, Any]:
    return first, last


router = web.doors()


@router.get("/things/{number}")
def thing(  # noqa: PLR0913, PLR0917 - every kind of parameter
    number: Annotated[int, Path(ge=1, le=2**31)],
    request: Request,
    span: Annotated[tuple[Any, Any], Depends(_span)],
    colour: Colour = Colour.RED,
    much: Annotated[float | None, Query(gt=0)] = None,
    open: bool = False,  # noqa: A002 - as in addresses
    word: Annotated[str, Query(alias="w", max_length=5)] = "",
) -> dict[str, Any]:
    """Whatever came."""
    return {
        "number": number,
        "span": [str(each) for each in span],
        "colour": colour,
        "much": much,
        "open": open,
        "word": word,
        "query": str(request.query_params),
    }


@router.post("/things/{number}")
def change(number: int, sent: Sent) -> dict[str, Any]:
    """Whatever came."""
    return {"number": number, **sent.model_dump()}


@router.get("/lists")
def many(number: Annotated[list[int], Query()]) -> list[int]:
    """Not plain: several values of one name."""
    return number


@router.post("/sent")
def sent(brought: Received) -> dict[str, Any]:
    """Not plain: a body of either kind, read as it comes."""
    return brought.fields


def _client(*, short: bool, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    app = FastAPI()
    app.include_router(router)
    doors = [route for route in app.router.routes if isinstance(route, Door)]
    if not short:
        monkeypatch.setattr("bihuan.kernel.given.Plain.read", lambda *_: None)
    assert all(door.path in {"/lists", "/sent"} or door._plain is not None for door in doors)  # noqa: SLF001 - that it is short
    return TestClient(app)


ASKED = [
    "/things/7",
    "/things/7?colour=blue&much=2.5&open=1&w=%E6%B3%B5&first=2026-01-31&to=2026-02-01",
    "/things/7?w=&open=false&open=true",
    "/things/7?to=2026-02-01&to=2026-02-02",
    "/things/0",
    "/things/seven",
    "/things/7?colour=green",
    "/things/7?much=-1",
    "/things/7?much=",
    "/things/7?w=too+long+a+word",
    "/things/7?first=yesterday",
    "/lists?number=1&number=2",
    "/lists",
]
BODIES: list[Any] = [{"amount": 3}, {"amount": "3", "note": "x"}, {}, {"amount": None}, None, [], "x"]


@pytest.mark.parametrize("asked", ASKED)
def test_parameters_are_read_alike(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    short = _client(short=True, monkeypatch=monkeypatch).get(asked)
    long = _client(short=False, monkeypatch=monkeypatch).get(asked)
    assert (short.status_code, short.json()) == (long.status_code, long.json())


@pytest.mark.parametrize("body", BODIES, ids=repr)
def test_bodies_are_read_alike(body: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    short = _client(short=True, monkeypatch=monkeypatch).post("/things/7", json=body)
    long = _client(short=False, monkeypatch=monkeypatch).post("/things/7", json=body)
    assert (short.status_code, short.json()) == (long.status_code, long.json())


def test_what_is_read_as_it_comes_is_left_to_fastapi(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = _client(short=True, monkeypatch=monkeypatch).post("/sent", json={"amount": 3})
    assert (answer.status_code, answer.json()) == (200, {"amount": 3})
