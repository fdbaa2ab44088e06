"""Who may claim from a pool, and who may put what they see into it. Pure."""

from __future__ import annotations

from bihuan.org.viewer import Viewer
from bihuan.pool.definition import PoolDef
from bihuan.records import policy as records
from bihuan.records.record import Record


def may_claim(viewer: Viewer, pool: PoolDef) -> bool:
    """Whether the viewer's role may claim from this pool; and so see what it shows."""
    return viewer.role_key in pool.roles and viewer.may_do(pool.object, "read")


def may_return(viewer: Viewer, record: Record) -> bool:
    """Whether the viewer may put a record they see into its pool: their own, or with the right to assign."""
    return viewer.person_id == record.owner_id or (viewer.may("records.assign") and not records.lent(viewer, record))
