"""Two documents that grew out of one become one again. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bihuan.design import operations
from bihuan.design.operations import Body, NoSuchPlace, Operation

Keep = Literal["mine", "theirs"]


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A place that both have changed, each in another way, and what stands there in each."""

    place: tuple[str, ...]
    mine: Any
    theirs: Any


@dataclass(frozen=True, kw_only=True)
class Joined:
    """What both have changed, in one document; where they meet, one of them has been kept."""

    body: Body
    meetings: Sequence[Meeting]


def joined(base: Body, mine: Body, theirs: Body, *, keep: Keep | None = None) -> Joined:
    """Join two documents that grew out of `base`. Where they meet, `keep` stands; else mine, until somebody decides."""
    own, other = operations.between(base, mine), operations.between(base, theirs)
    apart = [(one, another) for one in own for another in other if _meet(one, another, mine, theirs)]
    meetings = [
        Meeting(place=one.place, mine=operations.found(mine, one.place), theirs=operations.found(theirs, one.place))
        for one in dict.fromkeys(_shorter(one, another) for one, another in apart)
    ]
    if keep == "theirs":
        lost = {id(one) for one, _ in apart}
        return Joined(body=_brought(theirs, [one for one in own if id(one) not in lost]), meetings=meetings)
    lost = {id(another) for _, another in apart}
    return Joined(body=_brought(mine, [another for another in other if id(another) not in lost]), meetings=meetings)


def _meet(one: Operation, another: Operation, mine: Body, theirs: Body) -> bool:
    (here,), (there,) = operations.touched([one]), operations.touched([another])
    place = min(here, there, key=len)
    return operations.meet(here, there) and operations.found(mine, place) != operations.found(theirs, place)


def _shorter(one: Operation, another: Operation) -> Operation:
    return min(one, another, key=lambda each: len(operations.touched([each])[0]))


def _brought(body: Body, wanted: Sequence[Operation]) -> Body:
    for operation in wanted:
        try:
            body, _ = operations.carried_out(body, [operation])
        except NoSuchPlace:
            # Both have added or taken away the same thing in the same way: it is as it shall be.
            continue
    return body
