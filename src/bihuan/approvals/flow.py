"""How an approval goes on: who may act now, and what their answer leads to. Pure; people are numbers here.

A flow goes through its steps one after the other. A step begins with a seat for everybody who is asked. Signers that
are added sit before, beside or after the one who added them, and belong to that one's seat. What nobody can answer
goes back to whoever asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Answer = Literal["yes", "no", "back", "over"]  # over: nobody waits for it any more
State = Literal["waiting", "returned", "approved", "rejected", "withdrawn"]
Place = Literal["before", "beside", "after"]
Mode = Literal["all", "any", "vote"]
Seating = Callable[[int], Sequence[int]]  # who is asked in a step, each once
MOST_HANDS = 5  # how often one turn may be given away
MOST_SEATS = 200  # in one approval


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How the answers of a step count."""

    mode: Mode = "all"
    votes: int = 1


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One person's turn. `turn` counts the steps that were reached; `root` is the seat it was added for, or itself."""

    number: int
    person: int
    turn: int
    root: int
    after: int | None = None
    answer: Answer | None = None
    hands: int = 0


@dataclass(frozen=True, kw_only=True)
class Flow:
    """An approval as it stands. `own` are those whose own request it is: they are never asked."""

    own: frozenset[int]
    rules: tuple[Rule, ...]
    state: State = "waiting"
    step: int = 0
    turn: int = 0
    seats: tuple[Seat, ...] = ()

    @property
    def current(self) -> tuple[Seat, ...]:
        """The seats of the present step."""
        return tuple(seat for seat in self.seats if seat.turn == self.turn)

    @property
    def active(self) -> tuple[Seat, ...]:
        """Those whose turn it is."""
        if self.state != "waiting":
            return ()
        answered = {seat.number for seat in self.seats if seat.answer in {"yes", "over"}}
        return tuple(
            seat for seat in self.current if seat.answer is None and (seat.after is None or seat.after in answered)
        )

    def seat(self, number: int) -> Seat | None:
        """The seat of this number, or None."""
        return next((seat for seat in self.seats if seat.number == number), None)

    def turn_of(self, person: int) -> Seat | None:
        """The seat in which this person may answer now, or None."""
        return next((seat for seat in self.active if seat.person == person), None)

    def involved(self, person: int) -> bool:
        """Whether a person has a seat in the present step that is not over: nobody sits twice."""
        return any(seat.person == person and seat.answer != "over" for seat in self.current)

    def may_join(self, person: int) -> bool:
        """Whether somebody else may take over a turn or sign as well: not the asker, and nobody twice."""
        return self.state == "waiting" and person not in self.own and not self.involved(person)


def begun(own: frozenset[int], rules: Sequence[Rule], seating: Seating) -> Flow:
    """A new approval, with whoever is asked first. Without any step there is nothing to ask: it is approved."""
    return _entered(Flow(own=own, rules=tuple(rules)), 0, seating)


def resubmitted(flow: Flow, own: frozenset[int], rules: Sequence[Rule], seating: Seating) -> Flow:
    """Ask anew from the first step on, by what the steps are now."""
    assert flow.state in {"returned", "waiting"}, "only what is not decided is asked anew"
    return _entered(replace(_emptied(flow), own=own, rules=tuple(rules), state="waiting"), 0, seating)


def answered(flow: Flow, number: int, seating: Seating, *, yes: bool) -> Flow:
    """Somebody has said yes or no."""
    said = _said(flow, number, "yes" if yes else "no")
    return _counted(said, seating)


def sent_back(flow: Flow, number: int, to: int | None, seating: Seating) -> Flow:
    """Somebody sends it back: to an earlier step, or with None to whoever asked."""
    said = _emptied(_said(flow, number, "back"))
    if to is None:
        return replace(said, state="returned")
    assert 0 <= to < flow.step, "back is where it came from"
    return _entered(said, to, seating)


def withdrawn(flow: Flow) -> Flow:
    """Whoever asked does not ask any more."""
    assert flow.state in {"waiting", "returned"}, "what is decided stays decided"
    return replace(_emptied(flow), state="withdrawn")


def handed(flow: Flow, number: int, person: int) -> Flow:
    """Somebody else sits there from now on: a substitute, a delegate, or the next leader."""
    seat = flow.seat(number)
    assert seat is not None, "a seat that is there"
    assert flow.may_join(person), "nobody sits twice, nor decides their own"
    return _with(flow, replace(seat, person=person, hands=seat.hands + 1))


def joined(flow: Flow, number: int, person: int, place: Place) -> Flow:
    """Somebody else signs as well: before the one who sits there, beside them, or after them."""
    seat = flow.seat(number)
    assert seat is not None, "a seat that is there"
    assert flow.may_join(person), "nobody sits twice, nor decides their own"
    after = seat.number if place == "after" else seat.after
    new = Seat(number=_next(flow), person=person, turn=flow.turn, root=seat.root, after=after)
    if place == "before":
        flow = _with(flow, replace(seat, after=new.number))
    return replace(flow, seats=(*flow.seats, new))


def left(flow: Flow, number: int, seating: Seating) -> Flow:
    """Nobody can sit there any more: it counts as if nobody had been asked there. Nobody left sends it back.

    Whoever was added by the one who sat there takes the place.
    """
    gone = _seat(flow, number)
    flow = _with(flow, replace(gone, answer="over"))
    heirs = [seat for seat in flow.current if seat.root == number and seat.answer != "over"]
    for seat in heirs:
        flow = _with(flow, replace(seat, root=heirs[0].number))
    if any(seat.answer != "over" for seat in flow.current):
        return _counted(flow, seating)
    return replace(flow, state="returned")


def _entered(flow: Flow, step: int, seating: Seating) -> Flow:
    """The step is reached: everybody who is asked there has a seat. Nobody there sends it back to whoever asked."""
    if step == len(flow.rules):
        return replace(flow, state="approved", step=step)
    first = _next(flow)
    people = [person for person in dict.fromkeys(seating(step)) if person not in flow.own]
    seats = tuple(
        Seat(number=number, person=person, turn=flow.turn + 1, root=number)
        for number, person in enumerate(people, start=first)
    )
    flow = replace(flow, step=step, turn=flow.turn + 1, seats=(*flow.seats, *seats))
    return flow if seats else replace(flow, state="returned")


def _counted(flow: Flow, seating: Seating) -> Flow:
    """What the answers of the present step come to: it goes on, it is over, or it still waits."""
    rule, roots = flow.rules[flow.step], [seat for seat in flow.current if seat.root == seat.number]
    asked = [seat for seat in roots if seat.answer != "over"]
    yes, no = ([seat for seat in asked if seat.answer == said] for said in ("yes", "no"))
    need = {"all": len(asked), "any": 1, "vote": min(rule.votes, len(asked))}[rule.mode]
    added = [seat for seat in flow.current if seat.root != seat.number]
    refused = len(no) > len(asked) - need if rule.mode == "vote" else bool(no)
    if refused or any(seat.answer == "no" for seat in added):
        return replace(_emptied(flow), state="rejected")
    if len(yes) < need:
        return flow
    said = {seat.number for seat in yes}
    if any(seat.answer is None and seat.root in said for seat in added):  # who was added by one that counts still signs
        return _without(flow, said)
    return _entered(_emptied(flow), flow.step + 1, seating)


def _without(flow: Flow, roots: set[int]) -> Flow:
    """It is clear how the step goes on, but for added signers: whoever else was asked need not answer any more."""
    over = (seat for seat in flow.current if seat.answer is None and seat.root not in roots)
    for seat in over:
        flow = _with(flow, replace(seat, answer="over"))
    return flow


def _said(flow: Flow, number: int, answer: Answer) -> Flow:
    seat = _seat(flow, number)
    assert seat in flow.active, "only who is asked answers, and once"
    assert seat.person not in flow.own, "nobody decides their own"
    return _with(flow, replace(seat, answer=answer))


def _seat(flow: Flow, number: int) -> Seat:
    seat = flow.seat(number)
    assert seat is not None, "a seat that is there"
    return seat


def _emptied(flow: Flow) -> Flow:
    """Nobody waits in the present step any more."""
    return replace(
        flow, seats=tuple(replace(seat, answer="over") if seat.answer is None else seat for seat in flow.seats)
    )


def _with(flow: Flow, changed: Seat) -> Flow:
    return replace(flow, seats=tuple(changed if seat.number == changed.number else seat for seat in flow.seats))


def _next(flow: Flow) -> int:
    return max((seat.number for seat in flow.seats), default=0) + 1
