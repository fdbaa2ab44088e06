"""A browser for each of the cast, and a customer of Chen's."""

from __future__ import annotations

import pytest

from tests.org.conftest import Browse, application, browse

__all__ = ["Browse", "application", "browse"]


@pytest.fixture
def customer(browse: Browse) -> int:
    """The id of a customer of Chen's."""
    made = browse("chen").post("/api/records/customer", json={"values": {"name": "东方化工", "phone": "13800138000"}})
    assert made.status_code == 201, made.text
    return int(made.json()["id"])
