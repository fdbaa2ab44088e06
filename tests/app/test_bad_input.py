"""What people and programs really send: each is refused with a code, a sentence and facts, and nothing is half done."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.kernel import clock
from bihuan.org import queries as people
from bihuan.process import commands as process
from bihuan.process import queries as journeys
from bihuan.process.models import Journey
from bihuan.records import commands as records
from tests.company import Cast
from tests.conftest import look_again

Browse = Callable[[str], TestClient]


def refused(answer: Response, status: int, code: str) -> dict[str, Any]:
    """The facts of a refusal, after a look at its shape."""
    assert answer.status_code == status, answer.text[:500]
    body = answer.json()
    assert set(body) == {"code", "message", "facts"}
    assert body["code"] == code
    assert body["message"]
    facts: dict[str, Any] = body["facts"]
    return facts


def everything(session: Session) -> list[int]:
    """How much there is of all that could be half done."""
    tables = ("o_customer", "o_opportunity", "process_journey", "process_stay", "process_handed_in", "records_file")
    look_again(session)
    return [session.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in tables] + [
        session.scalar(text("SELECT count(*) FROM ledger_event WHERE subject NOT LIKE 'person:%'"))
        or 0  # logging in is told
    ]


@pytest.fixture
def deal(session: Session, cast: Cast) -> Journey:
    """An opportunity of Chen's that stands in the stage of the proposal."""
    chen, now = people.viewer(session, cast.chen), clock.now()
    values = {"name": "循环泵更换", "amount": 5000, "medium": "水", "temperature": 20}
    made = records.create(session, chen, "opportunity", values, now=now)
    journey = journeys.journey_beside(session, made.id)
    assert journey is not None
    process.advance(session, chen, journey, now=now)
    return journey


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"name": "x", "nmae": "y"}, "nmae", "unknown_field"),
        ({"name": "x", "amount": "abc"}, "amount", "wrong_type"),
        ({"name": "x", "amount": 10**400}, "amount", None),
        ({"name": "x", "amount": [1]}, "amount", "wrong_type"),
        ({"name": {"a": 1}}, "name", "wrong_type"),
        ({"name": "x" * 100_000}, "name", None),
        ({"name": ""}, "name", None),
        ({"name": "x", "owner_pos": 1}, "owner_pos", "system_field"),
        ({"name": "x", "stage": "sign"}, "stage", None),
        ({"name": "x", "customer": 2**70}, "customer", None),
        ({"name": "x", "temperature": "1e999"}, "temperature", None),
        ({"name": "nul \x00 byte"}, "", None),
    ],
    ids=lambda given: str(given)[:40],
)
def test_a_record_that_cannot_be(
    browse: Browse, session: Session, values: dict[str, Any], field: str, code: str | None
) -> None:
    before = everything(session)

    facts = refused(browse("chen").post("/api/records/opportunity", json={"values": values}), 422, "invalid")

    problem = next(one for one in facts["problems"] if field in {one.get("field"), ""})
    assert problem["message"]
    assert code is None or problem["code"] == code
    assert everything(session) == before


def test_all_problems_are_named_at_once(browse: Browse) -> None:
    values = {"nmae": 1, "amount": "abc", "temperature": "warm"}

    facts = refused(browse("chen").post("/api/records/opportunity", json={"values": values}), 422, "invalid")

    assert {one["field"] for one in facts["problems"]} == {"nmae", "amount", "temperature", "name"}


def test_fifty_megabytes_of_text(browse: Browse, session: Session) -> None:
    before = everything(session)
    body = b'{"values": {"name": "' + b"x" * 50_000_000 + b'"}}'

    answer = browse("chen").post("/api/records/customer", content=body, headers={"content-type": "application/json"})

    refused(answer, 413, "too_large")
    assert everything(session) == before


@pytest.mark.parametrize(
    "body", [b"[1", b"\xff\xfe", b'{"values": NaN}', b'{"values": {}, "values": {}}', b"null", b""]
)
def test_what_is_not_json(browse: Browse, body: bytes) -> None:
    answer = browse("chen").post("/api/records/customer", content=body, headers={"content-type": "application/json"})

    assert answer.status_code == 422
    assert set(answer.json()) == {"code", "message", "facts"}


def test_a_pdf_that_is_a_program(browse: Browse, session: Session, deal: Journey) -> None:
    before, program = everything(session), b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 2000

    files = {"file": ("方案.pdf", program, "application/pdf")}
    answer = browse("chen").post(f"/api/journeys/{deal.id}/deliverables/proposal_pdf", files=files)

    facts = refused(answer, 422, "wrong_file_type")
    assert "pdf" in str(facts["claimed"])
    assert everything(session) == before


def test_a_stage_that_does_not_exist(browse: Browse, session: Session, deal: Journey) -> None:
    before = everything(session)

    facts = refused(
        browse("chen").post(f"/api/journeys/{deal.id}/advance", json={"to": "nowhere"}), 422, "no_such_stage"
    )

    assert facts["asked"] == "nowhere"
    assert everything(session) == before


def test_a_gate_names_everything_that_is_missing(browse: Browse, session: Session, deal: Journey) -> None:
    before = everything(session)

    facts = refused(browse("chen").post(f"/api/journeys/{deal.id}/advance", json={}), 409, "gate_closed")

    assert [(one["kind"], one["key"]) for one in facts["missing"]] == [
        ("deliverable", "proposal_pdf"),
        ("deliverable", "receipt"),
    ]
    assert all(one["label"] and one["why"] for one in facts["missing"])
    assert everything(session) == before


def test_two_people_saving_one_record(browse: Browse, deal: Journey) -> None:
    address = f"/api/records/opportunity/{deal.record_id}"
    chen, wang = browse("chen"), browse("wang")
    revision = chen.get(address).json()["revision"]
    saved = wang.patch(address, json={"values": {"amount": 350_000}, "revision": revision})
    assert saved.status_code == 200, saved.text

    facts = refused(
        chen.patch(address, json={"values": {"amount": 300_000}, "revision": revision}), 409, "someone_was_first"
    )

    assert "amount" in str(facts)
    assert float(chen.get(address).json()["values"]["amount"]) == 350_000


@pytest.mark.parametrize(
    "query",
    [
        "?sort=nonsense",
        "?sort=amount;drop table o_customer",
        "?nonsense=1",
        "?limit=0",
        "?limit=100000",
        "?cursor=%00garbage",
        "?where={",
        '?where={"field":"nope","op":"eq","value":1}',
        '?where={"field":"amount","op":"like","value":"%25"}',
        "?amount=abc",
        "?q=" + "x" * 5000,
    ],
)
def test_a_question_that_makes_no_sense(browse: Browse, query: str) -> None:
    answer = browse("chen").get(f"/api/records/opportunity{query}")

    assert answer.status_code == 422, answer.text[:300]
    assert set(answer.json()) == {"code", "message", "facts"}


def workbook_bomb() -> bytes:
    """An XLSX of some hundred KiB that says it unpacks to 300 MiB."""
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"A" * (300 << 20))
    return kept.getvalue()


def upload(client: TestClient, name: str, content: bytes) -> Response:
    """Give the import assistant a file of customers."""
    return client.post("/api/imports", data={"object": "customer"}, files={"file": (name, content)})


def test_a_workbook_that_would_fill_the_memory(browse: Browse, session: Session) -> None:
    before = everything(session)

    refused(upload(browse("sun"), "客户.xlsx", workbook_bomb()), 413, "unpacks_too_large")

    assert everything(session) == before


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", "名称,名称\n一,二\n".encode(), "duplicate_headers"),
        ("a.csv", b"", "empty_file"),
        ("a.csv", b"MZ\x90\x00" + bytes(range(256)) * 8, None),
        ("a.xlsx", b"PK\x03\x04 not a workbook", None),
        ("a.exe", b"MZ\x90\x00", None),
    ],
)
def test_a_table_that_cannot_be_read(
    browse: Browse, session: Session, name: str, content: bytes, code: str | None
) -> None:
    before = everything(session)

    answer = upload(browse("sun"), name, content)

    assert answer.status_code in {413, 422}, answer.text[:300]
    assert set(answer.json()) == {"code", "message", "facts"}
    assert code is None or answer.json()["code"] == code
    assert everything(session) == before


def test_a_table_in_gb18030_is_read_as_it_was_written(browse: Browse) -> None:
    content = "名称,城市\n温州新城泵业,温州\n𠮷田阀门,宁波\n".encode("gb18030")

    answer = upload(browse("sun"), "客户.csv", content)

    assert answer.status_code in {200, 201}, answer.text[:500]
    assert "温州新城泵业" in answer.text


def test_a_formula_in_a_cell_stays_text_and_is_reported(browse: Browse) -> None:
    answer = upload(browse("sun"), "客户.csv", '名称,城市\n"=cmd|calc!A0",温州\n'.encode())

    assert answer.status_code in {200, 201}, answer.text[:500]
    assert "formula_like" in {problem["kind"] for problem in answer.json()["problems"]}
