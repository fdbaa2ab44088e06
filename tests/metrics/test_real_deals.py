"""The figures of the real deals, which others worked out: each of ours must be theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bihuan.app import workspaces
from bihuan.blueprint import queries as blueprint
from bihuan.importer import commands as importer
from bihuan.importer.commands import Upload
from bihuan.importer.definition import Plan
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.metrics import catalogue, queries
from bihuan.metrics.queries import Answer, Wanted
from bihuan.org import queries as org
from bihuan.packs import making, reading
from tests.conftest import ROOT, shared_data

ALWAYS = Wanted()
FILES = ("sales_teams", "products", "accounts", "sales_pipeline")
LAST_DAY = datetime(2017, 12, 31, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
KEY = "deals"
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def company(engine: Engine, data: Path) -> Iterator[int]:
    """The real company, brought in by the importer with its documented mapping; its administrator."""
    folder = shared_data("crm-sales-opportunities")
    files = [Upload(name=f"{name}.csv", content=(folder / f"{name}.csv").read_bytes()) for name in FILES]
    plan = Plan.model_validate(yaml.safe_load((ROOT / "examples/crm-sales-opportunities.yaml").read_text("utf-8")))
    workspaces.create(engine, KEY, name="Deals", now=LAST_DAY)
    with db.transaction(engine, workspace=KEY, sight=db.EVERYTHING, timeout_ms=120_000) as session:
        boss = making.begin(session, reading.blueprint("starter"), name="Deals", admin="boss", now=LAST_DAY).person
        importer.run(session, org.viewer(session, boss.id), files, plan, store=Store(data / "files"), now=LAST_DAY)
    yield boss.id
    workspaces.drop(engine, KEY)
    blueprint.forget()


@pytest.fixture
def opened(engine: Engine, company: int) -> Iterator[Session]:
    assert company
    with db.transaction(engine, workspace=KEY, timeout_ms=60_000) as session:
        yield session


@pytest.fixture
def ask(opened: Session) -> Ask:
    def asked(key: str, *, by: str | None = None, login: str = "boss", wanted: Wanted = ALWAYS) -> Answer:
        found = org.by_login(opened, login)
        assert found is not None
        viewer = org.viewer(opened, found.id)
        db.see(opened, viewer.sight)
        frame = queries.frame(opened, viewer, wanted, now=LAST_DAY)
        return queries.answer(opened, frame, catalogue.metric(key), by=by)

    return asked


def by_label(answer: Answer) -> dict[str, Any]:
    return {row.label: row.figure.value for row in answer.rows}


def by_key(answer: Answer) -> dict[Any, Any]:
    return {row.key: row.figure.value for row in answer.rows}


def test_the_deals_stand_where_they_stood(ask: Ask) -> None:
    assert ask("won_count").figure.value == 4238
    assert ask("lost_count").figure.value == 2473
    assert by_key(ask("open_journeys", by="stage")) == {"prospecting": 500, "engaging": 1589}
    assert ask("new_journeys").figure.value == 8800


def test_win_rate_and_won_value(ask: Ask) -> None:
    rate = ask("win_rate")
    assert (rate.figure.value, rate.figure.part, rate.figure.count) == (63.15, 4238, 6711)
    assert rate.sentence.startswith("结束的 6,711 条里赢了 4,238 条，赢单率 63.15%。")
    assert ask("won_value").figure.value == 10_005_534
    mean = ask("average_won_value").figure
    assert (mean.mean, mean.median) == (2360.91, 1117)


def test_the_cycle_by_mean_and_median(ask: Ask) -> None:
    cycle = ask("cycle_days", by="outcome")
    assert (cycle.figure.mean, cycle.figure.median, cycle.figure.count) == (47.985, 45, 6711)
    parts = {row.key: (round(row.figure.mean or 0, 2), row.figure.median) for row in cycle.rows}
    assert parts == {"won": (51.78, 57), "lost": (41.48, 14)}


def test_won_value_by_quarter_of_close(ask: Ask) -> None:
    quarters = {row.key: row.figure.value for row in ask("won_value", by="quarter").rows}
    expected = {"2017-Q1": 1_134_672, "2017-Q2": 3_086_111, "2017-Q3": 2_982_255, "2017-Q4": 2_802_496}
    assert quarters == expected
    first = ask("won_value", wanted=Wanted(first=date(2017, 1, 1), last=date(2017, 3, 31)))
    assert first.figure.value == 1_134_672


def test_regions_come_from_the_tree(ask: Ask) -> None:
    rates = {row.label: (row.figure.count, row.figure.value) for row in ask("win_rate", by="region").rows}
    assert rates == {"Central": (2604, 62.56), "East": (1858, 63.02), "West": (2249, 63.94)}
    assert by_label(ask("won_value", by="region")) == {"Central": 3_346_293, "East": 3_090_594, "West": 3_568_647}


def test_the_best_and_the_worst_sellers(ask: Ask) -> None:
    values = ask("won_value", by="owner").rows
    assert (values[0].label, values[0].figure.value, values[0].figure.count) == ("Darcel Schlecht", 1_153_214, 349)
    rates = ask("win_rate", by="owner").rows
    best, worst = rates[0], rates[-1]
    assert (best.label, best.figure.value, best.figure.part, best.figure.count) == ("Hayden Neloms", 70.39, 107, 152)
    assert (worst.label, worst.figure.value, worst.figure.part, worst.figure.count) == (
        "Lajuana Vencill",
        54.98,
        127,
        231,
    )


def test_managers_add_up_to_their_regions(ask: Ask) -> None:
    managers = by_label(ask("won_value", by="manager"))
    assert len(managers) == 6
    assert sum(managers.values()) == 10_005_534
    assert sorted(managers.values()) == sorted(by_label(ask("won_value", by="team")).values())
    central = managers["Dustin Brinkmann"] + managers["Melvin Marxen"]
    assert central == 3_346_293


def test_stale_is_measured_by_what_was_closed(ask: Ask) -> None:
    stale = ask("stale_open", by="stage")
    assert by_key(stale) == {"engaging": 1291}


def test_products_and_empty_accounts_are_groups(ask: Ask) -> None:
    products = ask("won_count", by="product").rows
    assert len(products) == 7
    assert sum(row.figure.count for row in products) == 4238
    accounts = {row.key: row.figure.count for row in ask("open_journeys", by="customer", login="boss").rows}
    assert accounts[None] == 1425


def test_each_one_sees_their_own_share(ask: Ask) -> None:
    darcel = ask("won_value", login="darcel.schlecht")
    assert darcel.figure.value == 1_153_214
    manager = ask("won_count", login="dustin.brinkmann", by="owner")
    everyone = by_label(ask("won_count", by="owner"))
    assert len(everyone) == 30
    assert by_label(manager).items() < everyone.items()
    assert sum(by_label(manager).values()) == manager.figure.value


def test_the_funnel_says_that_imports_count_as_having_come_through(opened: Session, company: int) -> None:
    viewer = org.viewer(opened, company)
    db.see(opened, viewer.sight)
    frame = queries.frame(opened, viewer, Wanted(), now=LAST_DAY)
    found = queries.funnel(opened, frame)
    assert (found.started, found.won, found.placed) == (8800, 4238, 8800)
    assert [(step.stage.key, step.entered, step.passed) for step in found.steps] == [
        ("prospecting", 8800, 8300),
        ("engaging", 8300, 4238),
        ("proposing", 0, 0),
        ("negotiating", 0, 0),
    ]
    assert found.narrowest == "engaging"
    assert all(step.median_hours is None for step in found.steps)
    assert "8800" in found.sentence
    assert found.stuck[0].days == pytest.approx(423, abs=1)
