"""What a person or a program carries: `<workspace>.<secret>`, 256 random bits, known to us as a hash only."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from bihuan.org.viewer import Access, Viewer

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=30)
TOUCH_AFTER = timedelta(minutes=2)  # "seen" is written this often at most, not with every request

SCOPES: tuple[str, ...] = ("read", "write", "manage")
_RIGHTS = {
    "read": frozenset({"metrics.read"}),
    "write": frozenset({"process.exception", "process.review", "process.move_any", "records.assign"}),
    "manage": frozenset({"org.manage", "import.run", "blueprint.release", "tokens.create"}),
}
_ACTIONS = {
    "read": frozenset({"read", "export"}),
    "write": frozenset({"read", "create", "update", "delete"}),
    "manage": frozenset({"read"}),
}


def made(workspace: str) -> str:
    """A new key for this workspace."""
    return f"{workspace}.{secrets.token_urlsafe(32)}"


def digest(key: str) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def narrowed(viewer: Viewer, scopes: frozenset[str]) -> Viewer:
    """The viewer as a program with these scopes: never more than the person may, never more than the scopes say."""
    rights = frozenset().union(*(_RIGHTS[scope] for scope in scopes if scope in _RIGHTS))
    actions = frozenset().union(*(_ACTIONS[scope] for scope in scopes if scope in _ACTIONS))
    objects = {
        key: Access(actions=access.actions & actions, hidden=access.hidden, readonly=access.readonly)
        for key, access in viewer.objects.items()
    }
    return Viewer(
        person_id=viewer.person_id,
        name=viewer.name,
        role_key=viewer.role_key,
        scope=viewer.scope,
        sight=viewer.sight,
        rights=viewer.rights & rights,
        objects=objects,
        lang=viewer.lang,
        team_id=viewer.team_id,
    )
