"""A quotation above the discount limit: the manager on leave, a substitute, sent back, submitted again, approved."""

from __future__ import annotations

from bihuan.kernel import calendar
from bihuan.org import queries as org
from tests.approvals.asking import Asking, at


def substituted(asking: Asking) -> Asking:
    """Asked on Monday at ten, and passed on to Zhao when Wang's leave begins at noon."""
    deal = asking.deal
    assert deal.missing() == [("discount_ok", "not_asked")]
    asking.leave("wang", "zhao", at("2026-03-02 12:00"), at("2026-03-04 09:00"))

    deal.now = at("2026-03-02 10:00")
    asking.ask(reason="客户要签年单")
    assert (asking.turns, asking.state) == (["wang"], "waiting")
    assert deal.missing() == [("discount_ok", "waiting_approval")]
    assert (asking.tasks("wang"), asking.told("wang")) == (["折扣审批"], ["approval.asked"])

    deal.now = at("2026-03-02 12:00")  # his leave begins: who stands in is asked instead
    asking.tick().tick()
    assert asking.turns == ["zhao"]
    assert (asking.tasks("wang"), asking.told("wang")) == ([], [])
    assert (asking.tasks("zhao"), asking.told("zhao")) == (["折扣审批"], ["approval.asked"])
    return asking


def test_a_discount_above_the_limit_while_the_manager_is_on_leave(asking: Asking) -> None:
    deal = substituted(asking).deal
    deal.now = at("2026-03-02 14:37")
    asking.back("zhao", reason="只能到 12%")
    assert (asking.state, asking.turns, asking.told("chen")) == ("returned", [], ["approval.returned"])
    assert deal.missing() == [("discount_ok", "approval_returned")]

    deal.now = at("2026-03-03 09:30")  # Chen mends it
    deal.fill(discount="12")
    deal.now = at("2026-03-03 09:41")
    asking.again()
    assert (asking.state, asking.turns) == ("waiting", ["zhao"])

    deal.now = at("2026-03-03 16:05")
    asking.say("zhao")
    assert (asking.state, deal.missing(), asking.tasks("zhao")) == ("approved", [], [])
    assert asking.told("chen") == ["approval.approved"]

    assert asking.acts == ["asked", "substituted", "returned", "resubmitted", "agreed", "approved"]
    assert [kind for kind in deal.kinds if kind.startswith("approval.")] == [f"approval.{one}" for one in asking.acts]
    waited_to_the_minute(asking)
    deal.advance()
    assert deal.stage == "proposal"


def waited_to_the_minute(asking: Asking) -> None:
    """The approvers' share of the stay, to the minute of working time."""
    held = [(one.holder, one.cause, one.since, one.until) for one in asking.deal.holds]
    assert held == [
        ("rep", "stage.entered", at("2026-03-02 09:00"), at("2026-03-02 10:00")),
        ("approver", "approval.asked", at("2026-03-02 10:00"), at("2026-03-02 14:37")),
        ("rep", "approval.answered", at("2026-03-02 14:37"), at("2026-03-03 09:41")),
        ("approver", "approval.turned", at("2026-03-03 09:41"), at("2026-03-03 16:05")),
        ("rep", "approval.answered", at("2026-03-03 16:05"), None),
    ]
    working = org.calendar(asking.session)
    minutes = [
        calendar.working_minutes(working, since, until)
        for holder, _, since, until in held
        if holder == "approver" and until is not None
    ]
    assert minutes == [4 * 60 + 37 - 60, 6 * 60 + 24 - 60]  # without the hour at noon
