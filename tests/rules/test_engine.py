"""The engine: each rule once for each event, by the conditions that hold, and with an explanation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.activity.models import Task
from bihuan.approvals import commands as approvals
from bihuan.approvals.models import Request
from bihuan.design import commands as design
from bihuan.ledger import queries as ledger
from bihuan.org.models import Person
from bihuan.rules import commands, queries
from bihuan.rules.commands import hearing
from bihuan.rules.definition import DEEPEST
from bihuan.rules.heard import Fact
from bihuan.rules.models import Heard, Timer
from tests.company import BLUEPRINT, MONDAY_9
from tests.process import many
from tests.process.deals import Deal
from tests.rules.conftest import alert, put, ring, rule, runs, work

NewDeal = Callable[[], Deal]
Release = Callable[..., int]
Skilled = Callable[[str, str], None]
BIG = {"field": "amount", "op": "gt", "value": 500_000}
WET = {"field": "medium", "op": "eq", "value": "酸"}


def tasks(deal: Deal, login: str) -> list[Task]:
    asked = select(Task).where(Task.person_id == deal.cast.id(login), Task.kind == "rule_task").order_by(Task.id)
    return list(deal.session.scalars(asked))


def texts(deal: Deal, login: str, kind: str = "rule.alert") -> list[str]:
    return [notice.facts["text"]["zh"] for notice in deal.notices(login) if notice.kind == kind]


def test_a_big_deal_with_acid_is_a_task_for_whoever_knows_about_it(
    released: Release, skilled: Skilled, new_deal: NewDeal
) -> None:
    skilled("lin", "acid")
    to = {"who": "skill", "key": "acid"}
    task = {"do": "task", "to": to, "title": "看 {name}，金额 {amount}", "due": "1 workday"}
    released(rule("acid", "record.changed", task, only=("amount", "medium"), when={"all": [WET, BIG]}))
    deal = new_deal().opened()
    work(deal.fill(amount=620_000))
    assert tasks(deal, "lin") == []
    work(deal.fill(medium="酸"))
    (found,) = tasks(deal, "lin")
    assert found.title.startswith("看 东方化工 · 循环泵，金额 620")
    assert texts(deal, "lin", "rule.task") == [found.title]
    assert found.due_at is not None
    (run,) = runs(deal)
    (judged,) = run.why
    assert [(clue["key"], clue["found"], clue["holds"]) for clue in judged["clues"]] == [
        ("medium", "酸", True),
        ("amount", 620_000, True),
    ]


def test_a_rule_hears_only_the_fields_it_names(released: Release, new_deal: NewDeal) -> None:
    released(rule("money", "record.changed", alert(), only=("amount",)))
    deal = new_deal().opened()
    work(deal.fill(medium="水"))
    assert runs(deal) == []
    work(deal.fill(amount=5, medium="油"))
    assert len(runs(deal)) == 1


def test_what_no_rule_listens_to_is_not_even_noted(released: Release, new_deal: NewDeal) -> None:
    released(rule("won", "journey.closed", alert()))
    deal = new_deal().opened().fill(amount=5)
    assert deal.session.scalar(select(func.count()).select_from(Heard)) == 0
    deal.lose()
    assert deal.session.scalar(select(func.count()).select_from(Heard)) == 1


def test_branches_are_followed_to_their_ends(released: Release, new_deal: NewDeal) -> None:
    inner = {
        "key": "wet",
        "when": WET,
        "then": [{"key": "a", **alert("酸")}],
        "otherwise": [{"key": "b", **alert("不是酸")}],
    }
    released(
        rule("branches", "record.changed", when=BIG, only=("amount",))
        | {"then": [inner, {"key": "c", **alert("大单")}], "otherwise": [{"key": "d", **alert("小单")}]}
    )
    deal = new_deal().opened()
    work(deal.fill(amount=1))
    work(deal.fill(amount=600_000))
    work(deal.fill(medium="酸"))
    work(deal.fill(amount=700_000))
    assert texts(deal, "chen") == ["小单", "不是酸", "大单", "酸", "大单"]


def test_an_event_is_met_once_however_often_the_worker_comes(released: Release, new_deal: NewDeal) -> None:
    released(rule("every", "record.changed", alert()))
    deal = new_deal().opened().fill(amount=5)
    assert [work(deal), work(deal)] == [1, 0]
    assert len(texts(deal, "chen")) == 1


def test_what_a_rule_sets_stands_in_the_ledger_as_its_own_doing(released: Release, new_deal: NewDeal) -> None:
    released(rule("mark", "record.created", put("medium", "水")))
    deal = new_deal().opened()
    work(deal)
    assert deal.record.values["medium"] == "水"
    line = ledger.timeline(deal.session, deal.record.subject)[0]
    assert (line.kind, line.actor_id, line.payload["through"]) == ("record.changed", None, "rule:mark")


def test_two_rules_that_set_each_other_off_are_stopped_and_both_are_named(released: Release, new_deal: NewDeal) -> None:
    there = {"field": "medium", "op": "eq", "value": "水"}
    released(
        rule("ping", "record.changed", put("medium", "油"), only=("medium",), when=there),
        rule("pong", "record.changed", put("medium", "水"), only=("medium",), when={"not": there}),
    )
    deal = new_deal().opened().fill(medium="水")
    work(deal)
    assert [run.state for run in runs(deal)] == ["done"] * DEEPEST + ["stopped"]
    stopped = runs(deal)[-1]
    assert stopped.trouble is not None
    assert (stopped.trouble["code"], stopped.trouble["facts"]["rules"]) == (
        "rules_in_circle",
        ["ping", "pong", "ping", "pong", "ping", "pong"],
    )
    (told,) = deal.notices("sun")
    assert (told.kind, told.facts["chain"]["zh"]) == ("rule.stopped", "规则 ping → 规则 pong")


def test_a_rule_may_do_no_more_than_its_author(released: Release, new_deal: NewDeal) -> None:
    document = rule("cost", "record.created", put("cost", 5))
    version = released(document, by="sun")
    deal = new_deal().opened()
    work(deal)
    assert deal.record.values["cost"] == 5
    # The same rule of somebody whose role may not: it fails, undoes nothing else, and says why.
    sun = deal.session.get(Person, deal.cast.id("sun"))
    assert sun is not None
    sun.role_key = "rep"
    deal.session.flush()
    other = new_deal().opened()
    work(other)
    (run,) = [one for one in runs(other) if one.record_id == other.record_id]
    assert (run.state, run.version_id, run.trouble and run.trouble["code"]) == ("failed", version, "not_found")
    assert other.record.values["cost"] is None


def test_what_goes_wrong_in_one_step_undoes_the_whole_run_and_nobody_elses(
    released: Release, new_deal: NewDeal
) -> None:
    nobody = {"do": "task", "to": {"who": "skill", "key": "magic"}, "title": "x"}
    released(rule("half", "record.created", alert("一半"), nobody), rule("whole", "record.created", alert("整个")))
    deal = new_deal().opened()
    work(deal)
    assert texts(deal, "chen") == ["整个"]
    failed, done = runs(deal, "half")[0], runs(deal, "whole")[0]
    assert (failed.state, done.state) == ("failed", "done")
    assert failed.trouble is not None
    assert failed.trouble["code"] == "nobody_fits"
    assert [notice.kind for notice in deal.notices("sun")] == ["rule.failed"]


def test_a_failed_run_does_it_all_once_it_is_tried_again(
    released: Release, skilled: Skilled, new_deal: NewDeal
) -> None:
    somebody = {"do": "task", "to": {"who": "skill", "key": "magic"}, "title": "x"}
    released(rule("later", "record.created", alert("先"), somebody))
    deal = new_deal().opened()
    work(deal)
    (run,) = runs(deal)
    skilled("lin", "magic")
    commands.again(deal.session, run, now=deal.now)
    assert (run.state, run.tries) == ("done", 2)
    assert (len(tasks(deal, "lin")), texts(deal, "chen")) == (1, ["先"])


def test_what_nobody_foresaw_is_tried_again_later_and_later(
    released: Release, new_deal: NewDeal, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(rule("odd", "record.created", alert()))
    deal = new_deal().opened()

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("bihuan.rules.choosing.told", breaks)
        work(deal)
        waits = []
        for _ in range(3):
            (run,) = runs(deal)
            assert run.next_at is not None
            waits.append(int((run.next_at - deal.now).total_seconds() // 60))
            deal.now = run.next_at
            commands.retry_some(deal.session, now=deal.now, limit=10)
    assert waits == [1, 5, 25]
    (run,) = runs(deal)
    assert run.next_at is not None
    deal.now = run.next_at
    commands.retry_some(deal.session, now=deal.now, limit=10)
    assert (runs(deal)[0].state, texts(deal, "chen")) == ("done", ["看一下"])


def test_too_much_in_an_hour_is_held_back_and_told_once(released: Release, new_deal: NewDeal) -> None:
    released(rule("flood", "record.changed", alert(), only=("amount",), most_per_hour=3))
    deal = new_deal().opened()
    for amount in range(5):
        work(deal.fill(amount=amount + 1))
    assert [run.state for run in runs(deal)] == ["done", "done", "done", "held", "held"]
    assert [notice.kind for notice in deal.notices("sun")] == ["rule.held"]
    work(deal.later(hours=1, minutes=1).fill(amount=99))
    assert runs(deal)[-1].state == "done"


def test_time_passes_first_and_what_happens_meanwhile_ends_the_waiting(released: Release, new_deal: NewDeal) -> None:
    wait = {"limit": "5 days", "unless": [{"event": "activity.logged"}]}
    released(rule("untouched", "record.created", alert("五天没动"), wait=wait))
    quiet, called = new_deal().opened(), new_deal().opened()
    work(quiet)
    called.later(days=2).contact()
    work(called)
    assert quiet.later(days=4, hours=23).session.scalar(select(func.count()).select_from(Timer)) == 1
    assert ring(quiet) == 0
    assert ring(quiet.later(hours=2)) == 1
    assert [run.record_id for run in runs(quiet)] == [quiet.record_id]
    assert ring(quiet.later(days=30)) == 0, "it has waited once"


def test_what_happens_again_lets_the_time_begin_anew_or_not_as_the_rule_says(
    released: Release, new_deal: NewDeal
) -> None:
    again = [{"event": "record.created"}, {"event": "activity.logged"}]
    anew = rule("anew", "record.created", alert("重新"), wait={"limit": "5 days"}) | {"on": again}
    on = rule("on", "record.created", alert("照旧"), wait={"limit": "5 days", "restart": False}) | {"on": again}
    released(anew, on)
    deal = new_deal().opened()
    work(deal)
    deal.later(days=3).contact()
    work(deal)
    ring(deal.later(days=2, hours=1))
    assert texts(deal, "chen") == ["照旧"]
    ring(deal.later(days=3))
    assert texts(deal, "chen") == ["照旧", "重新"]


@pytest.mark.parametrize(("follows", "told"), [("new", "新的"), ("own", "旧的")])
def test_a_rule_edited_while_it_waits_goes_on_as_it_was_chosen(
    released: Release, new_deal: NewDeal, follows: str, told: str
) -> None:
    wait: dict[str, Any] = {"limit": "5 days", "follows": follows}
    released(rule("edited", "record.created", alert("旧的"), wait=wait))
    deal = new_deal().opened()
    work(deal)
    released(rule("edited", "record.created", alert("新的"), wait={**wait, "limit": "2 days"}))
    commands.retime(deal.session, after=0, limit=100)
    rung = ring(deal.later(days=3))
    assert rung == (1 if follows == "new" else 0), "the new limit counts from when the waiting began"
    ring(deal.later(days=3))
    assert texts(deal, "chen") == [told]


def test_whoever_is_away_gets_nothing_and_the_others_take_turns(released: Release, new_deal: NewDeal) -> None:
    released(rule("share", "record.created", {"do": "assign", "how": "in_turn", "role": "rep"}), by="sun")
    owners = []
    for _ in range(4):
        deal = new_deal().opened()
        work(deal)
        owners.append(deal.record.owner_id)
    cast = deal.cast
    assert sorted(owners[:2]) == sorted([cast.chen, cast.lin])
    assert owners[2:] == owners[:2]


def test_a_stage_asks_for_more_when_a_rule_says_so(released: Release, new_deal: NewDeal) -> None:
    thing = {"key": "risk", "label": "风险说明", "kind": "text", "min_length": 3}
    released(rule("risky", "record.changed", {"do": "demand", "deliverable": thing}, only=("amount",), when=BIG))
    deal = new_deal().opened()
    work(deal.fill(amount=600_000))
    assert deal.missing() == [("risk", "too_few")]
    deal.hand_in("risk", text="客户在打官司")
    assert deal.missing() == []
    deal.advance()
    assert deal.stage == "proposal"
    assert "deliverable.demanded" in deal.kinds


def test_an_overdue_task_reaches_its_doer_and_their_manager_once(released: Release, new_deal: NewDeal) -> None:
    released(rule("do", "record.created", {"do": "task", "title": "复核", "due": "48 hours"}))
    deal = new_deal().opened()
    work(deal)
    deal.later(hours=49)
    assert activity.ring(deal.session, now=deal.now, limit=10) == 1
    assert activity.ring(deal.session, now=deal.now, limit=10) == 0
    (late,) = [task.id for task in tasks(deal, "chen")]
    assert commands.tell_late_tasks(deal.session, task_ids=[late], now=deal.now) == 2
    assert [notice.kind for notice in deal.notices("wang")] == ["task.overdue"]


def test_a_hidden_value_is_named_to_nobody_who_may_not_see_it(released: Release, new_deal: NewDeal) -> None:
    both = [{"who": "owner"}, {"who": "manager"}]
    released(rule("cost", "record.created", alert("成本 {cost}", to=both)))
    deal = new_deal().opened()
    work(deal.fill("wang", cost=77))
    assert texts(deal, "chen") == ["成本 …"]
    assert "77" in texts(deal, "wang")[0]


@pytest.mark.parametrize(("follows", "told"), [("new", {"新的": 999}), ("own", {"旧的": 999})])
def test_of_a_thousand_that_wait_while_a_rule_is_edited_each_goes_on_once_as_it_was_chosen(
    released: Release, new_deal: NewDeal, follows: str, told: dict[str, int]
) -> None:
    wait: dict[str, Any] = {"limit": "5 days", "follows": follows}
    slow: dict[str, Any] = {"most_per_hour": 10_000}
    released(rule("edited", "record.created", alert("旧的"), wait=wait, **slow))
    deal = new_deal()
    many.bring_in(deal.session, deal.cast, 1000, now=deal.now)
    facts = (Fact(event="record.created", object_key="opportunity", record_id=one) for one in all_deals(deal))
    hearing.note(deal.session, facts, now=deal.now)
    assert work(deal) == 1000
    first = all_deals(deal)[0]
    deal.session.execute(delete(Timer).where(Timer.record_id == first))
    released(rule("edited", "record.created", alert("新的"), wait={**wait, "limit": "2 days"}, **slow))
    after: int | None = 0
    while after is not None:
        after = commands.retime(deal.session, after=after, limit=300)
    rung = ring(deal.later(days=3)) + ring(deal.later(days=3)) + ring(deal.later(days=30))
    texts = Counter(
        notice.facts["text"]["zh"] for notice in deal.notices("chen", waiting=False) if notice.kind == "rule.alert"
    )
    assert (rung, dict(texts)) == (999, told)


def all_deals(deal: Deal) -> list[int]:
    """Every deal there is."""
    return queries.next_records(deal.session, "opportunity", after=0, limit=5000)


def test_a_rule_asks_for_an_approval_in_the_owners_name_and_hears_what_was_decided(
    session: Session, new_deal: NewDeal
) -> None:
    document = deepcopy(BLUEPRINT)
    step = {"key": "lead", "label": "主管", "who": [{"key": "boss", "by": "manager"}]}
    document["approvals"] = [{"key": "price", "label": "价格", "object": "opportunity", "steps": [step]}]
    asks = {"do": "approval", "approval": "price"}
    document["rules"] = [
        rule("ask", "record.changed", asks, only=("amount",), when=BIG),
        rule("said", "approval.decided", alert("批了"), only=("approved",)),
    ]
    design.release(session, None, document, note="approvals", now=MONDAY_9)
    deal = new_deal().opened()
    work(deal.fill(amount=600_000))
    (run,) = runs(deal, "ask")
    assert (run.state, run.trouble) == ("done", None)
    (waiting,) = session.scalars(select(Task).where(Task.person_id == deal.cast.wang, Task.done_at.is_(None)))
    assert waiting.record_id == deal.record_id
    with deal.acting("wang") as wang:
        request = deal.kept.get(Request, run.did[0]["request"])
        assert request is not None
        approvals.answer(deal.kept, wang, request, yes=True, now=deal.now)
    work(deal)
    assert texts(deal, "chen") == ["批了"]
