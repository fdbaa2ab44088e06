"""An approval that waits for the one who hands over waits for somebody else, as the preview said; and comes back."""

from __future__ import annotations

from collections.abc import Callable

from bihuan.handover import commands, queries
from bihuan.handover.commands import Wanted
from bihuan.handover.dealing import Plan
from bihuan.handover.models import Handover
from bihuan.kernel import db
from bihuan.org import queries as org
from tests.approvals.asking import APPROVAL, Asking
from tests.approvals.conftest import asking, new_asking

__all__ = ["asking", "new_asking"]
NewAsking = Callable[..., Asking]


def plan(asking: Asking, rest: str) -> Plan:
    cast = asking.deal.cast
    return Plan(how="one", to=[cast.lin], rest_to=cast.id(rest))


def shown(asking: Asking, rest: str, person: str = "wang") -> dict[str, int]:
    """Who would get a turn, and how many, by the preview."""
    deal = asking.deal
    there = org.person(deal.session, deal.cast.id(person))
    estate = queries.estate(deal.session, there, now=deal.now)
    counts = commands.counted(deal.session, plan(asking, rest), there.id, estate, now=deal.now)
    return {org.person(deal.session, number).login: count for (number, kind), count in counts.items() if kind == "turn"}


def give(asking: Asking, rest: str, person: str = "wang", *, leaves: bool = False) -> Handover:
    deal = asking.deal
    wanted = Wanted(plan=plan(asking, rest), leaves=leaves)
    with deal.acting("sun") as viewer:
        made = commands.hand_over(deal.kept, viewer, deal.cast.id(person), wanted, now=deal.now)
    deal.session.flush()
    return made


def test_a_turn_goes_to_whom_the_rest_goes_with_its_task_and_its_notice(asking: Asking) -> None:
    asking.ask()
    assert shown(asking, "zhao") == {"zhao": 1}
    made = give(asking, "zhao")
    assert (made.state, made.skipped, made.moved) == ("done", 0, made.total)
    assert asking.turns == ["zhao"]
    assert (asking.tasks("wang"), len(asking.tasks("zhao"))) == ([], 1), "nobody has a task they can't do"
    assert (asking.told("wang"), asking.told("zhao")) == ([], ["approval.asked"])
    assert asking.acts == ["asked", "handed_over"]
    asking.say("zhao")
    assert asking.state == "approved"


def test_nobody_is_given_their_own_request_to_decide(asking: Asking) -> None:
    asking.ask()
    assert shown(asking, "chen") == {"sun": 1}, "one further up than the one who hands over"
    give(asking, "chen", leaves=True)
    assert asking.turns == ["sun"]
    assert asking.tick().turns == ["sun"], "the clock finds nothing left to do"


def test_whom_it_goes_to_on_leave_has_somebody_who_stands_in(asking: Asking) -> None:
    deal = asking.ask().deal
    asking.leave("zhao", "lin", deal.now, deal.now.replace(month=deal.now.month + 1))
    assert shown(asking, "zhao") == {"lin": 1}
    give(asking, "zhao")
    assert asking.turns == ["lin"]


def test_where_nobody_else_may_decide_it_the_turn_stays(new_asking: NewAsking) -> None:
    only = {**APPROVAL, "steps": [{**APPROVAL["steps"][0], "who": [{"key": "boss", "by": "role", "role": "admin"}]}]}
    asking = new_asking(only).ask()
    assert asking.turns == ["sun"]
    assert shown(asking, "chen", "sun") == {"wang": 1}, "the leader of the asker"
    asking.join("sun", "wang", "beside")
    assert shown(asking, "chen", "sun") == {}
    with asking.deal.acting("sun") as viewer:
        there = org.person(asking.deal.kept, asking.deal.cast.sun)
        assert len(commands.look(asking.deal.kept, viewer, there.id, now=asking.deal.now).turns) == 1


def test_taken_back_it_waits_for_the_first_again_unless_it_was_answered(new_asking: NewAsking) -> None:
    asking = new_asking().ask()
    made = give(asking, "zhao")
    _undo(asking, made)
    assert (asking.turns, len(asking.tasks("wang")), asking.tasks("zhao")) == (["wang"], 1, [])
    made = give(asking, "zhao")
    asking.say("zhao")
    _undo(asking, made)
    assert (asking.state, made.kept) == ("approved", 1)


def _undo(asking: Asking, made: Handover) -> None:
    deal = asking.deal
    with deal.acting("sun") as viewer:
        commands.undo(deal.kept, viewer, made.id, now=deal.now)
    db.see(deal.kept, db.EVERYTHING)
    deal.session.refresh(made)
