"""Who may do what with an approval they can see. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bihuan.approvals.definition import Step
from bihuan.approvals.flow import MOST_HANDS, MOST_SEATS, Flow
from bihuan.approvals.models import Request
from bihuan.org.viewer import Viewer


@dataclass(frozen=True, kw_only=True)
class Can:
    """Sent with every approval; the screen never works it out for itself."""

    answer: bool
    delegate: bool
    add_signer: bool
    withdraw: bool
    resubmit: bool
    remind: bool


def may_ask(viewer: Viewer, object_key: str, owner_id: int) -> bool:
    """The owner asks about their own records; who has the right moves any they see, and asks about them too."""
    return viewer.may_do(object_key, "update") and (owner_id == viewer.person_id or viewer.may("process.move_any"))


def asks(viewer: Viewer, request: Request) -> bool:
    """Whether the viewer asked, or owns the record now: sent back, it is theirs to go on with."""
    return viewer.person_id in {request.asker_id, request.owner_id}


def can(viewer: Viewer, request: Request, flow: Flow, step: Step | None) -> Can:
    """Whose turn it is answers; whoever asked takes back, reminds and asks again."""
    seat = flow.turn_of(viewer.person_id)
    mine, open_ = asks(viewer, request), request.state in {"waiting", "returned"}
    return Can(
        answer=seat is not None,
        delegate=seat is not None and step is not None and step.may_delegate and seat.hands < MOST_HANDS,
        add_signer=seat is not None and step is not None and step.may_add and len(flow.seats) < MOST_SEATS,
        withdraw=mine and open_,
        resubmit=mine and request.state == "returned",
        remind=mine and request.state == "waiting",
    )


def readable(shown: Collection[str], hidden: Collection[str], opened: Collection[str], *, sees: bool) -> frozenset[str]:
    """The fields of a request that somebody reads: those opened to them as approver, and the record's if they see it.

    What is hidden from them stays so, unless a step in which they sit opens it.
    """
    return frozenset(key for key in shown if key in opened or (sees and key not in hidden))
