"""Who may do what with a journey they can see. Pure: a viewer and a journey in, a list of abilities out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bihuan.org.viewer import Viewer
from bihuan.process.models import Journey


@dataclass(frozen=True, kw_only=True)
class Can:
    """Sent to the screen with every journey; the screen never works it out for itself."""

    advance: bool
    go_back: bool
    close: bool
    hand_in: bool
    make_exception: bool


class Reviewable(Protocol):
    """Something handed in, as it is kept or as it is told."""

    @property
    def by_id(self) -> int:
        """Who handed it in."""

    @property
    def status(self) -> str:
        """Whether it still waits."""

    @property
    def reviewer_id(self) -> int | None:
        """Who was asked to look at it."""


def can(viewer: Viewer, journey: Journey) -> Can:
    """The owner moves their own journeys; who has the right moves any they see; a closed one rests."""
    moves = _open(journey) and _acts(viewer, journey)
    return Can(
        advance=moves,
        go_back=moves,
        close=moves,
        hand_in=moves,
        make_exception=_open(journey) and viewer.may("process.exception"),
    )


def can_review(viewer: Viewer, thing: Reviewable) -> bool:
    """The reviewer named for it, or anyone with the right; never the one who handed it in."""
    if thing.by_id == viewer.person_id or thing.status != "waiting":
        return False
    return thing.reviewer_id == viewer.person_id or viewer.may("process.review")


def _open(journey: Journey) -> bool:
    return journey.outcome is None


def _acts(viewer: Viewer, journey: Journey) -> bool:
    mine = journey.owner_id == viewer.person_id
    return viewer.may_do(journey.object_key, "update") and (mine or viewer.may("process.move_any"))
