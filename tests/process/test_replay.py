"""Histories of another system come in whole, through the one door, with loops and leaps; nobody is accused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.org import queries as org
from bihuan.process import commands, queries
from bihuan.process.commands import History, Replay, Step
from bihuan.process.models import Stay
from bihuan.records import commands as records
from bihuan.records import queries as known
from tests.company import MONDAY_9, Cast
from tests.process.deals import Deal

HOUR = timedelta(hours=1)
BEGAN = MONDAY_9 - timedelta(days=900)
WAY = ("lead", "quote", "quote", "lead", "sign")


@pytest.fixture
def replayed(session: Session, cast: Cast, new_deal: Callable[[], Deal]) -> Deal:
    """One of Chen's, with a leap, a repetition, a way back, and a last step; an hour, two, three, four between them."""
    deal = new_deal()
    rows = [{"name": "旧单", "owner_id": cast.chen}]
    (deal.record_id,) = records.load(session, "opportunity", rows, import_id=1, now=MONDAY_9)
    offsets = (0, 1, 3, 6, 10)
    steps = [Step(stage=stage, at=BEGAN + hours * HOUR, by="皮特") for stage, hours in zip(WAY, offsets, strict=True)]
    owner_pos = org.person(session, cast.chen).pos
    history = History(record_id=deal.record_id, owner_id=cast.chen, owner_pos=owner_pos, steps=steps)
    batch = Replay(
        process=queries.processes(session)["sales"],
        version_id=blueprint.current(session).id,
        import_id=1,
        by_id=cast.sun,
        now=MONDAY_9,
    )
    assert commands.replay(session, [history], batch=batch) == 1
    return deal


def test_every_stay_is_there_in_the_order_of_the_log(session: Session, replayed: Deal) -> None:
    stays = session.scalars(select(Stay).where(Stay.journey_id == replayed.journey.id).order_by(Stay.seq)).all()
    assert [stay.stage_key for stay in stays] == list(WAY)
    assert [stay.left_how for stay in stays] == ["advanced", "back", "back", "advanced", "ended"]
    assert [(stay.left_at - stay.entered_at) / HOUR for stay in stays if stay.left_at] == [1, 2, 3, 4, 0]
    journey = replayed.journey
    assert (journey.started_at, journey.closed_at) == (BEGAN, BEGAN + 10 * HOUR)
    assert (journey.stage_key, journey.stage_seq, journey.outcome, journey.import_id) == ("sign", 5, "won", 1)


def test_no_alarm_ever_rings_and_no_person_held_the_ball(session: Session, replayed: Deal) -> None:
    before = replayed.kinds
    replayed.later(days=400).ring()
    assert replayed.kinds == before
    assert {(hold.holder, hold.cause) for hold in replayed.holds} == {("system", "import")}
    assert all(hold.until is not None for hold in replayed.holds)
    told = session.scalar(select(func.count()).where(Stay.journey_id == replayed.journey.id, Stay.due_at.is_not(None)))
    assert (told, replayed.journey.quiet_due_at, replayed.journey.debts) == (0, None, [])


def test_the_ledger_tells_every_step_at_its_own_time_and_as_brought_in_now(replayed: Deal) -> None:
    events = replayed.events
    assert [event.kind for event in events] == [
        "journey.replayed",
        *["stage.replayed"] * 4,
        "journey.replay_ended",
    ]
    assert [event.happened_at for event in events[:5]] == [BEGAN + hours * HOUR for hours in (0, 1, 3, 6, 10)]
    assert {event.recorded_at for event in events} == {MONDAY_9}
    assert {event.actor_id for event in events} == {replayed.cast.sun}
    assert all("皮特" not in str(event.payload) for event in events), (
        "who did it there is kept so that it can be erased"
    )


def test_its_timeline_says_who_did_it_there(session: Session, replayed: Deal) -> None:
    with replayed.acting("chen") as viewer:
        told = known.timeline(session, viewer, replayed.record, before=None, limit=50)
    said = [one.words for one in told]
    assert any("（日志）从“报价”到“线索”，经手：皮特" in one for one in said), said


def test_taking_the_import_back_takes_every_stay_back(session: Session, replayed: Deal) -> None:
    journey_id = replayed.journey.id
    assert commands.unplace(session, 1) == 1
    assert session.scalar(select(func.count()).where(Stay.journey_id == journey_id)) == 0
