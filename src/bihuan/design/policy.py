"""Who may configure."""

from __future__ import annotations

from bihuan.kernel.refusals import Forbidden
from bihuan.org.viewer import Viewer

RIGHT = "blueprint.release"


def configure(viewer: Viewer) -> None:
    """Forbidden for whoever may not release: to see a draft is to see all that a release would bring."""
    if not viewer.may(RIGHT):
        raise Forbidden(RIGHT)
