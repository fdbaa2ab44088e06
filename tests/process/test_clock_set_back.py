"""The clock on the wall is set back while a deal is under way: nothing ends before it began, and nothing is stuck."""

from __future__ import annotations

import pytest

from tests.process.deals import Deal


def end_to_end(deal: Deal) -> bool:
    """Whether stays and holds follow each other without gap, overlap or negative length."""
    moments = [moment for stay in deal.stays for moment in (stay.entered_at, stay.left_at or stay.entered_at)]
    held = [moment for hold in deal.holds for moment in (hold.since, hold.until or hold.since)]
    stays, holds = deal.stays, deal.holds
    return (
        moments == sorted(moments)
        and held == sorted(held)
        and [stay.entered_at for stay in stays[1:]] == [stay.left_at for stay in stays[:-1]]
        and [hold.since for hold in holds[1:]] == [hold.until for hold in holds[:-1]]
        and deal.journey.entered_at == stays[-1].entered_at
    )


@pytest.mark.parametrize("back", [0, 1, 72])
def test_whoever_moves_a_deal_after_the_clock_was_set_back_leaves_no_negative_stay(deal: Deal, back: int) -> None:
    deal.opened().later(hours=5).satisfied().advance().later(hours=-back)
    assert deal.satisfied().advance().stage == "quote"
    deal.later(hours=-back).go_back("lead")
    assert end_to_end(deal)


@pytest.mark.parametrize("back", [0, 1, 72])
def test_the_ball_is_passed_on_and_the_deal_closed_after_the_clock_was_set_back(deal: Deal, back: int) -> None:
    deal.opened().reach("proposal").later(hours=3)
    deal.hand_in_file("proposal_pdf")
    link = deal.send()
    deal.later(hours=-back).answered(link)
    deal.later(hours=-back).lose()
    assert end_to_end(deal)
    assert deal.journey.closed_at == deal.stays[-1].left_at
    assert deal.kinds[-1] == "journey.lost"
