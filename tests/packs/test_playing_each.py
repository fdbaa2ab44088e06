"""Every pack's company works: hasty people go the whole way within days, and nothing is refused that was not meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.activity.models import Task
from bihuan.app import workspaces
from bihuan.blueprint import queries as blueprint
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.notices.models import Notice
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.org import queries as org
from bihuan.packs import playing, reading, stocking
from bihuan.packs.playing import House
from bihuan.packs.scene import Play, Sale
from bihuan.records import commands as writing
from bihuan.records import queries as records
from bihuan.reports import queries as reports
from bihuan.reports.queries import Asked, Shown
from bihuan.rules import commands as rules
from tests.packs import few

DAYS, MET = 10, 20
WITH_COMPANY = list(filter(reading.company, reading.keys()))
SATURDAY = datetime(2026, 3, 14, 15, 59, 59, tzinfo=UTC)
GONE = text("SELECT stage_key, outcome, count(*) FROM process_journey GROUP BY 1, 2")
BROUGHT = text("SELECT count(DISTINCT key) FROM process_handed_in UNION ALL SELECT count(*) FROM activity_activity")
DOWN_TO_EARTH = {"starter": 1}  # what is asked for is little there: a proposal and a contract


@dataclass
class Played:
    """A pack's company after some hasty days, and a transaction in its workspace."""

    pack: str
    scene: Play
    session: Session


@pytest.fixture(scope="module", params=WITH_COMPANY)
def played(
    request: pytest.FixtureRequest, engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Played]:
    """The company of each pack, played once for all tests."""
    workspaces.create(engine, "hasty", name="快走", now=SATURDAY)
    try:
        house = House(engine=engine, workspace="hasty", files=Store(tmp_path_factory.mktemp("files")))
        script = few.hasty(request.param, DAYS)
        scene = playing.play(house, script, now=SATURDAY, progress=lambda _done, _whole: None)
        with db.transaction(engine, workspace="hasty", sight=db.EVERYTHING) as session:
            yield Played(pack=request.param, scene=scene, session=session)
    finally:
        workspaces.drop(engine, "hasty")
        blueprint.forget()


def test_the_whole_way_can_be_gone(played: Played) -> None:
    gone = {(stage, outcome): int(often) for stage, outcome, often in played.session.execute(GONE)}
    brought, said = played.session.scalars(BROUGHT)
    last = reading.blueprint(played.pack)["processes"][0]["stages"][-1]["key"]
    assert gone.get((last, "won"), 0) > 0, gone
    assert brought > DOWN_TO_EARTH.get(played.pack, 3)
    assert said > 10


def test_its_customers_are_of_several_grades_and_each_is_what_the_rules_say(played: Played) -> None:
    session, scene = played.session, played.scene
    (grading,) = objects.gradings(session).values()
    assert grading.object == scene.company.customer.object
    scene.step_into(session)
    for row in [row for row in scene.owners if row not in scene.customers][:MET]:  # some more than hasty people met
        sale = Sale(number=row, rep=scene.owners[row], customer=row, job=scene.company.jobs[0])
        stocking.customer(scene, sale, scene.now)
    table = tables.table(session, grading.object)
    graded = Counter(session.scalars(select(table.c[grading.field])))
    assert {"a", "b", "c"} <= set(graded), graded
    everybody = records.to_grade(session, grading, after=0, limit=1000)
    assert len(everybody) == graded.total()
    assert records.regrades(session, grading, everybody, now=SATURDAY) == []
    shown = objects.object_def(session, grading.object)
    assert grading.field in shown.list_columns


def test_reps_and_whoever_leads_them_find_a_board_that_says_something(played: Played) -> None:
    session, scene = played.session, played.scene
    for role in ("rep", "manager", "director"):
        login = next(one.login for one in scene.company.people if one.role == role and one.login in scene.people)
        viewer = org.viewer(session, scene.people[login])
        boards = reports.dashboards(session, viewer)
        assert boards, f"{played.pack}: no board for {role}"
        for board in boards:
            told = [reports.shown(session, viewer, one, Asked(only={}), now=SATURDAY) for one in board.widgets]
            speaking = [one.widget.key for one in told if speaks(one)]
            assert len(speaking) * 3 >= len(told), f"{played.pack}, {board.key}: only {speaking} after so few days"


def speaks(shown: Shown) -> bool:
    """Whether a widget has anything to show."""
    if shown.health:
        return bool(shown.health.rows)
    if shown.funnel:
        return bool(shown.funnel.stuck if shown.look == "list" else shown.funnel.started)
    return shown.answer is not None and shown.answer.figure.count > 0


TUESDAY = datetime(2026, 3, 17, 2, tzinfo=UTC)  # ten o'clock in Shanghai, when shops are open too
WANTS = {"medical-device": {"intent": "budgeted"}}


@dataclass
class Watched:
    """A new deal of one of the pack's people, and the clock of the rules that watch it."""

    session: Session
    object_key: str
    record_id: int
    owner_id: int
    now: datetime = TUESDAY

    def later(self, **length: float) -> Watched:
        """Let time pass, and rules with it."""
        self.now += timedelta(**length)
        while rules.meet_some(self.session, now=self.now, limit=50) + rules.ring_timers(
            self.session, now=self.now, limit=50
        ):
            continue
        return self

    def told(self) -> set[tuple[str, str]]:
        """By which rules somebody was told of it, and whom: owner or manager."""
        asked = select(Notice).where(Notice.object_key == self.object_key, Notice.record_id == self.record_id)
        return {
            (notice.facts["rule"]["zh"], notice.facts["to"])
            for notice in self.session.scalars(asked)
            if notice.kind.startswith("rule.")
        }


@pytest.fixture
def watched(played: Played) -> Iterator[Watched]:
    """A deal that somebody of the pack's company has just noted, and that is gone after the test."""
    session, document = played.session, reading.blueprint(played.pack)
    object_key = document["processes"][0]["object"]
    seller = next(one for one in played.scene.company.people if one.load)
    viewer = played.scene.viewer(seller.login)
    with session.begin_nested() as whole:
        values: dict[str, Any] = {"name": "盯一下"}
        for field in objects.object_def(session, object_key).fields:
            if field.required and field.key != "name":
                there = tables.table(session, field.to or "")
                own = select(there.c.id).where(there.c.owner_id == viewer.person_id, there.c.deleted_at.is_(None))
                values[field.key] = session.scalar(own.limit(1))
        record = writing.create(session, viewer, object_key, values, now=TUESDAY)
        yield Watched(session, object_key, record.id, viewer.person_id)
        whole.rollback()


def test_every_watch_of_a_pack_reaches_owner_and_manager_on_its_day(played: Played, watched: Watched) -> None:
    called = {rule["key"]: rule["label"]["zh"] for rule in reading.blueprint(played.pack)["rules"]}
    assert watched.later(hours=1).told() == set()
    watched.later(days=1)
    both = {"owner", "manager"}
    assert watched.told() == {(called["first_response"], one) for one in both}
    viewer = played.scene.viewer(next(one.login for one in played.scene.company.people if one.load))
    record = records.standing(watched.session, watched.object_key, watched.record_id)
    activity.log(watched.session, viewer, record, now=watched.now, kind="wechat", summary="发了资料")
    assert watched.later(days=2).told() == {(called["first_response"], one) for one in both}
    assert (called["silent"], "manager") in watched.later(days=1, hours=1).told()
    assert (called["untouched"], "owner") not in watched.told()
    assert {(called["untouched"], one) for one in both} <= watched.later(days=2).told()
    assert (called["standstill"], "owner") not in watched.told()
    assert {(called["standstill"], one) for one in both} <= watched.later(days=9).told()


def test_who_intends_to_buy_brings_a_comparison_and_a_look_of_the_manager(played: Played, watched: Watched) -> None:
    viewer = played.scene.viewer(next(one.login for one in played.scene.company.people if one.load))
    record = records.record(watched.session, viewer, watched.object_key, watched.record_id)
    wants = WANTS.get(played.pack, {"intends": True})
    writing.change(watched.session, viewer, record, wants, revision=None, now=watched.now)
    watched.later(minutes=1)
    asked = select(Task).where(Task.object_key == watched.object_key, Task.record_id == watched.record_id)
    (task,) = watched.session.scalars(asked.where(Task.kind == "rule_task"))
    assert (task.person_id != watched.owner_id, task.due_at) == (True, watched.now + timedelta(hours=48))
    told = {(one, whom) for one, whom in watched.told() if "对比" in one}
    assert {whom for _, whom in told} == {"owner", "doer"}
