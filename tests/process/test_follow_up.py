"""The follow-up clock: only being in touch sets it back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.company import MONDAY_9
from tests.process.deals import Deal

TWO_DAYS = timedelta(hours=48)


def test_it_starts_with_the_journey(deal: Deal) -> None:
    assert deal.journey.quiet_due_at == MONDAY_9 + TWO_DAYS


@pytest.mark.parametrize(("kind", "resets"), [("call", True), ("visit", True), ("note", False)])
def test_only_a_contact_sets_it_back(deal: Deal, kind: str, *, resets: bool) -> None:
    deal.later(hours=5).contact(kind=kind)
    assert deal.journey.quiet_due_at == (deal.now if resets else MONDAY_9) + TWO_DAYS


def test_filling_in_handing_in_and_moving_on_are_no_contact(deal: Deal) -> None:
    deal.later(hours=5).fill(amount="5000").advance()
    deal.hand_in_file("proposal_pdf")
    assert deal.journey.quiet_due_at == MONDAY_9 + TWO_DAYS


def test_a_contact_counts_from_when_it_was_not_from_when_it_was_noted(deal: Deal) -> None:
    deal.later(hours=30).contact(ago=20)
    assert deal.journey.quiet_due_at == MONDAY_9 + timedelta(hours=10) + TWO_DAYS
    deal.contact(ago=25)
    assert deal.journey.quiet_due_at == MONDAY_9 + timedelta(hours=10) + TWO_DAYS, "an older one changes nothing"


def test_a_silence_is_told_once_and_a_contact_begins_it_anew(deal: Deal) -> None:
    deal.later(hours=49).ring()
    deal.later(hours=1).ring()
    assert deal.kinds.count("follow_up.missed") == 1
    deal.contact().later(hours=47).ring()
    assert deal.kinds.count("follow_up.missed") == 1
    deal.later(hours=2).ring()
    assert deal.kinds.count("follow_up.missed") == 2


def test_a_journey_that_has_ended_is_left_in_peace(deal: Deal) -> None:
    deal.lose().later(days=9).ring()
    assert "follow_up.missed" not in deal.kinds
    deal.contact()
    assert deal.journey.quiet_due_at is None
