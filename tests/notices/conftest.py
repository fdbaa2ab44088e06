"""A browser for each of the cast."""

from __future__ import annotations

from tests.org.conftest import Browse, application, browse

__all__ = ["Browse", "application", "browse"]
