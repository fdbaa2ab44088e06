"""Which records went into which others is asked with every story, and changes some days: every process remembers it."""

from __future__ import annotations

from bihuan.kernel import stamps

STATEMENTS = stamps.renewed_by("records_merged", "into_id", "back_at")
