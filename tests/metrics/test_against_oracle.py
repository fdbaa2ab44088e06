"""Every aggregate against a slow oracle, for everyone: nobody's number holds a row from outside their range."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.metrics import catalogue, queries
from bihuan.metrics.definition import Measure
from bihuan.metrics.queries import Answer, Wanted
from bihuan.org import queries as org
from tests.company import Cast
from tests.metrics import scene, worlds
from tests.metrics.scene import NOW, Deal, Kept
from tests.metrics.worlds import SEES, WORLDS

ALWAYS = Wanted()
# The question is narrow enough even where the database's own wall doesn't help.
WALLED, OPEN = "behind the wall", "with the wall away"
Who = tuple[str, str]
EVERYONE = st.tuples(st.sampled_from(sorted(SEES)), st.sampled_from([WALLED, OPEN]))
many_worlds = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@dataclass
class Asker:
    """One of the cast before a world."""

    session: Session
    cast: Cast
    login: str
    world: list[Deal]
    kept: list[Kept]

    @property
    def mine(self) -> list[Deal]:
        return worlds.seen(self.world, self.login)

    def frame(self, wanted: Wanted = ALWAYS) -> queries.Frame:
        viewer = org.viewer(self.session, self.cast.id(self.login))
        return queries.frame(self.session, viewer, wanted, now=NOW)

    def ask(self, key: str, by: str | None = None, wanted: Wanted = ALWAYS) -> Answer:
        return queries.answer(self.session, self.frame(wanted), catalogue.metric(key), by=by)

    def groups(self, key: str, by: str, wanted: Wanted = ALWAYS) -> dict[Any, Any]:
        return {row.key: row.figure.value for row in self.ask(key, by, wanted).rows}


Before = Callable[[list[Deal], Who], AbstractContextManager[Asker]]


@pytest.fixture
def before(session: Session, cast: Cast) -> Before:
    products = scene.named(session, "product", ["valve", "pump"], cast.sun)
    customers = scene.named(session, "customer", ["chen's"], cast.chen) + scene.named(
        session, "customer", ["z"], cast.zhao
    )

    @contextmanager
    def standing(world: list[Deal], who: Who) -> Iterator[Asker]:
        login, wall = who
        db.see(session, db.EVERYTHING)
        point = session.begin_nested()
        there = worlds.placed(world, products, customers)
        kept = scene.keep(session, there)
        db.see(session, org.viewer(session, cast.id(login)).sight if wall == WALLED else db.EVERYTHING)
        try:
            yield Asker(session, cast, login, there, kept)
        finally:
            point.rollback()
            session.expunge_all()

    return standing


@many_worlds
@given(world=WORLDS, who=EVERYONE)
def test_counts_and_rates(before: Before, world: list[Deal], who: Who) -> None:
    with before(world, who) as asker:
        closed, won = worlds.closed(asker.mine), worlds.won(asker.mine)
        assert asker.ask("new_journeys").figure.value == len(asker.mine)
        assert asker.ask("open_journeys").figure.value == len(asker.mine) - len(closed)
        assert asker.ask("win_rate").figure.value == worlds.share(won, closed)
        assert asker.ask("conversion_by_start").figure.value == worlds.share(won, asker.mine)
        by_owner = worlds.grouped(won, lambda deal: asker.cast.id(deal.owner))
        assert asker.groups("won_count", "owner") == {owner: len(deals) for owner, deals in by_owner.items()}
        reasons = worlds.grouped([deal for deal in closed if deal.outcome == "lost"], lambda deal: deal.reason)
        assert asker.groups("lost_count", "lost_reason") == {key: len(deals) for key, deals in reasons.items()}
        owed = sum(deal.debts for deal in asker.mine if deal.outcome is None)
        assert asker.ask("debts_open").figure.value == owed


@many_worlds
@given(world=WORLDS, who=EVERYONE)
def test_sums_means_and_medians(before: Before, world: list[Deal], who: Who) -> None:
    with before(world, who) as asker:
        won, closed = worlds.won(asker.mine), worlds.closed(asker.mine)
        worth = [deal.amount for deal in won if deal.amount is not None]
        assert asker.ask("won_value").figure.value == sum(worth)
        average = asker.ask("average_won_value").figure
        assert (average.count, average.median) == (len(worth), worlds.median(worth, 2))
        assert average.mean == pytest.approx(worlds.mean(worth, 2), abs=0.01) if worth else average.mean is None
        cycles = [worlds.cycle(deal) for deal in closed]
        assert asker.ask("cycle_days").figure.median == worlds.median(cycles, 3)
        quarters = worlds.grouped(won, lambda deal: _quarter(worlds.day(deal.closed)))
        expected = {key: sum(deal.amount or 0 for deal in deals) for key, deals in quarters.items()}
        assert asker.groups("won_value", "quarter") == expected
        products = worlds.grouped(won, lambda deal: deal.product)
        expected = {key: sum(deal.amount or 0 for deal in deals) for key, deals in products.items()}
        assert asker.groups("won_value", "product") == expected
        ages = [(worlds.day(NOW) - worlds.day(deal.started)).days for deal in asker.mine if not deal.outcome]
        stale = [age for age in ages if cycles and age > max(cycles)]
        assert asker.ask("stale_open").figure.value == len(stale)


@many_worlds
@given(world=WORLDS, who=EVERYONE)
def test_a_group_of_records_one_may_not_see_has_no_name(before: Before, world: list[Deal], who: Who) -> None:
    with before(world, who) as asker:
        rows = asker.ask("new_journeys", "customer").rows
        names = {"chen's": "chen", "z": "zhao"}
        for row in rows:
            if row.label in names:
                assert names[row.label] in SEES[asker.login]
            else:
                assert row.key in {None, 0}
        assert sum(row.figure.count for row in rows) == len(asker.mine)


@many_worlds
@given(world=WORLDS, who=EVERYONE)
def test_stays_and_who_held_the_ball(before: Before, world: list[Deal], who: Who) -> None:
    with before(world, who) as asker:
        stays = [stay for deal in asker.mine for stay in deal.stays if stay.left and not stay.opening]
        onward = [stay for stay in stays if stay.how in {"advanced", "exception", "won"}]
        assert asker.ask("stage_conversion").figure.value == worlds.share(onward, stays)
        lengths = worlds.grouped(stays, lambda stay: stay.stage)
        found = {row.key: row.figure.median for row in asker.ask("stay_days").rows}
        days = {key: [(one.left - one.entered) / timedelta(days=1) for one in each] for key, each in lengths.items()}
        assert found == {key: worlds.median(each, 3) for key, each in days.items()}
        excepted = [stay for deal in asker.mine for stay in deal.stays if stay.how == "exception"]
        assert asker.ask("exceptions").figure.value == len(excepted)
        overdue = [s for deal in asker.mine for s in deal.stays if s.left is None and s.due and s.due < NOW]
        assert asker.ask("overdue_open").figure.value == len(overdue)
        held: dict[str, float] = {}
        for hold in (hold for deal in asker.mine for stay in deal.stays for hold in stay.holds):
            if hold.cause != "import":
                hours = ((hold.until or NOW) - hold.since) / timedelta(hours=1)
                held[hold.holder] = held.get(hold.holder, 0) + hours
        assert asker.groups("held_by", "holder") == pytest.approx(held, abs=0.01)


@many_worlds
@given(world=WORLDS, who=EVERYONE, ago=st.integers(min_value=0, max_value=150))
def test_the_health_board_judges_as_the_judge_does(before: Before, world: list[Deal], who: Who, ago: int) -> None:
    with before(world, who) as asker:
        first = worlds.day(NOW) - timedelta(days=ago)
        dated = Wanted(first=first, last=first + timedelta(days=30))
        frame = asker.frame(dated)
        since, until = frame.bounds
        assert since is not None
        assert until is not None
        stays = worlds.overlapping(worlds.judged(asker.mine), since, until)
        board = queries.board(asker.session, frame, when="")
        expected = worlds.grouped(
            stays, lambda pair: (asker.cast.id(pair[0].owner), pair[1].stage, worlds.level(pair[1]))
        )
        counted = {
            (row.person_id, cell.stage, level): count
            for row in board.rows
            for cell in row.cells
            for level, count in (("red", cell.red), ("yellow", cell.yellow), ("green", cell.green))
            if count
        }
        assert counted == {key: len(pairs) for key, pairs in expected.items()}
        decided = [stay for _, stay in stays if stay.left or (stay.due and stay.due < NOW)]
        rate = worlds.share([stay for stay in decided if worlds.level(stay) == "green"], decided)
        assert asker.ask("on_time_rate", wanted=dated).figure.value == rate
        people = asker.groups("on_time_rate", "owner", dated)
        assert people == {row.person_id: row.on_time_rate for row in board.rows if row.decided}
        for row in board.rows[:1]:
            for cell in row.cells[:2]:
                opened = queries.cell(asker.session, asker.frame(replace(dated, person_id=row.person_id)), cell.stage)
                assert len(opened.stays) == cell.count


@many_worlds
@given(world=WORLDS, who=EVERYONE)
def test_the_funnel(before: Before, world: list[Deal], who: Who) -> None:
    with before(world, who) as asker:
        found = queries.funnel(asker.session, asker.frame())
        places = {stage: place for place, stage in enumerate(worlds.STAGES)}
        for step in found.steps:
            here = places[step.stage.key]
            came = [
                deal
                for deal in asker.mine
                if any(stay.stage == step.stage.key for stay in deal.stays)
                or (step.stage.when is None and any(s.opening and places[s.stage] > here for s in deal.stays))
            ]
            passed = [d for d in came if d.outcome == "won" or max(places[s.stage] for s in d.stays) > here]
            assert (step.entered, step.passed) == (len(came), len(passed))
            standing = [deal for deal in asker.mine if deal.stays[-1].stage == step.stage.key]
            assert step.here == sum(deal.outcome is None for deal in standing)
            assert step.lost == sum(deal.outcome == "lost" for deal in standing)
        assert (found.started, found.won) == (len(asker.mine), len(worlds.won(asker.mine)))
        stuck = {one.journey_id for one in found.stuck}
        assert stuck == {k.journey_id for k in asker.kept if k.deal in asker.mine and k.deal.outcome is None}


@many_worlds
@given(world=WORLDS, who=EVERYONE)
def test_the_rows_behind_every_number_are_the_viewers_own(before: Before, world: list[Deal], who: Who) -> None:
    with before(world, who) as asker:
        mine = {kept.journey_id for kept in asker.kept if kept.deal.owner in SEES[asker.login]}
        frame = asker.frame()
        for metric in catalogue.METRICS.values():
            rows = queries.behind(asker.session, frame, metric, limit=200)
            assert {row.journey_id for row in rows} <= mine
            answer = asker.ask(metric.key)
            assert len(rows) == answer.figure.count or metric.measure is Measure.AVERAGE
            for row in answer.rows[:2]:
                group = "" if row.key is None else str(row.key)
                inside = queries.behind(asker.session, frame, metric, by=answer.by, group=group, limit=200)
                assert len(inside) == row.figure.count or metric.measure is Measure.AVERAGE


@many_worlds
@given(world=WORLDS, who=EVERYONE)
def test_the_columns_of_the_board(before: Before, world: list[Deal], who: Who) -> None:
    with before(world, who) as asker:
        found = queries.columns(asker.session, asker.frame(Wanted(all_seen=True)))
        open_ones = worlds.grouped([d for d in asker.mine if not d.outcome], lambda deal: deal.stays[-1].stage)
        counted = {column.key: (column.count, column.amount) for column in found.stages}
        for stage in worlds.STAGES:
            deals = open_ones.get(stage, [])
            assert counted[stage] == (len(deals), sum(deal.amount or 0 for deal in deals))
        won = next(column for column in found.outcomes if column.key == "won")
        assert won.count == len(worlds.won(asker.mine))


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"
