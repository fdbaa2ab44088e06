"""Asking for help, and whom to ring, from where one reads of it."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bihuan.activity.models import Task
from bihuan.kernel import db
from bihuan.notices.models import Notice
from tests.company import Cast

Browse = Callable[[str], TestClient]


def deal(chen: TestClient, **more: object) -> int:
    made = chen.post("/api/records/opportunity", json={"values": {"name": "东方化工 · 循环泵", **more}})
    assert made.status_code == 201, made.text
    return int(made.json()["id"])


def test_the_manager_is_asked_with_a_task_and_a_word(browse: Browse, session: Session, cast: Cast) -> None:
    chen = browse("chen")
    number = deal(chen)
    answer = chen.post(f"/api/records/opportunity/{number}/help", json={"note": "客户要见领导"})
    assert answer.json() == {"helper_id": cast.wang, "name": "王主管"}
    assert chen.post(f"/api/records/opportunity/{number}/help", json={"note": "再催一次"}).status_code == 200
    wang = browse("wang")
    (task,) = [one for one in wang.get("/api/tasks").json()["items"] if one["kind"] == "help"]
    assert (task["title"], task["about"], task["record_id"]) == ("陈销售：客户要见领导", "东方化工 · 循环泵", number)
    (notice,) = wang.get("/api/notices?open=1").json()["items"]
    assert (notice["title"], notice["why"]) == ("陈销售请你帮忙：东方化工 · 循环泵", "因为陈销售想请你帮忙。")
    assert "客户要见领导" in notice["sentence"]
    story = chen.get(f"/api/records/opportunity/{number}/timeline").json()["items"]
    assert any("请人帮忙：客户要见领导" in str(line) for line in story)
    db.see(session, db.EVERYTHING)
    assert len(session.scalars(select(Task).where(Task.kind == "help")).all()) == 1
    assert len(session.scalars(select(Notice).where(Notice.kind == "help.asked")).all()) == 1


def test_only_who_sees_it_can_be_asked(browse: Browse, cast: Cast) -> None:
    chen = browse("chen")
    number = deal(chen)
    for nobody in (cast.lin, cast.zhao, cast.chen):
        answer = chen.post(f"/api/records/opportunity/{number}/help", json={"helper_id": nobody})
        assert (answer.status_code, answer.json()["code"]) == (409, "nobody_to_ask")
    assert chen.post(f"/api/records/opportunity/{number}/help", json={"helper_id": cast.sun}).status_code == 200
    assert browse("lin").post(f"/api/records/opportunity/{number}/help", json={}).status_code == 404


def test_one_rings_the_customer_of_a_deal(browse: Browse, session: Session) -> None:
    chen = browse("chen")
    customer = chen.post("/api/records/customer", json={"values": {"name": "东方化工", "phone": "13800138000"}}).json()[
        "id"
    ]
    number = deal(chen, customer=customer)
    (found,) = chen.get(f"/api/records/opportunity/{number}/numbers").json()
    assert found == {"name": "东方化工", "label": "电话", "number": "+8613800138000"}
    assert chen.get(f"/api/records/customer/{customer}/numbers").json() == [found]
    db.see(session, db.EVERYTHING)
    other = browse("lin").post("/api/records/customer", json={"values": {"name": "西方", "phone": "13900139000"}})
    db.see(session, db.EVERYTHING)
    session.execute(
        text("UPDATE o_opportunity SET f_customer = :other WHERE id = :number"),
        {"other": other.json()["id"], "number": number},
    )
    assert (
        chen.get(f"/api/records/opportunity/{number}/numbers").json() == []
    )  # whom one does not see, one does not ring
