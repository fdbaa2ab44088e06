"""Who may change what about people. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.org.definition import RoleDef
from bihuan.org.viewer import Viewer


@dataclass(frozen=True, kw_only=True)
class Can:
    """Sent with every person; the screen never works it out for itself."""

    change: bool
    deactivate: bool


def can(viewer: Viewer, person_id: int) -> Can:
    """Who runs the organisation changes anybody, and deactivates anybody else: nobody locks himself out."""
    manages = viewer.may("org.manage")
    return Can(change=manages, deactivate=manages and person_id != viewer.person_id)


def may_grant(own: RoleDef | None, other: RoleDef) -> bool:
    """Nobody gives what he has not got: the own role must allow everything the other one allows."""
    return own is not None and own.covers(other)
