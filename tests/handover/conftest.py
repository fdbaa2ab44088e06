"""An estate to hand over: Chen's customers, deals and what waits for him."""

from __future__ import annotations

from tests.process.conftest import browse, deal, new_deal

__all__ = ["browse", "deal", "new_deal"]
