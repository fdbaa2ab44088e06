"""Who holds the ball: segments of a stay, switched by what happens and by nothing else."""

from __future__ import annotations

from datetime import datetime

from tests.process.deals import Deal

TERMS = "三七开，质保一年，含运费"


def segments(deal: Deal) -> list[tuple[str, str, datetime, datetime | None]]:
    return [(hold.holder, hold.cause, hold.since, hold.until) for hold in deal.holds if hold.stay_id == deal.stay.id]


def test_the_ball_goes_to_the_customer_with_the_proposal_and_comes_back_with_the_answer(deal: Deal) -> None:
    deal.reach("proposal").fill(medium="热水", temperature="80").hand_in_file("proposal_pdf")
    entered = deal.now
    sent = deal.later(hours=2).now
    link = deal.send()
    answered = deal.later(hours=30).now
    deal.answered(link)
    assert segments(deal) == [
        ("rep", "stage.entered", entered, sent),
        ("customer", "confirmation.sent", sent, answered),
        ("rep", "confirmation.confirmed", answered, None),
    ]
    left = deal.later(hours=1).now
    deal.advance()
    assert [hold.until for hold in deal.holds if hold.stay_id == deal.stays[1].id] == [sent, answered, left]


def test_a_no_gives_the_ball_back_as_well(deal: Deal) -> None:
    deal.reach("proposal").hand_in_file("proposal_pdf")
    deal.answered(deal.send(), "declined", "缺材质证明")
    assert (deal.holds[-1].holder, deal.holds[-1].cause) == ("rep", "confirmation.declined")
    assert dict(deal.missing())["receipt"] == "rejected"
    deal.send()
    assert deal.holds[-1].holder == "customer"


def test_the_approver_holds_it_until_nothing_waits_any_more(deal: Deal) -> None:
    deal.reach("quote")
    entered = deal.now
    asked = deal.later(hours=1).now
    first, second = deal.hand_in("terms", text=TERMS), deal.hand_in("terms", text=TERMS)
    deal.later(hours=5).reject(first)
    assert deal.holds[-1].holder == "approver", "the second still waits"
    back = deal.later(hours=1).now
    deal.accept(second)
    assert segments(deal) == [
        ("rep", "stage.entered", entered, asked),
        ("approver", "deliverable.waiting", asked, back),
        ("rep", "deliverable.accepted", back, None),
    ]


def test_sending_twice_changes_nothing_about_who_holds_it(deal: Deal) -> None:
    deal.reach("proposal").hand_in_file("proposal_pdf")
    deal.send()
    holds = len(deal.holds)
    deal.later(hours=3).send()
    assert len(deal.holds) == holds


def test_a_new_stay_begins_with_the_rep_and_the_last_hold_ends_with_the_journey(deal: Deal) -> None:
    deal.reach("proposal").hand_in_file("proposal_pdf")
    deal.send()
    deal.later(hours=9).make_exception()
    assert (deal.holds[-1].holder, deal.holds[-1].since) == ("rep", deal.now)
    assert deal.holds[-2].until == deal.now
    deal.later(hours=1).lose()
    assert deal.holds[-1].until == deal.now


def test_a_customer_who_answers_after_the_stage_was_left_does_not_take_part_in_the_next_one(deal: Deal) -> None:
    deal.reach("proposal").hand_in_file("proposal_pdf")
    link = deal.send()
    deal.later(hours=9).make_exception().later(hours=2).answered(link)
    assert [hold.holder for hold in deal.holds if hold.stay_id == deal.stay.id] == ["rep"]
    assert deal.kinds[-1] == "confirmation.confirmed"
