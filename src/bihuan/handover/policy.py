"""Who may hand over somebody's work. Pure."""

from __future__ import annotations

from bihuan.org.viewer import Viewer


def may_hand_over(viewer: Viewer, manager_id: int | None) -> bool:
    """Who runs the organisation, or the direct manager who may give records to others."""
    return viewer.may("org.manage") or (viewer.may("records.assign") and viewer.person_id == manager_id)
