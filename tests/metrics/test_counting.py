"""Sums that were counted before say what the facts say, after any history, for everyone, of any days."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, func, select, text
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.metrics import commands, jobs, queries
from bihuan.metrics.models import Count, Counted, Tally, TeamTally, Touched
from bihuan.metrics.periods import Period
from bihuan.metrics.queries import Wanted, judgements, tallies
from bihuan.org import commands as organising
from bihuan.org import queries as org
from bihuan.process import commands as process
from bihuan.process import queries as processes
from bihuan.process.commands import door
from bihuan.process.models import Journey
from bihuan.records import commands as records
from bihuan.records import queries as reading
from tests.company import Cast
from tests.metrics import scene, worlds
from tests.metrics.scene import NOW, Deal, Kept, Time
from tests.metrics.worlds import WORLDS

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PEOPLE = ("chen", "lin", "wang", "zhao", "sun")
LATER = NOW + DAY
TODAY = worlds.day(NOW)
FAR = Wanted(first=TODAY - 170 * DAY, last=TODAY - 20 * DAY)
AROUND = Wanted(first=(TODAY - 600 * DAY).replace(day=1), last=(TODAY + 40 * DAY).replace(day=1) - DAY)
SINCE_THEN = Wanted(first=(TODAY - 60 * DAY).replace(day=1))
SPANS = (
    Wanted(),
    AROUND,
    SINCE_THEN,
    Wanted(period="year"),
    Wanted(period="quarter", offset=-1),
    Wanted(period="week", offset=-3),
    FAR,
    Wanted(first=FAR.first),
    Wanted(last=FAR.last),
)
ALIGNED: tuple[Period, ...] = ("month", "quarter", "all")
Act = tuple[str, int, str]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["enter", "back", "won", "lost", "ball", "give", "count", "count", "undo", "move", "recount"]),
        st.integers(min_value=0, max_value=7),
        st.sampled_from(worlds.STAGES),
    ),
    max_size=14,
)
histories = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
Playing = Callable[[list[Deal]], AbstractContextManager["Play"]]


class Play:
    """A world in which something happens."""

    def __init__(self, session: Session, cast: Cast, kept: list[Kept]) -> None:
        self.session, self.cast = session, cast
        self.ids = [one.journey_id for one in kept]

    def act(self, what: str, number: int, stage: str) -> None:
        """Let one thing happen, if it can; a moment after everything before."""
        if what in {"count", "recount", "move", "undo"}:
            getattr(self, f"_{what}")(number)
            return
        journey = self.session.get(Journey, self.ids[number % len(self.ids)]) if self.ids else None
        if journey is None or (journey.outcome is not None and what != "give"):
            return
        if what == "give":
            self._give(journey, number)
        elif what in {"won", "lost"}:
            line = door.line(journey, what, by_id=None, now=LATER, told={})
            reason = "price" if what == "lost" else None
            door.close(self.session, journey, outcome=what, reason=reason, noted=line, now=LATER)
        elif what == "ball":
            door.pass_ball(self.session, journey, holder=worlds.HOLDERS[number % 3], cause="asked", now=LATER)
        else:
            there = processes.process_of(self.session, journey).stage(stage)
            assert there is not None
            how = "advanced" if what == "enter" else "back"
            line = door.line(journey, how, by_id=None, now=LATER, told={})
            door.enter(self.session, there, journey=journey, how=how, noted=line, now=LATER)

    def _give(self, journey: Journey, number: int) -> None:
        """A record goes to somebody else, and its journey with it."""
        self.session.flush()
        sun, heir = org.viewer(self.session, self.cast.sun), self.cast.id(PEOPLE[number % 4])
        record = reading.record(self.session, sun, "opportunity", journey.record_id)
        records.assign(self.session, sun, record, heir, now=LATER)
        self.session.refresh(journey)

    def _count(self, number: int) -> None:
        self.session.flush()
        if queries.counted_by(self.session) is None:
            commands.recount(self.session, now=NOW)
        if number % 2:
            commands.place(self.session)
        commands.count(self.session, limit=number + 1)

    def _recount(self, _: int) -> None:
        self.session.flush()
        commands.recount(self.session, now=NOW)

    def _move(self, number: int) -> None:
        """Somebody changes teams."""
        self.session.flush()
        sun = org.viewer(self.session, self.cast.sun)
        teams = [team.id for team in org.teams(self.session)]
        moves = organising.Moves(people={self.cast.id(PEOPLE[number % 4]): teams[number % len(teams)]})
        organising.reorganise(self.session, sun, moves, now=NOW)

    def _undo(self, _: int) -> None:
        """An import is taken back: every deal of the world came with one."""
        self.session.flush()
        process.unplace(self.session, 1)
        self.session.expunge_all()
        self.ids = []


@pytest.fixture
def playing(session: Session, cast: Cast) -> Playing:
    @contextmanager
    def opened(world: list[Deal]) -> Iterator[Play]:
        db.see(session, db.EVERYTHING)
        point = session.begin_nested()
        kept = scene.keep(session, [replace(deal, product=None, customer=None) for deal in world])
        try:
            yield Play(session, cast, kept)
        finally:
            point.rollback()
            session.expunge_all()

    return opened


def asked(session: Session, cast: Cast) -> list[Any]:
    """What every screen could ask, as numbers: everyone, of every span, of teams and of single people."""
    found: list[Any] = []
    for login in PEOPLE:
        viewer = org.viewer(session, cast.id(login))
        db.see(session, viewer.sight)
        narrower = [Wanted(person_id=cast.id(login))]
        narrower += [Wanted(team_id=team.id) for team in org.teams(session) if viewer.sight.all]
        for wanted in (*SPANS, *narrower):
            frame = queries.frame(session, viewer, wanted, now=LATER + DAY)
            sums = tallies.sums(session, frame)
            trails = sorted(
                sums.trails, key=lambda one: (one.stands, str(one.outcome), sorted(one.placed), sorted(one.seen))
            )
            held = {(stage, who): round(hours, 6) for stage, one in sums.held.items() for who, hours in one.items()}
            board = sorted(judgements.judged(session, frame), key=lambda one: (one.person_id, one.stage))
            found.append((login, wanted, trails, sums.stayed, held, board))
    db.see(session, db.EVERYTHING)
    return found


def sums_as_kept(session: Session) -> list[set[str]]:
    names = (Tally.__tablename__, TeamTally.__tablename__)
    return [set(session.scalars(text(f"SELECT t::text FROM {name} t"))) for name in names]


@histories
@given(world=WORLDS, acts=ACTS)
def test_what_was_counted_says_what_the_facts_say(playing: Playing, world: list[Deal], acts: list[Act]) -> None:
    with playing(world) as play:
        for act in (("count", 3, "lead"), *acts):
            play.act(*act)
        play.session.flush()
        counted = asked(play.session, play.cast)
        play.session.execute(delete(Count))
        assert counted == asked(play.session, play.cast), "without sums, everything is counted on the spot"


@histories
@given(world=WORLDS, acts=ACTS)
def test_counting_bit_by_bit_leaves_what_counting_at_once_leaves(
    playing: Playing, world: list[Deal], acts: list[Act]
) -> None:
    with playing(world) as play:
        for act in (("count", 3, "lead"), *acts):
            play.act(*act)
        play.session.flush()
        while commands.count(play.session):
            pass
        commands.place(play.session)
        bit_by_bit = sums_as_kept(play.session)
        commands.recount(play.session, now=NOW)
        assert bit_by_bit == sums_as_kept(play.session)
        assert play.session.scalar(select(func.count()).select_from(Counted)) == len(play.ids)


@histories
@given(world=WORLDS, acts=ACTS, ago=st.integers(min_value=0, max_value=6), team=st.booleans())
def test_how_stays_went_is_said_by_sums_as_by_stays(
    playing: Playing, world: list[Deal], acts: list[Act], ago: int, *, team: bool
) -> None:
    with playing(world) as play:
        for act in (("count", 3, "lead"), *acts):
            play.act(*act)
        play.session.flush()
        valves = next(found.id for found in org.teams(play.session) if found.name == "阀门组")
        for login, period in itertools.product(("chen", "wang", "sun"), ALIGNED):
            viewer = org.viewer(play.session, play.cast.id(login))
            db.see(play.session, viewer.sight)
            within = valves if team and viewer.sight.all else None
            wanted = Wanted(period=period, offset=-ago, team_id=within)
            frame = queries.frame(play.session, viewer, wanted, now=LATER + ago * DAY)
            told = judgements.judged(play.session, frame)
            facts = [
                judgements.Judged(**row) for row in play.session.execute(judgements.from_the_stays(frame)).mappings()
            ]
            assert sorted(told, key=str) == sorted(facts, key=str)
        db.see(play.session, db.EVERYTHING)


def test_the_middle_stays_are_found_where_many_are_alike(playing: Playing) -> None:
    hours = [0, 0, 1, 5, 5, 5, 24, 24, 25, 26, 700, 701]
    began = NOW - 90 * DAY
    stays = [Time(stage="lead", entered=began, left=began + long * HOUR, how="lost") for long in hours]
    deals = [Deal(owner="chen", stays=(stay,), outcome="lost", reason="price", closed=NOW) for stay in stays]
    with playing(deals) as play:
        viewer = org.viewer(play.session, play.cast.sun)
        frame = queries.frame(play.session, viewer, Wanted(), now=NOW)
        commands.recount(play.session, now=NOW)
        for many in range(len(hours), 0, -1):
            stayed = tallies.sums(play.session, frame).stayed["lead"]
            assert stayed.mean == pytest.approx(sum(hours[:many]) / many)
            assert stayed.median == worlds.median(hours[:many], 9)
            with door.opened(play.session):
                play.session.execute(delete(Journey).where(Journey.id == play.ids[many - 1]))
            if many % 3 == 0:
                commands.count(play.session)


@pytest.mark.parametrize(
    ("what", "marks"),
    [("enter", 1), ("back", 1), ("won", 1), ("ball", 1)],
)
def test_whoever_moves_leaves_a_mark_and_no_more_than_it_takes(playing: Playing, what: str, marks: int) -> None:
    stay = Time(stage="lead", entered=NOW - DAY)
    with playing([Deal(owner="chen", stays=(stay,))]) as play:
        commands.recount(play.session, now=NOW)
        assert play.session.scalars(select(Touched.journey_id)).all() == []
        play.act(what, 1, "proposal")
        assert play.session.scalars(select(Touched.journey_id)).all() == play.ids * marks


def test_what_moves_outside_the_days_asked_for_is_not_among_them(playing: Playing) -> None:
    def lost(began: datetime, lasted: timedelta) -> Deal:
        stay = Time(stage="lead", entered=began, left=began + lasted, how="lost")
        return Deal(owner="chen", stays=(stay,), outcome="lost", reason="price", closed=began + lasted)

    counted = [lost(NOW - DAY, 4 * HOUR), lost(NOW - 2 * DAY, 5 * HOUR)]
    late = [lost(NOW - 100 * DAY, 4 * HOUR - timedelta(seconds=1))] * 3
    with playing(counted) as play:
        commands.recount(play.session, now=NOW)
        scene.keep(play.session, [replace(deal, product=None, customer=None) for deal in late])
        for login in ("chen", "sun"):
            viewer = org.viewer(play.session, play.cast.id(login))
            frame = queries.frame(play.session, viewer, SINCE_THEN, now=NOW)
            found = tallies.sums(play.session, frame)
            assert sum(trail.journeys for trail in found.trails) == len(counted)
            assert found.stayed["lead"].median == pytest.approx(4.5)


def test_a_stay_that_went_before_it_came_is_judged_as_written(playing: Playing) -> None:
    stay = Time(stage="lead", entered=NOW - 20 * DAY, left=NOW - 100 * DAY, how="advanced")
    beside = Deal(owner="chen", stays=(Time(stage="lead", entered=NOW - 150 * DAY),))
    with playing([Deal(owner="chen", stays=(stay, Time(stage="proposal", entered=NOW - 10 * DAY))), beside]) as play:
        commands.recount(play.session, now=NOW)
        viewer = org.viewer(play.session, play.cast.sun)
        for offset in range(-6, 1):
            frame = queries.frame(play.session, viewer, Wanted(period="month", offset=offset), now=NOW)
            facts = play.session.execute(judgements.from_the_stays(frame)).mappings()
            assert judgements.judged(play.session, frame) == [judgements.Judged(**row) for row in facts]


def test_bins_hold_what_lies_between_their_floors(session: Session) -> None:
    wrong = session.scalars(
        text(
            "SELECT x FROM (SELECT (random() * power(2, random() * 53))::bigint AS x FROM generate_series(1, 20000)"
            " UNION SELECT (1::bigint << n) + d FROM generate_series(0, 52) n, generate_series(-2, 2) d) tried"
            " WHERE NOT (metrics_floor(metrics_bin(x)) <= x AND x < metrics_floor(metrics_bin(x) + 1))"
        )
    ).all()
    assert wrong == []


def test_the_clock_counts_what_moved(engine: Engine, own_workspace: tuple[str, Cast]) -> None:
    workspace, cast = own_workspace

    def look(table: type[db.Model]) -> int:
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        scene.keep(session, [Deal(owner="chen", stays=(Time(stage="lead", entered=NOW - DAY),))] * 3)
    jobs.count(engine, workspace, now=NOW)
    assert (look(Counted), look(Touched)) == (3, 0)
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        for number in session.scalars(select(Journey.id)).all():
            journey = processes.journey_of(session, number)
            line = door.line(journey, "lost", by_id=None, now=NOW, told={})
            door.close(session, journey, outcome="lost", reason="price", noted=line, now=NOW)
    assert look(Touched) > 0
    jobs.count(engine, workspace, now=NOW)
    assert look(Touched) == 0
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        sums = tallies.sums(session, queries.frame(session, org.viewer(session, cast.sun), Wanted(), now=NOW))
        assert [(trail.outcome, trail.journeys) for trail in sums.trails] == [("lost", 3)]
