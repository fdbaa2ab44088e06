"""Who somebody is, how far they see and what they carry: when that changes, every process hears of it."""

from __future__ import annotations

from bihuan.kernel import stamps

STATEMENTS = (
    *stamps.renewed_by("org_person"),
    *stamps.renewed_by("org_team"),
    *stamps.renewed_by("org_leave"),
    *stamps.renewed_by("org_share"),
    # A new log-in or key is known to nobody yet; that one was seen again changes nothing.
    *stamps.renewed_by("org_session", "person_id", "csrf", "expires_at", also="DELETE"),
    *stamps.renewed_by("org_token", "person_id", "scopes", "expires_at", "revoked_at", also="DELETE"),
)
