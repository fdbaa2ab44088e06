"""Who may give whom what to do. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.org.queries import Colleague
from bihuan.org.viewer import Viewer


def may_act_for(viewer: Viewer, person_id: int) -> bool:
    """One gives away what is on one's own list; whoever may give records to others also what is on theirs."""
    return viewer.person_id == person_id or viewer.may("records.assign")


def may_ask(viewer: Viewer, to: Colleague, led_by: Mapping[int, int | None]) -> bool:
    """Somebody at work: whom one sees, who is in the same team, or who leads one."""
    if not to.active or to.id == viewer.person_id:
        return False
    same_team = viewer.team_id is not None and to.team_id == viewer.team_id
    return viewer.sees(to.pos) or same_team or led_by.get(viewer.person_id) == to.id
