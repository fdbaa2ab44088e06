"""Running journeys go over to another version by a mapping of stages, and come back again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.design import commands as design
from bihuan.kernel import db
from bihuan.kernel.calendar import Limit
from bihuan.kernel.refusals import Forbidden, Invalid, NotFound
from bihuan.process import commands, queries
from bihuan.process.commands.transferring import NothingToUndo, TransferUnderWay
from bihuan.process.models import Transfer
from tests.company import BLUEPRINT, MONDAY_9
from tests.process.deals import Deal

NewDeal = Callable[[], Deal]
PROCESS = BLUEPRINT["processes"][0]["key"]
SAME = {"lead": "lead"}


def released(session: Session, **stage: Any) -> None:  # noqa: ANN401 - members of a stage
    """Let a version live in which the first stage is otherwise, and is called otherwise where a key is given."""
    document = deepcopy(BLUEPRINT) | {"dashboards": []}  # theirs name stages, which is no matter here
    process = document["processes"][0]
    old = process["stages"][0]["key"]
    process["stages"][0] |= stage
    for one in process["stages"]:
        if old in one.get("back_to", ()):
            one["back_to"] = [process["stages"][0]["key"] if key == old else key for key in one["back_to"]]
    db.see(session, db.EVERYTHING)
    design.release(session, None, document, now=MONDAY_9)


def moved(deal: Deal, mapping: Mapping[str, str] = SAME, *, by: str = "sun", **course: Any) -> Transfer:  # noqa: ANN401
    """Move running journeys by a mapping, all of them."""
    with deal.acting(by) as viewer:
        wanted = commands.Course(process_key=PROCESS, mapping=mapping, **course)
        made = commands.transfer(deal.kept, viewer, wanted, now=deal.now)
    return done(deal, made)


def brought_back(deal: Deal, made: Transfer, by: str = "sun") -> Transfer:
    """Take a transfer back."""
    with deal.acting(by) as viewer:
        commands.undo_transfer(deal.kept, viewer, made.id, now=deal.now)
    return done(deal, made)


def done(deal: Deal, made: Transfer) -> Transfer:
    """Let the job do all of it, two journeys at a time."""
    while commands.go_on(deal.session, made.id, now=deal.now, limit=2):
        pass
    return queries.transfer(deal.session, made.id)


def number(deal: Deal) -> int:
    return blueprint.version(deal.session, deal.journey.version_id).number


def test_in_the_same_stage_the_clock_runs_on_under_the_new_limit(session: Session, deal: Deal) -> None:
    entered, stay = deal.stay.entered_at, deal.stay.id
    released(session, limit="5 workdays")
    found = moved(deal.later(hours=3))
    assert (found.state, found.moved, number(deal)) == ("moved", 1, 2)
    assert (deal.stay.id, deal.stay.entered_at) == (stay, entered)
    assert deal.stay.due_at == deal.journey.due_at == MONDAY_9 + timedelta(days=7)
    assert deal.kinds[-1] == "journey.transferred"


def test_a_stage_that_is_called_otherwise_is_entered_and_the_old_stay_is_moved(session: Session, deal: Deal) -> None:
    released(session, key="first_look")
    moved(deal.later(hours=3), {"lead": "first_look"})
    assert (deal.stage, number(deal)) == ("first_look", 2)
    assert deal.stay.entered_at == deal.now
    told = deal.events[-1]
    assert (told.kind, told.payload["left"], told.payload["version"]) == ("journey.transferred", "lead", 2)
    deal.fill(amount="5000").advance()
    assert deal.stage != "first_look"


def test_what_stands_in_no_stage_of_the_mapping_stays(session: Session, new_deal: NewDeal, deal: Deal) -> None:
    further = new_deal().opened().reach("proposal")
    released(session, limit="5 workdays")
    assert moved(deal).moved == 1
    assert (number(deal), number(further)) == (2, 1)


def test_many_go_in_batches_and_each_once(session: Session, new_deal: NewDeal) -> None:
    deals = [new_deal().opened() for _ in range(5)]
    released(session, limit="5 workdays")
    assert moved(deals[0]).moved == len(deals)
    assert {number(deal) for deal in deals} == {2}
    assert [deal.kinds.count("journey.transferred") for deal in deals] == [1] * len(deals)


def test_closed_ones_rest(session: Session, new_deal: NewDeal, deal: Deal) -> None:
    over = new_deal().opened().lose()
    released(session, limit="5 workdays")
    moved(deal)
    assert number(over) == 1


def test_an_undo_gives_back_stage_version_and_deadline(session: Session, deal: Deal) -> None:
    before = (deal.stage, deal.stay.due_at)
    released(session, key="first_look", limit="5 workdays")
    made = moved(deal.later(hours=3), {"lead": "first_look"})
    found = brought_back(deal.later(hours=1), made)
    assert (found.state, found.left, number(deal)) == ("undone", 0, 1)
    assert (deal.stage, deal.stay.due_at) == before  # nobody has won time by going there and back
    assert deal.kinds[-1] == "journey.brought_back"


def test_who_has_gone_on_is_not_brought_back(session: Session, new_deal: NewDeal, deal: Deal) -> None:
    gone = new_deal().opened()
    released(session, limit="5 workdays")
    made = moved(deal)
    gone.fill(amount="5000").advance()
    found = brought_back(deal, made)
    assert (found.left, number(deal), number(gone)) == (1, 1, 2)


def test_once_taken_back_it_is_over(session: Session, deal: Deal) -> None:
    released(session, limit="5 workdays")
    made = moved(deal)
    brought_back(deal, made)
    with pytest.raises(NothingToUndo):
        brought_back(deal, made)


def test_what_was_told_stays_told_and_grace_keeps_alarms_quiet(session: Session, deal: Deal) -> None:
    deal.later(hours=6)
    released(session, limit="1 working_hour", warn_before=None, escalate_after=None)
    moved(deal, grace=Limit.read("1 workday"))
    assert deal.stay.due_at is not None
    assert deal.stay.due_at < deal.now
    assert deal.ring() == 0
    deal.later(days=1, hours=1)
    assert deal.ring() == 1
    assert deal.stay.overdue_at is not None


def test_without_grace_red_is_red_at_once_and_the_preview_said_so(session: Session, deal: Deal) -> None:
    deal.later(hours=6)
    released(session, limit="1 working_hour", warn_before=None, escalate_after=None)
    live, process = blueprint.current(deal.session), queries.processes(deal.session)[PROCESS]
    with deal.acting("sun") as viewer:
        (said,) = queries.passing(deal.kept, viewer, process, SAME, to=live.id, now=deal.now)
    assert (said.count, said.red, [one.id for one in said.reds]) == (1, 1, [deal.journey.id])
    moved(deal)
    assert deal.ring() == 1


def test_only_those_move_whom_the_mover_sees(session: Session, new_deal: NewDeal, deal: Deal) -> None:
    other = new_deal().opened(by="zhao")
    released(session, limit="5 workdays")
    here = deal.journey.owner_pos
    with deal.acting("sun") as viewer:
        near = replace(viewer, sight=db.Sight(lo=here, hi=here, person_id=viewer.person_id))
        made = commands.transfer(deal.kept, near, commands.Course(process_key=PROCESS, mapping=SAME), now=deal.now)
    assert done(deal, made).moved == 1
    assert (number(deal), number(other)) == (2, 1)


@pytest.mark.parametrize("login", ["chen", "wang"])
def test_only_who_may_release_moves_journeys(session: Session, deal: Deal, login: str) -> None:
    released(session, limit="5 workdays")
    with pytest.raises(Forbidden):
        moved(deal, by=login)


def test_a_stage_or_a_process_that_is_none_is_refused(session: Session, deal: Deal) -> None:
    released(session, limit="5 workdays")
    with pytest.raises(Invalid) as refused:
        moved(deal, {"lead": "nowhere", "proposal": "moon"})
    assert [problem["field"] for problem in refused.value.problems] == ["lead", "proposal"]
    with deal.acting("sun") as viewer, pytest.raises(NotFound):
        commands.transfer(deal.kept, viewer, commands.Course(process_key="none", mapping=SAME), now=deal.now)


def test_two_transfers_of_one_process_do_not_cross(session: Session, deal: Deal) -> None:
    released(session, limit="5 workdays")
    with deal.acting("sun") as viewer:
        wanted = commands.Course(process_key=PROCESS, mapping=SAME)
        commands.transfer(deal.kept, viewer, wanted, now=deal.now)
        with pytest.raises(TransferUnderWay):
            commands.transfer(deal.kept, viewer, wanted, now=deal.now)


def test_over_http_who_waits_what_would_be_and_doing_it(
    session: Session, deal: Deal, browse: Callable[[str], TestClient]
) -> None:
    released(session, key="first_look")
    sun = browse("sun")
    (waiting,) = sun.get("/api/transfers/waiting").json()["items"]
    (stage,) = waiting["stages"]
    assert (waiting["process"], stage["stage"], stage["count"], stage["to"]) == (PROCESS, "lead", 1, None)
    asked = {"process": PROCESS, "mapping": {"lead": "first_look"}}
    (said,) = sun.post("/api/transfers/preview", json=asked).json()["items"]
    assert (said["count"], said["red"]) == (1, 0)
    made = sun.post("/api/transfers", json=asked)
    assert (made.status_code, made.json()["state"]) == (201, "moving")
    done(deal, queries.transfer(deal.session, made.json()["id"]))
    (shown,) = sun.get("/api/transfers").json()["items"]
    assert (shown["state"], shown["moved"], shown["number"]) == ("moved", 1, 2)
    assert sun.post(f"/api/transfers/{shown['id']}/undo").json()["state"] == "undoing"
    assert browse("chen").get("/api/transfers").status_code == 403
