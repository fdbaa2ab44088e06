"""Somebody leaves: all that waits for them goes to others, once, and can be brought back within a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.activity.models import Task
from bihuan.handover import commands, queries
from bihuan.handover.commands import SeenOtherwise, TooLateToUndo, UnderWay, Wanted
from bihuan.handover.dealing import Plan
from bihuan.handover.models import Handover, HandoverItem
from bihuan.kernel.refusals import Forbidden, Invalid, NotFound
from bihuan.ledger import queries as ledger
from bihuan.notices import commands as notices
from bihuan.notices.models import Notice
from bihuan.org import commands as people
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process.models import HandedIn
from bihuan.records import commands as records
from tests.company import Cast
from tests.process.deals import Deal

Browse = Callable[[str], TestClient]
NewDeal = Callable[[], Deal]


def to(person: int, **more: Any) -> Plan:  # noqa: ANN401
    return Plan(**{"how": "one", "to": [person], "rest_to": person, **more})


def give(deal: Deal, by: str, plan: Plan, person: str = "chen", **more: Any) -> Handover:  # noqa: ANN401
    with deal.acting(by) as viewer:
        made = commands.hand_over(deal.kept, viewer, deal.cast.id(person), Wanted(plan=plan, **more), now=deal.now)
    deal.session.flush()
    return made


def customer(deal: Deal, name: str, city: str = "") -> int:
    sun = org.viewer(deal.session, deal.cast.sun)
    values = {"name": name, "city": city}
    return records.create(deal.session, sun, "customer", values, now=deal.now, owner_id=deal.cast.chen).id


def task(deal: Deal, login: str, kind: str = "rule", cause: str = "t:1") -> Task:
    activity.ask(
        deal.session,
        person_id=deal.cast.id(login),
        kind=kind,
        title="去现场",
        cause=cause,
        object_key="opportunity",
        record_id=deal.record_id,
        journey_id=deal.journey.id,
        due_at=deal.now + timedelta(days=1),
        now=deal.now,
    )
    return deal.session.scalars(select(Task).where(Task.cause == cause)).one()


def alert(deal: Deal, login: str, cause: str = "a:1") -> int:
    notices.tell(
        deal.session,
        person_id=deal.cast.id(login),
        cause=cause,
        kind="stage.overdue",
        level="due",
        facts={},
        object_key="opportunity",
        record_id=deal.record_id,
        journey_id=deal.journey.id,
        now=deal.now,
    )
    asked = select(Notice.id).where(Notice.person_id == deal.cast.id(login), Notice.cause == cause)
    return deal.session.scalars(asked).one()


def holder(deal: Deal, model: type[Task | Notice], number: int) -> int:
    asked = select(model.person_id).where(model.id == number)
    return deal.session.scalars(asked.execution_options(populate_existing=True)).one()


def test_all_that_waits_for_the_leaver_waits_for_the_successor(deal: Deal) -> None:
    valves, due = customer(deal, "东方化工"), deal.stay.due_at
    waiting, warned = task(deal, "chen"), alert(deal, "chen")
    made = give(deal, "wang", to(deal.cast.lin))
    assert (made.state, made.moved, made.skipped) == ("done", 4, 0)
    assert deal.record.owner_id == deal.journey.owner_id == deal.stay.person_id == deal.cast.lin
    assert deal.stay.due_at == due, "nobody wins time by it"
    assert holder(deal, Task, waiting.id) == holder(deal, Notice, warned) == deal.cast.lin
    assert queries.estate(deal.session, org.person(deal.session, deal.cast.chen), now=deal.now).size == 0
    assert valves


def test_what_waits_about_other_people_s_records_goes_to_the_one_named_for_it(new_deal: NewDeal) -> None:
    of_lin = new_deal().opened(by="lin")
    waiting, warned = task(of_lin, "chen"), alert(of_lin, "chen")
    give(of_lin, "wang", to(of_lin.cast.lin, rest_to=of_lin.cast.wang))
    assert holder(of_lin, Task, waiting.id) == holder(of_lin, Notice, warned) == of_lin.cast.wang
    assert of_lin.record.owner_id == of_lin.cast.lin


def test_who_was_told_the_same_already_is_not_told_again(deal: Deal) -> None:
    chens, wangs = alert(deal, "chen"), alert(deal, "wang")
    give(deal, "sun", to(deal.cast.wang))
    assert holder(deal, Notice, chens) == deal.cast.chen
    assert deal.session.get_one(Notice, chens, populate_existing=True).acknowledged_at == deal.now
    assert deal.session.get_one(Notice, wangs, populate_existing=True).acknowledged_at is None


def test_a_waiting_review_goes_to_somebody_who_sees_it_and_did_not_hand_it_in(deal: Deal) -> None:
    deal.reach("quote").hand_in("terms", text="三十天账期，含运费，送到现场")
    (review,) = deal.session.scalars(select(HandedIn).where(HandedIn.status == "waiting"))
    assert review.reviewer_id == deal.cast.wang
    made = give(deal, "sun", to(deal.cast.zhao), person="wang")
    deal.session.refresh(review)
    assert review.reviewer_id not in {deal.cast.wang, deal.cast.chen, deal.cast.zhao}, "Zhao does not see valves"
    (waiting,) = deal.session.scalars(select(Task).where(Task.kind == "review"))
    assert (waiting.person_id, made.skipped) == (review.reviewer_id, 0)


def test_the_note_stands_in_the_story_of_each_record_and_the_successor_is_told_once(deal: Deal) -> None:
    other = customer(deal, "西江水务")
    plan = to(deal.cast.lin, notes={f"customer:{other}": "找李工"})
    give(deal, "wang", plan, note="月底前回访")
    said = {
        subject: [
            line.personal
            for line in ledger.timeline(deal.session, subject, limit=5)
            if line.kind == "record.handover_noted"
        ]
        for subject in (deal.record.subject, f"customer:{other}")
    }
    assert said == {deal.record.subject: [{"note": "月底前回访"}], f"customer:{other}": [{"note": "找李工"}]}
    (told,) = deal.session.scalars(select(Notice).where(Notice.kind == "handover.received"))
    assert (told.person_id, told.facts["count"], told.facts["by"]) == (deal.cast.lin, 2, "王主管")


def test_the_ledger_keeps_who_owned_it_before_and_that_it_was_a_handover(deal: Deal) -> None:
    made = give(deal, "wang", to(deal.cast.lin))
    (line,) = [
        one for one in ledger.timeline(deal.session, deal.record.subject, limit=9) if one.kind == "record.assigned"
    ]
    assert (line.payload["from_id"], line.payload["owner_id"], line.actor_id) == (
        deal.cast.chen,
        deal.cast.lin,
        deal.cast.wang,
    )
    assert line.payload["cause"] == f"handover:{made.id}"


def test_the_leaver_is_shut_out_in_the_same_act_and_only_by_who_may(deal: Deal, browse: Browse) -> None:
    chen = browse("chen")
    with pytest.raises(Forbidden):
        give(deal, "wang", to(deal.cast.lin), leaves=True)
    assert chen.get("/api/me").status_code == 200
    give(deal, "sun", to(deal.cast.lin), leaves=True)
    assert chen.get("/api/me").status_code == 401
    assert not org.person(deal.session, deal.cast.chen).active


def test_nothing_goes_when_it_is_not_what_was_shown(deal: Deal) -> None:
    with pytest.raises(SeenOtherwise) as no:
        give(deal, "wang", to(deal.cast.lin), seen=0)
    assert no.value.facts() == {"count": 1}
    assert deal.record.owner_id == deal.cast.chen


@pytest.mark.parametrize(
    "plan", [to(10**9), Plan(how="one", to=[], rest_to=1), Plan(how="each", to=[1], rest_to=1, each={"a:1": 10**9})]
)
def test_whoever_gets_something_works_here(deal: Deal, plan: Plan) -> None:
    with pytest.raises(Invalid):
        give(deal, "wang", plan)
    with pytest.raises(Invalid):
        give(deal, "wang", to(deal.cast.chen))


@pytest.mark.parametrize(
    ("who", "whom", "refused"),
    [
        ("chen", "chen", Forbidden),
        ("chen", "lin", NotFound),
        ("lin", "chen", NotFound),
        ("zhao", "chen", NotFound),
        ("wang", "chen", None),
        ("wang", "wang", Forbidden),
        ("sun", "zhao", None),
    ],
)
def test_who_may_hand_over_whose_work(
    deal: Deal, asking: Callable[[str], Viewer], who: str, whom: str, refused: type[Exception] | None
) -> None:
    if refused is None:
        assert commands.look(deal.session, asking(who), deal.cast.id(whom), now=deal.now) is not None
        return
    with pytest.raises(refused):
        commands.look(deal.session, asking(who), deal.cast.id(whom), now=deal.now)


# ── undo ──────────────────────────────────────────────────────────────────────


def undo(deal: Deal, by: str, made: Handover) -> Handover:
    with deal.acting(by) as viewer:
        found = commands.undo(deal.kept, viewer, made.id, now=deal.now)
    deal.session.flush()
    return found


def test_within_a_day_all_of_it_comes_back_and_so_does_the_leaver(deal: Deal) -> None:
    waiting, warned = task(deal, "chen"), alert(deal, "chen")
    made = give(deal, "sun", to(deal.cast.lin), leaves=True)
    deal.later(hours=23)
    made = undo(deal, "sun", made)
    assert (made.state, made.back, made.kept) == ("undone", 3, 0)
    assert deal.record.owner_id == deal.stay.person_id == deal.cast.chen
    assert holder(deal, Task, waiting.id) == holder(deal, Notice, warned) == deal.cast.chen
    assert org.person(deal.session, deal.cast.chen).active


def test_what_has_gone_on_since_stays_where_it_is(new_deal: NewDeal) -> None:
    gone_on, given_on, still = (new_deal().opened(amount="5000") for _ in range(3))
    made = give(still, "wang", to(still.cast.lin))
    gone_on.advance(by="lin")
    given_on.assign("wang", by="wang")
    made = undo(still, "wang", made)
    assert (made.back, made.kept) == (1, 2)
    cast = still.cast
    assert [one.record.owner_id for one in (gone_on, given_on, still)] == [cast.lin, cast.wang, cast.chen]


def test_after_a_day_or_twice_it_is_too_late(deal: Deal) -> None:
    made = give(deal, "wang", to(deal.cast.lin))
    deal.later(days=1, seconds=1)
    with pytest.raises(TooLateToUndo):
        undo(deal, "wang", made)
    deal.later(days=-1)
    undo(deal, "wang", made)
    with pytest.raises(TooLateToUndo):
        undo(deal, "wang", made)


# ── thousands ─────────────────────────────────────────────────────────────────


def test_what_is_too_much_for_one_act_is_gone_on_with_and_stays_one_handover(
    deal: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        customer(deal, f"客户 {number}")
    monkeypatch.setattr(commands, "AT_ONCE", 2)
    made = give(deal, "wang", to(deal.cast.lin))
    assert (made.state, made.moved, made.total) == ("going", 2, 6)
    with pytest.raises(UnderWay):
        give(deal, "wang", to(deal.cast.lin))
    while commands.go_on(deal.session, made.id, now=deal.now, limit=3):
        pass
    assert (made.state, made.moved) == ("done", 6)
    assert commands.go_on(deal.session, made.id, now=deal.now, limit=3) is False, "doing it again does nothing"
    assert len(deal.session.scalars(select(Notice).where(Notice.kind == "handover.received")).all()) == 1


def test_what_became_somebody_else_s_meanwhile_is_left_alone(deal: Deal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "AT_ONCE", 0)
    made = give(deal, "wang", to(deal.cast.lin))
    deal.assign("wang", by="wang")
    commands.go_on(deal.session, made.id, now=deal.now, limit=9)
    assert (made.moved, made.skipped, deal.record.owner_id) == (0, 1, deal.cast.wang)


# ── over HTTP ─────────────────────────────────────────────────────────────────


def test_the_page_shows_what_waits_shares_it_out_and_does_it(deal: Deal, browse: Browse, cast: Cast) -> None:
    east = customer(deal, "东方化工", "上海")
    customer(deal, "西江水务", "成都")
    deal.fill(customer=east)
    wang = browse("wang")
    shown = wang.get(f"/api/handovers/people/{cast.chen}?by=customer.city").json()
    assert (shown["size"], shown["journeys"], shown["manager"]["name"]) == (3, 1, "王主管")
    assert {one["label"]: one["count"] for one in shown["values"]} == {"上海": 2, "成都": 1}
    assert {one["label"]: one["count"] for one in shown["customers"]} == {"东方化工": 2, "西江水务": 1}
    plan = {
        "person_id": cast.chen,
        "how": "by_field",
        "by": "customer.city",
        "to": [cast.wang],
        "rest_to": cast.wang,
        "values": {"上海": cast.lin},
    }
    shares = wang.post("/api/handovers/preview", json=plan).json()["items"]
    assert {one["person"]["name"]: one["records"] for one in shares} == {"林销售": 2, "王主管": 1}
    made = wang.post("/api/handovers", json={**plan, "seen": shown["size"]})
    assert (made.status_code, made.json()["state"]) == (201, "done")
    assert deal.record.owner_id == cast.lin
    assert wang.post(f"/api/handovers/{made.json()['id']}/undo").json()["back"] == 3
    assert [one["id"] for one in wang.get("/api/handovers").json()["items"]] == [made.json()["id"]]
    assert browse("zhao").get("/api/handovers").json()["items"] == []
    assert browse("zhao").get(f"/api/handovers/{made.json()['id']}").status_code == 404
    assert browse("lin").post("/api/handovers/preview", json=plan).status_code == 404


def test_nothing_is_shared_out_by_what_is_no_choice(browse: Browse, cast: Cast) -> None:
    plan = {"person_id": cast.chen, "how": "by_field", "by": "customer.phone", "to": [cast.lin], "rest_to": cast.lin}
    assert browse("wang").post("/api/handovers/preview", json=plan).status_code == 422


def test_what_belongs_to_nobody_who_works_here_is_seen(deal: Deal, browse: Browse) -> None:
    assert browse("wang").get("/api/handovers/without-owner").json()["items"] == []
    give(deal, "sun", to(deal.cast.lin, objects=["customer"]), leaves=True)
    for login, seen in (("wang", 1), ("sun", 1), ("zhao", 0), ("lin", 0)):
        items = browse(login).get("/api/handovers/without-owner").json()["items"]
        assert [one["journeys"] for one in items] == [1] * seen, login


def test_what_is_over_needs_nobody(deal: Deal, browse: Browse) -> None:
    deal.lose()
    for left in ([], [1]):
        if left:
            customer(deal, "东方化工")
        with deal.acting("sun") as sun:
            chen = org.person(deal.kept, deal.cast.chen)
            people.deactivate(deal.kept, sun, chen, now=deal.now)
        found = browse("sun").get("/api/handovers/without-owner").json()["items"]
        assert [one["records"] for one in found] == left
        people.reactivate(deal.session, None, chen, now=deal.now)


def test_items_name_each_thing_once(deal: Deal, session: Session) -> None:
    made = give(deal, "wang", to(deal.cast.lin))
    (item,) = session.scalars(select(HandoverItem).where(HandoverItem.handover_id == made.id))
    assert (item.kind, item.thing_id, item.to_id) == ("record", deal.record_id, deal.cast.lin)
