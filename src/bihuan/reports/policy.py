"""Who may open a dashboard, and who may carry its numbers out."""

from __future__ import annotations

from bihuan.kernel.refusals import Forbidden
from bihuan.org.viewer import Viewer
from bihuan.reports.definition import DashboardDef

READ = "metrics.read"


def may_open(viewer: Viewer, dashboard: DashboardDef) -> bool:
    """Whether a dashboard is for this person: by name of the role, else by the right to read metrics.

    Whose numbers they then see is no matter of the dashboard.
    """
    return viewer.role_key in dashboard.roles if dashboard.roles else viewer.may(READ)


def carry_out(viewer: Viewer, object_key: str) -> None:
    """Forbidden for whoever may not export the records that are counted."""
    if not viewer.may_do(object_key, "export"):
        raise Forbidden(f"{object_key}.export")
