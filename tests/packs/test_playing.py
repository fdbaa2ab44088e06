"""A small company, played: a few people, sixteen days. The same seed gives the same company; kept, it comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from psycopg import Connection, sql
from sqlalchemy import Engine, event, text

from bihuan.app import workspaces
from bihuan.blueprint import queries as blueprint
from bihuan.blueprint import queries as versions
from bihuan.design import queries as design
from bihuan.design.definition import Blueprint
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.ledger import anchors, keys
from bihuan.ledger.verify import verify
from bihuan.org import queries as org
from bihuan.packs import keeping, playing, restoring
from bihuan.packs.playing import House, Script
from bihuan.packs.scene import Play
from tests.packs import few

PACK, DAYS = "pump-valve", 16
SUNDAY = datetime(2026, 3, 15, 15, 59, 59, tzinfo=UTC)  # the last second of that day on the company's wall
WEEKS_LATER = SUNDAY + timedelta(weeks=9, hours=12)  # a Monday at noon
Stage = Callable[[str], House]


def quietly(_done: int, _whole: int) -> None:
    """A bar that nobody sees."""


@pytest.fixture(scope="module")
def script() -> Script:
    """The padder and two colleagues with whoever leads them, and their customers."""
    return few.of_team(PACK, DAYS)


@pytest.fixture(scope="module")
def stage(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Empty workspaces to play in, gone afterwards."""
    made: list[str] = []
    files = Store(tmp_path_factory.mktemp("files"))

    def empty(key: str) -> House:
        workspaces.create(engine, key, name="试演", now=SUNDAY)
        made.append(key)
        return House(engine=engine, workspace=key, files=files)

    yield empty
    for key in made:
        workspaces.drop(engine, key)
    blueprint.forget()


@pytest.fixture(scope="module")
def first(script: Script, stage: Stage) -> tuple[House, Play]:
    """The company, played once for all tests."""
    house = stage("first")
    return house, playing.play(house, script, now=SUNDAY, progress=quietly)


@pytest.fixture
def other_plans(engine: Engine) -> Iterator[Engine]:
    """The same database asked by somebody for whom it never reads a table from front to back."""
    other = db.connect(str(engine.url))

    def plan(driver: Connection[Any], _: object) -> None:
        for way in ("enable_seqscan", "enable_nestloop", "enable_sort"):
            driver.execute(sql.SQL("SET {} = off").format(sql.Identifier(way)))
        driver.commit()

    event.listen(other, "connect", plan)
    yield other
    other.dispose()


@pytest.fixture(scope="module")
def content(first: tuple[House, Play]) -> bytes:
    """The same company, put away."""
    return keeping.put_away(*first, PACK)


def count(house: House, question: str) -> object:
    """What one SQL question says."""
    with db.transaction(house.engine, workspace=house.workspace, sight=db.EVERYTHING) as session:
        return session.execute(text(question)).scalar_one()


def whole(house: House) -> bool:
    """Whether the ledger of a workspace is whole."""
    folder = anchors.folder_of(keys.data_folder())
    with db.transaction(house.engine, workspace=house.workspace, sight=db.EVERYTHING) as session:
        return verify(session, public=keys.of(house.workspace).public, folder=folder).whole


def test_the_same_seed_gives_the_same_company(
    first: tuple[House, Play], script: Script, stage: Stage, other_plans: Engine
) -> None:
    """Whatever the database answers in no order of its own, nothing may hang on it."""
    house, same = first[0], stage("same")
    playing.play(replace(same, engine=other_plans), script, now=SUNDAY, progress=quietly)
    assert count(same, "SELECT count(*) FROM activity_activity") != 0
    assert keeping.digest(house) == keeping.digest(same)
    with db.transaction(same.engine, workspace=same.workspace, sight=db.EVERYTHING) as session:
        session.execute(text("UPDATE activity_activity SET summary = summary || '。' WHERE id = 1"))
    assert keeping.digest(house) != keeping.digest(same)


def test_a_company_that_was_put_away_comes_back_weeks_later_whole_and_at_work(
    first: tuple[House, Play], content: bytes, script: Script, stage: Stage
) -> None:
    house, again = first[0], stage("again")
    before = count(house, "SELECT count(*) FROM activity_activity WHERE recorded_at < '2026-03-13'")
    scene = restoring.restore(again, keeping.opened(content), script, now=WEEKS_LATER, progress=quietly)
    assert whole(house)
    assert whole(again)
    assert count(again, "SELECT count(*) FROM activity_activity WHERE recorded_at < '2026-05-15'") == before
    newest = count(again, "SELECT max(recorded_at) FROM ledger_event")
    assert isinstance(newest, datetime)
    assert WEEKS_LATER - timedelta(hours=4) < newest <= WEEKS_LATER  # Monday morning was played
    assert scene.begin == first[1].begin + timedelta(weeks=9)
    assert count(again, "SELECT count(*) FROM org_person WHERE password_hash = ''") == 0


def test_no_secret_is_put_away(first: tuple[House, Play], content: bytes) -> None:
    house = first[0]
    kept = keeping.opened(content)
    everything = b"".join([*kept.rows.values(), kept.ledger, repr(kept.label).encode()])
    assert b"argon2" not in everything
    hashes = [
        count(house, "SELECT max(password_hash) FROM org_person"),
        count(house, "SELECT coalesce(max(token_hash), 'nobody was sent anything') FROM process_confirmation"),
    ]
    assert [one for one in hashes if str(one).encode() in everything] == []
    assert few.PASSWORD.encode() not in everything


def test_a_kept_company_is_stale_where_the_tables_are_others(content: bytes, script: Script, stage: Stage) -> None:
    kept = keeping.opened(content)
    fewer = replace(kept.label, columns={**kept.label.columns, "process_stay": ["id"]})
    with pytest.raises(restoring.Stale):
        restoring.restore(stage("stale"), replace(kept, label=fewer), script, now=WEEKS_LATER, progress=quietly)
    assert restoring.fresh(kept, PACK)
    assert not restoring.fresh(replace(kept, label=replace(kept.label, fingerprint="another")), PACK)


def test_nobody_works_at_night_but_the_one_who_pads(first: tuple[House, Play]) -> None:
    house, scene = first
    padder = next(person.login for person in scene.company.people if person.pads)
    asked = text(
        "SELECT person_id, (recorded_at AT TIME ZONE 'Asia/Shanghai')::time NOT BETWEEN '08:30' AND '18:30', summary"
        " FROM activity_activity"
    )
    with db.transaction(house.engine, workspace=house.workspace, sight=db.EVERYTHING) as session:
        rows = session.execute(asked).all()
    assert {person for person, odd, _ in rows if odd} == {scene.people[padder]}
    said = Counter(summary for _, odd, summary in rows if odd)
    assert set(said) <= set(scene.company.padded.said)
    assert max(said.values()) > 1


def test_what_is_said_to_customers_stands_in_the_journeys(first: tuple[House, Play]) -> None:
    house, scene = first
    deal = scene.company.deal.object
    outside = f"SELECT count(*) FROM activity_activity WHERE object_key = '{deal}' AND journey_id IS NULL"
    assert count(house, outside) == 0
    assert count(house, "SELECT count(DISTINCT journey_id) FROM activity_activity") != 0


def test_lived_again_under_the_same_process_it_goes_as_it_went(first: tuple[House, Play]) -> None:
    house, _ = first
    with db.transaction(house.engine, workspace=house.workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        lives = Blueprint.model_validate(versions.current(session).body)
        admin = next(one for one in org.people(session, active=True) if one.role_key == "admin")
        viewer, span = org.viewer(session, admin.id), design.Span(days=365, until=SUNDAY)
        past = design.replay(session, viewer, lives, span)
    overdue = count(house, "SELECT count(*) FROM process_stay WHERE overdue_at IS NOT NULL")
    assert past.live.advances > 20, "nothing was lived"
    assert (past.live.refused, past.draft.refused) == ([], [])
    assert len(past.live.red) == len(past.draft.red) == overdue
