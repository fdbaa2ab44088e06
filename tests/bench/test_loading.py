"""The loaded company is one that the product itself could have made: its commands go on where the load ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bench.loading import Told
from bench.size import WORKSPACE, Size
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from bench import furnishing, loading, size
from bihuan.app import web, workspaces
from bihuan.app.house import House
from bihuan.blueprint import queries as blueprint
from bihuan.kernel import clock, db
from bihuan.kernel.files import Store
from bihuan.ledger import anchors, keys
from bihuan.ledger.verify import verify

DEALS = 200
COLUMNS = """
SELECT string_agg(key, ',' ORDER BY key) FROM jsonb_each(
  (SELECT to_jsonb(row) FROM {table} row WHERE {which})) WHERE value <> 'null' AND value <> '[]'
"""


@dataclass(frozen=True)
class Loaded:
    """The loaded company, and a way to ask it."""

    engine: Engine
    data: Path
    told: Told
    client: TestClient

    def by(self, login: str) -> dict[str, str]:
        """The headers of somebody's program."""
        return {"authorization": f"Bearer {self.told['people'][login]['token']}"}

    def one(self, statement: str) -> object:
        """A single value, seeing everything."""
        with db.transaction(self.engine, workspace=WORKSPACE, sight=db.EVERYTHING) as session:
            return session.execute(text(statement)).scalar_one()


def _midweek() -> datetime:
    """A Wednesday morning that was: on a Sunday evening no deal is so new that nothing has happened to it yet."""
    now = clock.now().astimezone(ZoneInfo("Asia/Shanghai"))
    return (now - timedelta(days=(now.weekday() - 2) % 7 or 7)).replace(hour=10, minute=30, second=0, microsecond=0)


@pytest.fixture(scope="module")
def loaded(engine: Engine, data: Path) -> Iterator[Loaded]:
    """Two hundred deals of forty people over one month, loaded as fifty thousand would be."""

    def untimed(_: str) -> AbstractContextManager[None]:
        return nullcontext()

    small = Size(customers=80, opportunities=DEALS, now=_midweek(), months=1, people=40, processes=1)
    home = House(engine=engine, files=Store(data / "files"), data=data)
    told = loading.fill(home, small, furnishing.furnish(home, small), timed=untimed)
    application = web.create(engine, data=data, files=home.files, default_workspace=WORKSPACE)
    with TestClient(application) as client:
        yield Loaded(engine, data, told, client)
    workspaces.drop(engine, WORKSPACE)
    blueprint.forget()


def test_its_ledger_is_whole_and_every_day_that_is_over_is_sealed(loaded: Loaded) -> None:
    with db.transaction(loaded.engine, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        found = verify(session, public=keys.public(loaded.data, WORKSPACE), folder=anchors.folder_of(loaded.data))
    assert found.whole, found.faults
    assert found.events > 10 * DEALS
    assert found.sealed_days == found.anchored_days > 15


def test_a_list_answers_with_the_largest_deals_first(loaded: Loaded) -> None:
    answer = loaded.client.get("/api/records/opportunity?sort=-amount&limit=200", headers=loaded.by("director"))
    assert answer.status_code == 200
    amounts = [item["values"]["amount"] for item in answer.json()["items"] if item["values"]["amount"] is not None]
    assert len(answer.json()["items"]) == DEALS
    assert amounts == sorted(amounts, reverse=True)


def test_whoever_sees_many_does_not_look_at_all_of_them_to_see_the_story_of_one(loaded: Loaded) -> None:
    asked = "EXPLAIN (FORMAT JSON) SELECT * FROM ledger_event WHERE subject = 'opportunity:1' ORDER BY id DESC LIMIT 30"
    with db.transaction(loaded.engine, workspace=WORKSPACE, sight=db.Sight(lo=1000, hi=999_999)) as session:
        plan = session.execute(text(asked)).scalar_one()[0]["Plan"]
    looks = [part for part in _parts(plan) if part.get("Parent Relationship") == "SubPlan"]
    assert [part["Node Type"] for part in looks] == ["Index Scan"]


def _parts(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _parts(part)


def test_whatever_it_calls_ready_can_advance(loaded: Loaded) -> None:
    by_id = {one["id"]: login for login, one in loaded.told["people"].items()}
    assert len(loaded.told["ready"]) > DEALS // 20
    for journey, seq, owner in loaded.told["ready"]:
        answer = loaded.client.post(f"/api/journeys/{journey}/advance", json={}, headers=loaded.by(by_id[owner]))
        assert answer.status_code == 200, answer.json()
        stays = loaded.one(f"SELECT max(seq) FROM process_stay WHERE journey_id = {journey}")
        assert (answer.json()["outcome"], stays) in {(None, seq + 1), ("won", seq)}


def test_the_funnel_counts_every_journey_once(loaded: Loaded) -> None:
    first = (clock.now() - timedelta(days=400)).date()
    path = f"/api/boards/funnel?from={first}&to={clock.now().date() + timedelta(days=2)}"
    funnel = loaded.client.get(path, headers=loaded.by("director")).json()
    assert funnel["started"] == loaded.one("SELECT count(*) FROM process_journey")
    assert funnel["won"] == loaded.one("SELECT count(*) FROM process_journey WHERE outcome = 'won'")


def test_a_customer_is_found_by_part_of_a_name(loaded: Loaded) -> None:
    name = str(loaded.one("SELECT f_name FROM o_customer ORDER BY id LIMIT 1"))
    answer = loaded.client.get("/api/records/customer", params={"q": name[2:6]}, headers=loaded.by("director"))
    assert name in [item["title"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("table", "which"),
    [
        ("o_opportunity", "id = {}"),
        ("process_journey", "record_id = {}"),
        ("process_stay", "journey_id = (SELECT id FROM process_journey WHERE record_id = {})"),
        ("process_hold", "journey_id = (SELECT id FROM process_journey WHERE record_id = {})"),
        ("ledger_subject", "subject = 'opportunity:{}'"),
        ("ledger_event", "subject = 'opportunity:{}' AND kind = 'record.created'"),
        ("ledger_event", "subject = 'opportunity:{}' AND kind = 'journey.started'"),
    ],
)
def test_a_loaded_row_has_what_a_row_has_that_a_command_wrote(loaded: Loaded, table: str, which: str) -> None:
    untouched = loaded.one("""
        SELECT j.record_id FROM process_journey j JOIN ledger_subject s ON s.subject = 'opportunity:' || j.record_id
        JOIN o_opportunity o ON o.id = j.record_id
        WHERE s.seq = 2 AND o.f_amount IS NOT NULL ORDER BY 1 DESC LIMIT 1
    """)
    values = {
        "name": "同样的一条",
        "customer": loaded.one("SELECT min(f_customer) FROM o_opportunity"),
        "source": "fair",
    }
    values |= {"amount": 120_000, "expected_on": "2027-03-01"}
    owner = loaded.one(f"SELECT owner_id FROM o_customer WHERE id = {values['customer']}")
    login = next(login for login, one in loaded.told["people"].items() if one["id"] == owner)
    made = loaded.client.post("/api/records/opportunity", json={"values": values}, headers=loaded.by(login))
    assert made.status_code == 201, made.json()
    with loaded.engine.connect() as connection:
        connection.execute(text("SELECT set_config('search_path', 'w_bench', false)"))
        theirs, ours = (
            connection.execute(text(COLUMNS.format(table=table, which=which.format(number)))).scalar_one()
            for number in (made.json()["id"], untouched)
        )
    assert ours == theirs


def test_the_same_seed_makes_the_same_size() -> None:
    now = clock.now()
    assert size.of(50_000, now=now) == size.of(50_000, now=now)
    assert (size.of(50_000, now=now).customers, size.of(1_000_000, now=now).customers) == (20_000, 400_000)
