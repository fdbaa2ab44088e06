"""What everyday acts ask of the database: a few statements each, however much there is already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.process import commands as process
from bihuan.process.models import Stay
from bihuan.records import commands as records
from bihuan.rules import commands as rules
from tests.company import MONDAY_9, Cast
from tests.counting import asked
from tests.process.conftest import deal, new_deal
from tests.process.deals import Deal
from tests.process.many import bring_in

__all__ = ["deal", "new_deal"]

Act = Callable[[Deal], object]
NOTED: Act = lambda deal: Deal(deal.kept, deal.cast, deal.store).opened(name="又一单", amount="5000")  # noqa: E731
LATER = MONDAY_9 + timedelta(hours=1)


def statements(deal: Deal, act: Act) -> int:
    """How many statements an act takes once everything that is remembered has been asked."""
    act(deal)
    with asked(deal.kept) as found:
        act(deal)
    return len(found)


@pytest.mark.parametrize(
    ("most", "act"),
    [
        pytest.param(6, NOTED, id="noting a deal"),
        pytest.param(8, lambda deal: deal.fill(amount=str(deal.record.revision)), id="changing it"),
        pytest.param(9, lambda deal: deal.contact(), id="writing down a call"),
    ],
)
def test_an_act_takes_a_few_statements(deal: Deal, most: int, act: Act) -> None:
    assert statements(deal, act) <= most


def test_moving_on_takes_a_few_statements_however_far_one_has_come(new_deal: Callable[[], Deal]) -> None:
    counts = []
    for stage in ("lead", "proposal", "quote"):
        deal = new_deal().opened().reach(stage).satisfied()
        journey = deal.journey
        with deal.acting("chen") as chen, asked(deal.kept) as found:
            process.advance(deal.kept, chen, journey, now=deal.now)
        counts.append(len([one for one in found if "SAVEPOINT" not in one]))
    assert max(counts) <= 4, counts


def test_handing_in_takes_as_many_statements_for_a_deal_with_a_long_history(new_deal: Callable[[], Deal]) -> None:
    counts = []
    for before in (1, 12):
        deal = new_deal().opened().reach("proposal")
        for number in range(before):
            deal.hand_in_file("proposal_pdf", name=f"方案 {number}.pdf")
        file_id = deal.upload()
        with asked(deal.kept) as found:
            deal.hand_in("proposal_pdf", file_ids=(file_id,))
        counts.append(len(found))
    assert counts[0] == counts[1] <= 11


def test_the_clock_and_its_alerts_ask_as_often_for_fifty_as_for_five(session: Session, cast: Cast) -> None:
    told, alerted = [], []
    for count in (5, 5, 50):
        bring_in(session, cast, count, now=MONDAY_9)
        with asked(session) as found:
            assert process.ring(session, "due", now=LATER, limit=1000) == count
        told.append(len(found))
        stays = session.scalars(select(Stay.id).order_by(Stay.id.desc()).limit(count)).all()
        with asked(session) as found:
            assert rules.alert_deadlines(session, stay_ids=stays, level="due", now=LATER) == 2 * count
        alerted.append(len(found))
    assert told[1] == told[2] <= 4
    assert alerted[1] == alerted[2] <= 5


def test_an_import_asks_as_often_for_nine_hundred_rows_as_for_nine(session: Session, cast: Cast) -> None:
    counts = []
    for number, count in enumerate((9, 9, 900)):
        rows = [{"name": f"厂 {number} {row}", "phone": "13812345678", "owner_id": cast.chen} for row in range(count)]
        with asked(session) as found:
            records.load(session, "customer", rows, import_id=number, now=MONDAY_9)
        counts.append(len(found))
    assert counts[1] == counts[2] <= 4
