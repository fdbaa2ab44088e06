"""A deal of Chen's, and browsers."""

from __future__ import annotations

from tests.org.conftest import application
from tests.process.conftest import browse, deal, new_deal

__all__ = ["application", "browse", "deal", "new_deal"]
