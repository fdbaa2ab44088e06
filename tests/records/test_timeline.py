"""A record's history, as a person reads it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from bihuan.ledger import commands as ledger
from bihuan.records import narration
from tests.company import MONDAY_9, Cast
from tests.records.conftest import Ask, Make


def test_every_change_is_a_sentence(ask: Ask, make: Make, cast: Cast) -> None:
    customer = make("chen", "customer", name="北方", phone="13812345678", source="fair")
    path = f"/api/records/customer/{customer}"
    ask("wang").patch(path, json={"values": {"phone": "13912345678", "source": "web", "city": "大连"}, "revision": 1})
    changed, created = ask("chen").get(f"{path}/timeline", headers={"accept-language": "zh"}).json()["items"]
    assert changed["words"] == "修改了来源、城市、电话"
    assert changed["by"] == {"id": cast.wang, "name": "王主管"}
    assert changed["changes"] == [
        {"field": "source", "label": "来源", "from": "展会", "to": "官网"},
        {"field": "city", "label": "城市", "from": None, "to": "大连"},
        {"field": "phone", "label": "电话", "from": "13812345678", "to": "13912345678"},
    ]
    assert (created["kind"], created["words"], created["payload"]) == (
        "record.created",
        "新建了记录",
        {"origin": "web"},
    )
    english = ask("chen").get(f"{path}/timeline").json()["items"][0]
    assert english["words"] == "changed Source, City, Phone"
    assert english["changes"][0] == {"field": "source", "label": "Source", "from": "Fair", "to": "Website"}


def test_what_is_pointed_at_has_its_name(ask: Ask, make: Make) -> None:
    customer, other = make("chen", "customer", name="北方"), make("chen", "customer", name="南方")
    deal = make("chen", "opportunity", name="泵", customer=customer, amount=1000)
    path = f"/api/records/opportunity/{deal}"
    ask("chen").patch(path, json={"values": {"customer": other, "amount": 2500.5}, "revision": 1})
    changes = ask("chen").get(f"{path}/timeline").json()["items"][0]["changes"]
    assert changes == [
        {"field": "customer", "label": "Customer", "from": "北方", "to": "南方"},
        {"field": "amount", "label": "Amount", "from": "1,000.00", "to": "2,500.50"},
    ]


def test_pages_of_history_join(ask: Ask, make: Make) -> None:
    customer = make("chen", "customer", name="北方")
    path, chen = f"/api/records/customer/{customer}", ask("chen")
    for number in range(1, 8):
        chen.patch(path, json={"values": {"city": f"c{number}"}, "revision": number})
    seen, cursor = [], ""
    while True:
        page = chen.get(f"{path}/timeline?limit=3{cursor}").json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    whole = [item["id"] for item in chen.get(f"{path}/timeline").json()["items"]]
    assert seen == whole == sorted(whole, reverse=True)
    assert len(whole) == 8


@pytest.mark.parametrize("cursor", ["0", "-1", "x", "9" * 400, "1;DROP"])
def test_a_place_that_is_none_is_refused(ask: Ask, make: Make, cursor: str) -> None:
    customer = make("chen", "customer", name="北方")
    answer = ask("chen").get(f"/api/records/customer/{customer}/timeline", params={"cursor": cursor})
    assert answer.status_code == 422


def test_of_an_event_only_its_named_facts_are_shown(ask: Ask, make: Make, session: Session) -> None:
    customer = make("chen", "customer", name="北方")
    narration.register("test.told", lambda facts, lang: f"{lang}:{facts['open']}", facts=("open",))
    for kind in ("test.told", "test.unknown"):
        payload = {"open": 1, "closed": "geheim"}
        ledger.append(session, at=MONDAY_9, by_id=None, what=kind, subject=f"customer:{customer}", payload=payload)
    answer = ask("chen").get(f"/api/records/customer/{customer}/timeline")
    unknown, told, _ = answer.json()["items"]
    assert (told["words"], told["payload"], told["by"]) == ("en:1", {"open": 1}, None)
    assert (unknown["words"], unknown["payload"]) == ("test.unknown", {})
    assert "geheim" not in answer.text


def test_what_was_erased_says_so(ask: Ask, make: Make, session: Session) -> None:
    customer = make("chen", "customer", name="北方", phone="13812345678")
    ledger.forget(session, f"customer:{customer}", by_id=None, now=MONDAY_9)
    answer = ask("chen").get(f"/api/records/customer/{customer}/timeline")
    changes = {change["field"]: change for change in answer.json()["items"][-1]["changes"]}
    assert changes["name"]["to"] == "北方"
    assert changes["phone"] == {
        "field": "phone",
        "label": "Phone",
        "from": None,
        "to": "Erased at the person's request",
    }
    assert "13812345678" not in answer.text
