"""Leads that come in as a file are shared out and taken back like any other; old data sets nothing off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.importer import commands, dispatching
from bihuan.importer.commands import Upload
from bihuan.importer.definition import Plan
from bihuan.importer.models import Batch
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.org import queries as org
from bihuan.pool import queries as pool
from bihuan.records import queries as records
from tests.company import MONDAY_9, Cast
from tests.pool.conftest import document
from tests.process.conftest import browse, deal, new_deal
from tests.process.deals import Deal
from tests.rules.conftest import ring, rule, runs, work

__all__ = ["browse", "deal", "new_deal"]
NewDeal = Callable[[], Deal]
ANSWER = {"limit": "2 working_hours", "unless": [{"event": "activity.logged"}]}
LEADS = "商机名称\n东方化工 · 循环泵\n永丰印染 · 蒸汽阀\n"


@pytest.fixture
def dispatching_rules(session: Session) -> None:
    """New deals are shared out among the reps; what they leave unanswered for two hours lies in the pool."""
    share = rule("share", "record.created", {"do": "assign", "role": "rep"})
    back = rule("back", "record.assigned", {"do": "release"}, wait=ANSWER)
    body = {**document(object="opportunity", shows=["name"]), "rules": [share, back]}
    design.release(session, None, body, note="dispatch", now=MONDAY_9)


@pytest.fixture
def brought(session: Session, cast: Cast, store: Store) -> Callable[..., Batch]:
    """Bring in a file: `brought(LEADS, rules=None)`."""

    def bring(content: str, *, rules: bool | None = None, take: bool = True, **said: Any) -> Batch:  # noqa: ANN401
        db.see(session, db.EVERYTHING)
        sun = org.viewer(session, cast.sun)
        plan = Plan.model_validate({"sources": [{"file": "t.csv", "object": "opportunity", **said}]})
        upload = Upload(name="t.csv", content=content.encode())
        batch, _ = commands.receive(session, sun, [upload], plan, store=store, now=MONDAY_9)
        return commands.take_in(session, sun, batch, store=store, rules=rules, now=MONDAY_9) if take else batch

    return bring


@pytest.mark.usefixtures("dispatching_rules")
def test_leads_of_a_file_are_shared_out_and_taken_back(new_deal: NewDeal, brought: Callable[..., Batch]) -> None:
    deal = new_deal()
    batch = brought(LEADS)
    assert batch.made["met"] == 2
    work(deal)
    shared = {run.record_id: run.did[0]["people"][0] for run in runs(deal, "share")}
    assert sorted(shared.values()) == [deal.cast.chen, deal.cast.lin]
    answered, quiet = sorted(shared)
    deal.record_id = answered
    deal.later(hours=1).contact(by="chen" if shared[answered] == deal.cast.chen else "lin")
    work(deal)
    ring(deal.later(hours=1, minutes=1))
    assert records.standing(deal.session, "opportunity", answered).owner_id == shared[answered]
    assert records.standing(deal.session, "opportunity", quiet).owner_id == pool.owner_of(deal.session, "customers")


@pytest.mark.usefixtures("dispatching_rules")
def test_a_lead_that_is_added_by_hand_is_shared_out_and_taken_back(
    new_deal: NewDeal, browse: Callable[[str], TestClient]
) -> None:
    deal = new_deal()
    made = browse("sun").post("/api/records/opportunity", json={"values": {"name": "丽水水务 · 给水泵"}})
    assert made.status_code == 201, made.text
    deal.record_id = made.json()["id"]
    work(deal)
    assert deal.record.owner_id in {deal.cast.chen, deal.cast.lin}
    ring(deal.later(days=8000))
    assert deal.record.owner_id == pool.owner_of(deal.session, "customers")


@pytest.mark.usefixtures("dispatching_rules")
def test_old_data_sets_nothing_off_unless_one_says_so(new_deal: NewDeal, brought: Callable[..., Batch]) -> None:
    deal = new_deal()
    placed = "商机名称,阶段,负责人\n东方化工 · 循环泵,线索,chen\n"
    columns = {"商机名称": "name", "阶段": "stage", "负责人": "owner"}
    looked = brought(placed, take=False, columns=columns)
    offered = dispatching.offered(deal.session, looked)
    assert offered == dispatching.Offered(count=1, usual=False)
    assert "met" not in brought(placed, columns=columns).made
    many = "商机名称\n" + "".join(f"客户{n}\n" for n in range(dispatching.USUALLY_AT_MOST + 1))
    offered = dispatching.offered(deal.session, brought(many, take=False))
    assert offered is not None
    assert not offered.usual
    assert brought(many, rules=True).made["met"] == dispatching.USUALLY_AT_MOST + 1
    assert "met" not in brought(LEADS, rules=False).made


def test_where_no_rule_listens_there_is_nothing_to_choose(session: Session, brought: Callable[..., Batch]) -> None:
    assert dispatching.offered(session, brought(LEADS, take=False)) is None
