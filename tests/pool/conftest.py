"""A pool of customers to claim from: two a day, three in all."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from tests.company import BLUEPRINT, MONDAY_9, Cast
from tests.process.conftest import browse, deal, new_deal

__all__ = ["browse", "deal", "new_deal"]

POOL: dict[str, Any] = {
    "key": "customers",
    "label": {"zh": "客户公海", "en": "Customer pool"},
    "object": "customer",
    "roles": ["rep"],
    "shows": ["name", "city"],
    "per_day": 2,
    "most": 3,
    "protected": "3 days",
    "return_after": "5 workdays",
    "cool_down": "7 days",
}


def document(**members: Any) -> dict[str, Any]:  # noqa: ANN401
    """The company's configuration with this pool; a member that is None is left out."""
    pool = {key: value for key, value in {**POOL, **members}.items() if value is not None}
    return {**deepcopy(BLUEPRINT), "pools": [pool]}


@pytest.fixture
def pooled(session: Session, cast: Cast) -> Callable[..., None]:
    """Release the company's configuration with a pool: `pooled(per_day=5)`."""
    assert cast

    def release(**members: Any) -> None:  # noqa: ANN401
        design.release(session, None, document(**members), note="pool", now=MONDAY_9)

    return release
