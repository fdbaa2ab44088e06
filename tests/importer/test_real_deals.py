"""The real deals of a company: what the report must say, what must be there afterwards, that it can be taken back."""

from __future__ import annotations

import time
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.importer import commands, queries
from bihuan.importer.commands import Upload
from bihuan.importer.definition import Plan
from bihuan.importer.models import Batch
from bihuan.kernel.files import Store
from bihuan.kernel.refusals import Forbidden, Invalid
from bihuan.org import commands as org
from bihuan.org import queries as people
from bihuan.org.viewer import Viewer
from bihuan.records import commands as records
from bihuan.records import queries as record_queries
from tests.company import MONDAY_9

WITHOUT_A_DEAL = {"Carol Thompson", "Elizabeth Anderson", "Mei-Mei Johns", "Natalya Ivanova", "Carl Lin"}
DEALS = text(
    "SELECT coalesce(j.outcome, j.stage_key), count(*), sum(o.f_amount)"
    " FROM process_journey j JOIN o_opportunity o ON o.id = j.record_id GROUP BY 1"
)
DEBTS = text(
    "SELECT count(*) FILTER (WHERE jsonb_array_length(debts) > 0), count(*) FROM process_journey"
    " WHERE stage_key = 'engaging' AND outcome IS NULL"
)
ALARMED = text("SELECT count(*) FROM process_stay WHERE grace_until < :until OR NOT opening")
CYCLES = text(
    "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY days), round(avg(days)::numeric, 3), max(days) FROM"
    " (SELECT extract(epoch FROM closed_at - started_at) / 86400 AS days FROM process_journey"
    " WHERE outcome IS NOT NULL) d"
)
QUARTERS = text(
    "SELECT extract(quarter FROM j.closed_at AT TIME ZONE 'Asia/Shanghai')::int, sum(o.f_amount)::bigint"
    " FROM process_journey j JOIN o_opportunity o ON o.id = j.record_id WHERE j.outcome = 'won' GROUP BY 1 ORDER BY 1"
)
REGIONS = text(
    "SELECT r.name, count(*), round(100.0 * count(*) FILTER (WHERE j.outcome = 'won') / count(*), 2),"
    " sum(o.f_amount) FILTER (WHERE j.outcome = 'won')::bigint"
    " FROM process_journey j JOIN o_opportunity o ON o.id = j.record_id"
    " JOIN org_team r ON r.kind = 'region' AND j.owner_pos BETWEEN r.lo AND r.hi"
    " WHERE j.outcome IS NOT NULL GROUP BY 1 ORDER BY 1"
)
LEFT_OVER = text(
    "SELECT (SELECT count(*) FROM process_journey), (SELECT count(*) FROM process_stay),"
    " (SELECT count(*) FROM process_hold), (SELECT count(*) FROM o_opportunity WHERE deleted_at IS NULL),"
    " (SELECT count(*) FROM o_customer WHERE deleted_at IS NULL),"
    " (SELECT count(*) FROM o_product WHERE deleted_at IS NULL),"
    " (SELECT count(*) FROM org_person WHERE active), (SELECT count(*) FROM org_team)"
)


def found(batch: Batch, kind: str) -> list[dict[str, Any]]:
    return [problem for problem in batch.report["problems"] if problem["kind"] == kind]


def test_every_planted_defect_is_told_with_its_count_and_none_is_dropped(
    here: Session, admin: Viewer, store: Store, real_plan: Plan, real_files: list[Upload]
) -> None:
    batch, _ = commands.receive(here, admin, real_files, real_plan, store=store, now=MONDAY_9)
    (product,) = found(batch, "reference_not_found")
    assert (product["value"], product["count"], product["by"]) == ("GTXPro", 1480, "GTX Pro")
    (sector,) = found(batch, "unknown_choice")
    assert (sector["value"], sector["count"], sector["by"]) == ("technolgy", 12, "technology")
    (country,) = found(batch, "unknown_country")
    assert (country["value"], country["count"], country["by"]) == ("Philipines", 1, "Philippines")
    (account,) = found(batch, "reference_empty")
    assert (account["count"], account["parts"]) == (1425, {"Engaging": 1088, "Prospecting": 337})
    (agents,) = found(batch, "never_referenced")
    assert (agents["count"], {sample["value"] for sample in agents["samples"]}) == (5, WITHOUT_A_DEAL)
    (undated,) = found(batch, "start_missing")
    assert (undated["count"], undated["parts"]) == (500, {"Prospecting": 500})
    assert len(batch.report["problems"]) == 6
    for source, rows in zip(batch.report["sources"], (35, 7, 85, 8800), strict=True):
        assert (source["numbers"]["rows"], source["numbers"]["ready"], source["numbers"]["skipped"]) == (rows, rows, 0)


def test_without_replacements_the_same_defects_hold_their_rows_back_and_offer_the_nearest(
    here: Session, admin: Viewer, store: Store, real_plan: Plan, real_files: list[Upload]
) -> None:
    said = real_plan.model_dump(mode="json")
    for source in said["sources"]:
        for column in source["columns"].values():
            column["replace"] = {}
    batch, _ = commands.receive(here, admin, real_files, Plan.model_validate(said), store=store, now=MONDAY_9)
    told = {problem["value"]: problem for problem in batch.report["problems"] if problem["value"]}
    assert (told["GTXPro"]["count"], told["GTXPro"]["nearest"], told["GTXPro"]["blocking"]) == (1480, "GTX Pro", True)
    assert (told["technolgy"]["count"], told["technolgy"]["nearest"]) == (12, "technology")
    assert (told["Philipines"]["count"], told["Philipines"]["nearest"], told["Philipines"]["blocking"]) == (
        1,
        "Philippines",
        False,
    )
    deals, accounts = batch.report["sources"][3]["numbers"], batch.report["sources"][2]["numbers"]
    assert accounts["skipped"] == 12
    # Deals of the twelve accounts that stay outside have nothing to refer to.
    assert deals["rows"] == deals["ready"] + deals["skipped"] == 8800
    assert deals["skipped"] > 1480


@pytest.fixture
def importer(real: Session, brought: tuple[int, int]) -> Viewer:
    """Who brought the real files in."""
    return people.viewer(real, brought[0])


@pytest.fixture
def batch(real: Session, importer: Viewer, brought: tuple[int, int]) -> Batch:
    """What came in together."""
    return queries.batch(real, importer, brought[1])


def test_the_whole_company_comes_in_with_its_true_figures(real: Session, batch: Batch) -> None:
    assert batch.made["numbers"] == {
        "people": 41,
        "teams": 9,
        "product": 7,
        "customer": 85,
        "opportunity": 8800,
        "journeys": 8800,
        "created": 8892,
    }
    deals = {key: (count, value) for key, count, value in real.execute(DEALS)}
    assert {key: count for key, (count, _) in deals.items()} == {
        "won": 4238,
        "lost": 2473,
        "engaging": 1589,
        "prospecting": 500,
    }
    assert deals["won"][1] == Decimal(10_005_534)
    assert tuple(map(float, real.execute(CYCLES).one())) == (45.0, 47.985, 138.0)
    assert [tuple(row) for row in real.execute(QUARTERS)] == [
        (1, 1_134_672),
        (2, 3_086_111),
        (3, 2_982_255),
        (4, 2_802_496),
    ]
    assert [(name, count, float(rate), value) for name, count, rate, value in real.execute(REGIONS)] == [
        ("Central", 2604, 62.56, 3_346_293),
        ("East", 1858, 63.02, 3_090_594),
        ("West", 2249, 63.94, 3_568_647),
    ]


def test_undoing_leaves_nothing_behind(real: Session, importer: Viewer, batch: Batch) -> None:
    assert commands.undo(real, importer, batch, now=MONDAY_9).state == "undone"
    assert tuple(real.execute(LEFT_OVER).one()) == (0, 0, 0, 0, 0, 0, 1, 1)
    with pytest.raises(commands.NotDone):
        commands.undo(real, importer, batch, now=MONDAY_9)


def test_an_opening_balance_owes_what_is_missing_and_rings_no_alarm_for_a_while(real: Session, batch: Batch) -> None:
    assert tuple(real.execute(DEBTS).one()) == (1589, 1589)
    assert real.execute(ALARMED, {"until": batch.made_at + timedelta(days=14)}).scalar_one() == 0
    assert real.execute(text("SELECT count(*) FROM notices_notice")).scalar_one() == 0


def test_everybody_stands_in_a_team_below_a_region_and_the_managers_lead(real: Session, batch: Batch) -> None:
    assert batch.state == "done"
    everybody = {person.name: person for person in people.people(real)}
    teams = {team.id: team for team in people.teams(real)}
    seller, leader = everybody["Moses Frase"], everybody["Dustin Brinkmann"]
    assert (seller.login, seller.role_key, leader.role_key) == ("moses.frase", "rep", "manager")
    assert seller.must_change
    team = teams[seller.team_id or 0]
    assert team.manager_id == leader.id
    assert teams[team.parent_id or 0].name == "Central"
    assert sum(team.kind == "region" for team in teams.values()) == 3
    boss = people.direct_manager(real, seller.id, MONDAY_9)
    assert boss is not None
    assert boss.id == leader.id


def test_work_done_since_is_not_taken_back_unless_asked_for(real: Session, importer: Viewer, batch: Batch) -> None:
    worked_on = real.execute(text("SELECT id FROM o_customer WHERE f_name = 'Betatech'")).scalar_one()
    record = record_queries.record(real, importer, "customer", worked_on)
    records.change(real, importer, record, {"employees": 7}, revision=record.revision, now=MONDAY_9)
    with pytest.raises(commands.ChangedSince) as refused:
        commands.undo(real, importer, batch, now=MONDAY_9)
    assert refused.value.facts() == {"changed": 1, "force": True}
    assert real.execute(text("SELECT count(*) FROM process_journey")).scalar_one() == 8800
    commands.undo(real, importer, batch, now=MONDAY_9, force=True)
    assert real.execute(text("SELECT count(*) FROM process_journey")).scalar_one() == 0


def test_what_is_brought_in_twice_is_held_back_the_second_time(
    real: Session, importer: Viewer, batch: Batch, store: Store, real_plan: Plan, real_files: list[Upload]
) -> None:
    assert batch.state == "done"
    again, result = commands.receive(real, importer, real_files, real_plan, store=store, now=MONDAY_9)
    assert {problem["object"]: problem["count"] for problem in found(again, "already_there")} == {
        "people": 35,
        "product": 7,
        "customer": 85,
        "opportunity": 8800,
    }
    with pytest.raises(commands.NothingReady) as refused:
        commands.take_in(real, importer, again, store=store, now=MONDAY_9)
    assert refused.value.facts()["numbers"] == result.numbers


def test_after_undoing_the_same_files_come_in_again_with_the_same_people(
    here: Session, admin: Viewer, store: Store, real_plan: Plan, real_files: list[Upload]
) -> None:
    staff = Plan(sources=real_plan.sources[:1])
    first = commands.run(here, admin, real_files[:1], staff, store=store, now=MONDAY_9)
    commands.undo(here, admin, first, now=MONDAY_9)
    second = commands.run(here, admin, real_files[:1], staff, store=store, now=MONDAY_9)
    assert second.made["person_ids"] == first.made["person_ids"]
    active = sorted(person.login for person in people.people(here, active=True))
    assert active[:3] == ["admin", "anna.snelling", "boris.faz"]


def test_the_ledger_tells_of_the_import_and_of_its_end(
    here: Session, admin: Viewer, store: Store, real_plan: Plan, real_files: list[Upload]
) -> None:
    small = Plan(sources=real_plan.sources[1:3])
    batch = commands.run(here, admin, real_files[1:3], small, store=store, now=MONDAY_9)
    commands.undo(here, admin, batch, now=MONDAY_9)
    told = text("SELECT kind, actor_id FROM ledger_event WHERE subject = :subject ORDER BY seq")
    assert [tuple(row) for row in here.execute(told, {"subject": f"import:{batch.id}"})] == [
        ("import.committed", admin.person_id),
        ("import.undone", admin.person_id),
    ]


def test_a_viewer_without_the_rights_cannot_even_look(
    here: Session, admin: Viewer, store: Store, real_plan: Plan, real_files: list[Upload]
) -> None:
    team = people.teams(here)[0]
    new = org.NewPerson(login="rep", name="销售", role_key="rep", team_id=team.id, password="correct-horse-7")
    rep = people.viewer(here, org.add_person(here, admin, new, now=MONDAY_9).person.id)
    with pytest.raises(Forbidden):
        commands.receive(here, rep, real_files, real_plan, store=store, now=MONDAY_9)
    with pytest.raises(Forbidden):
        queries.batches(here, rep)


def test_a_file_the_mapping_names_must_be_sent(
    here: Session, admin: Viewer, store: Store, real_plan: Plan, real_files: list[Upload]
) -> None:
    with pytest.raises(Invalid) as refused:
        commands.receive(here, admin, real_files[:2], real_plan, store=store, now=MONDAY_9)
    assert {problem["place"] for problem in refused.value.problems} == {
        "sources.accounts.csv",
        "sources.sales_pipeline.csv",
    }


def test_looking_at_the_real_file_is_quick(
    here: Session, admin: Viewer, store: Store, real_plan: Plan, real_files: list[Upload]
) -> None:
    began = time.process_time()
    commands.receive(here, admin, real_files, real_plan, store=store, now=MONDAY_9)
    assert 8_927 / (time.process_time() - began) > 5_000, (
        "parsing and checking must not eat the time that writing needs"
    )
