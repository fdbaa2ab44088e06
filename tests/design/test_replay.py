"""What was lived, lived again under a draft: what would have been refused, overdue and told, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.design import operations, queries
from bihuan.design.definition import Blueprint
from bihuan.design.operations import Add, Operation, Remove, Set
from bihuan.design.queries import Replay
from bihuan.kernel.files import Store
from bihuan.org import queries as people
from tests.company import Cast
from tests.process.deals import Deal, png

STAGES = ("processes", "sales", "stages")
PHOTO = {"key": "site", "label": {"zh": "现场照片", "en": "Photo of the site"}, "kind": "photo"}


@pytest.fixture
def deal(session: Session, cast: Cast, data: Path) -> Deal:
    """One of Chen's deals."""
    return Deal(session, cast, Store(data / "files")).opened()


def replay(deal: Deal, *changes: Operation, days: int = 30) -> Replay:
    """The last days under what lives with these changes."""
    body, _ = operations.carried_out(blueprint.current(deal.session).body, changes)
    sun = people.viewer(deal.session, deal.cast.sun)
    span = queries.Span(days=days, until=deal.now)
    return queries.replay(deal.session, sun, Blueprint.model_validate(body), span)


def refused(found: Replay) -> list[tuple[str, list[str]]]:
    """In which stages the draft refuses, and for want of what."""
    return [(one.stay.stage_key, [item.key for item in one.missing]) for one in found.draft.refused]


def test_under_the_same_process_it_would_have_been_the_same(deal: Deal) -> None:
    deal.reach("sign").satisfied().advance()
    found = replay(deal)
    assert (found.live.advances, found.live.refused, found.draft.refused) == (4, [], [])
    assert found.whole


def test_what_the_draft_asks_for_besides_refuses_who_had_not_brought_it(deal: Deal) -> None:
    deal.reach("quote")
    assert refused(replay(deal, Add(place=(*STAGES, "proposal", "gate", "deliverables"), value=PHOTO))) == [
        ("proposal", ["site"])
    ]


def test_what_the_draft_no_longer_asks_for_refuses_nobody(deal: Deal) -> None:
    deal.reach("quote")
    asked = (Set(place=(*STAGES, "lead", "gate", "fields"), value=[]), Remove(place=(*STAGES, "tender")))
    assert refused(replay(deal, *asked)) == []


def test_a_value_counts_as_it_stood_when_the_move_was_made(deal: Deal) -> None:
    asked = Set(place=(*STAGES, "lead", "gate", "fields"), value=["amount", "medium"])
    deal.reach("proposal").later(hours=1).fill(medium="蒸汽")
    assert refused(replay(deal, asked)) == [("lead", ["medium"])]  # filled in, but too late
    early = Deal(deal.kept, deal.cast, deal.store, now=deal.now).opened(medium="酸").reach("proposal")
    early.later(hours=1).fill(medium=None)
    assert refused(replay(early, asked)) == [("lead", ["medium"])]  # the other one's: this one had it then


def test_a_condition_is_judged_by_what_was_there(deal: Deal) -> None:
    place = (*STAGES, "proposal", "gate", "checks")
    big = {"key": "huge", "label": "大单", "holds": {"field": "amount", "op": "gt", "value": 8000}}
    deal.reach("quote").later(hours=1).fill(amount="9000")
    assert refused(replay(deal, Add(place=place, value=big))) == [("proposal", ["huge"])]


def test_what_was_accepted_afterwards_was_still_waiting(deal: Deal) -> None:
    place = (*STAGES, "proposal", "gate", "deliverables")
    terms = {"key": "terms", "label": "商务条款", "kind": "text", "min_length": 10, "review": "manager"}
    moved = (Remove(place=(*STAGES, "quote", "gate", "deliverables", "terms")), Add(place=place, value=terms))
    deal.reach("quote").later(minutes=5).satisfied().later(minutes=5).advance()
    assert refused(replay(deal, *moved)) == [("proposal", ["terms"])]


def test_contacts_count_from_the_beginning_of_the_stay_to_its_end(deal: Deal) -> None:
    place = (*STAGES, "proposal", "gate", "deliverables")
    talked = {"key": "talked", "label": "沟通", "kind": "summary", "count": 1}
    deal.contact().reach("proposal").later(minutes=10).contact()
    deal.satisfied().later(minutes=30).advance().later(minutes=5).contact()
    assert refused(replay(deal, Add(place=place, value=talked))) == []
    assert refused(replay(deal, Add(place=place, value={**talked, "count": 2}))) == [("proposal", ["talked"])]


def test_what_was_let_pass_was_no_move_through_the_gate(deal: Deal) -> None:
    deal.make_exception()
    found = replay(deal, Set(place=(*STAGES, "lead", "gate", "fields"), value=["amount", "cost"]))
    assert (found.draft.advances, refused(found)) == (0, [])


def test_shorter_limits_make_stays_red_and_tell_people(deal: Deal) -> None:
    deal.fill(amount="5000").later(hours=6).advance().later(days=3)
    lead = (*STAGES, "lead")
    found = replay(
        deal,
        Set(place=(*lead, "limit"), value="4 working_hours"),
        Set(place=(*lead, "warn_before"), value="1 working_hours"),
        Set(place=(*lead, "escalate_after")),
    )
    assert [one.stay.stage_key for one in found.live.red] == []
    assert [one.stay.stage_key for one in found.draft.red] == ["lead"]
    told = {person: count for (person, _day), count in found.draft.alerts.items()}
    assert told == {deal.cast.chen: 2, deal.cast.wang: 2}  # warned and due, the rep and the manager
    assert sum(found.live.alerts.values()) == 0


def test_a_stay_that_lasts_is_measured_to_this_moment(deal: Deal) -> None:
    deal.later(days=6)
    (live,), (draft,) = replay(deal).live.red, replay(deal).draft.red
    assert live == draft
    assert live.due_at < deal.now
    assert replay(deal, Set(place=(*STAGES, "lead", "limit"), value="9 workdays")).draft.red == []


def test_what_lies_further_back_is_left_out(deal: Deal) -> None:
    deal.fill(amount="5000").later(minutes=30).advance().later(days=20)
    assert replay(deal, days=10).live.advances == 0
    assert replay(deal, days=30).live.advances == 1


def test_a_replay_over_http_names_every_case(deal: Deal, browse: Callable[[str], TestClient]) -> None:
    deal.now = deal.now + timedelta(minutes=1)
    sun = browse("sun")
    chen = browse("chen")
    made = chen.post("/api/records/opportunity", json={"values": {"name": "乙厂阀门", "amount": 5000}}).json()
    journey = made["journey"]["id"]
    assert chen.post(f"/api/journeys/{journey}/advance").status_code == 200
    one = f"/api/design/drafts/{sun.post('/api/design/drafts', json={}).json()['id']}"
    step: dict[str, Any] = {"do": "add", "place": [*STAGES, "lead", "gate", "deliverables"], "value": PHOTO}
    assert sun.post(f"{one}/edits", json={"revision": 0, "operations": [step]}).status_code == 200
    told = sun.post(f"{one}/replay", json={"days": 7}).json()
    assert (told["advances"], told["live"]["refused"], told["draft"]["refused"], told["whole"]) == (1, 0, 1, True)
    (case,) = told["draft"]["refusals"]
    assert (case["title"], case["record_id"], case["journey_id"]) == ("乙厂阀门", made["id"], journey)
    assert (case["stage"], case["owner"], case["missing"]) == ("线索", "陈销售", ["现场照片"])
    wrong = {"do": "set", "place": [*STAGES, "lead", "gate", "fields"], "value": ["nothing"]}
    assert sun.post(f"{one}/edits", json={"revision": 1, "operations": [wrong]}).status_code == 200
    assert sun.post(f"{one}/replay", json={"days": 7}).json()["code"] == "blueprint_faulty"
    assert sun.post(f"{one}/replay", json={"days": 0}).status_code == 422


def test_a_photo_that_was_there_is_there(deal: Deal) -> None:
    """`scan` was handed in for signing: asked for by the same key, it counts."""
    deal.reach("sign")
    deal.hand_in_file("scan", png(), "扫描.png")
    deal.hand_in("paper", text="HT-001")
    deal.later(minutes=5).advance()
    only = Set(place=(*STAGES, "sign", "gate", "alternatives"), value=[])
    gone = Remove(place=(*STAGES, "sign", "gate", "deliverables", "esign"))
    assert refused(replay(deal, only, gone)) == []
    assert refused(replay(deal, only)) == [("sign", ["esign"])]


def test_the_parts_of_a_span_add_up_to_the_whole(deal: Deal) -> None:
    deal.reach("quote")
    deal.later(days=9)
    changed = Set(place=(*STAGES, "quote", "limit"), value="1 working_hour")
    body, _ = operations.carried_out(blueprint.current(deal.session).body, [changed])
    draft = Blueprint.model_validate(body)

    def lived(part: int, of: int) -> Replay:
        sun = people.viewer(deal.session, deal.cast.sun)
        return queries.replay(deal.session, sun, draft, queries.Span(days=30, until=deal.now, part=part, of=of))

    whole, parts = lived(1, 1), [lived(part, 7) for part in range(1, 8)]
    assert whole.stays == sum(one.stays for one in parts) > 1
    assert whole.draft.advances == sum(one.draft.advances for one in parts) > 0
    assert len(whole.draft.red) == sum(len(one.draft.red) for one in parts) > 0
    assert whole.draft.alerts == sum((one.draft.alerts for one in parts), Counter())
