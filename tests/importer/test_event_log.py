"""A real log comes in as journeys, and the product answers from its own stays what others found in the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bihuan.app import replaying, workspaces
from bihuan.app.house import House
from bihuan.app.replaying import Asked, Replayed
from bihuan.blueprint import queries as blueprint
from bihuan.importer import commands, event_logs, queries
from bihuan.importer.commands import NothingReady, Upload
from bihuan.importer.event_logs import Columns
from bihuan.importer.unreadable import UnreadableFile
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.ledger import queries as ledger
from bihuan.ledger.models import Event
from bihuan.metrics import queries as metrics
from bihuan.metrics.paths import Transitions
from bihuan.metrics.queries import Wanted
from bihuan.notices.models import Notice
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process import commands as process
from bihuan.process import queries as processes
from bihuan.process.models import Journey, Stay
from tests.company import MONDAY_9
from tests.conftest import furnish, shared_data

RECEIPT, EXAMPLE = "receipt_company", "example_company"


def asked(path: Path, **said: str) -> Asked:
    """A file as it is brought in on this Monday."""
    return Asked(
        upload=Upload(name=path.name, content=path.read_bytes()),
        columns=Columns(),
        names=event_logs.naming(path.name, said.get("process")),
        now=MONDAY_9,
    )


@pytest.fixture(scope="session")
def home(engine: Engine, store: Store, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house to replay in."""
    return House(engine=engine, files=store, data=tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def receipt_file() -> Path:
    """The real log of 1,434 cases; skipped where it is absent."""
    return shared_data("event-logs", "receipt.csv.gz")


@pytest.fixture(scope="session")
def example_file() -> Path:
    """The log of six cases that can be followed by hand; skipped where it is absent."""
    return shared_data("event-logs", "running-example.csv")


@pytest.fixture(scope="session")
def truth() -> dict[str, Any]:
    """What another program found in the real log."""
    found: dict[str, Any] = json.loads(shared_data("event-logs", "truth.json").read_text("utf-8"))["receipt"]
    return found


@pytest.fixture(scope="session")
def receipt(home: House, receipt_file: Path) -> Replayed:
    """The real log, replayed for good in a workspace of its own."""
    return replaying.replay(home, RECEIPT, None, asked(receipt_file))


@contextmanager
def inside(engine: Engine, workspace: str) -> Iterator[tuple[Session, Viewer]]:
    """Whatever a test does in a workspace is not kept."""
    with engine.connect() as connection, connection.begin() as whole:
        with db.transaction(connection, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
            admin = next(person for person in org.people(session) if person.role_key == "admin")
            yield session, org.viewer(session, admin.id)
        whole.rollback()


@pytest.fixture
def there(engine: Engine, receipt: Replayed) -> Iterator[tuple[Session, Viewer]]:
    """In the workspace of the real log, as its administrator."""
    assert receipt
    with inside(engine, RECEIPT) as found:
        yield found


def steps_of(session: Session, viewer: Viewer, process_key: str, *, at_least: int | None = None) -> Transitions:
    frame = metrics.frame(session, viewer, Wanted(process=process_key), now=MONDAY_9)
    return metrics.transitions(session, frame, at_least=at_least)


def test_every_case_event_and_activity_came_in(there: tuple[Session, Viewer], truth: dict[str, Any]) -> None:
    session, viewer = there
    live = processes.processes(session)["receipt"]
    assert len(live.stages) == truth["activities"]
    assert session.scalar(select(func.count()).select_from(Journey)) == truth["cases"]
    assert session.scalar(select(func.count()).select_from(Stay)) == truth["events"]
    first, last = session.execute(select(func.min(Stay.entered_at), func.max(Stay.entered_at))).one()
    assert (str(first), str(last)) == (truth["first"], truth["last"])
    reach = steps_of(session, viewer, "receipt").reach
    labels = {stage.key: stage.label.en for stage in live.stages}
    assert {labels[one.stage]: one.journeys for one in reach} == truth["cases_reaching"]
    assert sum(one.visits for one in reach) == truth["events"]


def test_throughput_is_what_others_found(there: tuple[Session, Viewer], truth: dict[str, Any]) -> None:
    whole = steps_of(*there, "receipt").throughput
    expected = truth["throughput_days"]
    assert whole.ended == truth["cases"]
    assert whole.mean_days == pytest.approx(expected["mean"], abs=1e-4)
    assert whole.median_days == pytest.approx(expected["median"], abs=1e-4)
    assert whole.longest_days == pytest.approx(expected["max"], abs=1e-4)


@pytest.mark.parametrize(("told", "by"), [("slowest_mean", "mean_hours"), ("largest_total", "total_hours")])
def test_the_slowest_steps_are_what_others_found(
    there: tuple[Session, Viewer], truth: dict[str, Any], told: str, by: str
) -> None:
    found = steps_of(*there, "receipt")
    expected = truth[told]["rows"] if told == "slowest_mean" else truth[told]
    assert found.at_least == truth["slowest_mean"]["min_n"]
    rows = sorted(found.rows, key=lambda row: -getattr(row, by))[: len(expected)]
    for row, one in zip(rows, expected, strict=True):
        assert (found.label(row.frm, "en"), found.label(row.to, "en"), row.count) == (one["frm"], one["to"], one["n"])
        assert row.mean_hours == pytest.approx(one["mean_h"], abs=1e-4)
        assert row.median_hours == pytest.approx(one["median_h"], abs=1e-4)
        assert row.total_hours == pytest.approx(one["total_h"], abs=0.05)


def test_a_mean_that_would_accuse_the_wrong_step_is_said_to(there: tuple[Session, Viewer]) -> None:
    session, viewer = there
    found = steps_of(session, viewer, "receipt")
    (row,) = [row for row in found.rows if row.mean_hours == pytest.approx(73.491, abs=1e-3)]
    assert row.count == 791
    assert row.median_hours == pytest.approx(0.0104, abs=1e-4)
    assert row.skewed
    frame = metrics.frame(session, viewer, Wanted(process="receipt"), now=MONDAY_9)
    first, second, *_ = metrics.taking(session, frame, row.frm, row.to, limit=3)
    assert first.hours == row.longest_hours >= second.hours
    pages = [metrics.taking(session, frame, row.frm, row.to, offset=place, limit=200) for place in range(0, 800, 200)]
    behind = [one for page in pages for one in page]
    assert len({one.row_id for one in behind}) == len(behind) == row.count
    assert sum(one.hours for one in behind) == pytest.approx(row.total_hours, abs=0.1)


def test_variants_are_what_others_found(there: tuple[Session, Viewer], truth: dict[str, Any]) -> None:
    session, viewer = there
    frame = metrics.frame(session, viewer, Wanted(process="receipt"), now=MONDAY_9)
    found = metrics.variants(session, frame)
    labels = {stage.key: stage.label.en for stage in frame.process.stages}
    assert (found.different, found.journeys) == (truth["variants"], truth["cases"])
    for row, one in zip(found.rows, truth["top_variants"], strict=False):
        assert ([labels[step] for step in row.steps], row.count) == (one["path"], one["n"])
    rare = found.rows[-1]
    assert len(metrics.going(session, frame, rare.key, limit=200)) == rare.count


def test_the_ledger_has_every_step_at_its_own_time_as_brought_in_today(
    there: tuple[Session, Viewer], truth: dict[str, Any]
) -> None:
    session, _ = there
    replayed = session.execute(
        select(Event.kind, func.count(), func.min(Event.happened_at), func.max(Event.recorded_at))
        .where(Event.kind.in_(("journey.replayed", "stage.replayed")))
        .group_by(Event.kind)
    ).all()
    assert sum(row[1] for row in replayed) == truth["events"]
    assert str(min(row[2] for row in replayed)) == truth["first"]
    assert {row[3] for row in replayed} == {MONDAY_9}


def test_nobody_is_told_and_no_alarm_ever_rings(there: tuple[Session, Viewer]) -> None:
    session, _ = there
    later = MONDAY_9 + timedelta(days=400)
    for level in process.LEVELS:
        assert process.ring(session, level, now=later, limit=10) == 0
    assert process.ring_follow_ups(session, now=later, limit=10) == 0
    assert session.scalar(select(func.count()).select_from(Notice)) == 0


def test_the_boards_of_other_modules_show_it_without_accusing_anybody(there: tuple[Session, Viewer]) -> None:
    session, viewer = there
    frame = metrics.frame(session, viewer, Wanted(process="receipt"), now=MONDAY_9)
    funnel = metrics.funnel(session, frame)
    assert (funnel.started, funnel.won, funnel.placed) == (1434, 1434, 0)
    assert sum(sum(step.holders.values()) for step in funnel.steps) == 0
    assert {cell.level for row in metrics.board(session, frame, when="").rows for cell in row.cells} <= {"green"}


def test_the_same_file_again_brings_nothing_twice(
    home: House, there: tuple[Session, Viewer], receipt_file: Path
) -> None:
    session, _ = there
    looked = replaying.look(home, RECEIPT, None, asked(receipt_file))
    assert (looked.found.numbers["rows"], looked.found.numbers["ready"], looked.found.numbers["cases"]) == (8577, 0, 0)
    assert {one.kind: one.count for one in looked.found.findings}["already_there"] == 8577
    with pytest.raises(NothingReady):
        replaying.replay(home, RECEIPT, None, asked(receipt_file))
    assert session.scalar(select(func.count()).select_from(Journey)) == 1434


def test_undo_takes_everything_back_and_the_same_file_may_come_again(
    there: tuple[Session, Viewer], receipt: Replayed, receipt_file: Path, store: Store
) -> None:
    session, viewer = there
    events = session.scalar(select(func.count()).select_from(Event))
    batch = queries.batch(session, viewer, receipt.batch.id)
    assert commands.undo(session, viewer, batch, now=MONDAY_9).state == "undone"
    assert [session.scalar(select(func.count()).select_from(table)) for table in (Journey, Stay)] == [0, 0]
    assert steps_of(session, viewer, "receipt").journeys == 0
    assert (session.scalar(select(func.count()).select_from(Event)) or 0) > (events or 0), "the ledger forgets nothing"
    again = asked(receipt_file)
    looked = commands.look_at_log(session, viewer, again.upload, again.columns, again.names, now=MONDAY_9)
    assert looked.found.numbers["cases"] == 1434
    commands.replay_log(session, viewer, looked, store=store, now=MONDAY_9)
    assert steps_of(session, viewer, "receipt").throughput.ended == 1434


@pytest.fixture
def beside(home: House, engine: Engine, example_file: Path) -> Iterator[Replayed]:
    """The six cases, replayed in a company that sells already."""
    furnish(engine, EXAMPLE)
    yield replaying.replay(home, EXAMPLE, None, asked(example_file))
    workspaces.drop(engine, EXAMPLE)
    blueprint.forget()


def test_six_cases_are_as_followed_by_hand(beside: Replayed) -> None:
    found = beside.transitions
    assert (found.journeys, found.throughput.ended) == (6, 6)
    steps = {(found.label(row.frm, "en"), found.label(row.to, "en")): row for row in found.rows}
    # Decided and paid: 9 January 09:55 to 15 January 10:45, 5 January 11:22 to 8 January 12:05, 7 January 16:52 to
    # 16 January 11:47.
    paid = steps["decide", "pay compensation"]
    hours = (144 + 50 / 60, 72 + 43 / 60, 210 + 55 / 60)
    assert paid.mean_hours == pytest.approx(sum(hours) / 3, abs=1e-4)
    assert paid.count == 3
    assert paid.median_hours == pytest.approx(hours[0], abs=1e-4)
    # Case 1 alone is looked at thoroughly before the ticket is: 30 December 11:02 to 31 December 10:06.
    assert steps["register request", "examine thoroughly"].count == 1
    assert steps["register request", "examine thoroughly"].mean_hours == pytest.approx(23 + 4 / 60, abs=1e-4)
    # Case 5 is taken up again twice, case 3 once.
    again = next(one for one in found.reach if found.label(one.stage, "en") == "decide")
    assert (again.journeys, again.visits, again.repeated) == (6, 9, 2)


def test_beside_a_live_process_nothing_of_it_changes(engine: Engine, beside: Replayed) -> None:
    with inside(engine, EXAMPLE) as (session, viewer):
        after, before = (version.body for version in blueprint.history(session))
        assert [one["key"] for one in after["processes"]] == ["sales", "running_example"]
        assert after["processes"][:-1] == before["processes"]
        assert after["objects"][:-1] == before["objects"]
        assert metrics.frame(session, viewer, Wanted(), now=MONDAY_9).process.key == "sales"
        record = session.scalar(select(Journey.record_id).order_by(Journey.id).limit(1))
        told = ledger.timeline(session, f"{beside.looked.names.object}:{record}", None, 50)
        assert {line.personal["by"] for line in told if line.personal and "by" in line.personal} >= {"Pete", "Sara"}


def test_a_log_that_has_grown_brings_what_is_new(home: House, beside: Replayed, example_file: Path) -> None:
    more = example_file.read_text("utf-8").replace(",1,Fluxicon", ",7,Fluxicon").replace("decide", "decide at last")
    upload = Upload(name="running-example.csv", content=more.encode())
    grown = Asked(upload=upload, columns=Columns(), names=beside.looked.names, now=MONDAY_9)
    later = replaying.replay(home, EXAMPLE, None, grown)
    assert later.looked.found.numbers["cases"] == 1
    assert [stage.label.en for stage in later.transitions.process.stages][-1] == "decide at last"
    assert later.transitions.journeys == 7


def test_a_name_that_belongs_to_something_else_is_not_taken(
    home: House, own_workspace: tuple[str, object], example_file: Path
) -> None:
    key, _ = own_workspace
    with pytest.raises(UnreadableFile) as refused:
        replaying.replay(home, key, None, asked(example_file, process="sales"))
    assert refused.value.code == "name_in_use"


def test_a_new_workspace_is_there_whole_or_not_at_all(
    home: House, engine: Engine, example_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert replaying.look(home, "never_made", None, asked(example_file)).found.numbers["cases"] == 6
    assert "never_made" not in workspaces.names(engine)

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(commands, "replay_log", fails)
    with pytest.raises(RuntimeError):
        replaying.replay(home, "never_made", None, asked(example_file))
    assert "never_made" not in workspaces.names(engine)
