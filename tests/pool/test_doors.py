"""Pools over HTTP: what lies there says no more than the pool shows, whichever way one asks."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from bihuan.design import commands as design
from bihuan.design.commands import BlueprintFaulty
from bihuan.kernel import db
from tests.company import MONDAY_9
from tests.pool.conftest import document
from tests.pool.test_pool import Sea, sea

__all__ = ["sea"]
Browse = Callable[[str], TestClient]
PHONE, NAME = "13912345678", "金丝雀泵业"


@pytest.fixture
def number(pooled: Callable[..., None], sea: Sea) -> int:
    """A customer of Chen's that lies in the pool."""
    pooled(shows=["name", "city"])
    return sea.pooled(NAME, phone=PHONE, city="温州")


def test_the_pool_shows_what_it_shows(number: int, browse: Browse) -> None:
    lin = browse("lin")
    (pool,) = lin.get("/api/pools").json()["items"]
    assert (pool["label"], pool["count"], pool["per_day"], pool["claimed_today"]) == ("客户公海", 1, 2, 0)
    assert pool["shows"] == ["name", "city"]
    answer = lin.get("/api/pools/customers/records")
    (item,) = answer.json()["items"]
    assert (item["id"], item["title"], item["values"]) == (number, NAME, {"name": NAME, "city": "温州"})
    assert (item["why"], item["had_by"][:1], item["last_contact"]) == ("returned", "陈", None)
    assert PHONE not in answer.text
    assert lin.get("/api/pools/customers/records?why=quiet").json()["items"] == []
    assert len(lin.get("/api/pools/customers/records?why=returned").json()["items"]) == 1
    assert lin.get(f"/api/pools/customers/records?q={PHONE[-4:]}").json()["items"] == []


def test_a_title_that_is_not_shown_is_a_number(pooled: Callable[..., None], sea: Sea, browse: Browse) -> None:
    pooled(shows=["city"])
    number = sea.pooled(NAME, city="温州")
    answer = browse("lin").get("/api/pools/customers/records")
    assert answer.json()["items"][0]["title"] == f"#{number}"
    assert NAME not in answer.text


def test_no_other_question_tells_of_it(number: int, browse: Browse) -> None:
    where = json.dumps({"field": "name", "op": "contains", "value": "金丝雀"})
    for login in ("lin", "chen", "wang"):
        asking = browse(login)
        for ask in (
            f"/api/records/customer/{number}",
            f"/api/records/customer/{number}/timeline",
            f"/api/records/customer?id={number}",
            "/api/records/customer?q=5678",
            f"/api/records/customer?where={where}",
            "/api/records/customer/groups?by=name",
            f"/api/search?q={NAME}",
            f"/api/pools/of/customer/{number}",
        ):
            answer = asking.get(ask)
            assert NAME not in answer.text, ask
            assert PHONE not in answer.text, ask
        assert asking.get(f"/api/records/customer/{number}").status_code == 404
    assert browse("wang").get("/api/pools").json()["items"] == []
    assert browse("wang").get("/api/pools/customers/records").status_code == 404


def test_claimed_and_returned_with_a_reason(number: int, sea: Sea, browse: Browse) -> None:
    lin = browse("lin")
    claimed = lin.post(f"/api/pools/customers/records/{number}/claim")
    assert claimed.status_code == 200, claimed.text
    assert claimed.json()["title"] == NAME
    assert lin.get(f"/api/records/customer/{number}").json()["values"]["phone"] == f"+86{PHONE}"
    stand = lin.get(f"/api/pools/of/customer/{number}").json()
    assert (stand["lies"], stand["may_return"], stand["pool"]) == (False, True, "customers")
    assert browse("lin").post(f"/api/pools/customers/records/{number}/claim").json()["code"] == "claimed_already"
    back = lin.post(f"/api/pools/of/customer/{number}/return", json={"reason": "不是目标客户"})
    assert back.json() == {"pool": "customers", "label": "客户公海", "done": True}
    assert lin.get(f"/api/records/customer/{number}").status_code == 404
    story = [one["words"] for one in browse("sun").get(f"/api/records/customer/{number}/timeline").json()["items"]]
    assert story[:4] == ["退回公海的原因：不是目标客户", "退回了公海", "从公海领取了", "退回了公海"]
    db.see(sea.kept, db.EVERYTHING)


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"object": "nothing"}, "no_such_object"),
        ({"object": "product", "shows": ["name"]}, "seen_by_everyone"),
        ({"roles": []}, "nobody_claims"),
        ({"roles": ["boss"]}, "no_such_role"),
        ({"shows": ["fax"]}, "no_such_field"),
    ],
)
def test_a_pool_that_makes_no_sense_is_not_released(sea: Sea, members: dict[str, object], code: str) -> None:
    with pytest.raises(BlueprintFaulty) as no:
        design.release(sea.session, None, document(**members), note="pool", now=MONDAY_9)
    assert code in str(no.value.facts())
