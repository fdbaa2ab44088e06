"""The clock on the wall is set back while a deal is under way: nothing ends before it began, and nothing is stuck."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.process.deals import Deal


def whole(deal: Deal) -> bool:
    """Whether no stay and no hold of the ball ended before it began, and each began where the one before ended.

    After the clock was set back one may begin earlier, never later: who acts then must not wait for the wall.
    """
    stays = [(stay.entered_at, stay.left_at or stay.entered_at) for stay in deal.stays]
    in_turn = sorted(deal.holds, key=lambda hold: hold.id)
    holds = [(hold.since, hold.until or hold.since) for hold in in_turn]
    return all(
        all(begun <= ended for begun, ended in spans)
        and all(later[0] <= earlier[1] for earlier, later in pairwise(spans))
        for spans in (stays, holds)
    )


@pytest.mark.parametrize("back", [0, 1, 72])
def test_whoever_moves_a_deal_after_the_clock_was_set_back_is_not_held_up(deal: Deal, back: int) -> None:
    deal.opened().later(hours=5).satisfied().advance().later(hours=-back)
    assert deal.satisfied().advance().stage == "quote"
    assert deal.stay.entered_at == deal.now
    assert deal.journey.entered_at == deal.now
    deal.later(minutes=5)
    assert deal.satisfied().advance().stage == "sign", "what is done now counts now"
    assert whole(deal)


@pytest.mark.parametrize("back", [0, 1, 72])
def test_the_ball_is_passed_on_and_the_deal_closed_after_the_clock_was_set_back(deal: Deal, back: int) -> None:
    deal.opened().reach("proposal").later(hours=3)
    deal.hand_in_file("proposal_pdf")
    link = deal.send()
    deal.later(hours=-back).answered(link)
    deal.later(hours=-back).lose()
    assert whole(deal)
    assert deal.journey.closed_at == deal.stays[-1].left_at
    assert deal.kinds[-1] == "journey.lost"
