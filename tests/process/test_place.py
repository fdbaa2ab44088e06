"""The opening balance: journeys that began elsewhere land with their dates, their debts, and a quiet time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel import db
from bihuan.ledger import commands as ledger
from bihuan.org import queries as org
from bihuan.process import commands, queries
from bihuan.process.commands import Batch, Placed
from bihuan.process.models import Hold, Journey, Stay
from bihuan.records import commands as records
from tests.company import MONDAY_9, Cast
from tests.process.deals import Deal

BEGAN, ENTERED, CLOSED = (MONDAY_9 - timedelta(days=days) for days in (40, 20, 10))
GRACE = MONDAY_9 + timedelta(days=7)
NewDeal = Callable[[], Deal]
Land = Callable[..., Deal]


@pytest.fixture
def land(session: Session, cast: Cast, new_deal: NewDeal) -> Land:
    """Bring in one opportunity of Chen's: `land("quote", amount="5000")`."""

    def landed(stage: str, *, outcome: str | None = None, reason: str | None = None, **values: object) -> Deal:
        deal = new_deal()
        rows = [{"name": "旧单", "owner_id": cast.chen, **values}]
        (deal.record_id,) = records.load(session, "opportunity", rows, import_id=1, now=MONDAY_9)
        row = Placed(
            record_id=deal.record_id,
            owner_id=cast.chen,
            owner_pos=org.person(session, cast.chen).pos,
            stage=stage,
            started_at=BEGAN,
            entered_at=ENTERED,
            closed_at=CLOSED if outcome else None,
            outcome=outcome,
            reason=reason,
            values=deal.record.values,
        )
        assert place(session, [row], batch(session, cast)) == 1
        return deal

    return landed


def batch(session: Session, cast: Cast) -> Batch:
    """What an import of this Monday shares."""
    return Batch(
        process=queries.processes(session)["sales"],
        version_id=blueprint.current(session).id,
        import_id=1,
        by_id=cast.sun,
        grace_until=GRACE,
        now=MONDAY_9,
    )


def owed(deal: Deal) -> list[tuple[str, str]]:
    return [(debt["stage"], debt["key"]) for debt in deal.journey.debts]


def test_an_open_journey_lands_in_its_stage_with_its_dates(land: Land) -> None:
    deal = land("quote", amount="5000")
    journey, stay = deal.journey, deal.stay
    assert (journey.stage_key, journey.started_at, journey.entered_at) == ("quote", BEGAN, ENTERED)
    assert (stay.entered_at, stay.left_at, stay.opening, stay.grace_until) == (ENTERED, None, True, GRACE)
    assert stay.due_at == ENTERED + timedelta(days=5)
    assert [(hold.holder, hold.since, hold.until) for hold in deal.holds] == [("system", ENTERED, None)]
    (told,) = deal.events
    assert (told.kind, told.happened_at, told.recorded_at) == ("journey.placed", ENTERED, MONDAY_9)


@pytest.mark.parametrize(("outcome", "reason"), [("won", None), ("lost", "price")])
def test_a_closed_journey_lands_closed_and_owes_nothing(land: Land, outcome: str, reason: str | None) -> None:
    deal = land("sign", outcome=outcome, reason=reason)
    journey = deal.journey
    assert (journey.outcome, journey.reason, journey.closed_at, journey.debts) == (outcome, reason, CLOSED, [])
    assert (deal.stay.left_how, deal.stay.left_at, deal.stay.due_at) == (outcome, CLOSED, None)
    assert (journey.due_at, journey.quiet_due_at) == (None, None)
    assert deal.holds[0].until == CLOSED


def test_what_earlier_stages_asked_for_and_nobody_can_show_is_a_visible_debt(land: Land) -> None:
    deal = land("sign", amount="5000", medium="热水")
    assert owed(deal) == [
        ("proposal", "temperature"),
        ("proposal", "proposal_pdf"),
        ("proposal", "receipt"),
        ("quote", "summaries"),
        ("quote", "terms"),
    ]


def test_a_stage_that_was_never_on_the_way_is_owed_nothing(land: Land) -> None:
    assert ("tender", "customer") not in owed(land("proposal"))
    assert ("tender", "customer") in owed(land("proposal", needs_tender=True))


def test_a_debt_is_paid_by_filling_in_handing_in_and_being_in_touch(land: Land) -> None:
    deal = land("sign", amount="5000", medium="热水")
    deal.fill(temperature="80")
    assert ("proposal", "temperature") not in owed(deal)
    deal.hand_in_file("proposal_pdf")
    assert ("proposal", "proposal_pdf") not in owed(deal)
    deal.answered(deal.send())
    deal.contact()
    assert owed(deal) == [("quote", "summaries"), ("quote", "terms")]
    deal.contact()
    assert owed(deal) == [("quote", "terms")]
    terms = deal.hand_in("terms", text="三七开，质保一年，含运费")
    assert owed(deal) == [("quote", "terms")], "it waits for the manager"
    deal.accept(terms)
    assert owed(deal) == []
    paid = [event.payload for event in deal.events if event.kind == "debt.paid"]
    assert [one["keys"] for one in paid] == [["temperature"], ["proposal_pdf"], ["receipt"], ["summaries"], ["terms"]]
    assert paid[-1]["left"] == 0


def test_debts_do_not_keep_a_journey_from_going_on(land: Land) -> None:
    deal = land("sign")
    deal.hand_in_file("esign")
    assert deal.later(hours=1).advance().journey.outcome == "won"


def test_alarms_keep_quiet_until_the_grace_is_over_and_then_come(land: Land) -> None:
    deal = land("quote")
    deal.later(days=6).ring()
    assert deal.kinds == ["journey.placed"]
    deal.later(days=2).ring()
    assert deal.kinds == ["journey.placed", "stage.overdue"]


def test_the_follow_up_clock_starts_when_the_grace_is_over(land: Land) -> None:
    deal = land("quote")
    assert deal.journey.quiet_due_at == GRACE + timedelta(hours=48)
    deal.contact()
    assert deal.journey.quiet_due_at == GRACE + timedelta(hours=48), "a contact never brings it nearer"


def test_it_goes_on_like_any_other_from_there(land: Land) -> None:
    deal = land("proposal", amount="5000")
    deal.satisfied().later(hours=1).advance()
    assert [(stay.stage_key, stay.seq, stay.opening) for stay in deal.stays] == [
        ("proposal", 1, True),
        ("quote", 2, False),
    ]


def test_a_whole_import_is_taken_back_with_all_that_came_of_it(session: Session, land: Land, deal: Deal) -> None:
    first, second = land("proposal"), land("sign", outcome="won")
    first.satisfied().later(hours=1).advance()
    gone = {first.journey.id, second.journey.id}
    assert commands.unplace(session, 1) == 2
    for table, column in ((Journey, Journey.id), (Stay, Stay.journey_id), (Hold, Hold.journey_id)):
        assert session.scalar(select(func.count()).select_from(table).where(column.in_(gone))) == 0
    assert deal.stage == "lead", "what was not of the import stays"
    assert commands.unplace(session, 1) == 0


def test_an_importer_who_does_not_see_everything_lands_them_all_the_same(session: Session, cast: Cast) -> None:
    rows = [{"name": f"单 {number}", "owner_id": cast.chen} for number in range(20)]
    ids = records.load(session, "opportunity", rows, import_id=2, now=MONDAY_9)
    db.see(session, org.viewer(session, cast.zhao).sight)
    position = org.person(session, cast.chen).pos
    placed = [_placed(number, cast.chen, position) for number in ids]
    assert place(session, placed, replace(batch(session, cast), import_id=2)) == 20
    db.see(session, db.EVERYTHING)
    assert session.scalar(select(func.count()).where(Journey.import_id == 2)) == 20


def test_nothing_to_place_is_nothing_placed(session: Session, cast: Cast) -> None:
    none: Sequence[Placed] = []
    assert place(session, none, batch(session, cast)) == 0


def test_a_thousand_land_in_seconds(session: Session, cast: Cast) -> None:
    rows = [{"name": f"单 {number}", "owner_id": cast.chen, "amount": "5"} for number in range(1000)]
    ids = records.load(session, "opportunity", rows, import_id=3, now=MONDAY_9)
    position = org.person(session, cast.chen).pos
    began = datetime.now().timestamp()  # noqa: DTZ005, TID251 - a stop watch
    place(session, [_placed(number, cast.chen, position) for number in ids], batch(session, cast))
    assert datetime.now().timestamp() - began < 15  # noqa: DTZ005, TID251 - a stop watch


def place(session: Session, rows: Sequence[Placed], batch: Batch) -> int:
    """Place them as an import does, with their lines in the ledger. How many."""
    lines = commands.place(session, rows, batch=batch)
    return len(ledger.append_many(session, lines))


def _placed(record_id: int, owner_id: int, owner_pos: int) -> Placed:
    return Placed(
        record_id=record_id,
        owner_id=owner_id,
        owner_pos=owner_pos,
        stage="lead",
        started_at=BEGAN,
        entered_at=ENTERED,
    )
