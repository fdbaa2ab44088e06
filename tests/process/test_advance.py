"""Moving on: through the gate, by whom it is allowed, once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from copy import deepcopy
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel import db, rows
from bihuan.kernel.refusals import Forbidden, NotFound, Refusal, SomeoneWasFirst
from bihuan.ledger import commands as ledger_commands
from bihuan.ledger import queries as ledger
from bihuan.notices import commands as notices
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process import commands, queries
from bihuan.process.commands.moving import GateClosed, JourneyOver, NoSuchStage
from bihuan.process.models import Journey
from bihuan.records import commands as records
from tests.company import BLUEPRINT, MONDAY_9, Cast
from tests.process.deals import Deal

Browse = Callable[[str], TestClient]
NewDeal = Callable[[], Deal]


def test_a_journey_with_an_open_gate_moves_to_the_next_stage(deal: Deal) -> None:
    deal.fill(amount="5000").later(hours=2).advance()
    assert deal.stage == "proposal"
    assert [(stay.stage_key, stay.left_how, stay.left_at) for stay in deal.stays] == [
        ("lead", "advanced", deal.now),
        ("proposal", None, None),
    ]
    assert deal.kinds == ["journey.started", "stage.entered"]


def test_a_journey_with_a_closed_gate_stays_where_it_is(deal: Deal) -> None:
    with pytest.raises(GateClosed):
        deal.later(hours=2).advance()
    assert deal.stage == "lead"
    assert len(deal.stays) == 1
    assert deal.kinds == ["journey.started"]


def test_a_closed_gate_says_everything_that_is_missing_at_once(deal: Deal) -> None:
    deal.reach("proposal").fill(temperature="80")
    with pytest.raises(GateClosed) as closed:
        deal.advance()
    missing = closed.value.facts()["missing"]
    assert [(one["kind"], one["key"], one["label"], one["why"]) for one in missing] == [  # type: ignore[attr-defined]
        ("field", "medium", "介质", "还没填"),
        ("deliverable", "proposal_pdf", "技术方案 PDF", "已有 0 份，要 1 份"),
        ("deliverable", "receipt", "客户确认收到", "还没发给客户确认"),
    ]


def test_the_last_stage_leads_to_winning(deal: Deal) -> None:
    deal.reach("sign").satisfied().later(hours=1).advance()
    assert (deal.journey.outcome, deal.journey.closed_at) == ("won", deal.now)
    assert deal.kinds[-1] == "journey.won"
    assert (deal.stay.left_how, deal.stay.left_at) == ("won", deal.now)
    assert (deal.journey.due_at, deal.journey.quiet_due_at) == (None, None)
    with pytest.raises(JourneyOver):
        deal.advance()


@pytest.mark.parametrize(
    ("login", "refusal"), [("chen", None), ("lin", NotFound), ("wang", None), ("zhao", NotFound), ("sun", None)]
)
def test_who_may_move_chen_s_journey(deal: Deal, login: str, refusal: type[Refusal] | None) -> None:
    journey_id = deal.fill(amount="5000").journey.id
    with deal.acting(login) as viewer:
        if refusal is None:
            commands.advance(deal.kept, viewer, queries.journey(deal.kept, viewer, journey_id), now=deal.now)
        else:
            with pytest.raises(refusal):
                queries.journey(deal.kept, viewer, journey_id)


def test_who_sees_a_journey_without_owning_it_needs_the_right_to_move_it(deal: Deal, cast: Cast) -> None:
    deal.fill(amount="5000")
    lin = org.viewer(deal.session, cast.lin)
    with pytest.raises(Forbidden) as no:
        commands.advance(deal.session, lin, deal.journey, now=deal.now)
    assert no.value.facts() == {"right": "process.move_any"}
    assert deal.stage == "lead"


def test_a_conditional_stage_is_passed_by_and_entered_where_it_applies(new_deal: NewDeal) -> None:
    assert new_deal().opened(amount="5000").advance().stage == "proposal"
    assert new_deal().opened(amount="5000", needs_tender=True).advance().stage == "tender"


def test_whether_a_stage_applies_is_asked_when_one_leaves_the_stage_before(deal: Deal) -> None:
    deal.fill(amount="5000").fill(needs_tender=True).later(minutes=5).advance()
    assert deal.stage == "tender"
    deal.fill(needs_tender=False, customer=deal.customer()).advance()
    assert deal.stage == "proposal"


def counting_quotes() -> dict[str, Any]:
    """The company with a kind of record that refers to opportunities, counted by a stage, a check and a gate."""
    document: dict[str, Any] = deepcopy(BLUEPRINT)
    document["objects"].append(
        {
            "key": "quote",
            "label": "Quote",
            "title": "name",
            "fields": [
                {"key": "name", "label": "Name", "type": "text", "required": True},
                {"key": "opportunity", "label": "Opportunity", "type": "reference", "to": "opportunity"},
                {"key": "total", "label": "Total", "type": "money"},
            ],
        }
    )
    high = {"field": "total", "op": "gt", "value": 100}
    lead, tender, *_ = document["processes"][0]["stages"]
    lead["gate"] = {
        "checks": [
            {"key": "dear", "label": "dear", "holds": _counted(1, high)},
            {"key": "any", "label": "any", "holds": _counted(1)},
        ],
        "deliverables": [{"key": "quotes", "label": "Quotes", "kind": "record", "object": "quote", "count": 2}],
    }
    tender["when"] = _counted(3)
    return document


def _counted(least: int, where: dict[str, Any] | None = None) -> dict[str, Any]:
    counted = {"count": "quote", "via": "opportunity", "op": "ge", "value": least}
    return counted if where is None else counted | {"where": where}


@pytest.mark.parametrize(("quotes", "reached"), [(2, "proposal"), (3, "tender")])
def test_gates_and_stages_count_the_records_that_are_there_whoever_may_see_them(
    session: Session, new_deal: NewDeal, quotes: int, reached: str
) -> None:
    design.release(session, None, counting_quotes(), now=MONDAY_9)
    deal = new_deal().opened()
    assert deal.missing() == [("quotes", "too_few"), ("dear", "condition"), ("any", "condition")]
    _quote(deal, "zhao", "50")  # which Chen can't see
    assert deal.missing() == [("quotes", "too_few"), ("dear", "condition")]
    for _ in range(quotes - 1):
        _quote(deal, "zhao", "500")
    assert deal.advance().stage == reached


def _quote(deal: Deal, owner: str, total: str) -> None:
    wang = org.viewer(deal.session, deal.cast.wang)
    values = {"name": "Q", "opportunity": deal.record_id, "total": total}
    records.create(deal.session, wang, "quote", values, now=deal.now, owner_id=deal.cast.id(owner))


def test_a_value_in_a_hidden_field_opens_a_gate_without_being_shown(session: Session, new_deal: NewDeal) -> None:
    document = deepcopy(BLUEPRINT)
    document["processes"][0]["stages"][0]["gate"] = {"fields": ["cost"]}
    design.release(session, None, document, now=MONDAY_9)
    deal = new_deal().opened()
    assert deal.missing() == [("cost", "empty")]
    deal.fill(by="wang", cost="700").advance()
    assert deal.stage == "proposal"


def test_a_field_that_the_company_gave_up_is_not_asked_for_any_more(session: Session, deal: Deal) -> None:
    deal.reach("proposal")
    document = deepcopy(BLUEPRINT)
    fields = document["objects"][2]["fields"]
    document["objects"][2]["fields"] = [field for field in fields if field["key"] != "medium"]
    document["objects"][2]["list_columns"] = ["name"]
    document["processes"][0]["stages"][2]["gate"]["fields"] = ["temperature"]
    design.release(session, None, document, now=deal.now)
    assert "medium" not in dict(deal.missing())
    assert "temperature" in dict(deal.missing())


def test_who_expects_another_stage_than_the_next_is_told_which_it_would_be(deal: Deal) -> None:
    deal.fill(amount="5000")
    with pytest.raises(NoSuchStage) as no:
        deal.advance(to="sign")
    assert no.value.facts() == {"asked": "sign", "allowed": [{"key": "proposal", "label": "方案"}]}
    assert deal.advance(to="proposal").stage == "proposal"


def test_who_saw_it_elsewhere_is_told_that_someone_was_first(deal: Deal) -> None:
    deal.fill(amount="5000").advance(start="lead")
    with pytest.raises(SomeoneWasFirst) as no:
        deal.advance(start="lead")
    assert no.value.facts() == {"stage": "proposal"}


MOVES: dict[str, Callable[[Deal, Viewer, Journey], object]] = {
    "advance": lambda deal, chen, it: commands.advance(deal.kept, chen, it, now=deal.now),
    "lose": lambda deal, chen, it: commands.close(deal.kept, chen, it, reason="price", now=deal.now),
}


def warned(deal: Deal) -> Journey:
    """A journey with an open gate, of which Wang has been warned."""
    journey = deal.fill(amount="5000").journey
    notices.tell(
        deal.session,
        person_id=deal.cast.wang,
        cause="limit",
        kind="deadline",
        level="warn",
        facts={},
        journey_id=journey.id,
        now=deal.now,
    )
    return journey


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
@pytest.mark.parametrize("first", [False, True], ids=["second", "first"])
def test_what_a_move_takes_with_it_happens_for_the_first_and_not_for_the_second(
    deal: Deal, move: Callable[[Deal, Viewer, Journey], object], *, first: bool
) -> None:
    journey, before = warned(deal), deal.kinds
    with deal.acting("chen") as chen, nullcontext() if first else pytest.raises(SomeoneWasFirst):
        rows.written(journey, revision=journey.revision if first else journey.revision - 1)
        move(deal, chen, journey)
    assert (
        len(deal.kinds) - len(before) == len(deal.notices("wang", waiting=False)) - len(deal.notices("wang")) == first
    )


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_what_is_gathered_says_of_a_move_what_it_says_otherwise(
    deal: Deal, move: Callable[[Deal, Viewer, Journey], object]
) -> None:
    journey, before = warned(deal), len(deal.events)
    with deal.acting("chen") as chen, ledger_commands.gathered(deal.kept):
        move(deal, chen, journey)
        assert len(ledger.journey(deal.kept, journey.id)) == before
    (line,) = deal.events[before:]
    assert (line.kind, line.actor_id) == ("journey.lost" if journey.outcome else "stage.entered", deal.cast.chen)
    assert deal.notices("wang") == []


def test_advance_over_http_answers_with_the_journey_or_with_all_that_is_missing(deal: Deal, browse: Browse) -> None:
    chen, path = browse("chen"), f"/api/journeys/{deal.journey.id}"
    closed = chen.post(f"{path}/advance")
    assert (closed.status_code, closed.json()["code"]) == (409, "gate_closed")
    assert [(one["kind"], one["key"], one["label"]) for one in closed.json()["facts"]["missing"]] == [
        ("field", "amount", "金额")
    ]
    deal.fill(amount="5000")
    assert chen.get(path).json()["gate"]["open"] is True
    moved = chen.post(f"{path}/advance", json={"start": "lead", "to": "proposal"})
    assert (moved.status_code, moved.json()["stage"]) == (200, "proposal")
    assert moved.json() == chen.get(path).json() | {"stays": moved.json()["stays"]}
    again = chen.post(f"{path}/advance", json={"start": "lead"})
    assert (again.status_code, again.json()["code"]) == (409, "someone_was_first")
    assert deal.kinds == ["journey.started", "stage.entered"]


@pytest.mark.parametrize(
    ("body", "place"),
    [({"to": 7}, "to"), ({"too": "sign"}, "too"), ({"start": "x" * 81}, "start"), ([], "")],
)
def test_what_advance_does_not_understand_is_refused_before_anything_is_asked(
    deal: Deal, browse: Browse, body: object, place: str
) -> None:
    answer = browse("chen").post(f"/api/journeys/{deal.journey.id}/advance", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["facts"]["problems"][0]["field"] == place


@pytest.mark.parametrize("number", ["999999999", str(2**63), "0", "-1", "x", "1e3"])
def test_a_journey_that_is_not_there_is_not_found(browse: Browse, number: str) -> None:
    answer = browse("sun").post(f"/api/journeys/{number}/advance")
    assert answer.status_code in {404, 422}


def test_of_32_who_advance_one_journey_at_once_one_does(engine: Engine, own_workspace: tuple[str, Cast]) -> None:
    workspace, cast = own_workspace
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        chen = org.viewer(session, cast.chen)
        values = {"name": "一单", "amount": "5000"}
        record = records.create(session, chen, "opportunity", values, now=MONDAY_9)
        journey = queries.journey_beside(session, record.id)
        assert journey is not None
    ready = threading.Barrier(32)

    def try_it(_: int) -> str:
        ready.wait()
        try:
            with db.transaction(engine, workspace=workspace, sight=chen.sight, timeout_ms=60_000) as session:
                found = queries.journey(session, chen, journey.id)
                commands.advance(session, chen, found, now=MONDAY_9, start="lead")
        except Refusal as no:
            return no.code
        return "moved"

    with ThreadPoolExecutor(32) as pool:
        told = sorted(pool.map(try_it, range(32)))
    assert told == ["moved"] + ["someone_was_first"] * 31
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        assert queries.journey_of(session, journey.id).stage_seq == 2
        assert [event.kind for event in ledger.journey(session, journey.id)] == ["journey.started", "stage.entered"]
