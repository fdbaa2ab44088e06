"""What dashboards are tried with."""

from tests.metrics.conftest import get

__all__ = ["get"]
