"""Imports over HTTP: upload, look, fix, commit, undo; bad input is refused and nothing is half-done."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from python_calamine import CalamineWorkbook
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.importer.test_reading import BAD, bomb, exe, sheet

Browse = Callable[[str], TestClient]
CUSTOMERS = "客户名称,来源,城市,电话\n甲公司,展会,北京,13812345678\n乙公司,展览馆,上海,12\n丙公司,官网,=1+1,\n"


def send(client: TestClient, content: bytes | str, *, name: str = "客户.csv", **fields: str) -> Any:  # noqa: ANN401
    data = content.encode() if isinstance(content, str) else content
    return client.post("/api/imports", files={"file": (name, data)}, data={"object": "customer", **fields})


def kinds(batch: dict[str, Any]) -> dict[str, int]:
    return {problem["kind"]: problem["count"] for problem in batch["problems"]}


def test_an_upload_is_answered_with_columns_a_guess_and_all_problems(browse: Browse) -> None:
    answer = send(browse("sun"), CUSTOMERS)
    assert answer.status_code == 201, answer.text
    batch = answer.json()
    assert batch["columns"][0] == {"name": "客户名称", "samples": ["甲公司", "乙公司", "丙公司"]}
    assert batch["guess"] == {"客户名称": "name", "来源": "source", "城市": "city", "电话": "phone"}
    assert {"name", "phone", "owner"} <= {target["key"] for target in batch["targets"]}
    assert batch["state"] == "checked"
    assert kinds(batch) == {"unknown_choice": 1, "wrong_type": 1, "formula_like": 1}


def test_from_upload_to_undo(browse: Browse, session: Session) -> None:
    client = browse("sun")
    count = text("SELECT count(*) FROM o_customer WHERE deleted_at IS NULL")
    before = session.execute(count).scalar_one()
    number = send(client, CUSTOMERS).json()["id"]
    mapping = {"客户名称": "name", "来源": "source", "城市": "city", "电话": "phone"}
    looked = client.post(f"/api/imports/{number}/check", json={"mapping": mapping}).json()
    assert kinds(looked) == {"unknown_choice": 1, "wrong_type": 1, "formula_like": 1}
    assert (looked["numbers"]["rows"], looked["numbers"]["ready"], looked["numbers"]["skipped"]) == (3, 2, 1)
    fixes = [
        {"column": "来源", "kind": "unknown_choice", "remedy": "replace", "value": "展览馆", "by": "展会"},
        {"column": "电话", "kind": "wrong_type", "remedy": "leave_empty"},
    ]
    fixed = client.post(f"/api/imports/{number}/check", json={"fixes": fixes}).json()
    assert (fixed["numbers"]["ready"], fixed["numbers"]["skipped"]) == (3, 0)
    assert session.execute(count).scalar_one() == before
    done = client.post(f"/api/imports/{number}/commit").json()
    assert (done["state"], done["numbers"]["created"], done["can"]) == (
        "done",
        3,
        {"check": False, "commit": False, "undo": True},
    )
    items = client.get("/api/records/customer?sort=name").json()["items"]
    assert {"=1+1"} <= {item["values"].get("city") for item in items}
    again = client.post(f"/api/imports/{number}/commit")
    assert (again.status_code, again.json()["code"]) == (409, "not_checked")
    assert client.post(f"/api/imports/{number}/undo").json()["state"] == "undone"
    assert session.execute(count).scalar_one() == before
    listed = client.get("/api/imports").json()["items"]
    assert (listed[0]["id"], listed[0]["state"], listed[0]["file"]) == (number, "undone", "客户.csv")
    assert client.get(f"/api/imports/{number}").json()["problems"] == fixed["problems"]


def test_deals_land_in_their_stages_and_stand_on_the_board(browse: Browse) -> None:
    client = browse("sun")
    rows = (
        "商机名称,客户,金额（万元）,负责人,阶段,创建日期\nA,,12.5,陈销售,报价,2026-01-05\nB,,3,林销售,赢单,2026-01-05\n"
    )
    fields = {
        "object": "opportunity",
        "mapping": json.dumps({"grace_days": 7, "sources": [{"file": "d.csv", "object": "opportunity"}]}),
    }
    batch = send(client, rows, name="d.csv", **fields).json()
    assert batch["guess"]["阶段"] == "stage"
    assert batch["guess"]["负责人"] == "owner"
    assert kinds(batch)["close_missing"] == 1
    done = client.post(f"/api/imports/{batch['id']}/commit").json()
    assert done["numbers"]["journeys"] == 1
    (item,) = browse("chen").get("/api/records/opportunity?name=A").json()["items"]
    assert (item["values"]["amount"], item["journey"]["stage"], item["owner"]["name"]) == (125_000, "quote", "陈销售")
    assert browse("lin").get("/api/records/opportunity?name=A").json()["items"] == []


def test_the_rows_held_back_are_given_out_as_text(browse: Browse) -> None:
    client = browse("sun")
    mapping = {"客户名称": "name", "来源": "source", "城市": "city", "电话": "phone"}
    batch = send(client, CUSTOMERS + "丁公司,=cmd,@x,1\n", mapping=json.dumps(mapping)).json()
    answer = client.get(f"/api/imports/{batch['id']}/errors.xlsx")
    assert answer.headers["content-disposition"].startswith("attachment")
    lines = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert lines[0] == ["客户名称", "来源", "城市", "电话", "原文件行号", "问题"]
    assert [line[:5] for line in lines[1:]] == [
        ["乙公司", "展览馆", "上海", "12", "3"],
        ["丁公司", "=cmd", "@x", "1", "5"],
    ]
    assert "不在选项里" in str(lines[1][5])
    assert b"<f>" not in answer.content


HOSTILE: dict[str, tuple[bytes, str, int, str]] = {
    "a program named csv": (exe(), "x.csv", 422, "not_a_table"),
    "a bomb": (bomb(), "x.xlsx", 413, "unpacks_too_large"),
    "nothing": (b"", "x.csv", 422, "empty_file"),
    "double headings": (BAD["two columns of one name"][0], "x.csv", 422, "duplicate_headers"),
    "no headings": (BAD["no headings"][0], "x.csv", 422, "no_header"),
    "50 MB of text": (b"a,b\n" + b"x" * 50_000_000, "x.csv", 413, "table_too_large"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_bad_file_is_refused_and_nothing_is_kept_of_it(browse: Browse, session: Session, what: str) -> None:
    content, name, status, code = HOSTILE[what]
    answer = send(browse("sun"), content, name=name)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert set(answer.json()) == {"code", "message", "facts"}
    assert session.execute(text("SELECT count(*) FROM importer_batch")).scalar_one() == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"object": "spaceship"}, "unknown_object"),
        ({"object": "../etc"}, "bad_mapping"),
        ({"mapping": "[1]"}, "bad_mapping"),
        ({"mapping": "{" * 5000}, "bad_mapping"),
        ({"mapping": json.dumps({"客户名称": "owner_id"})}, "unknown_field"),
        ({"mapping": json.dumps({"客户名称": "created_at"})}, "unknown_field"),
        ({"mapping": json.dumps({"没有": "name"})}, "unknown_header"),
        ({"mapping": json.dumps({"sources": [{"file": "../../x", "object": "customer"}]})}, "bad_mapping"),
        ({"mapping": json.dumps({"sources": [{"file": "else.csv", "object": "customer"}]})}, "missing_file"),
        ({"mapping": json.dumps({"columns": {"客户名称": "name"}, "surprise": 1})}, "bad_mapping"),
        (
            {"object": "opportunity", "mapping": json.dumps({"columns": {}, "journey": {"stages": {"x": "nowhere"}}})},
            "unknown_stage",
        ),
    ],
)
def test_a_bad_mapping_is_refused_with_its_place(browse: Browse, fields: dict[str, str], code: str) -> None:
    answer = send(browse("sun"), CUSTOMERS, **fields)
    assert answer.status_code == 422, answer.text
    problem = answer.json()["facts"]["problems"][0]
    assert problem["code"] == code
    assert problem["place"]
    assert problem["message"]


def test_no_file_two_of_a_name_and_too_many_are_refused(browse: Browse) -> None:
    client = browse("sun")
    assert client.post("/api/imports", data={"object": "customer"}).status_code == 422
    two = [("file", ("a.csv", b"a,b\n1,x\n")), ("file", ("C:\\x\\a.csv", b"a,b\n1,x\n"))]
    answer = client.post("/api/imports", files=two, data={"object": "customer"})
    assert answer.json()["facts"]["problems"][0]["code"] == "file_twice"


def test_only_who_has_the_right_may_import_and_nobody_sees_anothers_batch(browse: Browse) -> None:
    number = send(browse("sun"), CUSTOMERS).json()["id"]
    for login in ("chen", "lin", "wang", "zhao"):
        client = browse(login)
        for answer in (
            send(client, CUSTOMERS),
            client.get("/api/imports"),
            client.get(f"/api/imports/{number}"),
            client.post(f"/api/imports/{number}/check", json={}),
            client.post(f"/api/imports/{number}/commit"),
            client.post(f"/api/imports/{number}/undo"),
            client.get(f"/api/imports/{number}/errors.xlsx"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert browse("sun").get("/api/imports/999999").status_code == 404


def test_a_workbook_comes_in_like_a_csv(browse: Browse) -> None:
    content = sheet(("名称", "电话", "城市"), ("甲", 13812345678, "北京"), ("乙", "021-62345678", "上海"))
    batch = send(browse("sun"), content, name="客户.xlsx").json()
    assert batch["numbers"]["ready"] == 2
    assert batch["guess"] == {"名称": "name", "电话": "phone", "城市": "city"}
