"""Asking for an approval, answering it, and everything that may come between."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bihuan.approvals.commands.refusing import (
    AlreadyAsked,
    AlreadyOver,
    AnswerReasonNeeded,
    CannotSign,
    NobodyToAsk,
    NoEarlierStep,
    NoSuchApproval,
    NotAllowedHere,
    NotYourTurn,
    RemindedLately,
)
from bihuan.kernel.refusals import Forbidden
from bihuan.org import commands as org
from bihuan.org import queries as people
from tests.approvals.asking import APPROVAL, Asking, at

NewAsking = Callable[..., Asking]


def stepped(*steps: dict[str, Any], **members: Any) -> dict[str, Any]:  # noqa: ANN401 - any member of an approval
    """The approval with other steps."""
    listed = [
        {"key": f"s{place}", "label": f"s{place}", "fields": ["discount"], **one} for place, one in enumerate(steps)
    ]
    return {**deepcopy(APPROVAL), **members, "steps": listed}


def person(login: str) -> dict[str, str]:
    return {"key": login, "by": "person", "person": login}


def test_what_needs_no_step_is_approved_at_once_and_the_gate_does_not_even_ask(new_asking: NewAsking) -> None:
    asking = new_asking(discount="5")
    assert asking.deal.missing() == []
    asking.ask()
    assert (asking.state, asking.acts) == ("approved", ["asked", "approved"])
    assert [one.holder for one in asking.deal.holds] == ["rep"]


def test_the_steps_go_by_the_values(new_asking: NewAsking) -> None:
    asking = new_asking(discount="40").ask()
    assert asking.request.plan == ["manager", "boss"]
    assert asking.say("wang").turns == ["sun"]
    assert asking.say("sun").state == "approved"
    assert asking.deal.missing() == []


def test_a_no_ends_it_and_it_may_be_asked_anew(asking: Asking) -> None:
    with pytest.raises(AnswerReasonNeeded):
        asking.ask().say("wang", yes=False)
    asking.say("wang", yes=False, reason="太低")
    assert (asking.state, asking.told("chen")) == ("rejected", ["approval.rejected"])
    assert asking.deal.missing() == [("discount_ok", "approval_rejected")]
    assert [one.holder for one in asking.deal.holds] == ["rep", "approver", "rep"]
    assert asking.ask().state == "waiting"


def test_nobody_asks_twice_and_only_the_owner_or_their_leader_asks(asking: Asking) -> None:
    with pytest.raises(Forbidden):
        asking.ask(by="lin")
    asking.ask()
    with pytest.raises(AlreadyAsked):
        asking.ask()
    with pytest.raises(NoSuchApproval):
        asking.ask("other")


def test_only_whose_turn_it_is_answers_and_once(new_asking: NewAsking) -> None:
    asking = new_asking(stepped({"who": [person("wang"), person("zhao")], "mode": "all"})).ask()
    with pytest.raises(NotYourTurn):
        asking.say("chen")
    asking.say("wang")
    with pytest.raises(NotYourTurn) as told:
        asking.say("wang")
    assert told.value.facts() == {"state": "waiting"}
    assert asking.say("zhao").state == "approved"


def test_the_leader_s_own_request_goes_one_further_up(new_asking: NewAsking) -> None:
    asking = new_asking()
    asking.deal.assign("wang")
    asking.ask(by="wang")
    assert asking.turns == ["sun"]


def test_where_a_leader_asks_for_a_rep_neither_of_them_decides(asking: Asking) -> None:
    asking.ask(by="wang")
    assert asking.turns == ["sun"]


def test_whoever_leads_all_is_told_plainly_that_nobody_is_above(new_asking: NewAsking) -> None:
    asking = new_asking()
    asking.deal.assign("sun")
    with pytest.raises(NobodyToAsk) as told:
        asking.ask(by="sun")
    assert told.value.facts() == {"steps": ["主管审批"]}


def test_the_requester_as_substitute_does_not_decide(asking: Asking) -> None:
    asking.leave("wang", "chen", at("2026-03-02 08:00"), at("2026-03-05 09:00")).ask()
    assert asking.turns == ["sun"]


def test_leave_without_anybody_who_stands_in_goes_further_up_when_it_begins(asking: Asking) -> None:
    asking.leave("wang", None, at("2026-03-02 12:00"), at("2026-03-05 09:00")).ask()
    asking.deal.now = at("2026-03-02 12:00")
    assert asking.tick().turns == ["sun"]
    assert asking.acts[-1] == "passed_up"


def test_a_circle_of_substitutes_ends(asking: Asking) -> None:
    asking.leave("wang", "zhao", at("2026-03-02 08:00"), at("2026-03-05 09:00"))
    asking.leave("zhao", "wang", at("2026-03-02 08:00"), at("2026-03-05 09:00")).ask()
    assert asking.turns == ["sun"]
    assert asking.tick().tick().turns == ["sun"]


def test_who_has_left_is_replaced_by_the_next_leader(asking: Asking, session: Session) -> None:
    asking.ask()
    org.deactivate(session, None, people.person(session, asking.deal.cast.wang), now=asking.deal.now)
    assert asking.tick().turns == ["sun"]


def test_back_to_an_earlier_step_and_to_whoever_asked(new_asking: NewAsking) -> None:
    asking = new_asking(discount="40").ask().say("wang")
    with pytest.raises(NoEarlierStep):
        asking.back("sun", to="boss")
    with pytest.raises(AnswerReasonNeeded):
        asking.back("sun", reason=" ")
    assert asking.back("sun", to="manager").turns == ["wang"]
    asking.back("wang")
    assert (asking.state, asking.turns) == ("returned", [])
    assert asking.again().turns == ["wang"]
    assert asking.say("wang").say("sun").state == "approved"


def test_delegated_the_delegate_answers_instead(asking: Asking) -> None:
    asking.ask()
    with pytest.raises(CannotSign) as own:
        asking.delegate("wang", "chen")
    assert own.value.facts() == {"why": "own"}
    asking.delegate("wang", "zhao")
    assert (asking.turns, asking.tasks("wang"), asking.tasks("zhao")) == (["zhao"], [], ["折扣审批"])
    with pytest.raises(NotYourTurn):
        asking.say("wang")
    assert asking.say("zhao").state == "approved"


def test_a_turn_goes_round_no_more_than_five_times(asking: Asking) -> None:
    asking.ask()
    for by, to in [("wang", "zhao"), ("zhao", "sun"), ("sun", "wang"), ("wang", "zhao"), ("zhao", "sun")]:
        asking.delegate(by, to)
    with pytest.raises(NotAllowedHere):
        asking.delegate("sun", "wang")


def test_a_step_may_forbid_both(new_asking: NewAsking) -> None:
    closed = stepped({"who": [person("wang")], "may_delegate": False, "may_add": False})
    asking = new_asking(closed).ask()
    with pytest.raises(NotAllowedHere):
        asking.delegate("wang", "zhao")
    with pytest.raises(NotAllowedHere):
        asking.join("wang", "zhao")


def test_an_added_signer_answers_first(asking: Asking) -> None:
    asking.ask().join("wang", "zhao", "before")
    assert (asking.turns, asking.tasks("wang")) == (["zhao"], ["折扣审批"])
    with pytest.raises(NotYourTurn):
        asking.say("wang")
    asking.say("zhao")
    assert asking.turns == ["wang"]
    assert asking.say("wang").state == "approved"


def test_taken_back_nobody_waits_any_more(asking: Asking) -> None:
    asking.ask()
    with pytest.raises(Forbidden):
        asking.withdraw("wang")
    asking.withdraw()
    assert (asking.state, asking.tasks("wang"), asking.told("wang")) == ("withdrawn", [], ["approval.withdrawn"])
    assert asking.deal.missing() == [("discount_ok", "not_asked")]
    with pytest.raises(NotYourTurn):
        asking.say("wang")
    with pytest.raises(AlreadyOver):
        asking.withdraw()


def test_reminded_no_more_than_once_an_hour_and_settled_with_the_answer(asking: Asking) -> None:
    asking.ask().remind()
    assert asking.told("wang") == ["approval.asked", "approval.reminded"]
    with pytest.raises(RemindedLately):
        asking.remind()
    asking.deal.later(hours=1)
    asking.remind().say("wang")
    assert asking.told("wang") in ([], ["approval.reminded"])


def test_deadlines_are_told_once_and_then_the_next_leader_decides(asking: Asking) -> None:
    asking.ask()  # Monday at nine: due on Tuesday at nine, when eight hours are over
    told = []
    for _ in range(5 * 24):
        asking.tick().tick()
        if (asking.acts, asking.turns) not in told:
            told.append((asking.acts, asking.turns))
        asking.deal.later(hours=1)
    assert told[:3] == [
        (["asked"], ["wang"]),
        (["asked", "overdue"], ["wang"]),
        (["asked", "overdue", "escalated"], ["sun"]),
    ]
    assert asking.acts == ["asked", "overdue", "escalated", "overdue", "nobody_above"]
    assert asking.told("wang") == ["approval.escalated"]
    assert asking.say("sun").state == "approved"


def test_an_outage_is_caught_up_and_told_once(asking: Asking) -> None:
    asking.ask()
    asking.deal.later(days=60)
    asking.tick().tick()
    assert asking.acts == ["asked", "overdue", "escalated"]
    assert asking.told("wang") == ["approval.escalated"]


def test_a_changed_field_asks_anew_with_the_new_values(new_asking: NewAsking) -> None:
    asking = new_asking(discount="40").ask().say("wang")
    asking.deal.fill(discount="50")
    assert (asking.acts[-2:], asking.turns) == (["changed", "reopened"], ["wang"])
    assert asking.request.shown[1]["value"] == 50
    asking.deal.fill(medium="热水")  # nobody was shown this
    assert asking.acts[-1] == "reopened"


def test_a_changed_field_is_only_shown_where_the_definition_says_so(new_asking: NewAsking) -> None:
    asking = new_asking({**APPROVAL, "on_change": "show"}).ask()
    asking.deal.fill(discount="20")
    assert (asking.turns, asking.request.shown[1]["value"]) == (["wang"], 15)
    assert asking.request.changed == {"discount": {"zh": "20%", "en": "20%"}}
    assert asking.say("wang").state == "approved"
    asking.deal.fill(discount="40")
    assert asking.state == "approved"


def test_what_was_approved_and_changes_is_approved_no_more(asking: Asking) -> None:
    asking.ask().say("wang")
    asking.deal.fill(discount="25")
    assert (asking.state, asking.acts[-1]) == ("lapsed", "lapsed")
    assert asking.deal.missing() == [("discount_ok", "approval_lapsed")]
    assert asking.told("chen") == ["approval.approved", "approval.lapsed"]


def test_a_lost_deal_asks_nobody_any_more(asking: Asking) -> None:
    asking.ask()
    asking.deal.lose()
    assert (asking.state, asking.tasks("wang")) == ("withdrawn", [])


def test_a_new_owner_never_decides_what_is_theirs_now(asking: Asking) -> None:
    asking.ask()
    asking.deal.assign("wang")
    assert (asking.turns, asking.request.owner_id) == (["sun"], asking.deal.cast.wang)


def test_a_step_that_nobody_can_sit_in_any_more_goes_back_to_whoever_asked(
    new_asking: NewAsking, session: Session
) -> None:
    asking = new_asking(stepped({"who": [person("wang")]}, {"who": [{"key": "a", "by": "skill", "skill": "law"}]}))
    zhao = people.person(session, asking.deal.cast.zhao)
    org.change_person(session, None, zhao, {"skills": ["law"]}, now=asking.deal.now)
    asking.ask()
    org.change_person(session, None, zhao, {"skills": []}, now=asking.deal.now)
    asking.say("wang")
    assert (asking.state, asking.acts[-1], asking.told("chen")) == ("returned", "stranded", ["approval.nobody"])


def test_the_ball_comes_back_only_when_nothing_waits(asking: Asking) -> None:
    asking.ask()
    asking.deal.later(hours=2)
    asking.say("wang")
    assert [one.holder for one in asking.deal.holds] == ["rep", "approver", "rep"]
    assert asking.deal.holds[1].until == asking.deal.now
    assert asking.deal.now - asking.deal.holds[1].since == timedelta(hours=2)
