"""A pilot's turns beside others: killed in the middle the old state is whole, and of two at once one comes first."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as versions
from bihuan.design import commands as design
from bihuan.design import jobs, queries
from bihuan.design.commands import PilotRunning, Wanted
from bihuan.kernel import db
from bihuan.kernel.refusals import NotFound
from bihuan.objects import queries as objects
from bihuan.org import queries as org
from bihuan.org.models import Team
from bihuan.org.viewer import Viewer
from bihuan.process.models import Journey
from bihuan.records import commands as records
from tests.company import MONDAY_9, Cast
from tests.design.pilots import FRIDAY, document

NOW = MONDAY_9
Own = tuple[str, Cast]
Act = Callable[[Session, Viewer], object]


def done(engine: Engine, own: Own, act: Act, login: str = "sun") -> object:
    key, cast = own
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        viewer = org.viewer(session, cast.id(login))
        org.stand(session, viewer)
        return act(session, viewer)


def killed(engine: Engine, own: Own, act: Act) -> None:
    """Do it, and let the database's process die just before it would have been kept."""

    def dying(session: Session, viewer: Viewer) -> None:
        act(session, viewer)
        session.flush()
        pid = session.scalar(text("SELECT pg_backend_pid()"))
        with engine.begin() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        session.scalar(text("SELECT 1"))

    with pytest.raises(db.Away):
        done(engine, own, dying)


def state(engine: Engine, own: Own) -> object:
    """All that a pilot's turn changes, as it stands."""

    def look(session: Session, _: Viewer) -> object:
        pilot = versions.running(session)
        columns = [(one.object_key, one.field_key, one.hidden_at) for one in objects.stored_columns(session)]
        there = session.scalars(
            text("SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()")
        )
        journeys = session.execute(text("SELECT id, version_id FROM process_journey ORDER BY id")).all()
        return (
            versions.live(session).id,
            [one.number for one in versions.history(session)],
            pilot and (pilot.id, pilot.state),
            [one.id for one in queries.drafts(session)],
            columns,
            sorted(there),
            journeys,
        )

    return done(engine, own, look)


def begun(session: Session, sun: Viewer) -> int:
    draft = design.take_in(session, sun, document(), now=NOW)
    teams = [session.query(Team).filter_by(name="阀门组").one().id]
    wanted = Wanted(team_ids=teams, last_day=FRIDAY, with_running=True)
    return design.begin_pilot(session, sun, draft.id, wanted, revision=0, now=NOW).id


def test_killed_in_the_middle_of_any_turn_the_old_state_is_whole(engine: Engine, own_workspace: Own) -> None:
    own = own_workspace
    done(engine, own, lambda s, chen: records.create(s, chen, "opportunity", {"name": "泵"}, now=NOW), "chen")
    before = state(engine, own)
    killed(engine, own, begun)
    assert state(engine, own) == before
    pilot_id = done(engine, own, begun)
    assert isinstance(pilot_id, int)
    running = state(engine, own)
    assert running != before
    for act in (
        lambda s, sun: design.release_pilot(s, sun, pilot_id, now=NOW),
        lambda s, sun: design.take_back(s, sun, pilot_id, move_back=True, now=NOW),
    ):
        killed(engine, own, act)
        assert state(engine, own) == running
    done(engine, own, lambda s, sun: design.take_back(s, sun, pilot_id, move_back=True, now=NOW))
    moved = done(engine, own, lambda s, _: s.query(Journey).one().version_id)
    assert moved == done(engine, own, lambda s, _: versions.live(s).id)


def test_of_two_who_begin_at_once_one_is_told(engine: Engine, own_workspace: Own) -> None:
    def attempt(_: int) -> object:
        try:
            return done(engine, own_workspace, begun)
        except PilotRunning:
            return None

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(attempt, range(2)))
    assert sum(one is not None for one in answers) == 1


def test_a_moment_that_two_processes_see_come_is_done_once(engine: Engine, own_workspace: Own) -> None:
    key, _ = own_workspace

    def waits(session: Session, sun: Viewer) -> int:
        draft = design.take_in(session, sun, document(), now=NOW)
        at = NOW.replace(hour=5)
        return design.schedule(session, sun, draft.id, revision=0, at=at, note="", now=NOW).id

    draft_id = done(engine, own_workspace, waits)
    assert isinstance(draft_id, int)
    before = done(engine, own_workspace, lambda s, _: versions.live(s).number)
    with ThreadPoolExecutor(2) as pool:
        turned = list(pool.map(lambda _: jobs.turn(engine, key, now=NOW.replace(hour=6)), range(2)))
    after = done(engine, own_workspace, lambda s, _: versions.live(s).number)
    assert (sum(turned), after) == (1, before + 1)  # type: ignore[operator]
    with pytest.raises(NotFound):
        done(engine, own_workspace, lambda s, _: queries.draft(s, draft_id))
