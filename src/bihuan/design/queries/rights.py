"""What of the roles of a draft somebody could not release."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bihuan.approvals import queries as approvals
from bihuan.design import granting
from bihuan.design.definition import Blueprint
from bihuan.design.fault import Fault
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer


def in_the_way(session: Session, viewer: Viewer, found: Blueprint) -> list[Fault]:
    """What keeps this viewer from releasing these roles; whoever may more may still be able to."""
    live = org.roles(session)
    shown = granting.opened(live.get(viewer.role_key), approvals.approvals(session), found.approvals)
    if {role.key: role for role in found.roles} == dict(live):
        return shown
    held = granting.left(live, found.roles, org.holders(session))
    return [
        *shown,
        *granting.beyond(live.get(viewer.role_key), live, found.roles),
        *(granting.held(key, people) for key, people in held.items()),
    ]
