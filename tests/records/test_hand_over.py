"""Giving a record away with all that belongs to it, and taking one away without pulling others down."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy.orm import Session

from bihuan.ledger import queries as ledger
from tests.company import Cast
from tests.records.conftest import Ask, Make

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def test_a_record_changes_hands_with_its_journey_and_its_history(
    ask: Ask, make: Make, session: Session, cast: Cast
) -> None:
    number = make("chen", "opportunity", name="泵")
    path = f"/api/records/opportunity/{number}"

    answer = ask("wang").post(f"{path}/assign", json={"owner_id": cast.zhao})

    assert answer.status_code == 200, answer.text
    assert answer.json()["owner"] == {"id": cast.zhao, "name": "赵主管"}
    assert answer.json()["revision"] == 2
    for who, status in (("chen", 404), ("wang", 404), ("lin", 404), ("zhao", 200), ("sun", 200)):
        assert ask(who).get(path).status_code == status, who
        assert ask(who).get(f"{path}/timeline").status_code == status, who
    assert ask("zhao").get(path).json()["journey"]["stage"] == "lead"
    words = [item["words"] for item in ask("zhao").get(f"{path}/timeline").json()["items"]]
    assert words[0] == "handed this record over"
    assert ledger.timeline(session, f"opportunity:{number}")[0].payload["from_id"] == cast.chen


@pytest.mark.parametrize(("who", "status"), [("chen", 403), ("lin", 404), ("wang", 200), ("zhao", 404), ("sun", 200)])
def test_who_may_hand_over(ask: Ask, make: Make, cast: Cast, who: str, status: int) -> None:
    number = make("chen", "customer", name="北方")
    answer = ask(who).post(f"/api/records/customer/{number}/assign", json={"owner_id": cast.lin})
    assert answer.status_code == status


@pytest.mark.parametrize("owner", [0, -5, 10**8, 2**80, "chen", None])
def test_nobody_takes_over_nothing(ask: Ask, make: Make, owner: object) -> None:
    number = make("chen", "customer", name="北方")
    answer = ask("wang").post(f"/api/records/customer/{number}/assign", json={"owner_id": owner})
    assert answer.status_code == 422
    assert ask("chen").get(f"/api/records/customer/{number}").json()["revision"] == 1


def test_giving_to_the_owner_changes_nothing(ask: Ask, make: Make, cast: Cast) -> None:
    number = make("chen", "customer", name="北方")
    answer = ask("wang").post(f"/api/records/customer/{number}/assign", json={"owner_id": cast.chen})
    assert answer.json()["revision"] == 1


def test_files_follow_their_record(ask: Ask, workshop: Session, cast: Cast) -> None:
    assert workshop
    upload = ask("chen").post("/api/files", files={"file": ("方案.pdf", BytesIO(PDF))}).json()["id"]
    number = ask("chen").post("/api/records/thing", json={"values": {"name": "a", "paper": upload}}).json()["id"]
    assert ask("zhao").get(f"/api/files/{upload}").status_code == 404
    ask("wang").post(f"/api/records/thing/{number}/assign", json={"owner_id": cast.zhao})
    assert ask("zhao").get(f"/api/files/{upload}").status_code == 200
    assert ask("chen").get(f"/api/files/{upload}").status_code == 404


def test_a_record_that_is_deleted_is_nowhere_and_its_history_stays(ask: Ask, make: Make, session: Session) -> None:
    number = make("chen", "customer", name="北方泵业", phone="13812345678")
    path = f"/api/records/customer/{number}"

    assert ask("wang").delete(path).status_code == 204

    for who in ("chen", "wang", "sun"):
        asking = ask(who)
        assert asking.get(path).status_code == 404
        assert asking.get(f"{path}/timeline").status_code == 404
        assert asking.patch(path, json={"values": {"city": "x"}, "revision": 1}).status_code == 404
        assert asking.get("/api/records/customer?count=1").json() == {"items": [], "next": None, "total": 0}
        assert asking.get("/api/records/customer/groups?by=city").json() == {"items": []}
        assert asking.get("/api/search?q=beifang").json() == {"items": []}
        assert asking.get("/api/duplicates/customer?name=北方泵业&phone=13812345678").json()["items"] == []
    assert [event.kind for event in ledger.timeline(session, f"customer:{number}")] == [
        "record.deleted",
        "record.created",
    ]


@pytest.mark.parametrize(("who", "status"), [("chen", 403), ("lin", 404), ("wang", 204), ("zhao", 404), ("sun", 204)])
def test_who_may_delete(ask: Ask, make: Make, who: str, status: int) -> None:
    number = make("chen", "customer", name="北方")
    assert ask(who).delete(f"/api/records/customer/{number}").status_code == status


def test_what_others_lean_on_stays(ask: Ask, make: Make) -> None:
    customer = make("chen", "customer", name="北方")
    make("chen", "opportunity", name="泵", customer=customer)
    answer = ask("wang").delete(f"/api/records/customer/{customer}")
    assert (answer.status_code, answer.json()["code"]) == (409, "still_needed")
    assert answer.json()["facts"] == {"beside": [], "referring": [{"object": "opportunity", "label": "Opportunity"}]}


def test_what_is_on_its_way_stays(ask: Ask, make: Make) -> None:
    number = make("chen", "opportunity", name="泵")
    answer = ask("wang").delete(f"/api/records/opportunity/{number}")
    assert (answer.status_code, answer.json()["facts"]["beside"]) == (409, ["journey"])
    assert ask("chen").get(f"/api/records/opportunity/{number}").status_code == 200
