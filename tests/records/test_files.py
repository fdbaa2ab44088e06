"""Files: kept once, seen through their records, and never run by a browser."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from fastapi import FastAPI
from PIL import Image
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel.files import FileTooLarge, Store
from tests.company import MONDAY_9, Cast
from tests.records.conftest import Ask, blueprint

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def jpeg() -> bytes:
    content = BytesIO()
    Image.new("RGB", (1000, 500), "blue").save(content, "JPEG")
    return content.getvalue()


def test_an_upload_is_its_senders_until_a_record_takes_it(ask: Ask, workshop: Session, cast: Cast) -> None:
    assert workshop
    chen, wang = ask("chen"), ask("wang")
    answer = chen.post("/api/files", files={"file": ("技术方案.pdf", BytesIO(PDF))})
    assert answer.status_code == 201, answer.text
    kept = answer.json()
    assert kept == {
        "id": kept["id"],
        "name": "技术方案.pdf",
        "type": "application/pdf",
        "size": len(PDF),
        "sha256": hashlib.sha256(PDF).hexdigest(),
    }
    assert chen.get(f"/api/files/{kept['id']}").content == PDF
    assert wang.get(f"/api/files/{kept['id']}").status_code == 404, "not even the manager sees a loose upload"

    made = chen.post("/api/records/thing", json={"values": {"name": "a", "paper": kept["id"]}}).json()
    assert made["values"]["paper"] == {
        "id": kept["id"],
        "name": "技术方案.pdf",
        "type": "application/pdf",
        "size": len(PDF),
    }
    assert wang.get(f"/api/files/{kept['id']}").content == PDF
    assert ask("lin").get(f"/api/files/{kept['id']}").status_code == 404
    assert cast


def test_nobody_takes_a_file_of_somebody_else(ask: Ask, workshop: Session) -> None:
    assert workshop
    chen, wang = ask("chen"), ask("wang")
    loose = chen.post("/api/files", files={"file": ("a.pdf", BytesIO(PDF))}).json()["id"]
    answer = wang.post("/api/records/thing", json={"values": {"name": "a", "paper": loose}})
    assert answer.json()["facts"]["problems"] == [
        {"field": "paper", "code": "not_found", "message": "There is no such thing to point at."}
    ]
    chen.post("/api/records/thing", json={"values": {"name": "a", "paper": loose}})
    again = chen.post("/api/records/thing", json={"values": {"name": "b", "paper": loose}})
    assert again.json()["facts"]["problems"][0]["code"] == "not_found", "a file belongs to one record"


def test_a_field_takes_its_kind_of_file(ask: Ask, workshop: Session) -> None:
    assert workshop
    chen = ask("chen")
    upload = chen.post("/api/files", files={"file": ("a.pdf", BytesIO(PDF))}).json()["id"]
    answer = chen.post("/api/records/thing", json={"values": {"name": "a", "photo": upload}})
    assert answer.json()["facts"]["problems"] == [
        {
            "field": "photo",
            "code": "wrong_file_type",
            "message": "This field takes another kind of file.",
            "found": "application/pdf",
            "takes": ["image/"],
        }
    ]


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd.pdf", "a\0.pdf", "a\u202efdp.pdf", "x" * 300 + ".pdf", "CON.pdf", "A.PdF"]
)
def test_a_hostile_name_is_only_a_name(ask: Ask, name: str) -> None:
    answer = ask("chen").post("/api/files", files={"file": (name, BytesIO(PDF))})
    if answer.status_code == 201:
        shown = answer.json()["name"]
        assert "/" not in shown
        assert "\0" not in shown
        assert len(shown) <= 120
        assert ask("chen").get(f"/api/files/{answer.json()['id']}").content == PDF
    else:
        assert answer.status_code == 422


@pytest.mark.parametrize("query", ["", "?inline=1", "?size=480", "?inline=1&size=160"])
def test_a_browser_runs_nothing_of_it(ask: Ask, query: str) -> None:
    chen = ask("chen")
    for name, content in (("a.pdf", PDF), ("a.jpg", jpeg()), ("a.txt", b"alert(1)"), ("a.csv", b"a,b")):
        number = chen.post("/api/files", files={"file": (name, BytesIO(content))}).json()["id"]
        answer = chen.get(f"/api/files/{number}{query}")
        headers = answer.headers
        assert answer.status_code == 200
        assert headers["x-content-type-options"] == "nosniff"
        assert "script" not in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        shown = headers["content-disposition"].startswith("inline")
        if name == "a.pdf":
            assert shown is ("inline=1" in query)
        elif name == "a.jpg":
            assert shown is bool(query)
            assert (answer.content == content) is not shown, "a picture that is shown is drawn anew"
        else:
            assert not shown
        assert shown or "sandbox" in headers["content-security-policy"]
        assert shown or answer.content == content


def test_a_small_picture_is_small(ask: Ask) -> None:
    chen = ask("chen")
    number = chen.post("/api/files", files={"file": ("a.jpg", BytesIO(jpeg()))}).json()["id"]
    with Image.open(BytesIO(chen.get(f"/api/files/{number}?size=480").content)) as image:
        assert image.size == (480, 240)
    for size in ("481", "0", "-1", "99999", "x"):
        assert chen.get(f"/api/files/{number}?size={size}").status_code == 422


@pytest.mark.parametrize("path", ["0", "-1", "x", str(2**63), "9" * 400, "../files", "1%00"])
def test_an_id_nobody_has_is_refused(ask: Ask, path: str) -> None:
    assert ask("chen").get(f"/api/files/{path}").status_code in {404, 405, 422}


def test_an_exe_in_a_pdfs_clothes_is_refused_and_not_kept(ask: Ask, application: FastAPI) -> None:
    content = b"MZ\x90\x00" + b"\0" * 200
    answer = ask("chen").post("/api/files", files={"file": ("a.pdf", BytesIO(content))})
    assert (answer.status_code, answer.json()["code"]) == (422, "wrong_file_type")
    assert answer.json()["facts"]["claimed"] == "pdf"
    assert answer.json()["facts"]["found"] == "exe"
    store: Store = application.state.files
    assert not store.has(hashlib.sha256(content).hexdigest())


def test_a_file_too_large_is_refused(ask: Ask) -> None:
    answer = ask("chen").post("/api/files", files={"file": ("a.txt", BytesIO(b"a" * (30 * 2**20 + 1)))})
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")


def test_no_file_and_two_files_are_refused(ask: Ask) -> None:
    assert ask("chen").post("/api/files", data={"x": "y"}).status_code == 422
    assert ask("chen").post("/api/files", json={}).status_code == 422


def test_the_store_keeps_a_content_once(store: Store) -> None:
    one, two = store.put(BytesIO(PDF)), store.put(BytesIO(PDF))
    assert one == two
    assert store.get(one.sha256) == PDF
    assert b"".join(store.chunks(one.sha256)) == PDF
    with pytest.raises(FileTooLarge):
        store.put(BytesIO(b"x" * 11), limit=10)
    with pytest.raises(ValueError, match="SHA-256"):
        store.get("../../etc/passwd")
    with pytest.raises(FileNotFoundError):
        store.get("0" * 64)


def test_everyone_sees_the_picture_of_what_everyone_sees(ask: Ask, session: Session) -> None:
    document = blueprint()
    document["objects"][1]["fields"].append({"key": "photo", "label": "照片", "type": "photo"})
    design.release(session, None, document, note="", now=MONDAY_9)
    sun = ask("sun")
    upload = sun.post("/api/files", files={"file": ("泵.jpg", BytesIO(jpeg()))}).json()["id"]
    made = sun.post("/api/records/product", json={"values": {"name": "泵", "photo": upload}}).json()
    chen = ask("chen")
    assert chen.get(f"/api/records/product/{made['id']}").json()["values"]["photo"]["name"] == "泵.jpg"
    assert chen.get(f"/api/files/{upload}?size=160").status_code == 200
