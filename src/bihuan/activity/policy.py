"""Who may write activities. Pure."""

from __future__ import annotations

from bihuan.org.viewer import Viewer


def may_log(viewer: Viewer, object_key: str) -> bool:
    """Whoever may change a record that they see may say what was done with it."""
    return viewer.may_do(object_key, "update")
