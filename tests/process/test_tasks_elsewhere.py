"""What a stage asks of another department: a task on somebody's list, and the gate waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.activity.models import Task
from bihuan.design import commands as design
from bihuan.design.commands import BlueprintFaulty
from bihuan.kernel import db
from bihuan.process import commands
from bihuan.process.commands.moving import GateClosed
from tests.company import BLUEPRINT, MONDAY_9
from tests.process.deals import Deal

NewDeal = Callable[[], Deal]
DRAWING = {"key": "drawing", "label": {"zh": "出外形图", "en": "Drawing"}, "kind": "task", "role": "manager"}


def released(session: Session, *, stage: int = 0, **members: Any) -> None:  # noqa: ANN401 - members of a deliverable
    """Let a version live in which this stage asks somebody else for a drawing as well."""
    document = deepcopy(BLUEPRINT)
    document["processes"][0]["stages"][stage].setdefault("gate", {}).setdefault("deliverables", []).append(
        DRAWING | members
    )
    db.see(session, db.EVERYTHING)
    design.release(session, None, document, now=MONDAY_9)


def asked(deal: Deal) -> Sequence[Task]:
    """What was asked of others for a deal, in order."""
    found = select(Task).where(Task.kind == "stage_task", Task.record_id == deal.record_id).order_by(Task.id)
    return deal.session.scalars(found.execution_options(populate_existing=True)).all()


def done(deal: Deal, task: Task) -> None:
    """Whoever was asked has done it."""
    login = next(one for one in ("wang", "zhao", "sun", "chen") if deal.cast.id(one) == task.person_id)
    with deal.acting(login) as viewer:
        activity.finish(deal.kept, viewer, task, now=deal.now)


def test_entering_a_stage_puts_a_task_on_the_list_of_who_has_the_role(session: Session, new_deal: NewDeal) -> None:
    released(session, limit="1 workday")
    deal = new_deal().opened()
    (task,) = asked(deal)
    assert (task.person_id, task.title) == (deal.cast.wang, "出外形图")
    assert task.due_at == MONDAY_9 + timedelta(days=1)


def test_the_gate_waits_until_it_is_done(session: Session, new_deal: NewDeal) -> None:
    released(session)
    deal = new_deal().opened(amount="5000")
    with pytest.raises(GateClosed):
        deal.advance()
    assert deal.missing() == [("drawing", "waiting_task")]
    done(deal, asked(deal)[0])
    deal.advance()
    assert deal.stage != "lead"


def test_as_many_as_are_counted(session: Session, new_deal: NewDeal) -> None:
    released(session, count=2)
    deal = new_deal().opened(amount="5000")
    first, second = asked(deal)
    done(deal, first)
    assert deal.missing() == [("drawing", "waiting_task")]
    done(deal, second)
    assert deal.missing() == []


def test_a_later_stage_asks_when_it_is_entered_and_once_only(session: Session, new_deal: NewDeal) -> None:
    released(session, stage=1)
    deal = new_deal().opened()
    assert not asked(deal)
    deal.satisfied().advance()
    assert len(asked(deal)) == (1 if deal.stage == BLUEPRINT["processes"][0]["stages"][1]["key"] else 0)


def test_nobody_of_that_role_leaves_it_to_the_manager(session: Session, new_deal: NewDeal) -> None:
    document = deepcopy(BLUEPRINT["roles"][0]) | {"key": "drafter"}
    roles = [*BLUEPRINT["roles"], document]
    whole = deepcopy(BLUEPRINT) | {"roles": roles}
    stage = whole["processes"][0]["stages"][0]
    stage.setdefault("gate", {}).setdefault("deliverables", []).append(DRAWING | {"role": "drafter"})
    db.see(session, db.EVERYTHING)
    design.release(session, None, whole, now=MONDAY_9)
    deal = new_deal().opened()
    (task,) = asked(deal)
    assert task.person_id == deal.cast.wang


def test_whoever_goes_over_to_a_version_that_asks_is_asked(session: Session, deal: Deal) -> None:
    released(session)
    with deal.acting("sun") as viewer:
        course = commands.Course(process_key="sales", mapping={"lead": "lead"})
        made = commands.transfer(deal.kept, viewer, course, now=deal.now)
    commands.go_on(deal.session, made.id, now=deal.now, limit=10)
    assert len(asked(deal)) == 1


def test_the_end_of_the_way_takes_it_off_the_list(session: Session, new_deal: NewDeal) -> None:
    released(session)
    deal = new_deal().opened().lose()
    assert asked(deal)[0].done_at is not None


def test_a_role_that_is_none_is_a_fault_with_its_place(session: Session) -> None:
    with pytest.raises(BlueprintFaulty) as refused:
        released(session, role="nobody")
    (problem,) = refused.value.problems
    assert (problem["code"], str(problem["place"])[-7:]) == ("no_such_role", "drawing")
