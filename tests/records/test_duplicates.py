"""Before somebody makes the same customer twice: who has it and since when, and nothing more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bihuan.ledger import commands as ledger
from bihuan.records.queries import duplicates
from tests.company import MONDAY_9
from tests.records.conftest import Ask, Make

NAME, PHONE = "沈阳北方泵业有限公司", "13812345678"
TOLD = {
    "owner": {"name": "陈销售"},
    "last_contact": None,
    "alike": "name",
    "record_id": None,
    "askable": True,
    "asked": None,
}


@pytest.mark.parametrize(
    ("asked", "alike"),
    [
        ({"name": NAME}, "name"),
        ({"name": "沈阳北方泵业股份有限公司"}, "name"),
        ({"name": "沈阳北方泵业"}, "name"),
        ({"name": "沈阳 北方泵业（集团）"}, "name"),
        ({"name": "沈阳北方泵叶有限公司"}, None),  # five letters differ in one: too little to say so
        ({"phone": "138 1234 5678"}, "phone"),
        ({"phone": "+86 13812345678", "name": "别的公司"}, "phone"),
        ({"name": "上海南方阀门有限公司"}, None),
        ({"name": "有限公司"}, None),
        ({"name": "沈"}, None),
        ({"phone": "5678"}, None),
        ({"phone": "1381234"}, None),
        ({"name": "%"}, None),
        ({"name": "' OR 1=1 --"}, None),
        ({"name": "", "phone": ""}, None),
    ],
)
def test_what_is_alike(ask: Ask, make: Make, asked: dict[str, str], alike: str | None) -> None:
    make("chen", "customer", name=NAME, phone=PHONE)
    make("chen", "customer", name="大连海事阀门厂", phone="13900000000")
    items = ask("zhao").get("/api/duplicates/customer", params=asked).json()["items"]
    assert items == ([] if alike is None else [{**TOLD, "alike": alike}])


def test_one_slip_in_a_long_name_is_seen_through(ask: Ask, make: Make) -> None:
    make("chen", "customer", name="江苏长江特种阀门制造有限公司")
    items = ask("lin").get("/api/duplicates/customer", params={"name": "江苏长江特种阀们制造有限公司"}).json()["items"]
    assert [item["alike"] for item in items] == ["name"]


def test_the_day_of_the_last_contact_is_told_and_nothing_else(ask: Ask, make: Make, session: Session) -> None:
    number = make("chen", "customer", name=NAME, phone=PHONE, city="沈阳")
    for days in (0, 3):
        late = MONDAY_9 + timedelta(days=days, hours=15)  # the next day in Shanghai
        ledger.append(session, at=late, by_id=None, what="activity.logged", subject=f"customer:{number}", payload={})
    answer = ask("lin").get("/api/duplicates/customer", params={"name": NAME})
    assert answer.json() == {"items": [{**TOLD, "last_contact": "2026-03-06"}], "doubtful_code": False}


def test_a_contact_about_one_of_their_deals_is_a_contact_with_the_customer(
    ask: Ask, make: Make, session: Session
) -> None:
    customer = make("chen", "customer", name=NAME)
    deal = make("chen", "opportunity", name="anything", customer=customer)
    for what, days in ((f"customer:{customer}", 1), (f"opportunity:{deal}", 4), ("opportunity:999999", 9)):
        at = MONDAY_9 + timedelta(days=days)
        ledger.append(session, at=at, by_id=None, what="activity.logged", subject=what, payload={})
    items = ask("zhao").get("/api/duplicates/customer", params={"name": NAME}).json()["items"]
    assert [item["last_contact"] for item in items] == ["2026-03-06"]


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("沈阳北方泵业有限公司", "沈阳北方泵业"),
        ("ＡＢＢ（中国）有限公司", "abb中国"),
        ("Acme Pumps Co., Ltd.", "acmepumps"),
        ("Costco", "costco"),
        ("有限公司", "有限公司"),
        ("", ""),
    ],
)
def test_the_core_of_a_name(name: str, core: str) -> None:
    assert duplicates.core(name) == core
