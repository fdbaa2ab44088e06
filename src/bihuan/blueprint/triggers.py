"""A new version of the configuration is news to every process, and so is who tries one."""

from __future__ import annotations

from bihuan.kernel import stamps

STATEMENTS = (
    *stamps.renewed_by("blueprint_version"),
    *stamps.renewed_by("blueprint_pilot", "team_ids", "until", "state"),
)
