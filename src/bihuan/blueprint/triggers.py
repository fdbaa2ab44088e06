"""A new version of the configuration is news to every process."""

from __future__ import annotations

from bihuan.kernel import stamps

STATEMENTS = stamps.renewed_by("blueprint_version")
