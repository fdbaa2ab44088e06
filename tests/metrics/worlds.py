"""Random companies' worth of deals, and the slow way to count them: the oracle."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bihuan.metrics import judging
from bihuan.metrics.judging import StayFacts
from tests.metrics.scene import NOW, Deal, Held, Time

ZONE = ZoneInfo("Asia/Shanghai")
STAGES = ("lead", "tender", "proposal", "quote", "sign")
SELLERS = ("chen", "lin", "wang", "zhao")
SEES = {"chen": {"chen"}, "lin": {"lin"}, "wang": {"chen", "lin", "wang"}, "zhao": {"zhao"}, "sun": set(SELLERS)}
HOLDERS = ("rep", "approver", "customer")
HOUR = timedelta(hours=1)


@st.composite
def deals(draw: st.DrawFn) -> Deal:
    """A deal with one to four stays, ended or not, sometimes brought in by an import."""
    moment = NOW - draw(st.integers(min_value=1, max_value=4800)) * HOUR
    opening = draw(st.booleans())
    many = draw(st.integers(min_value=1, max_value=4))
    ended = draw(st.sampled_from([None, "won", "lost"]))
    stays = []
    for place in range(many):
        last = place == many - 1
        how = ended if last else draw(st.sampled_from(["advanced", "back", "exception"]))
        stay = _stay(draw, moment, how, opening=opening and place == 0)
        stays.append(stay)
        moment = stay.left or moment
    closed = stays[-1].left if ended else None
    return Deal(
        owner=draw(st.sampled_from(SELLERS)),
        stays=tuple(stays),
        outcome=ended,
        reason=draw(st.sampled_from(["price", "silent"])) if ended == "lost" else None,
        closed=closed,
        amount=draw(st.none() | st.integers(min_value=0, max_value=10_000)),
        product=draw(st.sampled_from([None, 0, 1])),
        customer=draw(st.sampled_from([None, 0, 1])),
        debts=draw(st.integers(min_value=0, max_value=2)),
    )


def _stay(draw: st.DrawFn, entered: datetime, how: str | None, *, opening: bool) -> Time:
    length = min(draw(st.integers(min_value=0, max_value=400)) * HOUR, NOW - entered)
    left = entered + length if how else None
    limit = draw(st.none() | st.integers(min_value=1, max_value=300))
    due = entered + limit * HOUR if limit else None
    turn = entered + (length / 2)
    first, second = draw(st.sampled_from(HOLDERS)), draw(st.sampled_from(HOLDERS))
    cause = "import" if opening else "stage.entered"
    return Time(
        stage=draw(st.sampled_from(STAGES)),
        entered=entered,
        left=left,
        how=how,
        warn=due - min(24 * HOUR, (due - entered) / 2) if due else None,
        due=due,
        opening=opening,
        late=draw(st.booleans()) and due is not None,
        holds=(Held(first, entered, turn, cause), Held(second, turn, left)),
    )


WORLDS = st.lists(deals(), min_size=0, max_size=8)


def seen(world: Sequence[Deal], login: str) -> list[Deal]:
    """The deals in somebody's range."""
    return [deal for deal in world if deal.owner in SEES[login]]


def facts(stay: Time) -> StayFacts:
    """A stay as the judge reads it."""
    return StayFacts(left_at=stay.left, left_how=stay.how, warn_at=stay.warn, due_at=stay.due, late_evidence=stay.late)


def judged(world: Iterable[Deal]) -> list[tuple[Deal, Time]]:
    """Every stay that can be judged."""
    stays = [(deal, stay) for deal in world for stay in deal.stays]
    return [(deal, stay) for deal, stay in stays if not (stay.opening and stay.due is None)]


def overlapping(stays: Iterable[tuple[Deal, Time]], since: datetime, until: datetime) -> list[tuple[Deal, Time]]:
    """Those that have a moment in common with a span of time."""
    return [(deal, stay) for deal, stay in stays if stay.entered < until and (stay.left is None or stay.left > since)]


def day(moment: datetime) -> date:
    """The day on the workspace's wall."""
    return moment.astimezone(ZONE).date()


def cycle(deal: Deal) -> int:
    """Whole days from start to close."""
    assert deal.closed is not None
    return (day(deal.closed) - day(deal.started)).days


def closed(world: Iterable[Deal]) -> list[Deal]:
    """What is won or lost."""
    return [deal for deal in world if deal.outcome]


def won(world: Iterable[Deal]) -> list[Deal]:
    """What is won."""
    return [deal for deal in world if deal.outcome == "won"]


def level(stay: Time) -> str:
    """Green, yellow or red."""
    return judging.level(facts(stay), now=NOW)


def share(part: Sequence[object], whole: Sequence[object]) -> float | None:
    """A percentage; None of nothing."""
    return round(100 * len(part) / len(whole), 2) if whole else None


def grouped(things: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    """Things by what they have in common."""
    found: dict[Any, list[Any]] = {}
    for thing in things:
        found.setdefault(key(thing), []).append(thing)
    return found


def mean(values: Sequence[float], digits: int) -> float | None:
    """The mean; None of nothing."""
    return round(statistics.fmean(values), digits) if values else None


def median(values: Sequence[float], digits: int) -> float | None:
    """The median; None of nothing."""
    return round(statistics.median(values), digits) if values else None


def placed(world: Sequence[Deal], products: Sequence[int], customers: Sequence[int]) -> list[Deal]:
    """The same deals, pointing at things that are there."""
    return [
        replace(
            deal,
            product=None if deal.product is None else products[deal.product],
            customer=None if deal.customer is None else customers[deal.customer],
        )
        for deal in world
    ]
