"""Whatever people do to a journey, in whatever order: some things are always so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.kernel.refusals import Refusal
from bihuan.ledger import queries as ledger
from bihuan.process import commands, queries
from bihuan.process.models import HandedIn
from tests.process.deals import Deal

TERMS = "三七开，质保一年，含运费"
OTHER = {"chen": "lin", "lin": "chen"}


class Player(Deal):
    """Someone who tries everything, at any time; whoever owns the deal does it."""

    @property
    def owner(self) -> str:
        """Who owns the deal now."""
        return "chen" if self.journey.owner_id == self.cast.chen else "lin"

    def hand_over(self) -> None:
        """Give it to the other one."""
        self.assign(OTHER[self.owner])

    def back(self, number: int) -> None:
        """Go back somewhere, allowed or not."""
        self.go_back(["lead", "tender", "proposal", "quote"][number % 4], by=self.owner)

    def customer_says(self, number: int) -> None:
        """Answer the last link that was sent."""
        last = queries.story(self.session, self.journey).confirmations[-1]
        link = queries.link(self.session, last["id"])
        self.answered(link, "confirmed" if number % 3 else "declined", "" if number % 3 else "不对")

    def review(self, number: int) -> None:
        """Accept or reject the first thing that waits."""
        thing = self.session.get(HandedIn, queries.waiting(self.session, self.journey)[0])
        assert thing is not None
        self.accept(thing) if number % 2 else self.reject(thing)

    def recompute(self) -> None:
        """Work out the deadlines anew."""
        commands.recompute(self.session, owner_id=None, after=0, now=self.now, limit=100)


ACTS: Mapping[str, Callable[[Player, int], object]] = {
    "satisfy": lambda deal, _: deal.satisfied(deal.owner),
    "advance": lambda deal, _: deal.advance(deal.owner),
    "satisfy and advance": lambda deal, _: deal.satisfied(deal.owner).advance(deal.owner),
    "go back": lambda deal, number: deal.back(number),
    "except": lambda deal, _: deal.make_exception(),
    "tender": lambda deal, number: deal.fill(deal.owner, needs_tender=bool(number % 2)),
    "hand in": lambda deal, _: deal.hand_in("terms", by=deal.owner, text=TERMS),
    "send": lambda deal, _: deal.send(by=deal.owner),
    "customer": lambda deal, number: deal.customer_says(number),
    "review": lambda deal, number: deal.review(number),
    "contact": lambda deal, number: deal.contact(ago=number % 40, by=deal.owner),
    "hand over": lambda deal, _: deal.hand_over(),
    "ring": lambda deal, _: deal.ring(),
    "recompute": lambda deal, _: deal.recompute(),
    "lose": lambda deal, _: deal.lose(by=deal.owner),
}
# Losing ends the game, so it is drawn seldom; moving is what it is about, so it is drawn often.
WEIGHED = [*(name for name in ACTS if name != "lose"), "satisfy and advance", "satisfy and advance", "go back"] * 2
STEPS = st.lists(
    st.tuples(st.sampled_from([*WEIGHED, "lose"]), st.integers(0, 4000), st.integers(0, 5)), min_size=4, max_size=16
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_these_things_are_always_so(new_deal: Callable[[], Deal], steps: list[tuple[str, int, int]]) -> None:
    fresh = new_deal()
    deal = Player(fresh.kept, fresh.cast, fresh.store)
    deal.opened()
    for name, minutes, number in steps:
        deal.later(minutes=minutes)
        # A no is an answer, too; IndexError: there was nothing yet to answer or to review.
        with suppress(Refusal, IndexError):
            ACTS[name](deal, number)
        check(deal)


def check(deal: Deal) -> None:
    """The things that are always so."""
    journey, stays, holds = deal.journey, deal.stays, deal.holds
    lasting = [stay for stay in stays if stay.left_at is None]
    assert len(lasting) == (journey.outcome is None), "one open stay while it is open, none when it is closed"
    assert [stay.seq for stay in stays] == list(range(1, len(stays) + 1)), "numbered without a gap"
    assert (stays[-1].seq, stays[-1].stage_key) == (journey.stage_seq, journey.stage_key)
    assert (stays[0].entered_at, stays[-1].entered_at) == (journey.started_at, journey.entered_at)
    assert all(one.left_at == two.entered_at for one, two in pairwise(stays)), "no time between two stays"
    assert stays[-1].left_at == journey.closed_at
    assert {stay.owner_id for stay in stays} | {hold.owner_id for hold in holds} == {journey.owner_id}
    assert journey.due_at == (stays[-1].due_at if journey.outcome is None else None)
    for stay in stays:
        own = [hold for hold in holds if hold.stay_id == stay.id]
        assert (own[0].since, own[-1].until) == (stay.entered_at, stay.left_at), "the holds fill the stay"
        assert all(one.until == two.since for one, two in pairwise(own)), "somebody always holds the ball"
        assert all(hold.until is None or hold.until - hold.since >= timedelta(0) for hold in own)
        for told, level in (("stage.nearly_due", stay.warned_at), ("stage.overdue", stay.overdue_at)):
            events = [one for one in deal.events if one.kind == told and one.payload["stay"] == stay.id]
            assert len(events) == (level is not None), "a level is told once or not at all"
    line = list(reversed(ledger.timeline(deal.session, f"opportunity:{deal.record_id}", limit=500)))
    assert [event.seq for event in line] == list(range(1, len(line) + 1)), "the ledger has no gap"
    moves = [one for one in line if one.kind in {"journey.started", "stage.entered", "stage.back", "exception.made"}]
    assert [one.payload["stage"] for one in moves if "stage" in one.payload] == [stay.stage_key for stay in stays]
