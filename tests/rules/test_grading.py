"""Grades: the first rule that holds gives one, at once and every night; each change is told once; nobody sets one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.design import commands as design
from bihuan.design import differing
from bihuan.design.commands import BlueprintFaulty
from bihuan.kernel import clock, db
from bihuan.ledger import queries as ledger
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.records import commands as records
from bihuan.records import queries
from bihuan.records.policy import FieldGraded
from bihuan.records.record import Record
from bihuan.rules import commands as rules
from tests.company import BLUEPRINT, MONDAY_9, Cast

Asking = Callable[[str], Viewer]
Browse = Callable[[str], TestClient]
NOW = MONDAY_9
LEVEL = {
    "key": "level",
    "label": {"zh": "等级", "en": "Grade"},
    "type": "choice",
    "choices": [{"key": key, "label": key.upper()} for key in "abc"],
}
DEVICE = {
    "key": "device",
    "label": "Device",
    "title": "name",
    "fields": [
        {"key": "name", "label": "Name", "type": "text"},
        {"key": "customer", "label": "Customer", "type": "reference", "to": "customer"},
    ],
}
BIG = {"count": "opportunity", "via": "customer", "op": "ge", "value": 1}
GRADING: dict[str, Any] = {
    "key": "customers",
    "label": {"zh": "客户分级", "en": "Customer grades"},
    "object": "customer",
    "field": "level",
    "rules": [
        {"key": "has", "grade": "a", "holds": {"count": "device", "via": "customer", "op": "ge", "value": 1}},
        {"key": "big", "grade": "a", "holds": {**BIG, "where": {"field": "amount", "op": "ge", "value": 1_000_000}}},
        {"key": "any", "grade": "b", "holds": BIG},
    ],
    "otherwise": "c",
}
NEW = {"field": "since", "op": "after", "value": {"days": -30}}


def document(*gradings: dict[str, Any]) -> dict[str, Any]:
    body = deepcopy(BLUEPRINT)
    body["objects"][0]["fields"] += [LEVEL, {"key": "since", "label": "Since", "type": "date"}]
    body["objects"].append(DEVICE)
    return {**body, "grades": list(gradings)}


@pytest.fixture
def sun(session: Session, asking: Asking) -> Viewer:
    """Runs the system, where customers are graded."""
    design.release(session, None, document(GRADING), note="graded", now=NOW)
    return asking("sun")


@pytest.fixture
def customer(session: Session, sun: Viewer, cast: Cast) -> Record:
    """One of Chen's."""
    return records.create(session, sun, "customer", {"name": "永丰化工"}, now=NOW, owner_id=cast.chen)


def level(session: Session, viewer: Viewer, customer: Record) -> Any:  # noqa: ANN401
    return queries.record(session, viewer, "customer", customer.id).values["level"]


def deal(session: Session, viewer: Viewer, customer: Record, amount: int) -> Record:
    values = {"name": "二期", "customer": customer.id, "amount": amount}
    return records.create(session, viewer, "opportunity", values, now=NOW)


def graded(session: Session, customer: Record) -> list[tuple[Any, Any, Any]]:
    lines = [line for line in ledger.timeline(session, customer.subject) if line.kind == "record.graded"]
    told = [(line.payload["changes"][0], line.payload["rule"]) for line in reversed(lines)]
    return [(change["from"], change["to"], rule) for change, rule in told]


def test_changes_of_grades_are_listed_as_far_as_one_sees(
    session: Session, customer: Record, asking: Asking, browse: Browse
) -> None:
    """By grade and day, the latest first, with the reason; Zhao leads others, and is told of none."""
    deal(session, asking("chen"), customer, 5_000)
    where = "/api/records/customer/grade-changes"
    found = browse("chen").get(where).json()["items"]
    assert [(one["was"], one["now"], one["why"]) for one in found] == [
        ("C", "B", "第 3 条规则符合"),
        (None, "C", "没有规则符合"),
    ]
    assert {(one["title"], one["record_id"]) for one in found} == {("永丰化工", customer.id)}
    narrowed = {"grade=b": 1, "grade=c": 2, "grade=a": 0, f"first={NOW:%Y-%m-%d}": 2, "last=2020-01-01": 0}
    for asked, count in narrowed.items():
        assert len(browse("chen").get(f"{where}?{asked}").json()["items"]) == count, asked
    first = browse("chen").get(f"{where}?limit=1").json()
    rest = browse("chen").get(f"{where}?limit=1&before={first['next']}").json()
    assert ([one["now"] for one in first["items"] + rest["items"]], rest["next"]) == (["B", "C"], None)
    assert browse("zhao").get(where).json() == {"items": [], "next": None}
    assert browse("sun").get("/api/records/product/grade-changes").status_code == 404
    assert browse("chen").get(f"{where}.csv").status_code == 403
    lines = browse("sun").get(f"{where}.csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].split(",")[1:] == ["永丰化工", "陈销售", "等级", "C", "B", "第 3 条规则符合"]


def test_a_grade_follows_what_is_counted_at_once(
    session: Session, sun: Viewer, customer: Record, asking: Asking
) -> None:
    assert level(session, sun, customer) == "c"
    first = deal(session, asking("chen"), customer, 5_000)
    assert level(session, sun, customer) == "b"
    records.change(session, sun, first, {"amount": 1_000_000}, revision=None, now=NOW)
    assert level(session, sun, customer) == "a"
    assert graded(session, customer) == [(None, "c", None), ("c", "b", 3), ("b", "a", 2)]


def test_what_is_deleted_no_longer_counts(session: Session, sun: Viewer, customer: Record) -> None:
    device = records.create(session, sun, "device", {"name": "泵", "customer": customer.id}, now=NOW)
    assert level(session, sun, customer) == "a"
    records.delete(session, sun, device, now=NOW)
    assert level(session, sun, customer) == "c"


def test_a_deal_that_goes_to_another_customer_takes_the_grade_along(
    session: Session, sun: Viewer, customer: Record
) -> None:
    other = records.create(session, sun, "customer", {"name": "海正"}, now=NOW)
    first = deal(session, sun, customer, 2_000_000)
    records.change(session, sun, first, {"customer": other.id}, revision=None, now=NOW)
    assert (level(session, sun, customer), level(session, sun, other)) == ("c", "a")


def test_what_somebody_does_not_see_counts_as_well(
    session: Session, sun: Viewer, customer: Record, asking: Asking
) -> None:
    deal(session, sun, customer, 2_000_000)  # Sun's own: Chen doesn't see it
    chen = asking("chen")
    found = queries.record(session, chen, "customer", customer.id)
    records.change(session, chen, found, {"city": "温州"}, revision=None, now=NOW)
    assert level(session, sun, customer) == "a"


def test_the_same_grade_is_told_once(session: Session, sun: Viewer, customer: Record) -> None:
    for amount in (1, 2, 3):
        deal(session, sun, customer, amount)
    while rules.regrade_some(session, now=NOW, limit=10) is not None:
        pass
    assert graded(session, customer) == [(None, "c", None), ("c", "b", 3)]


def test_nobody_sets_what_rules_work_out(session: Session, sun: Viewer, customer: Record) -> None:
    with pytest.raises(FieldGraded) as no:
        records.change(session, sun, customer, {"level": "a"}, revision=None, now=NOW)
    assert no.value.facts() == {"fields": ["level"]}
    customer = queries.record(session, sun, "customer", customer.id)
    records.change(session, sun, customer, {"level": "c", "city": "温州"}, revision=None, now=NOW)
    with pytest.raises(FieldGraded):
        records.create(session, sun, "customer", {"name": "新", "level": "a"}, now=NOW)
    assert records.create(session, sun, "customer", {"name": "新", "level": None}, now=NOW)


@pytest.mark.usefixtures("sun")
def test_the_screen_is_told_that_the_field_is_closed_and_the_history_reads_in_words(
    browse: Browse, customer: Record
) -> None:
    fields = {
        field["key"]: field["readonly"]
        for one in browse("sun").get("/api/objects").json()["items"]
        if one["key"] == "customer"
        for field in one["fields"]
    }
    assert (fields["level"], fields["city"]) == (True, False)
    told = browse("chen").get(f"/api/records/customer/{customer.id}/timeline").json()["items"][0]
    assert told["words"] == "系统重新算了客户分级（没有规则符合）"
    assert [(one["label"], one["from"], one["to"]) for one in told["changes"]] == [("等级", None, "C")]


def test_new_rules_reach_every_record_in_batches_that_can_be_taken_up(session: Session, asking: Asking) -> None:
    design.release(session, None, document(), note="before", now=NOW)
    sun = asking("sun")
    many = [records.create(session, sun, "customer", {"name": f"客户{n}"}, now=NOW) for n in range(7)]
    assert rules.regrade_some(session, now=NOW, limit=3) is None
    design.release(session, None, document(GRADING), note="graded", now=NOW)
    counts = []
    while (count := rules.regrade_some(session, now=NOW, limit=3)) is not None:
        counts.append(count)
    assert counts == [3, 3, 1]
    assert [graded(session, one) for one in many] == [[(None, "c", None)]] * 7
    other = {**GRADING, "otherwise": "b"}
    design.release(session, None, document(other), note="otherwise", now=NOW)
    assert rules.regrade_some(session, now=NOW, limit=100) == 7


def test_what_depends_on_the_day_changes_in_the_night(session: Session, asking: Asking) -> None:
    young = {**GRADING, "rules": [{"key": "new", "grade": "a", "holds": NEW}]}
    design.release(session, None, document(young), note="young", now=NOW)
    sun = asking("sun")
    now = clock.now()  # listeners look at the clock
    one = records.create(session, sun, "customer", {"name": "新客户", "since": now.date().isoformat()}, now=now)
    seen = [level(session, sun, one)]
    for days in (0, 1, 40):
        while rules.regrade_some(session, now=now + timedelta(days=days), limit=10) is not None:
            pass
        seen.append(level(session, sun, one))
    assert seen == ["a", "a", "a", "c"]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no such object": ({"object": "nothing"}, "no_such_object"),
    "no choice field": ({"field": "city"}, "no_choice_field"),
    "no such grade": ({"otherwise": "z"}, "no_such_grade"),
    "no rules": ({"rules": []}, "no_rules"),
    "an unknown field": (
        {"rules": [{"key": "x", "grade": "a", "holds": {"field": "gone", "op": "is_filled"}}]},
        "unknown_field",
    ),
    "its own grade": (
        {"rules": [{"key": "x", "grade": "a", "holds": {"field": "level", "op": "is_filled"}}]},
        "looks_at_grade",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_rules_that_cannot_work_are_refused_with_their_place(what: str) -> None:
    change, code = WRONG[what]
    with pytest.raises(BlueprintFaulty) as no:
        design.read(document({**GRADING, **change}))
    assert code in {problem["code"] for problem in no.value.facts()["problems"]}  # type: ignore[attr-defined]


def test_two_gradings_do_not_fill_one_field() -> None:
    with pytest.raises(BlueprintFaulty):
        design.read(document(GRADING, {**GRADING, "key": "again"}))


@pytest.mark.usefixtures("sun")
def test_the_plan_says_in_words_what_changes(session: Session) -> None:
    old = blueprint.current(session).body
    other = deepcopy(old)
    other["grades"][0]["otherwise"] = "b"
    other["grades"][0]["rules"].pop()
    said = [one.words for one in differing.changes(old, other, "zh")]
    assert any("都不符合时 C → B" in one for one in said), said


def test_a_draft_shows_what_its_rules_would_make_of_the_grades_one_sees(
    session: Session, sun: Viewer, customer: Record, browse: Browse
) -> None:
    deal(session, sun, customer, 5)
    records.create(session, sun, "customer", {"name": "海正"}, now=NOW)
    client = browse("sun")
    draft = client.post("/api/design/drafts", json={}).json()["id"]
    path = f"/api/design/drafts/{draft}/grades/customers/preview"
    same = client.get(path).json()
    assert (same["changing"], same["counts"]) == (
        0,
        [{"grade": "b", "now": 1, "then": 1}, {"grade": "c", "now": 1, "then": 1}],
    )
    place = ["grades", "customers", "rules", "any", "grade"]
    edit = {"revision": 0, "operations": [{"do": "set", "place": place, "value": "a"}]}
    assert client.post(f"/api/design/drafts/{draft}/edits", json=edit).status_code == 200
    other = client.get(path).json()
    assert other["counts"] == [
        {"grade": "a", "now": 0, "then": 1},
        {"grade": "c", "now": 1, "then": 1},
        {"grade": "b", "now": 1, "then": 0},
    ]
    named = {"record_id": customer.id, "title": "永丰化工", "was": "b", "becomes": "a", "rule": 3}
    assert (other["changing"], other["named"]) == (1, [named])
    assert browse("wang").get(path).status_code == 403


def test_of_an_object_that_is_not_released_nothing_would_change(sun: Viewer, browse: Browse) -> None:
    assert sun
    label = {"zh": "现场", "en": "Site"}
    grade = {"key": "grade", "label": label, "type": "choice", "choices": [{"key": "a", "label": label}]}
    fields = [{"key": "name", "label": label, "type": "text", "required": True}, grade]
    site = {"key": "site", "label": label, "title": "name", "fields": fields}
    rule = {"key": "named", "grade": "a", "holds": {"field": "name", "op": "is_filled"}}
    grading = {"key": "sites", "label": label, "object": "site", "field": "grade", "rules": [rule]}
    client = browse("sun")
    draft = client.post("/api/design/drafts", json={}).json()["id"]
    added = [{"do": "add", "place": [part], "value": one} for part, one in (("objects", site), ("grades", grading))]
    assert (
        client.post(f"/api/design/drafts/{draft}/edits", json={"revision": 0, "operations": added}).status_code == 200
    )
    answer = client.get(f"/api/design/drafts/{draft}/grades/sites/preview")
    assert answer.json() == {"object": "site", "counts": [], "changing": 0, "named": []}, answer.text


def test_two_who_make_deals_of_one_customer_at_once_wait_for_nobody_who_waits_for_them(
    engine: Engine, own_workspace: tuple[str, Cast]
) -> None:
    """A new deal holds its customer as it refers to it, and once more to grade it: together that was a circle."""
    key, cast = own_workspace
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        design.release(session, None, document(GRADING), note="graded", now=NOW)
        customer = records.create(session, org.viewer(session, cast.chen), "customer", {"name": "北方"}, now=NOW)
    made, both = list[int](), threading.Barrier(2)

    def make(number: int) -> None:
        values = {"name": f"泵 {number}", "customer": customer.id}
        with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
            chen = org.viewer(session, cast.chen)
            # What a row that refers to the customer does to it; neither goes on before both have done so.
            session.execute(text("SELECT 1 FROM o_customer WHERE id = :id FOR KEY SHARE"), {"id": customer.id})
            both.wait()
            made.append(records.create(session, chen, "opportunity", values, now=NOW).id)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        assert queries.standing(session, "customer", customer.id).values["level"] == "b"
