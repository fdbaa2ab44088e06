"""Before the same one is made twice: asking its owner to work on it together, or making it all the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel import db
from bihuan.ledger import queries as ledger
from bihuan.org import queries as people
from bihuan.records import commands
from bihuan.records.queries import Like
from tests.company import MONDAY_9, Cast
from tests.records.conftest import Ask, Make, blueprint

ONE, ALIKE = "/api/records/customer", "/api/duplicates/customer"
NAME, PHONE, CODE = "沈阳北方泵业有限公司", "13812345678", "91350100M000100Y43"
ASKED = {"name": NAME, "place": 0, "owner": "陈销售"}
FIRM: dict[str, Any] = {
    "key": "firm",
    "label": {"zh": "公司", "en": "Firm"},
    "title": "name",
    "fields": [
        {"key": "name", "label": "名称", "type": "text", "required": True},
        {"key": "uscc", "label": "信用代码", "type": "text", "pattern": "[0-9A-HJ-NPQRTUWXY]{18}"},
        {"key": "size", "label": "规格", "type": "text", "pattern": "DN[0-9]+"},
    ],
}


def told_of(ask: Ask, who: str, kind: str) -> list[dict[str, Any]]:
    items = ask(who).get("/api/notices", params={"open": 1}).json()["items"]
    return [one for one in items if one["kind"] == kind]


def asked_share(ask: Ask, who: str = "lin") -> int:
    """The number of the request that its owner was told of."""
    answer = ask(who).post(f"{ALIKE}/ask", json=ASKED)
    assert (answer.status_code, answer.json()) == (200, {"state": "asked"})
    number: int = told_of(ask, "chen", "share.asked")[0]["facts"]["share"]
    return number


def seen(ask: Ask, who: str, record: int) -> int:
    return ask(who).get(f"{ONE}/{record}").status_code


def test_the_owner_lets_a_colleague_in_with_one_answer(ask: Ask, make: Make) -> None:
    record = make("chen", "customer", name=NAME, phone=PHONE)
    other = make("chen", "customer", name="别家")
    share = asked_share(ask)
    assert seen(ask, "lin", record) == 404

    answer = ask("chen").post(f"/api/shares/{share}/answer", json={"yes": True})

    assert answer.json() == {"state": "granted"}
    lin = ask("lin")
    assert lin.get(f"{ONE}/{record}").json()["title"] == NAME
    assert [one["id"] for one in lin.get(ONE).json()["items"]] == [record]
    assert [one["id"] for one in lin.get("/api/search", params={"q": "北方"}).json()["items"]] == [record]
    logged = lin.post(f"{ONE}/{record}/activities", json={"kind": "call", "summary": "一起谈"})
    assert logged.status_code == 201, logged.text
    assert "一起谈" in ask("chen").get(f"{ONE}/{record}/timeline").text
    assert "一起谈" in lin.get(f"{ONE}/{record}/timeline").text
    assert seen(ask, "lin", other) == 404
    assert seen(ask, "zhao", record) == 404
    assert told_of(ask, "chen", "share.asked") == [], "it leaves the inbox"
    (word,) = told_of(ask, "lin", "share.granted")
    assert (word["object"], word["record_id"]) == ("customer", record)
    assert lin.get(ALIKE, params={"name": NAME}).json()["items"][0]["record_id"] == record


def test_a_no_lets_nobody_in_and_names_nothing(ask: Ask, make: Make) -> None:
    record = make("chen", "customer", name="沈阳北方泵业（集团）有限公司")
    share = asked_share(ask)

    assert ask("chen").post(f"/api/shares/{share}/answer", json={"yes": False}).json() == {"state": "declined"}

    assert seen(ask, "lin", record) == 404
    lin = ask("lin")
    assert "集团" not in lin.get("/api/notices", params={"open": 1}).text
    assert [one["asked"] for one in lin.get(ALIKE, params={"name": NAME}).json()["items"]] == ["declined"]
    assert lin.post(f"{ALIKE}/ask", json=ASKED).json() == {"state": "declined"}, "not asked again within a week"
    assert told_of(ask, "chen", "share.asked") == []
    assert ask("chen").post(f"/api/shares/{share}/answer", json={"yes": True}).json()["code"] == "someone_was_first"


@pytest.mark.parametrize(("who", "status"), [("chen", 200), ("wang", 200), ("sun", 200), ("lin", 404), ("zhao", 404)])
def test_the_owner_and_who_leads_them_answer_and_nobody_else(ask: Ask, make: Make, who: str, status: int) -> None:
    record = make("chen", "customer", name=NAME)
    share = asked_share(ask)
    assert ask(who).post(f"/api/shares/{share}/answer", json={"yes": True}).status_code == status
    assert seen(ask, "lin", record) == (200 if status == 200 else 404)


def test_whom_it_was_shared_with_lets_nobody_else_in(ask: Ask, make: Make) -> None:
    record = make("chen", "customer", name=NAME)
    ask("chen").post(f"/api/shares/{asked_share(ask)}/answer", json={"yes": True})
    share = asked_share(ask, "zhao")

    assert ask("lin").post(f"/api/shares/{share}/answer", json={"yes": True}).status_code == 403
    assert [one["state"] for one in ask("lin").get(f"{ONE}/{record}/shares").json()["items"]] == ["granted"]
    assert len(ask("chen").get(f"{ONE}/{record}/shares").json()["items"]) == 2


@pytest.mark.parametrize("who", ["chen", "lin"])
def test_either_of_the_two_ends_it(ask: Ask, make: Make, who: str) -> None:
    record = make("chen", "customer", name=NAME)
    share = asked_share(ask)
    ask("chen").post(f"/api/shares/{share}/answer", json={"yes": True})
    assert ask("zhao").post(f"/api/shares/{share}/end").status_code == 404

    assert ask(who).post(f"/api/shares/{share}/end").json() == {"state": "ended"}

    assert seen(ask, "lin", record) == 404
    assert ask("lin").get(ONE).json()["items"] == []


def test_what_is_lent_is_worked_on_and_not_given_away(ask: Ask, make: Make, cast: Cast) -> None:
    """Zhao leads others: with her own people's records she may do all of it."""
    own, record = make("zhao", "customer", name="自己的"), make("chen", "customer", name=NAME)
    share = asked_share(ask, "zhao")
    ask("chen").post(f"/api/shares/{share}/answer", json={"yes": True})
    zhao = ask("zhao")

    assert zhao.get(f"{ONE}/{record}").json()["can"] == {"change": True, "delete": False, "assign": False}
    assert {one["id"]: one["can"]["assign"] for one in zhao.get(ONE).json()["items"]} == {own: True, record: False}
    assert zhao.patch(f"{ONE}/{record}", json={"values": {"city": "沈阳"}, "revision": 1}).status_code == 200
    assert zhao.post(f"{ONE}/{record}/assign", json={"owner_id": cast.zhao}).status_code == 403
    assert zhao.delete(f"{ONE}/{record}").status_code == 403
    sent = {"keep": own, "revisions": {str(own): 1, str(record): 2}}
    assert zhao.post("/api/merges/customer", json=sent).status_code == 403
    make("zhao", "customer", name=NAME)
    assert zhao.get("/api/merges/customer").json()["items"] == []
    assert ask("chen").get(f"{ONE}/{record}").json()["values"]["city"] == "沈阳"


def test_nobody_is_asked_for_what_one_sees_or_what_has_changed(ask: Ask, make: Make) -> None:
    record = make("chen", "customer", name=NAME)
    assert ask("wang").post(f"{ALIKE}/ask", json=ASKED).json()["code"] == "nobody_to_share"
    assert ask("wang").get(ALIKE, params={"name": NAME}).json()["items"][0]["record_id"] == record
    for wrong in ({"owner": "王主管"}, {"place": 1}, {"name": "别的公司名"}):
        assert ask("lin").post(f"{ALIKE}/ask", json={**ASKED, **wrong}).json()["code"] == "someone_was_first"
    assert told_of(ask, "chen", "share.asked") == []


def test_asking_twice_is_asking_once(ask: Ask, make: Make) -> None:
    make("chen", "customer", name=NAME)
    assert asked_share(ask) == asked_share(ask)
    assert len(told_of(ask, "chen", "share.asked")) == 1


def test_a_week_after_a_no_one_may_ask_again(session: Session, cast: Cast, make: Make) -> None:
    make("chen", "customer", name=NAME)
    chen, lin = people.viewer(session, cast.chen), people.viewer(session, cast.lin)

    def asked(now: Any) -> int:  # noqa: ANN401
        db.see(session, lin.sight)
        like = Like(name=NAME)
        return commands.ask_to_share(session, lin, "customer", like, place=0, owner="陈销售", now=now).id

    first = asked(MONDAY_9)
    db.see(session, chen.sight)
    commands.answer_share(session, chen, first, yes=False, now=MONDAY_9)
    assert asked(MONDAY_9 + commands.AGAIN - timedelta(seconds=1)) == first
    assert asked(MONDAY_9 + commands.AGAIN) != first


def test_a_code_is_compared_and_its_check_digit_looked_at(ask: Ask, session: Session, make: Make) -> None:
    design.release(session, None, blueprint(FIRM), note="", now=MONDAY_9)
    make("chen", "firm", name="甲公司", uscc=CODE, size="DN50")

    def told(**asked: str) -> dict[str, Any]:
        answer: dict[str, Any] = ask("zhao").get("/api/duplicates/firm", params=asked).json()
        return answer

    assert [one["alike"] for one in told(name="完全不同", code=CODE)["items"]] == ["code"]
    assert [one["alike"] for one in told(code=f" {CODE.lower()} ")["items"]] == ["code"]
    assert told(code=CODE)["doubtful_code"] is False
    assert told(code="91350100M000100Y44") == {"items": [], "doubtful_code": True}
    assert told(code=CODE[:17]) == {"items": [], "doubtful_code": False}
    assert told(code="DN50")["items"] == [], "a size tells nobody apart"


def test_what_is_made_all_the_same_is_kept_as_such(ask: Ask, make: Make, session: Session, cast: Cast) -> None:
    make("chen", "customer", name=NAME, phone=PHONE)

    def made(values: Mapping[str, str], **more: bool) -> dict[str, Any]:
        answer = ask("lin").post(ONE, json={"values": values, **more}).json()
        db.see(session, db.EVERYTHING)
        (line,) = ledger.timeline(session, f"customer:{answer['id']}")
        return dict(line.payload)

    values = {"name": NAME, "phone": PHONE}
    assert made(values, despite=True)["despite"] == [{"owner_id": cast.chen, "alike": "phone"}]
    assert "despite" not in made({"name": "谁也不像"}, despite=True)
    assert "despite" not in made(values)
    told = [ask("lin").get(f"{ONE}/{one['id']}/timeline").text for one in ask("lin").get(ONE).json()["items"]]
    assert any("made this record, though told that 1 alike is there" in one for one in told)
    assert not any("owner_id" in one for one in told)


def test_a_share_goes_along_in_a_merge_and_comes_back(ask: Ask, make: Make) -> None:
    gone = make("chen", "customer", name=NAME)
    kept = make("chen", "customer", name="另一家")
    ask("chen").post(f"/api/shares/{asked_share(ask)}/answer", json={"yes": True})
    sent = {"keep": kept, "revisions": {str(kept): 1, str(gone): 1}}

    merged = ask("wang").post("/api/merges/customer", json=sent).json()
    assert seen(ask, "lin", kept) == 200

    ask("wang").post(f"/api/merges/customer/{kept}/{merged['id']}/undo")
    assert (seen(ask, "lin", kept), seen(ask, "lin", gone)) == (404, 200)
