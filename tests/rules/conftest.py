"""Rules are tried on the same deals as the process that tells them."""

from tests.process.conftest import browse, deal, new_deal

__all__ = ["browse", "deal", "new_deal"]
